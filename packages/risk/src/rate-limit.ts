import { DEFAULT_RATE_LIMIT, type RateLimit } from '@agent-safe/core';
import { derive, integer, object, readOptions, type Shape, seconds, setting } from '@agent-safe/core/options';

type Given = Omit<RateLimit, 'circuit_breaker_window_seconds'> & Partial<RateLimit>;

/** Reads the option `rateLimit`, which has the same members as `rate_limit` of agent-safe.yaml. */
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
 * Completes the settings of a rate limit by their defaults: `max_requests` 100, `window_seconds` 60,
 * `circuit_breaker_threshold` 0 (no circuit breaker), `circuit_breaker_window_seconds` equal to `window_seconds`, and
 * `circuit_breaker_cooldown_seconds` 300.
 *
 * @param option the given settings. A member that is `null` gets its default
 * @param name the name of the option in error messages
 * @throws AgentSafeError ERR_CONFIG_INVALID, which names the key, if a value is wrong or a key is unknown
 * @example
 * completeRateLimit({ max_requests: 50, circuit_breaker_threshold: 5 });
 */
export function completeRateLimit(option: Partial<RateLimit>, name = 'rateLimit'): RateLimit {
  return readOptions(rateLimitShape, option, name);
}
