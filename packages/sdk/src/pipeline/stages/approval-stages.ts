import type { Claimant } from '@agent-safe/approvals';
import {
  type ApprovalRequest,
  type AuditReceipt,
  canonicalJson,
  type Decision,
  type DecisionFields,
  plain,
  quote,
} from '@agent-safe/core';
import type { AgentIdentity } from '@agent-safe/delegation';
import type { Approvals } from '../../services/approval-gateway.ts';
import { type Judges, refuse, type State } from '../request-state.ts';
import { weigh } from './limits.ts';

/**
 * Looks for what people are asked about already: a request for the same that is not answered, or that was approved for this caller
 * and not used. Refuses with state_unavailable, audit_unavailable.
 */
export async function findOpen(state: State, { approvals }: Judges): Promise<State> {
  if (state.digest === null) return state;
  const found = await approvals.find(state.digest, toClaimant(state), state.verdict.policy_matched);
  if (found === undefined || !('ok' in found)) return { ...state, open: found };
  return refuse(state, found.code === 'audit_unavailable' ? 'audit_unavailable' : 'state_unavailable', found.reason);
}

/**
 * An approval is the answer to what requires one, and to nothing else: what policy denies stays denied. It is used up here, before
 * the decision is recorded, so that there never is a second ticket for it.
 */
export async function takeApproval(state: State, judges: Judges): Promise<State> {
  const { approvals } = judges;
  const { digest, open, verdict } = state;
  if (verdict.result !== 'require_approval' || open?.status !== 'approved' || digest === null) return state;
  const claimed = await approvals.claim(open.request_id, digest, state.auditId, toClaimant(state));
  if (claimed.ok) {
    const reason = describeApproval(claimed.request);
    return { ...state, open: claimed.request, verdict: { ...verdict, result: 'allow', code: 'approved', reason } };
  }
  const { code, reason } = claimed;
  if (code === 'state_unavailable' || code === 'audit_unavailable') return refuse(state, code, reason);
  // Somebody was faster, or its time is over: people are asked again, and so it counts again.
  return weigh({ ...state, open: undefined }, judges);
}

/** What an approver judges by. Parameters that are declared sensitive are hidden, and known to be. */
const SHOWN = ['action', 'target', 'caller', 'chain', 'params', 'ticket_id'] as const;
/** Characters of JSON. */
const LONGEST_PARAMS = 16_384;

/** What of a decision is known after it was recorded. */
interface Recorded {
  readonly decision: Decision;
  readonly recorded: DecisionFields;
  readonly receipt: AuditReceipt | undefined;
  readonly identity: AgentIdentity | undefined;
}

/** Asks people about a decision that requires it. Where they cannot be asked, its reason says why. */
export async function askPeople(
  { decision, identity, receipt, recorded }: Recorded,
  approvals: Approvals,
): Promise<Decision> {
  const why = (text: string) => ({ ...decision, reason: `${decision.reason} Nobody can be asked for it. ${text}` });
  if (approvals.obstacle !== undefined) return why(approvals.obstacle);
  if (decision.digest === null || receipt === undefined) {
    return why('It has a sensitive value, and no key that masks it: let "agent-safe keys generate" add one.');
  }
  // As the log has it, which is free of secrets.
  const clean = { ...decision, ...recorded };
  const hidden = SHOWN.find(
    (name) =>
      canonicalJson(plain({ is: clean[name] ?? null })) !== canonicalJson(plain({ is: decision[name] ?? null })),
  );
  if (hidden !== undefined) {
    return why(
      `Its ${hidden} holds what looks like a secret, which is shown to nobody: who approves must see what. Declare a parameter that holds one sensitive.`,
    );
  }
  if (JSON.stringify(clean.params).length > LONGEST_PARAMS)
    return why('It has more parameters than a person could look through.');
  const chain = identity?.delegation_chain ?? [];
  const asked = await approvals.ask({
    ...clean,
    digest: decision.digest,
    chain: clean.chain ?? [],
    caller_tokens: [identity?.jti, ...chain.map(({ jti }) => jti)].filter((jti) => typeof jti === 'string'),
    ticket_id: clean.ticket_id ?? null,
    audit_seq: receipt.seq,
  });
  if (!asked.ok) return why(asked.reason);
  const { request, secret } = asked;
  return {
    ...decision,
    request_id: request.request_id,
    ...(secret === undefined ? {} : { request_secret: secret }),
  };
}

function toClaimant({ caller, request }: State): Claimant {
  const secret = request.request_secret;
  return {
    agent_id: caller?.agent_id ?? null,
    verified: caller?.verified ?? false,
    chain: caller?.delegation_chain ?? [],
    ...(secret === undefined ? {} : { secret }),
  };
}

function describeApproval({ resolutions }: ApprovalRequest): string {
  const yes = resolutions.filter(({ decision }) => decision === 'approve');
  return `Approved by ${yes.map(({ approver, reason }) => `${quote(approver ?? '')}: ${reason}`).join('; ')}`;
}
