import type { DecisionResult } from '@agent-safe/core';
import type { Limiting } from './admission.ts';
import { type LimitKeys, limitsOfKey } from './limit-key.ts';

/**
 * Takes back a request of a caller from the rate limit and the circuit breakers, because it could not be recorded. Stores
 * that cannot take back keep it.
 *
 * @param at time of the request, in milliseconds since 1970, UTC
 */
export async function refundCaller(
  { budget, counting, own }: LimitKeys,
  outcome: DecisionResult,
  { limits, store, verifiesCallers }: Limiting,
  at: number,
  now: number,
): Promise<void> {
  const of = (key: string) => limitsOfKey(key, limits, verifiesCallers);
  await store.refund?.(budget, 'request', of(budget), at, now);
  if (outcome !== 'deny' || limits.circuit_breaker_threshold === 0) return;
  for (const key of [own, ...counting]) await store.refund?.(key, 'denial', of(key), at, now);
}
