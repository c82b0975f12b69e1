import { type CallerAdmission, checkCircuits, type Limiting, limitsFor, toAdmission } from './admission.ts';
import type { LimitKeys } from './limit-key.ts';

/** Returns the admission of the next request of a caller. Counts nothing. @throws like `admitCaller` */
export async function inspectCaller(keys: LimitKeys, limiting: Limiting, now: number): Promise<CallerAdmission> {
  const { budget, own, shared } = keys;
  const found = await checkCircuits(keys, limiting, now);
  if (!found.ok) return found;
  const isSeparate = budget !== own && !shared.includes(budget);
  const { next } = await limiting.store.inspect(budget, limitsFor(budget, limiting, isSeparate), now);
  return toAdmission(next, budget);
}
