import type { CircuitState } from '../model/limits.ts';

/** An approver of a risk reset. */
export interface RiskResetApprover {
  readonly agent_id: string;
  /** Agent ids of the delegators of the approver, outermost first. */
  readonly chain: readonly string[];
}

/**
 * A reset of the risk score and the circuit breaker of a caller by approvers. The event is recorded before the reset
 * takes effect. The requests that the rate limit counts are not reset.
 */
export interface RiskResetFields {
  /** The key of the caller's limits: `agent:worker`, `name:worker`, `unverified:` or `nobody:`. */
  readonly key: string;
  /** The agent id or name in the key; null for `unverified:` and `nobody:`. */
  readonly caller: string | null;
  readonly approvers: readonly RiskResetApprover[];
  readonly reason: string;
  /** Entries up to this time are removed; later entries stay. RFC 3339, UTC. */
  readonly reset_until: string;
  /** The removed score. Null: the project has no `cumulative_risk`. */
  readonly cumulative_risk_score: number | null;
  /** The circuit breaker before the reset. Null: the project has no `rate_limit`. */
  readonly circuit: CircuitState | null;
  /** Number of removed denials. Null: the project has no `rate_limit`. */
  readonly denials: number | null;
  /** Number of circuit breakers of delegates, or of names without a token, that were reset too. Without such circuit breakers, the member is absent. */
  readonly circuits?: number;
}
