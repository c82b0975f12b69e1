import type { Admission, CumulativeRisk, RateLimit } from '@agent-safe/core';
import { quote } from '@agent-safe/core';
import { agentsOfKey } from './agents-of-key.ts';

const MINUTE = 60_000;
const DAY = 86_400_000;

/**
 * The holder of a limit key, as the subject of a sentence: `"worker"`, `"worker" (delegated by "root")`,
 * `callers without a token`.
 */
export function describeHolder(key: string): string {
  if (key === 'unverified:') return 'callers without a token';
  if (key === 'nobody:') return 'requests without a caller';
  const names = agentsOfKey(key).map((name) => quote(name));
  const name = names.pop() ?? 'that caller';
  const holder = names.length === 0 ? name : `${name} (delegated by ${names.join(' > ')})`;
  return key.startsWith('below:') ? `${holder} and its delegates` : holder;
}

/**
 * A human-readable time of day: `10:42 UTC`. It has seconds if it is less than two minutes away, and the date if it is on another
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

/** A human-readable length of time, in the largest unit that gives at least two: `5 minutes`, `60 seconds`. */
function formatSeconds(seconds: number): string {
  const units = [
    ['day', 86_400],
    ['hour', 3_600],
    ['minute', 60],
  ] as const;
  const [name, size] = units.find(([, each]) => seconds % each === 0 && seconds >= 2 * each) ?? ['second', 1];
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
 * Says what a score does to requests: `The risk score of "worker" is 200 in 60 minutes. From 200 on, allowed requests need an approval.`
 *
 * @param until says when the score falls below the threshold, as `formatUntil` writes it; null: the request alone reaches the
 *   threshold; undefined: not known
 */
export function describeScore(
  score: number,
  evaluation: 'deny' | 'escalate',
  config: Pick<CumulativeRisk, 'deny_threshold' | 'escalation_threshold' | 'window_seconds'>,
  holder: string,
  until?: string | null,
): string {
  const threshold = evaluation === 'deny' ? config.deny_threshold : config.escalation_threshold;
  const effect = evaluation === 'deny' ? 'all requests are denied' : 'allowed requests need an approval';
  const sentences = [
    `The risk score of ${holder} is ${score} in ${formatSeconds(config.window_seconds)}.`,
    `From ${threshold} on, ${effect}.`,
  ];
  if (until === null) sentences.push(`This request alone adds ${threshold} or more.`);
  else if (until !== undefined) sentences.push(`The score falls below ${threshold} at ${until}.`);
  return sentences.join(' ');
}

function count(number: number, name: string): string {
  return `${number} ${name}${number === 1 ? '' : 's'}`;
}
