import type { AuditEvent } from '../audit-events/audit-event.ts';
import type { LegacyAuditEvent } from '../audit-events/legacy.ts';
import type { JsonValue } from '../json/json.ts';
import type { RecordedVersion } from '../model/approval.ts';

/** The names of the members of all types of events. */
type MemberName<Event> = Event extends unknown ? keyof Event : never;

/**
 * An event as it stands in a log: of this version, or of 0.11, whose events have no `seq`. Its own hash was checked, its chain
 * was not, so any member may hold anything. A member that no event has does not compile.
 */
export type LoggedEvent = {
  readonly [Name in Exclude<MemberName<AuditEvent | LegacyAuditEvent>, 'seq'>]?: JsonValue;
} & Partial<Pick<AuditEvent, 'seq'>>;

/** A line of a log: an event, or a line that is no event. */
export type LogLine = { readonly event: LoggedEvent } | { readonly damaged: true };

/** Which events to read. A damaged line matches every query, because its content is unknown. */
export interface AuditQuery {
  /** Only events of these types; all types where it is left out. */
  readonly types?: readonly string[] | undefined;
  /** Only events whose number is greater. An event of 0.11 is numbered by its line. */
  readonly after?: number | undefined;
  /** Only events whose number is smaller. */
  readonly before?: number | undefined;
}

/**
 * Reads an audit log. Every call sees all that any process had recorded when the call began.
 *
 * What cannot be read throws AgentSafeError ERR_AUDIT_INVALID.
 */
export interface AuditReader {
  /** The event with an id; undefined where the log has none. */
  find(eventId: string): Promise<LoggedEvent | undefined>;
  /** The events from the last to the first; none where nothing was recorded yet. */
  readBackwards(query?: AuditQuery): AsyncIterable<LogLine>;
  /** The events that are recorded from now on, in their order, until the signal is aborted. */
  follow(signal: AbortSignal, query?: AuditQuery): AsyncIterable<LogLine>;
  /**
   * The highest `version` among the `approval_requested` and `approval_resolved` events of a request, and the `mark` of the first
   * event that has it.
   *
   * @param since the number of an event: those of the request come after it
   * @returns undefined where the log has none
   */
  latestVersion(requestId: string, since: number): Promise<RecordedVersion | undefined>;
  /**
   * Does work while no other process does the same with this log, so that two processes do not draw the same conclusion from it
   * twice. A process that dies meanwhile blocks no other process.
   *
   * @returns undefined where another process is at work
   * @throws AgentSafeError ERR_AUDIT_UNAVAILABLE where the log cannot be locked
   */
  exclusively<Result>(work: () => Promise<Result>): Promise<Result | undefined>;
}
