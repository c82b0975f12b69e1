import type { CumulativeRisk, LimitReport, RateLimit, RiskReport } from '@agent-safe/core';
import type { LimitEffect, Standing } from '@agent-safe/sdk';
import { describeSeconds, describeSpan } from '../../render/describe-span.ts';
import { toLimitDocument } from '../../render/limit-json.ts';

/** How many entries of a score are shown: the newest ones. */
const MOST_SHOWN = 5;

/**
 * Says which callers share the limits of a key. Without recorded requests, the key may be a misspelled name.
 *
 * @param isUsed whether requests of the key still count
 * @param isCircuit whether the key has a circuit breaker alone
 */
export function describeKey(key: string, isUsed: boolean, isCircuit: boolean): string {
  if (isCircuit && key.startsWith('agent:')) return 'a delegate: its own circuit breaker';
  if (key.startsWith('below:')) return 'all delegates of this agent share this circuit breaker';
  if (isCircuit) return 'a caller without a token: its own circuit breaker';
  if (!isUsed && key.startsWith('agent:')) return 'no recent requests recorded';
  if (key.startsWith('agent:')) return 'verified by its token, with all agents that it delegated to';
  if (key.startsWith('name:')) return 'every caller that gives this name, without a token';
  if (key === 'unverified:') return 'all callers without a token share these limits';
  return 'all requests without a caller share these limits';
}

/** For a name without requests of its own, in a project with keys. */
export const SHARED_KEY_HINT =
  'Requests with a bare name do not count here: callers without a token share the key unverified:. To show it, run: agent-safe risk show --caller unverified:';

/** Whether no entry of a caller counts. */
export function isEmpty({ problem, rate, risk }: Standing): boolean {
  if (problem !== undefined) return false;
  const isUnlimited = rate === null || (rate.requests === 0 && rate.denials === 0 && !isOpen(rate));
  return isUnlimited && (risk === null || risk.count === 0);
}

function isOpen({ circuit }: LimitReport): boolean {
  return circuit === 'open' || circuit === 'half_open';
}

interface Limits {
  readonly cumulativeRisk: CumulativeRisk | undefined;
  readonly rateLimit: RateLimit | undefined;
}

type Rows = readonly (readonly string[])[];

/** @param now milliseconds since 1970, UTC */
export function describeStanding(standing: Standing, limits: Limits, now: number): Rows {
  const { isCircuit, next, problem, rate, risk } = standing;
  if (problem !== undefined) return [['problem', problem]];
  if (isEmpty(standing)) return [['rate', 'no requests that still count'], ...describeNext(next, now)];
  const { cumulativeRisk, rateLimit } = limits;
  return [
    ...(risk === null || cumulativeRisk === undefined ? [] : describeRisk(risk, cumulativeRisk, now)),
    ...(rate === null || rateLimit === undefined ? [] : describeRate(rate, standing.limits ?? rateLimit, isCircuit)),
    ...describeNext(next, now),
  ];
}

function describeRisk(
  risk: NonNullable<Standing['risk']>,
  { deny_threshold, escalation_threshold, window_seconds }: CumulativeRisk,
  now: number,
): Rows {
  const thresholds = `from ${escalation_threshold} on, allowed requests need an approval; from ${deny_threshold} on, all requests are denied`;
  const { falls, score } = risk;
  return [
    ['risk', `${score} in ${describeSeconds(window_seconds)} (${risk.class}); ${thresholds}`],
    ...describeEntries(risk),
    ...(falls === null ? [] : [['falls', `to ${falls.to} at ${describeTime(falls.at, now)}`]]),
  ];
}

function describeEntries({ count, entries, score }: RiskReport): Rows {
  const shown = entries.slice(-MOST_SHOWN);
  const before = { count, weight: score };
  const lines = shown.map(({ at, count: requests, weight }) => {
    before.count -= requests;
    before.weight -= weight;
    return `${weight} at ${format(at)}${requests === 1 ? '' : `, by ${requests} requests`}`;
  });
  if (entries.length > shown.length) lines.unshift(`${before.weight} by ${describeCount(before.count)} before these`);
  return lines.map((line, index) => [index === 0 ? 'entries' : '', line]);
}

function describeRate(
  { circuit, denials, remaining, requests }: LimitReport,
  limit: RateLimit,
  isCircuit: boolean,
): Rows {
  const { circuit_breaker_threshold, circuit_breaker_window_seconds, max_requests, window_seconds } = limit;
  const denialWindow = describeSeconds(circuit_breaker_window_seconds);
  const states = {
    off: 'off: denials have no effect',
    closed: `closed: ${denials} of ${circuit_breaker_threshold} denials in ${denialWindow}`,
    open: 'open: all requests are denied',
    half_open: 'half open: one request is decided, and its result closes or opens the circuit breaker',
  };
  const rate = [
    ['rate', `${requests} of ${max_requests} requests in ${describeSeconds(window_seconds)}; ${remaining} left`],
  ];
  return [...(isCircuit ? [] : rate), ['circuit', states[circuit]]];
}

/** The effect of limits on the next request: one row if it is the same for all risk classes, otherwise one row for each effect. */
function describeNext(next: Standing['next'], now: number): Rows {
  const [first] = next;
  const isRefused = first?.limit?.code === 'rate_limited' || first?.limit?.code === 'circuit_open';
  if (isRefused) return [['next', `denied. ${first.limit.reason}`]];
  const effects = new Map<string, string[]>();
  for (const { limit, risk_class } of next) {
    const effect = describeEffect(limit, now);
    effects.set(effect, [...(effects.get(effect) ?? []), risk_class]);
  }
  if (effects.size <= 1) return [...effects.keys()].map((effect) => ['next', effect]);
  return [...effects].map(([effect, classes], index) => {
    return [index === 0 ? 'next' : '', `${classes.join(', ')} risk: ${effect}`];
  });
}

function describeEffect(limit: LimitEffect | null, now: number): string {
  if (limit === null) return 'the policy alone decides';
  const effect = limit.result === 'deny' ? 'denied' : 'needs an approval if the policy allows it';
  return `${effect}${limit.until === null ? '' : ` until ${describeTime(limit.until, now)}`} (${limit.code})`;
}

function describeTime(at: number, now: number): string {
  return `${format(at)}, in ${describeSpan(at - now)}`;
}

function describeCount(count: number): string {
  return count === 1 ? '1 request' : `${count} requests`;
}

function format(at: number): string {
  return new Date(at).toISOString();
}

/** A standing as JSON, with times in RFC 3339. */
export function toDocument({ key, next, problem, rate, risk }: Standing) {
  return {
    key,
    ...(problem === undefined ? {} : { problem }),
    risk: risk && {
      ...risk,
      entries: risk.entries.map((entry) => ({ ...entry, at: format(entry.at) })),
      falls: risk.falls && { ...risk.falls, at: format(risk.falls.at) },
    },
    rate: rate && {
      ...rate,
      next: rate.next.ok ? { admitted: true } : toRefusal(rate.next),
    },
    next: next.map(({ limit, risk_class }) => ({ risk_class, limit: toLimitDocument(limit) })),
  };
}

function toRefusal({ code, retry_at }: Exclude<LimitReport['next'], { ok: true }>) {
  return { admitted: false, code, retry_at: format(retry_at) };
}
