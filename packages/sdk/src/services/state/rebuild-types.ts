import type { AuditStore, NoteVerifier } from '@agent-safe/audit';
import type { RebuiltLog, Refused, StateFacts } from '@agent-safe/core';
import type { LimitServices } from '../limits.ts';

/** A rebuild of the state. */
export interface StateRebuild {
  /** Paths of other audit logs that share the state. The log of the project and the logs that the state knows are always read. */
  readonly logs?: readonly string[] | undefined;
  /** Paths of logs that the state knows, and that are lost. Their revocations are lost too. */
  readonly without?: readonly string[] | undefined;
  /** One line for the audit log. */
  readonly reason?: string | undefined;
}

/** Machine codes of refused rebuilds. */
export type StateRebuildCode =
  | 'audit_tampered'
  | 'audit_unavailable'
  | 'clock_behind'
  | 'log_missing'
  | 'state_busy'
  | 'state_missing'
  | 'state_unavailable';

/** The content of the rebuilt state. */
export interface StateRebuildDone {
  readonly ok: true;
  /** The logs that were read. */
  readonly logs: readonly RebuiltLog[];
  /** Number of revocations, including lifted ones. */
  readonly revocations: number;
  /** Number of used tickets that had not expired. */
  readonly tickets: number;
  /** Ids of the approval requests that were canceled. */
  readonly canceled: readonly string[];
  /** Execution tickets issued until this time are refused. RFC 3339, UTC. */
  readonly tickets_until: string;
  /** The ids of the `state_rebuilt` events, one for each log. */
  readonly event_ids: readonly string[];
}

export type StateRebuildResult = StateRebuildDone | Refused<StateRebuildCode>;

export interface StateServices {
  /** Undefined if the project has no audit log. */
  readonly log: AuditStore | undefined;
  /** Undefined if the project has no state, or if its state is never lost. */
  readonly facts: StateFacts | undefined;
  readonly limits: LimitServices;
  /** Whether keys verify callers. */
  readonly verifiesCallers: () => boolean;
  readonly verifiers: () => Promise<readonly NoteVerifier[]>;
  /** Milliseconds since 1970, UTC. */
  readonly clock: () => number;
}
