import type { AuditDraft } from '@agent-safe/core';
import type { OpenOptions } from '@agent-safe/sdk';
import type { ServerMetrics } from './server-metrics.ts';

type AuditStore = NonNullable<OpenOptions['audit']>;

/** The last write of a log that failed. */
export interface AppendFailure {
  readonly reason: string;
  /** Milliseconds since 1970, UTC. */
  readonly at: number;
}

/** A log that counts the events that it records. */
export interface CountedLog {
  readonly log: AuditStore;
  /** The last write, if it failed. */
  failure(): AppendFailure | undefined;
}

/** Counts the events that a log records, and the decisions among them. */
export function countEvents(log: AuditStore, metrics: ServerMetrics, clock: () => number): CountedLog {
  let failure: AppendFailure | undefined;
  const append: AuditStore['append'] = async (drafts) => {
    const start = performance.now();
    metrics.queue.add(drafts.length);
    try {
      const receipts = await log.append(drafts);
      if (drafts.length > 0) failure = undefined;
      for (const draft of drafts) count(draft, metrics);
      return receipts;
    } catch (error) {
      // A write without events only checks the log.
      if (drafts.length === 0) throw error;
      metrics.appendFailures.add(1);
      failure = { reason: error instanceof Error ? error.message : String(error), at: clock() };
      for (const { event_type } of drafts)
        if (event_type === 'decision') metrics.decisions.add(1, 'deny', 'audit_unavailable');
      throw error;
    } finally {
      metrics.queue.add(-drafts.length);
      if (drafts.length > 0) metrics.appendSeconds.observe((performance.now() - start) / 1_000);
    }
  };
  return { log: override(log, { append }), failure: () => failure };
}

function count(draft: AuditDraft, metrics: ServerMetrics): void {
  metrics.events.add(1, draft.event_type);
  if (draft.event_type === 'sign_in') metrics.signIns.add(1, draft.fields.result);
  if (draft.event_type === 'sign_ins_refused') metrics.signIns.add(draft.fields.count, 'refused');
  // A correction of a decision has no action, and was counted when the decision could not be recorded.
  if (draft.event_type !== 'decision' || !('action' in draft.fields)) return;
  metrics.decisions.add(1, draft.fields.result, draft.fields.code);
}

/** Returns an object that has other methods of these names, and all other members of the given one. */
function override<Given extends object>(given: Given, members: Partial<Given>): Given {
  const bound = new Map<string | symbol, unknown>();
  return new Proxy(given, {
    get(target, name) {
      const known = bound.get(name);
      if (known !== undefined) return known;
      const own: unknown = Reflect.get(members, name) ?? Reflect.get(target, name);
      if (typeof own !== 'function') return own;
      const method: unknown = own.bind(target);
      bound.set(name, method);
      return method;
    },
  });
}
