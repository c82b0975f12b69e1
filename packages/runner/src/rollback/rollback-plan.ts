import type { ExecutionOutcome, JsonObject, TargetScope } from '@agent-safe/core';

/** Why there is no plan. */
export const ROLLBACK_REFUSAL_CODES = [
  /** The log holds no execution of this decision. */
  'execution_unknown',
  'still_running',
  /** It did nothing, or changed nothing that was captured. */
  'nothing_to_roll_back',
  'action_unknown',
  /** No action takes it back. */
  'not_reversible',
  /** What the rollback has to be given is not known. */
  'state_missing',
  /** What it would be given is no value that it takes. */
  'params_invalid',
  /** A sensitive value would become one that is recorded. */
  'params_unsafe',
] as const;
export type RollbackRefusalCode = (typeof ROLLBACK_REFUSAL_CODES)[number];

/** The request that takes an action back. It needs a decision of its own. */
export interface RollbackPlan {
  readonly ok: true;
  /** The decision that is taken back. */
  readonly rollback_of: string;
  readonly action: string;
  /** In clear. Pass it only to the decision and to the run. */
  readonly params: JsonObject;
  /** As it may be shown: sensitive values masked. */
  readonly shown_params: JsonObject;
  readonly target: string | null;
  readonly target_type: string | null;
  readonly scope: TargetScope | null;
  /** That of the original. */
  readonly executor: string | null;
  /** All that belongs to the same thing has the same: that of the original decision, or its id. */
  readonly correlation_id: string;
  /** How the original ended. */
  readonly outcome: ExecutionOutcome;
  /** What it does not restore, or may not, for people to read before they ask for it. */
  readonly warnings: readonly string[];
}

export interface RollbackRefusal {
  readonly ok: false;
  readonly rollback_of: string;
  readonly code: RollbackRefusalCode;
  readonly reason: string;
  readonly warnings: readonly string[];
}

export type RollbackResult = RollbackPlan | RollbackRefusal;
