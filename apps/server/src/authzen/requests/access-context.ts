import type { Decision } from '@agent-safe/sdk';
import type { Principal } from '../../callers/principal.ts';
import type { LoadedProject } from '../../project/server-context.ts';
import type { AccessContext, Evaluation } from '../schemas.ts';
import { AccessProofs, digestEntities } from './proofs.ts';

/** Milliseconds in which an approval of a denial can be requested. */
const REQUESTABLE_FOR = 600_000;

/** The approval that a request names. */
export interface NamedApproval {
  readonly id: string;
  /** Undefined for an approval of other assertions, or of another party. It then counts as no approval. */
  readonly requestId: string | undefined;
}

/** Reads `context.approval` of a request. @returns undefined if the request names no approval */
export function readApproval(
  given: Evaluation,
  principal: Principal,
  { safe }: LoadedProject,
): NamedApproval | undefined {
  const { approval } = given.context ?? {};
  if (typeof approval !== 'object' || approval === null || !('agentId' in principal)) return undefined;
  const { id } = approval as { readonly id?: unknown };
  if (typeof id !== 'string') return undefined;
  const task = new AccessProofs(safe, principal.agentId).readHandle(id);
  return { id, requestId: task?.entities === digestEntities(given) ? task.requestId : undefined };
}

/** Codes of denials that pass without a change of the request or the policy. */
const TRANSIENT: readonly string[] = ['rate_limited', 'circuit_open', 'state_unavailable', 'audit_unavailable'];

/** Describes how a gateway gets from a denial to an approval, and which approval allowed a request. */
export function describeAccess(
  { audit_id, code, digest, evaluated_at, result }: Decision,
  given: Evaluation,
  approval: NamedApproval | undefined,
  principal: Principal,
  { base, project }: { readonly base: string; readonly project: LoadedProject },
): AccessContext {
  if (result === 'allow') return code === 'approved' && approval !== undefined ? { approval: { id: approval.id } } : {};
  const next = (action: NonNullable<AccessContext['next_action']>): AccessContext =>
    approval === undefined ? {} : { next_action: action };
  if (result === 'deny') return next(TRANSIENT.includes(code) ? 'retry' : 'none');
  if (digest === null || !mayRequest(principal)) return next('none');
  const expires_at = new Date(Date.parse(evaluated_at) + REQUESTABLE_FOR).toISOString();
  const denial = { evaluationId: audit_id, expiresAt: expires_at };
  const binding_token = new AccessProofs(project.safe, principal.agentId).bindDenial(denial, digestEntities(given));
  if (binding_token === undefined) return next('none');
  const endpoint = `${base}/access/v1/requests`;
  return {
    evaluation_id: audit_id,
    evaluated_at,
    access_request: { endpoint, expires_at, binding_token },
    ...next('request'),
  };
}

type Requester = Extract<Principal, { readonly agentId: string }>;

function mayRequest(principal: Principal): principal is Requester {
  return principal.kind === 'agent' || (principal.kind === 'pep' && principal.scopes.includes('requests'));
}
