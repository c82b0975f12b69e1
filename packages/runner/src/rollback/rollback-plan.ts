import type { ExecutionOutcome, JsonObject, TargetScope } from '@agent-safe/core';

/** Codes of a refused rollback plan. */
export const ROLLBACK_REFUSAL_CODES = [
  /** The log has no execution of this decision. */
  'execution_unknown',
  'still_running',
  /** The execution did nothing, or changed no captured field. */
  'nothing_to_roll_back',
  'action_unknown',
  /** The action has no rollback action. */
  'not_reversible',
  /** A value that the rollback needs is unknown. */
  'state_missing',
  /** A value is not valid for a parameter of the rollback. */
  'params_invalid',
  /** The values have more than 64 KiB together. */
  'params_too_large',
  /** A sensitive value would be recorded in plain text. */
  'params_unsafe',
] as const;
export type RollbackRefusalCode = (typeof ROLLBACK_REFUSAL_CODES)[number];

/** Request that rolls an execution back. It needs its own decision. */
export interface RollbackPlan {
  readonly ok: true;
  /** Id of the decision to roll back. */
  readonly rollback_of: string;
  readonly action: string;
  /** Parameters in plain text. Pass them only to the decision and to the run. */
  readonly params: JsonObject;
  /** Parameters for display, with sensitive values masked. */
  readonly shown_params: JsonObject;
  readonly target: string | null;
  readonly target_type: string | null;
  readonly scope: TargetScope | null;
  /** Executor of the original execution. */
  readonly executor: string | null;
  /** Correlation id of the original decision, or the id of that decision if it has none. */
  readonly correlation_id: string;
  /** Outcome of the original execution. */
  readonly outcome: ExecutionOutcome;
  /** Values that the rollback does not restore, or may not restore. Show them to the requester before the decision. */
  readonly warnings: readonly string[];
}

/** Reason why a rollback cannot be planned. */
export interface RollbackRefusal {
  readonly ok: false;
  readonly rollback_of: string;
  readonly code: RollbackRefusalCode;
  readonly reason: string;
  readonly warnings: readonly string[];
}

export type RollbackResult = RollbackPlan | RollbackRefusal;
