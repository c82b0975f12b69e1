import type { AuditDraft, KeyLimits } from '@agent-safe/core';
import { MINUTE, REFUSED_TOKENS } from '../../services/refused-tokens.ts';
import type { PipelineServices } from '../request/pipeline-services.ts';
import type { RecordedDecision } from '../request/request-state.ts';

/** Refused tokens of a minute that have a decision event each. */
const FEW = 5;
/** Milliseconds for which a count without its summary is kept. */
const KEPT = 86_400_000;
/** The most minutes that are summarized at once. */
const MOST_MINUTES = 1_000;
/** One process records the summary of a minute. */
const ONCE: KeyLimits = {
  max_requests: 1,
  window_seconds: KEPT / 1_000,
  circuit_breaker_threshold: 0,
  circuit_breaker_window_seconds: 1,
  circuit_breaker_cooldown_seconds: 1,
};

type Services = Pick<PipelineServices, 'clock' | 'limits' | 'record'>;

/**
 * Counts decisions about refused tokens. Returns those that the log counts in a summary, instead of recording each.
 * Records the summaries of earlier minutes first.
 */
export async function countRefusedTokens(
  refused: readonly RecordedDecision[],
  services: Services,
): Promise<ReadonlySet<RecordedDecision>> {
  const counted = new Set<RecordedDecision>();
  try {
    await summarize(services, services.clock());
    for (const each of refused) {
      const { at } = each.state;
      const { count } = await services.limits.riskStore.weigh(keyOf(at), 1, KEPT, undefined, at);
      if (count > FEW) counted.add(each);
    }
  } catch {
    // If the state does not answer, each decision is recorded by itself.
  }
  return counted;
}

/** Records one event for each minute before a time in which more tokens were refused than have events of their own. */
export async function summarize({ clock, limits, record }: Services, before: number): Promise<void> {
  if (record === undefined) return;
  const { limitStore, riskStore } = limits;
  const now = clock();
  for (const key of await riskStore.keys(REFUSED_TOKENS, MOST_MINUTES)) {
    const since = Number(key.slice(REFUSED_TOKENS.length)) * MINUTE;
    if (!(since + MINUTE <= before)) continue;
    const { count } = await riskStore.inspect(key, KEPT, now);
    const own = `${key}:${count}`;
    if (count > FEW) {
      if (!(await limitStore.admit(own, ONCE, now)).ok) continue;
      try {
        await record([summaryOf(count, since, Math.min(since + MINUTE, now))]);
      } catch (error) {
        await limitStore.refund?.(own, 'request', ONCE, now, now);
        throw error;
      }
    }
    await riskStore.reset(key, KEPT, now, now);
  }
}

function summaryOf(count: number, since: number, until: number): AuditDraft {
  const fields = {
    count: count - FEW,
    recorded: FEW,
    since: new Date(since).toISOString(),
    until: new Date(Math.max(since, until)).toISOString(),
  };
  return { event_type: 'tokens_refused', fields };
}

function keyOf(at: number): string {
  return `${REFUSED_TOKENS}${Math.floor(at / MINUTE)}`;
}
