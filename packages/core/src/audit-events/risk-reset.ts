import type { CircuitState } from '../ports/limit-store.ts';

/** An approver of a risk reset. */
export interface RiskResetApprover {
  readonly agent_id: string;
  /** Agent ids of those that delegated to the approver, outermost first. */
  readonly chain: readonly string[];
}

/**
 * Approvers reset the risk score and the circuit breaker of a caller. The event is recorded before the reset takes effect. The
 * requests that the rate limit counts are not reset.
 */
export interface RiskResetFields {
  /** The key that the limits of the caller are counted under: `agent:worker`, `name:worker`, `unverified:` or `nobody:`. */
  readonly key: string;
  /** The agent id or name in the key; null for `unverified:` and `nobody:`. */
  readonly caller: string | null;
  readonly approvers: readonly RiskResetApprover[];
  readonly reason: string;
  /** RFC 3339, UTC: entries up to then are removed. Later ones stay. */
  readonly reset_until: string;
  /** The score that is removed. Null: the project has no `cumulative_risk`. */
  readonly cumulative_risk_score: number | null;
  /** The circuit breaker before the reset. Null: the project has no `rate_limit`. */
  readonly circuit: CircuitState | null;
  /** The denials that are removed. Null: the project has no `rate_limit`. */
  readonly denials: number | null;
}
