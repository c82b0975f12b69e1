/** How an execution ended. `unknown`: it may have had an effect, and so it is never run again automatically. */
export const EXECUTION_OUTCOMES = ['success', 'failure', 'timeout', 'skipped', 'error', 'unknown'] as const;
export type ExecutionOutcome = (typeof EXECUTION_OUTCOMES)[number];

/** How a check turned out, in reports and in the log. */
export const PRECHECK_OUTCOMES = ['passed', 'failed', 'cannot_tell'] as const;
export type PrecheckOutcome = (typeof PRECHECK_OUTCOMES)[number];

/** A field of a state that has no value. */
export interface MissingField {
  readonly field: string;
  readonly reason: string;
  /** Whether the field was read and is absent. A rollback then has nothing to restore. Otherwise its value is unknown. */
  readonly absent?: boolean;
}
