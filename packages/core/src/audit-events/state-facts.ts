/** A log that a rebuild of the state read. */
export interface RebuiltLog {
  /** The name of the log: the path of its newest file. */
  readonly name: string;
  /** Number of its events. */
  readonly events: number;
}

/** The state was rebuilt from the audit logs. Execution tickets issued until then are refused, and open approval requests are canceled. */
export interface StateRebuiltFields {
  readonly reason: string;
  /** The id of the state that was rebuilt. Null: it was missing, damaged, or did not know this log. */
  readonly replaced: string | null;
  /** Execution tickets issued until this time are refused. RFC 3339, UTC. */
  readonly tickets_until: string;
  readonly logs: readonly RebuiltLog[];
  /** Number of revocations in the rebuilt state. */
  readonly revocations: number;
  /** Number of used execution tickets in the rebuilt state: those that had not expired. */
  readonly tickets: number;
  /** Ids of the approval requests in this log that the rebuild canceled. */
  readonly canceled: readonly string[];
}

/** An execution ticket was used by a program that records no `execution_intent`. */
export interface TicketRedeemedFields {
  /** The nonce of the execution ticket. */
  readonly nonce: string;
  readonly audit_id: string;
  readonly action: string;
  readonly target: string | null;
  readonly caller: string | null;
  /** End of the execution ticket. RFC 3339, UTC. */
  readonly expires_at: string;
}
