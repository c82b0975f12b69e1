import { limitsOfKey } from '@agent-safe/risk';
import type { LimitServices } from './limits.ts';

/** The most keys that are looked at. Keys that were used last come first. */
const MOST_KEYS = 1_000;

/** Counts the open circuit breakers among the callers that were active last. */
export async function countOpenCircuits(
  { limitStore, rateLimit }: LimitServices,
  verifiesCallers: boolean,
  now: number,
): Promise<number> {
  if (rateLimit === undefined || rateLimit.circuit_breaker_threshold === 0) return 0;
  let open = 0;
  for (const key of await limitStore.keys('', MOST_KEYS)) {
    const { circuit } = await limitStore.inspect(key, limitsOfKey(key, rateLimit, verifiesCallers), now);
    if (circuit === 'open') open++;
  }
  return open;
}
