import { DEFAULT_RATE_LIMIT, type RateLimit } from '@agent-safe/core';
import { derive, integer, object, readOptions, type Shape, seconds, setting } from '@agent-safe/core/options';

type Given = Omit<RateLimit, 'circuit_breaker_window_seconds'> & Partial<RateLimit>;

/** `rate_limit` of agent-safe.yaml, as a program gives it. */
export const rateLimitShape: Shape<RateLimit> = derive(
  object<Given>({
    max_requests: setting(integer(1), DEFAULT_RATE_LIMIT.max_requests),
    window_seconds: setting(seconds, DEFAULT_RATE_LIMIT.window_seconds),
    circuit_breaker_threshold: setting(integer(0), DEFAULT_RATE_LIMIT.circuit_breaker_threshold),
    circuit_breaker_window_seconds: setting(seconds),
    circuit_breaker_cooldown_seconds: setting(seconds, DEFAULT_RATE_LIMIT.circuit_breaker_cooldown_seconds),
  }),
  (given) => ({
    ...given,
    circuit_breaker_window_seconds: given.circuit_breaker_window_seconds ?? given.window_seconds,
  }),
);

/**
 * Fills in what is left out of a rate limit: 100 requests in 60 seconds; no circuit breaker, which a threshold turns on; its
 * denials count for as long as requests do; it cools down for 300 seconds.
 *
 * @param option what a program gave, or the settings. `null` stands for left out
 * @param name what to call it in an error
 * @throws AgentSafeError ERR_CONFIG_INVALID, with the key, for a value that is wrong and a key that is unknown
 * @example
 * completeRateLimit({ max_requests: 50, circuit_breaker_threshold: 5 });
 */
export function completeRateLimit(option: Partial<RateLimit>, name = 'rateLimit'): RateLimit {
  return readOptions(rateLimitShape, option, name);
}
