import type { AuditEvent } from '../audit-events/audit-event.ts';
import type { LegacyAuditEvent } from '../audit-events/legacy.ts';
import type { JsonValue } from '../json/json.ts';
import type { RecordedVersion } from '../model/approval.ts';

/** The names of the members of all types of events. */
type MemberName<Event> = Event extends unknown ? keyof Event : never;

/**
 * An event as a log holds it, of this version or of 0.11, whose events have no `seq`. Its own hash was checked; its
 * chain was not. Members may therefore hold any value. A member name that no event has does not compile.
 */
export type LoggedEvent = {
  readonly [Name in Exclude<MemberName<AuditEvent | LegacyAuditEvent>, 'seq'>]?: JsonValue;
} & Partial<Pick<AuditEvent, 'seq'>>;

/** A line of a log: an event, or a damaged line. */
export type LogLine = { readonly event: LoggedEvent } | { readonly damaged: true };

/**
 * Selects events. A damaged line matches every query, because its content is unknown. A reader finds `before` without reading the
 * events after it, if it can. It then leaves out damaged lines after that event.
 */
export interface AuditQuery {
  /** Only events of these types; all types by default. */
  readonly types?: readonly string[] | undefined;
  /** Only events with a higher sequence number. For an event of 0.11, the line number counts. */
  readonly after?: number | undefined;
  /** Only events with a lower sequence number. */
  readonly before?: number | undefined;
}

/** The events that a log had and that were archived. */
export interface ArchivedEvents {
  /** Number of the last archived event. */
  readonly until: number;
  /** Folder of the archive. */
  readonly folder: string;
  /**
   * The archived state facts that are still in force, reduced to the members that matter: revocations, used tickets, and open approval
   * requests. In the order of the log.
   */
  readonly facts: readonly LoggedEvent[];
}

/**
 * Reads an audit log. Every call sees all events that any process had recorded when the call began.
 *
 * Methods throw AgentSafeError ERR_AUDIT_INVALID if the log cannot be read.
 */
export interface AuditReader {
  /** Returns the event with an id; undefined if the log has none. */
  find(eventId: string): Promise<LoggedEvent | undefined>;
  /** Yields the events from the last to the first. */
  readBackwards(query?: AuditQuery): AsyncIterable<LogLine>;
  /** Yields the events that are recorded from now on, in order, until the signal is aborted. */
  follow(signal: AbortSignal, query?: AuditQuery): AsyncIterable<LogLine>;
  /**
   * Returns the archived facts in force. Other methods do not read archived events. A log without this method archives nothing.
   *
   * @returns undefined if the log has its first event
   */
  archived?(): Promise<ArchivedEvents | undefined>;
  /**
   * Returns the highest `version` among the `approval_requested` and `approval_resolved` events of a request, and the
   * `mark` of the first event with this version.
   *
   * @param since a sequence number; the events of the request come after it
   * @returns undefined if the log has none
   */
  latestVersion(requestId: string, since: number): Promise<RecordedVersion | undefined>;
  /**
   * Runs work under a lock of this log, so that two processes do not act on the same events twice. The lock is freed if
   * the process dies.
   *
   * @returns undefined if another process holds the lock
   * @throws AgentSafeError ERR_AUDIT_UNAVAILABLE if the log cannot be locked
   */
  exclusively<Result>(work: () => Promise<Result>): Promise<Result | undefined>;
}
