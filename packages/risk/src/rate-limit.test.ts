import { expect, test } from 'vitest';
import { completeRateLimit } from './rate-limit.ts';

test('missing settings get their defaults, and denials count for as long as requests', () => {
  expect(completeRateLimit({})).toEqual({
    max_requests: 100,
    window_seconds: 60,
    circuit_breaker_threshold: 0,
    circuit_breaker_window_seconds: 60,
    circuit_breaker_cooldown_seconds: 300,
  });
  expect(completeRateLimit({ window_seconds: 5 })).toMatchObject({ circuit_breaker_window_seconds: 5 });
  const given = {
    max_requests: 1,
    window_seconds: 0.5,
    circuit_breaker_threshold: 3,
    circuit_breaker_window_seconds: 7,
    circuit_breaker_cooldown_seconds: 31_536_000,
  };
  expect(completeRateLimit(given)).toEqual(given);
});

test.each([
  [{ max_requests: 0 }, /rateLimit\.max_requests\. It must be an integer of at least 1/],
  [{ max_requests: 1.5 }, /rateLimit\.max_requests/],
  [{ max_requests: '50' }, /rateLimit\.max_requests/],
  [{ max_requests: Number.POSITIVE_INFINITY }, /rateLimit\.max_requests/],
  [{ window_seconds: 0 }, /rateLimit\.window_seconds\. It must be a number of seconds/],
  [{ window_seconds: Number.NaN }, /rateLimit\.window_seconds/],
  [{ window_seconds: 31_536_001 }, /rateLimit\.window_seconds/],
  [{ circuit_breaker_threshold: -1 }, /rateLimit\.circuit_breaker_threshold/],
  [{ circuit_breaker_window_seconds: -5 }, /rateLimit\.circuit_breaker_window_seconds/],
  [{ circuit_breaker_cooldown_seconds: '1' }, /rateLimit\.circuit_breaker_cooldown_seconds/],
  [{ max_request: 5 }, /Unknown option: rateLimit\.max_request\. Did you mean "max_requests"\?/],
  [{ burst: 5 }, /Unknown option: rateLimit\.burst\. The known names are max_requests, window_seconds/],
  [null, /rateLimit\. It must be an object/],
  [50, /rateLimit\. It must be an object/],
  [[], /rateLimit\. It must be an object/],
])('%j is refused, and the error names the key', (option, message) => {
  const complete = () => completeRateLimit(option as never);
  expect(complete).toThrow(expect.objectContaining({ code: 'ERR_CONFIG_INVALID' }));
  expect(complete).toThrow(message);
});
