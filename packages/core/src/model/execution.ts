/** How an execution ended. `unknown`: it may have had an effect, so it is never repeated automatically. */
export const EXECUTION_OUTCOMES = ['success', 'failure', 'timeout', 'skipped', 'error', 'unknown'] as const;
export type ExecutionOutcome = (typeof EXECUTION_OUTCOMES)[number];

/** The outcome of a precheck, in reports and in the log. */
export const PRECHECK_OUTCOMES = ['passed', 'failed', 'cannot_tell'] as const;
export type PrecheckOutcome = (typeof PRECHECK_OUTCOMES)[number];

/** A field of a state that has no value. */
export interface MissingField {
  readonly field: string;
  readonly reason: string;
  /**
   * Whether the field was read and is absent. A rollback then has no value to restore. Otherwise the value is unknown.
   */
  readonly absent?: boolean;
}
