import type { RateLimit } from '@agent-safe/core';
import { OptionReader } from './option-reader.ts';

const KEYS: readonly (keyof RateLimit)[] = [
  'max_requests',
  'window_seconds',
  'circuit_breaker_threshold',
  'circuit_breaker_window_seconds',
  'circuit_breaker_cooldown_seconds',
];

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
  const reader = new OptionReader(name, option, KEYS);
  const window_seconds = reader.seconds('window_seconds', 60);
  return {
    max_requests: reader.integer('max_requests', 1, 100),
    window_seconds,
    circuit_breaker_threshold: reader.integer('circuit_breaker_threshold', 0, 0),
    circuit_breaker_window_seconds: reader.seconds('circuit_breaker_window_seconds', window_seconds),
    circuit_breaker_cooldown_seconds: reader.seconds('circuit_breaker_cooldown_seconds', 300),
  };
}
