import { compileFilter, type LineFilter } from '@agent-safe/audit';
import type { AgentSafe } from '@agent-safe/sdk';
import { servicesOf } from '@agent-safe/sdk/server';
import type { EventsQuery } from '../schemas/audit.ts';
import { LogSummary } from './summary.ts';

export type ProjectLog = NonNullable<ReturnType<typeof servicesOf>['recorder']>['log'];

/** The audit log of a project. The server does not start without one. */
export function logOf(safe: AgentSafe): ProjectLog {
  const { recorder } = servicesOf(safe);
  if (recorder === undefined) throw new TypeError('The project has no audit log.');
  return recorder.log;
}

const summaries = new WeakMap<ProjectLog, LogSummary>();

/** The counts of the audit log of a project, which are kept between requests. */
export function summaryOf(safe: AgentSafe): LogSummary {
  const log = logOf(safe);
  const summary = summaries.get(log) ?? new LogSummary(log);
  summaries.set(log, summary);
  return summary;
}

/** Compiles the conditions of a query. */
export function toFilter(query: Omit<EventsQuery, 'after' | 'before' | 'limit'>): LineFilter {
  const { action, audit_id, caller, code, correlation_id, result, since, target, type, until } = query;
  const filter = compileFilter({
    action,
    caller,
    code,
    target,
    auditId: audit_id,
    correlationId: correlation_id,
    decision: result,
    since: since === undefined ? undefined : Date.parse(since),
    until: until === undefined ? undefined : Date.parse(until),
  });
  const types = type?.split(',');
  if (types === undefined) return filter;
  const hasType = (name: unknown) => types.some((each) => each === name);
  return { ...filter, matches: (event) => hasType(event.event_type) && filter.matches(event) };
}
