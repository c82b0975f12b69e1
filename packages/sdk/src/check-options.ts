import { anything, boolean, checkOptions, object, optional } from '@agent-safe/core/options';
import { type ApprovalUse, checkApprovalUse } from './pipeline/request/approval-use.ts';
import type { Origin } from './pipeline/request/origin.ts';
import { type VerifiedRequest, verifiedShape } from './pipeline/request/verified-request.ts';
import { refuseCorrelation } from './services/refuse-correlation.ts';

export interface CheckOptions {
  /** Links the decision to other events, such as a trace of the calling program. Do not accept it from the agent. */
  readonly correlationId?: string | undefined;
  /**
   * The `audit_id` of the execution that the request rolls back. The runner then accepts only this rollback. Do not
   * accept it from the agent.
   */
  readonly rollbackOf?: string | undefined;
  /** The caller or target that the calling program has verified itself. Do not accept it from the agent. */
  readonly verified?: VerifiedRequest | undefined;
  /**
   * Whether an allowed request gets an execution ticket; true by default. With `false`, the decision is the whole answer:
   * it has `ticket_requested: false`, also in the log. Use it where the calling program enforces decisions itself.
   */
  readonly ticket?: boolean | undefined;
  /** Whether the check uses and requests approvals. By default, it uses an approval of the request, or else requests one if it needs one. */
  readonly approvals?: ApprovalUse | undefined;
}

export interface ExplainOptions extends Pick<CheckOptions, 'verified'> {
  /** The time of the request, in milliseconds since 1970, UTC; now by default. */
  readonly at?: number | undefined;
}

/** A misspelled `rollbackOf` must not be ignored: the ticket would be bound to no original execution. */
const checkShape = object<CheckOptions>({
  correlationId: optional(anything),
  rollbackOf: optional(anything),
  ticket: optional(boolean),
  verified: optional(verifiedShape),
  approvals: optional(anything),
});

/** @throws AgentSafeError ERR_CONFIG_INVALID */
export function readCheckOptions(options: CheckOptions): Origin {
  checkOptions(checkShape, options, '');
  const { approvals, correlationId, rollbackOf, ticket, verified } = options;
  checkApprovalUse(approvals);
  for (const id of [correlationId, rollbackOf]) refuseCorrelation(id);
  return { approvals, correlationId, rollbackOf, ticket, verified };
}
