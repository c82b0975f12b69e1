import { describe, expect, test } from 'vitest';
import { completeCumulativeRisk } from './cumulative-risk.ts';
import { describeAdmission, describeHolder, describeScore, formatUntil } from './describe-limits.ts';
import { completeRateLimit } from './rate-limit.ts';

const NOW = Date.parse('2026-01-05T10:37:10.000Z');

test.each([
  ['agent:worker', '"worker"'],
  ['name:worker:1', '"worker:1"'],
  ['agent:', 'that caller'],
  ['unverified:', 'callers without a token'],
  ['nobody:', 'requests without a caller'],
])('%s is described as %s', (key, text) => {
  expect(describeHolder(key)).toBe(text);
});

test.each([
  ['2026-01-05T10:42:00.000Z', '10:42 UTC'],
  ['2026-01-05T10:41:00.001Z', '10:42 UTC'],
  ['2026-01-05T10:37:11.200Z', '10:37:12 UTC'],
  ['2026-01-06T00:00:00.000Z', '2026-01-06 00:00 UTC'],
  ['2026-01-05T23:59:59.000Z', '2026-01-06 00:00 UTC'],
])('%s is shown as %s, never too early', (at, text) => {
  expect(formatUntil(Date.parse(at), NOW)).toBe(text);
});

describe('a refused admission', () => {
  const limits = completeRateLimit({ circuit_breaker_threshold: 20, circuit_breaker_window_seconds: 300 });

  test('T14 names the holder, the limit, and when it ends', () => {
    const open = { ok: false, code: 'circuit_open', retry_at: Date.parse('2026-01-05T10:42:00Z') } as const;
    expect(describeAdmission(open, limits, '"worker"', NOW)).toBe(
      'The circuit breaker is open for "worker" until 10:42 UTC (20 denials in 5 minutes).',
    );
    const limited = { ok: false, code: 'rate_limited', retry_at: NOW + 30_000 } as const;
    expect(describeAdmission(limited, { ...limits, max_requests: 1 }, 'callers without a token', NOW)).toBe(
      'The rate limit is reached for callers without a token until 10:37:40 UTC (1 request in 60 seconds).',
    );
  });
});

describe('a score', () => {
  const config = completeCumulativeRisk({});

  test.each([
    ['escalate', undefined, 'From 30 on, allowed requests need an approval.'],
    ['escalate', '10:42 UTC', 'From 30 on, allowed requests need an approval. The score falls below 30 at 10:42 UTC.'],
    ['deny', null, 'From 75 on, all requests are denied. This request alone adds 75 or more.'],
  ] as const)('that is %s, until %s', (evaluation, until, text) => {
    const said = describeScore(80, evaluation, config, '"worker"', until);
    expect(said).toBe(`The risk score of "worker" is 80 in 60 minutes. ${text}`);
  });
});
