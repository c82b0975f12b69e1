import type { Admission, CumulativeRisk, RateLimit } from '@agent-safe/core';
import { quote } from '@agent-safe/core';

const MINUTE = 60_000;
const DAY = 86_400_000;

/** The holder of a limit key, as the subject of a sentence: `"worker"`, `callers without a token`. */
export function describeHolder(key: string): string {
  if (key === 'unverified:') return 'callers without a token';
  if (key === 'nobody:') return 'requests without a caller';
  return quote(key.slice(key.indexOf(':') + 1));
}

/**
 * A time of day for people: `10:42 UTC`. It has seconds if it is less than two minutes away, and the date if it is on another
 * day. It is rounded up, so that it is never too early.
 *
 * @param at milliseconds since 1970, UTC
 * @param now milliseconds since 1970, UTC
 */
export function formatUntil(at: number, now: number): string {
  const unit = at - now < 2 * MINUTE ? 1_000 : MINUTE;
  const rounded = Math.ceil(at / unit) * unit;
  const text = new Date(rounded).toISOString();
  const time = text.slice(11, unit === MINUTE ? 16 : 19);
  return Math.floor(rounded / DAY) === Math.floor(now / DAY) ? `${time} UTC` : `${text.slice(0, 10)} ${time} UTC`;
}

/** A length of time for people: `5 minutes`, `60 seconds`, `1 hour`. */
export function formatSeconds(seconds: number): string {
  const units = [
    ['day', 86_400],
    ['hour', 3_600],
    ['minute', 60],
  ] as const;
  const unit = units.find(([name, size]) => seconds % size === 0 && (seconds > size || name !== 'minute'));
  const [name, size] = unit ?? ['second', 1];
  return count(seconds / size, name);
}

/** Says why a limit refuses a request, and until when: `The circuit breaker is open for "worker" until 10:42 UTC (20 denials in 5 minutes).` */
export function describeAdmission(
  { code, retry_at }: Extract<Admission, { readonly ok: false }>,
  limits: RateLimit,
  holder: string,
  now: number,
): string {
  const until = formatUntil(retry_at, now);
  if (code === 'rate_limited') {
    const rate = `${count(limits.max_requests, 'request')} in ${formatSeconds(limits.window_seconds)}`;
    return `The rate limit is reached for ${holder} until ${until} (${rate}).`;
  }
  const denials = count(limits.circuit_breaker_threshold, 'denial');
  const window = formatSeconds(limits.circuit_breaker_window_seconds);
  return `The circuit breaker is open for ${holder} until ${until} (${denials} in ${window}).`;
}

/**
 * Says what a score does to requests: `The risk score of "worker" is 200 in 1 hour. From 200 on, allowed requests need an approval.`
 */
export function describeScore(
  score: number,
  evaluation: 'deny' | 'escalate',
  config: Pick<CumulativeRisk, 'deny_threshold' | 'escalation_threshold' | 'window_seconds'>,
  holder: string,
): string {
  const sum = `The risk score of ${holder} is ${score} in ${formatSeconds(config.window_seconds)}.`;
  return evaluation === 'deny'
    ? `${sum} From ${config.deny_threshold} on, all requests are denied.`
    : `${sum} From ${config.escalation_threshold} on, allowed requests need an approval.`;
}

function count(number: number, name: string): string {
  return `${number} ${name}${number === 1 ? '' : 's'}`;
}
