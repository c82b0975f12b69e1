import type { CumulativeRisk, LimitReport, RateLimit, RiskReport } from '@agent-safe/core';
import type { Standing } from '@agent-safe/sdk';
import { describeSpan } from '../../render/describe-span.ts';

/** So many requests are shown of what makes up a score: the last ones. */
const MOST_SHOWN = 5;

/** Whose budget it is, in words. */
export function describeKey(key: string): string {
  if (key.startsWith('agent:')) return 'proven by its token, with all that it delegated to';
  if (key.startsWith('name:')) return 'whoever gives this name: nothing proves it';
  if (key === 'unverified:') return 'all callers that no token proves share one budget';
  return 'all requests that name no caller share one budget';
}

/** Whether nothing counts of a caller. */
export function isEmpty({ rate, risk }: Standing): boolean {
  const isUnlimited = rate === null || (rate.requests === 0 && rate.denials === 0 && !isPaused(rate));
  return isUnlimited && (risk === null || risk.count === 0);
}

function isPaused({ circuit }: LimitReport): boolean {
  return circuit === 'open' || circuit === 'half_open';
}

/** @param now milliseconds since 1970, UTC */
export function describeStanding(
  { rate, risk }: Standing,
  {
    cumulativeRisk,
    rateLimit,
  }: { readonly cumulativeRisk: CumulativeRisk | undefined; readonly rateLimit: RateLimit | undefined },
  now: number,
): readonly (readonly string[])[] {
  return [
    ...(risk === null || cumulativeRisk === undefined ? [] : describeRisk(risk, cumulativeRisk, now)),
    ...(rate === null || rateLimit === undefined ? [] : describeRate(rate, rateLimit, now)),
  ];
}

function describeRisk(
  risk: NonNullable<Standing['risk']>,
  { deny_threshold, escalation_threshold, window_seconds }: CumulativeRisk,
  now: number,
): readonly (readonly string[])[] {
  const from = `from ${escalation_threshold} on a person has to approve, from ${deny_threshold} on everything is denied`;
  const { falls, score } = risk;
  return [
    ['risk', `${score} within ${window_seconds} seconds (${risk.class}); ${from}`],
    ...describeEntries(risk),
    ...(falls === null ? [] : [['falls', `to ${falls.to} ${describeWhen(falls.at, now)}`]]),
  ];
}

function describeEntries({ count, entries, score }: RiskReport): readonly (readonly string[])[] {
  const shown = entries.slice(-MOST_SHOWN);
  const before = { count, weight: score };
  const lines = shown.map(({ at, count: requests, weight }) => {
    before.count -= requests;
    before.weight -= weight;
    return `${weight} at ${format(at)}${requests === 1 ? '' : `, by ${requests} requests`}`;
  });
  if (entries.length > shown.length) lines.unshift(`${before.weight} by ${describeCount(before.count)} before these`);
  return lines.map((line, index) => [index === 0 ? 'made of' : '', line]);
}

function describeRate(
  { circuit, denials, next, remaining, requests }: LimitReport,
  limit: RateLimit,
  now: number,
): readonly (readonly string[])[] {
  const { circuit_breaker_threshold, circuit_breaker_window_seconds, max_requests, window_seconds } = limit;
  const states = {
    off: 'none: denials pause nobody',
    closed: `closed: ${denials} of ${circuit_breaker_threshold} denials within ${circuit_breaker_window_seconds} seconds`,
    open: 'open: it was denied too often, and everything is refused',
    half_open: 'half open: one request is let through, and its answer decides',
  };
  const answer = next.ok
    ? 'is let through now'
    : `is let through ${describeWhen(next.retry_at, now)}; now it is ${next.code}`;
  return [
    ['asked', `${requests} of ${max_requests} times within ${window_seconds} seconds; ${remaining} left`],
    ['circuit', states[circuit]],
    ['next', answer],
  ];
}

function describeWhen(at: number, now: number): string {
  return `at ${format(at)}, in ${describeSpan(at - now)}`;
}

function describeCount(count: number): string {
  return count === 1 ? '1 request' : `${count} requests`;
}

function format(at: number): string {
  return new Date(at).toISOString();
}

/** Times as all documents have them. */
export function toDocument({ key, rate, risk }: Standing) {
  return {
    key,
    risk: risk && {
      ...risk,
      entries: risk.entries.map((entry) => ({ ...entry, at: format(entry.at) })),
      falls: risk.falls && { ...risk.falls, at: format(risk.falls.at) },
    },
    rate: rate && {
      ...rate,
      next: rate.next.ok ? { admitted: true } : describeNext(rate.next),
    },
  };
}

function describeNext({ code, retry_at }: Exclude<LimitReport['next'], { ok: true }>) {
  return { admitted: false, code, retry_at: format(retry_at) };
}
