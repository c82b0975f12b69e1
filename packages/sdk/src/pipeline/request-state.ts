import { randomUUID } from 'node:crypto';
import type {
  Action,
  ApprovalRequest,
  Caller,
  DecisionCode,
  DecisionResult,
  JsonObject,
  RequestBinding,
  RiskClass,
  Target,
  Verdict,
} from '@agent-safe/core';
import type { AgentIdentity } from '@agent-safe/delegation';
import type { Pdp } from '@agent-safe/pdp';
import type { Approvals } from '../services/approval-gateway.ts';
import type { Restraint } from '../services/standings.ts';
import type { Authority } from '../services/token-service.ts';
import { type ReadRequest, readRequest } from './request.ts';

/** What judging needs: prepared once, by `AgentSafe.open`. */
export interface Judges {
  readonly pdp: Pdp;
  readonly policyDigest: string;
  readonly maskKey: Uint8Array | undefined;
  readonly requireVerifiedCallers: boolean;
  /** Whether there are keys that verify callers. */
  readonly verifiesCallers: boolean;
  readonly authority: Authority;
  readonly restraint: Restraint;
  readonly approvals: Approvals;
  readonly readChangeTicket: (id: string | undefined) => string | undefined;
  /** Milliseconds since 1970, UTC. */
  readonly clock: () => number;
}

/** What is known of a request on its way. */
export interface State {
  readonly request: ReadRequest;
  readonly auditId: string;
  readonly at: number;
  /** What the names stand for; undefined where they stand for nothing. */
  readonly action: Action | undefined;
  readonly target: Target | undefined;
  readonly caller: Caller | undefined;
  /** What the caller's token says; undefined for a bare name. */
  readonly identity: AgentIdentity | undefined;
  /** With defaults applied; undefined where they were not judged, or are not valid. */
  readonly params: JsonObject | undefined;
  /** What the answer is bound to; null where it cannot be bound: it was not judged, or has a secret that nothing masks. */
  readonly binding: RequestBinding | null;
  /** Of the binding. */
  readonly digest: string | null;
  /** The answer so far: a deny, until a stage says otherwise. */
  readonly verdict: Verdict;
  /** Whether a stage has refused, which ends the way. */
  readonly refused: boolean;
  /** Whose limits it counts against; undefined where it does not. */
  readonly admittedAs?: string;
  readonly risk?: { readonly score: number; readonly riskClass: RiskClass };
  /** What the policy had answered, where risk made it stricter. */
  readonly escalatedFrom?: DecisionResult;
  /** The request for an approval of the same that people have not answered yet, or that they approved. */
  readonly open?: ApprovalRequest | undefined;
}

export type Stage = (state: State, judges: Judges) => State | Promise<State>;

/** What no stage has allowed is denied. */
const UNDECIDED = {
  result: 'deny',
  code: 'default_deny',
  reason: 'Nothing has decided.',
  policy_matched: null,
} as const;

/** Refuses with request_invalid. */
export function begin(request: unknown, { clock, readChangeTicket, pdp }: Judges): State {
  const read = readRequest(request);
  const { action, effective_risk, risk_class, target } = pdp.resolve(read.action, read.target);
  const state: State = {
    request: { ...read, ticket_id: readChangeTicket(read.ticket_id) },
    auditId: `evt-${randomUUID()}`,
    at: clock(),
    action,
    target,
    caller: undefined,
    identity: undefined,
    params: undefined,
    binding: null,
    digest: null,
    verdict: { ...UNDECIDED, risk_class, effective_risk },
    refused: false,
  };
  return read.invalid === undefined ? state : refuse(state, 'request_invalid', read.invalid);
}

/** Ends the way of a request. */
export function refuse(state: State, code: DecisionCode, reason: string): State {
  const verdict: Verdict = { ...state.verdict, result: 'deny', code, reason, policy_matched: null };
  return { ...state, verdict, refused: true };
}
