import type { Claimant } from '@agent-safe/approvals';
import {
  type Action,
  AgentSafeError,
  type ApprovalRequest,
  type AuditReceipt,
  type Caller,
  type Decision,
  type DecisionCode,
  type DecisionFields,
  type DecisionResult,
  describeCause,
  type JsonObject,
  type RequestBinding,
  type RiskClass,
  type Target,
  type Verdict,
} from '@agent-safe/core';
import type { AgentIdentity } from '@agent-safe/delegation';
import type { LimitKeys } from '@agent-safe/risk/check';
import type { VerificationKey } from '@agent-safe/tokens';
import type { ApprovalUse } from './approval-use.ts';
import type { PipelineServices } from './pipeline-services.ts';
import type { ReadRequest } from './read-request.ts';
import type { VerifiedRequest } from './verified-request.ts';

/** The state of a request after a stage. It is immutable: a stage returns a new state. */
export interface RequestState {
  readonly request: ReadRequest;
  /** The id of the decision whose execution the request rolls back. The calling program sets it. */
  readonly rollbackOf: string | undefined;
  /** The parts that the calling program has verified itself. */
  readonly verified: VerifiedRequest | undefined;
  /** How the request uses and requests approvals. Undefined: it uses an approval, or else requests one. */
  readonly approvals: ApprovalUse | undefined;
  readonly auditId: string;
  /** The time of the request, in milliseconds since 1970, UTC. */
  readonly at: number;
  /** Undefined if the registry has no such action. */
  readonly action: Action | undefined;
  /** Undefined if the request names no target, or the inventory has no such target. */
  readonly target: Target | undefined;
  readonly caller: Caller | undefined;
  /** The content of the caller's token; undefined for a bare name. */
  readonly identity: AgentIdentity | undefined;
  /** The keys that identified the caller. */
  readonly verification?: readonly VerificationKey[] | undefined;
  /** With defaults applied; undefined if the parameters are unchecked or invalid. */
  readonly params: JsonObject | undefined;
  /**
   * Binds the decision to the request. Null if the request was not decided, or has a sensitive parameter and there is
   * no mask key.
   */
  readonly binding: RequestBinding | null;
  /** The digest of the binding. */
  readonly digest: string | null;
  /** The answer so far. It is a deny until a stage changes it. */
  readonly verdict: Verdict;
  /** The end of the rules that gave the answer, in milliseconds since 1970, UTC; undefined if they do not end. */
  readonly validUntil?: number | undefined;
  /** Whether a stage has refused the request. No later stage runs. */
  readonly refused: boolean;
  /** The keys of the limits that admitted the request; undefined if no limit counted it. */
  readonly limitKeys?: LimitKeys;
  /** The weights that the request added to the score of its caller. */
  readonly weights?: readonly number[];
  readonly risk?: { readonly score: number; readonly riskClass: RiskClass };
  /** The answer of the policy, if the risk made it stricter. */
  readonly escalatedFrom?: DecisionResult;
  /** A pending or approved approval request for the same digest. */
  readonly openApproval?: ApprovalRequest | undefined;
  /** A denied approval request for the same digest, whose time has not passed. */
  readonly deniedApproval?: ApprovalRequest;
  /** The caller, as the requester that may use the approval. */
  readonly claimant?: Claimant;
  /** Whether the approval ended, or another request used it, before this request could. */
  readonly approvalLost?: boolean;
}

/** A decision in the stages that record it and issue its ticket. */
export interface RecordedDecision {
  readonly decision: Decision;
  /** The fields of its audit event, without secrets. */
  readonly recorded: DecisionFields;
  /** The values of sensitive parameters, in plain text. They must not be recorded. */
  readonly secrets: readonly string[];
  /** The request parts that a ticket binds; null if the request cannot be bound. */
  readonly binding: RequestBinding | null;
  readonly identity: AgentIdentity | undefined;
  /** The state of the request after its last stage. */
  readonly state: RequestState;
  /** Undefined if the decision is not in the audit log. */
  readonly receipt?: AuditReceipt | undefined;
}

/** One step of deciding a request. */
export type Stage = (state: RequestState, services: PipelineServices) => RequestState | Promise<RequestState>;

/** Denies a request. No later stage runs. */
export function refuse(state: RequestState, code: DecisionCode, reason: string): RequestState {
  const verdict: Verdict = { ...state.verdict, result: 'deny', code, reason, policy_matched: null };
  return { ...state, verdict, refused: true };
}

/** Denies a request because the limit or risk store did not answer. */
export function refuseUnavailable(state: RequestState, error: unknown): RequestState {
  const why = error instanceof AgentSafeError ? error.message : describeCause(error);
  return refuse(
    state,
    'state_unavailable',
    `The earlier requests of this caller could not be read, so the request is denied. ${why}`,
  );
}
