import { compileGlob, compilePathGlob, type LoggedEvent } from '@agent-safe/core';
import { readText } from '../format/read-text.ts';

/** Conditions for events. All must hold. A name is a glob. */
export interface EventConditions {
  readonly type?: string | undefined;
  /** Result of a decision or a delegation. */
  readonly decision?: string | undefined;
  readonly action?: string | undefined;
  /** The parent of a delegation counts as its caller. */
  readonly caller?: string | undefined;
  readonly target?: string | undefined;
  /** An agent that decided an approval request, or reset a risk score. */
  readonly approver?: string | undefined;
  readonly code?: string | undefined;
  /** The decision with this id, and all events that follow from it. */
  readonly auditId?: string | undefined;
  readonly correlationId?: string | undefined;
  /** Milliseconds since 1970, UTC. Both times are included. */
  readonly since?: number | undefined;
  readonly until?: number | undefined;
}

/** A filter over the lines of a log. */
export interface LineFilter {
  /** Texts that a line contains if its event matches, unless the line has escaped characters. Other lines need not be parsed. */
  readonly literals: readonly string[];
  /** Milliseconds since 1970, UTC. */
  readonly since: number;
  readonly until: number;
  /** Whether every line matches. */
  readonly matchesAll: boolean;
  /** Whether an event fits all conditions but the times. */
  matches(event: LoggedEvent): boolean;
}

type Fields = Readonly<Record<string, unknown>>;
type Condition = { readonly literals: readonly string[]; readonly fits: (event: LoggedEvent) => boolean };

/** Compiles conditions. */
export function compileFilter(conditions: EventConditions): LineFilter {
  const { auditId, code, correlationId, decision, since, type, until } = conditions;
  const all: Condition[] = [];
  if (type !== undefined) all.push(exactly('event_type', type));
  if (decision !== undefined)
    all.push({ literals: safeRuns(decision), fits: (event) => hasResult(event) && resultOf(event) === decision });
  if (code !== undefined) all.push(exactly('code', code));
  if (correlationId !== undefined) all.push(exactly('correlation_id', correlationId));
  if (auditId !== undefined)
    all.push({
      literals: safeRuns(auditId),
      fits: (event) => [event.audit_id, event.event_id, event.claimed_by_audit_id].includes(auditId),
    });
  for (const field of ['action', 'caller', 'target', 'approver'] as const) {
    const glob = conditions[field];
    if (glob !== undefined) all.push(named(field, glob));
  }
  return {
    literals: all.flatMap(({ literals }) => literals),
    since: since ?? Number.NEGATIVE_INFINITY,
    until: until ?? Number.POSITIVE_INFINITY,
    matchesAll: all.length === 0 && since === undefined && until === undefined,
    matches: (event) => all.every(({ fits }) => fits(event)),
  };
}

/** Whether an event is within the times of a filter. A time that cannot be read hides no event. */
export function isInTime(time: number, { since, until }: LineFilter): boolean {
  return !(time < since || time > until);
}

/** Returns the time of an event; NaN if it cannot be read. */
export function timeOf({ timestamp }: LoggedEvent): number {
  return typeof timestamp === 'string' ? Date.parse(timestamp) : Number.NaN;
}

/** Returns the result of a decision. 0.11 names the member `decision`. */
export function resultOf({ decision, result }: LoggedEvent): string {
  return readText(result ?? decision);
}

/** Returns the approvers of an event: one, or a list of one or more. */
export function approversOf({ approver, approvers }: LoggedEvent): readonly string[] {
  const entries: readonly unknown[] = [approver, ...(Array.isArray(approvers) ? approvers : [])];
  return entries.flatMap((entry) => {
    const name = typeof entry === 'object' && entry !== null && 'agent_id' in entry ? entry.agent_id : entry;
    return typeof name === 'string' ? [name] : [];
  });
}

function hasResult({ event_type }: LoggedEvent): boolean {
  return event_type === 'decision' || event_type === 'delegation';
}

function exactly(field: string, expected: string): Condition {
  return { literals: [`"${field}"`, ...safeRuns(expected)], fits: (event) => (event as Fields)[field] === expected };
}

function named(field: 'action' | 'caller' | 'target' | 'approver', glob: string): Condition {
  const fits = field === 'target' ? compilePathGlob(glob) : compileGlob(glob);
  return {
    // A delegation has its caller under another name.
    literals: [...(field === 'caller' ? [] : [`"${field}`]), ...literalsOf(glob)],
    fits: (event) => valuesOf(event, field).some(fits),
  };
}

function valuesOf(event: LoggedEvent, field: 'action' | 'caller' | 'target' | 'approver'): readonly string[] {
  if (field === 'approver') return approversOf(event);
  const value = field === 'caller' && event.event_type === 'delegation' ? event.parent_agent_id : event[field];
  return typeof value === 'string' ? [value] : [];
}

/** Returns texts that every text of a glob contains. */
function literalsOf(glob: string): readonly string[] {
  // The characters of a set are alternatives.
  return glob.includes('[') ? [] : safeRuns(glob);
}

/** Returns the parts of a text that every JSON writer writes unchanged. Others may be escaped. */
function safeRuns(text: string): readonly string[] {
  return text.match(/[\w .:@-]+/g) ?? [];
}
