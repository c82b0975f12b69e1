import type { Revocation } from '../model/revocation.ts';
import type { LoggedEvent } from './audit-reader.ts';

/** The identity of an audit log, and the number of state facts that it has recorded. */
export interface LogFacts {
  /** The `entry_hash` of its first event; empty for a log without events. Undefined if the first file of the log is elsewhere. */
  readonly id: string | undefined;
  /** The path of its newest file. */
  readonly name: string;
  /** Number of recorded state facts. */
  readonly count: number;
}

/** The identity of a log. */
export type LogName = Pick<LogFacts, 'id' | 'name'>;

/** The knowledge of a state about one log. */
export interface KnownLog {
  /** The id of the state. It is new in each new state, and the same in a copy. */
  readonly state: string;
  /** Number of facts of the log that the state has applied. Undefined if the state does not know the log. */
  readonly facts: number | undefined;
  /** Number of facts that processes announced and have not yet confirmed. A process may have ended meanwhile. */
  readonly announced: number;
  /** Whether the state has revocations that the log lacks, and no process is recording them. */
  readonly lacks: boolean;
}

/** A used execution ticket. */
export interface UsedTicket {
  readonly nonce: string;
  /** Milliseconds since 1970, UTC. */
  readonly expires_at: number;
}

/** The last recorded version of an account. */
export interface RecordedAccount {
  readonly kind: 'keys' | 'users';
  /** The id of the API key or the user. */
  readonly id: string;
  /** The event that recorded the version. Null: the account was removed. */
  readonly event_id: string | null;
  /** Milliseconds since 1970, UTC. */
  readonly at: number;
}

/** The content of a rebuilt state. */
export interface RebuiltState {
  readonly revocations: readonly Revocation[];
  readonly tickets: readonly UsedTicket[];
  /** Tickets issued until this time are refused. Milliseconds since 1970, UTC. */
  readonly ticketsUntil: number;
  /** The state keeps only accounts of these versions. Other versions may have rights that were taken away. Sessions end. */
  readonly accounts: readonly RecordedAccount[];
}

/**
 * Compares a state with the audit logs of its facts: revocations, used execution tickets, approval requests and changes of accounts. The order of each
 * fact is `announce`, the record in the log, `confirm`. A state that lacks a recorded fact which no process announced is another
 * state: it is missing, older, or belongs to another log.
 */
export interface StateFacts {
  /** Reads the entry of a log in the state. Creates no file. @returns undefined if there is no state yet */
  read(log: LogName): Promise<KnownLog | undefined>;
  /** Makes a log without facts known to the state, so that later facts of other states in it are no loss. */
  know(log: LogName): Promise<void>;
  /**
   * Announces facts before they are recorded. Resolves after the announcement would survive a power failure.
   *
   * @param log with the facts that it has now. A log without facts becomes known to the state
   * @returns the id of the announcement, and that of the state
   */
  announce(log: LogFacts, facts: number): Promise<{ readonly id: number; readonly state: string }>;
  /**
   * Applies recorded facts in their order, and removes the announcement. A fact that the state has is not applied again.
   *
   * @param events of the log in their order
   * @returns false if the log has an earlier fact that the state has not applied. Nothing was changed then
   */
  confirm(log: LogName, events: readonly LoggedEvent[], announcement?: number): Promise<boolean>;
  /** Ends an attempt to record announced facts. They may still be recorded later. */
  release(announcement: number): Promise<void>;
  /** The revocations that a log lacks, in the order of their changes. */
  unrecorded(log: LogName): Promise<readonly Revocation[]>;
  /** The logs that the state knows. */
  logs(): Promise<readonly LogFacts[]>;
  /** Makes the state usable for {@link replace}: creates a missing state, and moves a damaged one aside. */
  prepare(): Promise<void>;
  /** Removes all limits and risk scores. The caller of {@link replace} counts the recorded requests again. */
  forgetLimits(): Promise<void>;
  /**
   * Replaces revocations, used tickets and known logs, and removes approval requests, notices, sessions and outdated accounts,
   * atomically. The id of the state stays.
   *
   * @param logs with the facts that the content includes
   */
  replace(content: RebuiltState, logs: readonly LogFacts[]): Promise<void>;
}
