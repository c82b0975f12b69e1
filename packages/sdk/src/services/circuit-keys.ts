import type { LimitStore } from '@agent-safe/core';
import { agentsOfKey, isCircuitKey } from '@agent-safe/risk';

/** The most keys that are searched. Keys end with their windows, so far fewer exist at a time. */
const MOST_KEYS = 100_000;

/**
 * Finds the circuit breakers that depend on a caller: its own as a delegate, those of its delegates, and those that count
 * its delegates. For all callers without a token, these are the circuit breakers of the names.
 *
 * @param key of the caller's limits
 */
export async function findCircuitKeys(
  key: string,
  limitStore: LimitStore,
  verifiesCallers: boolean,
): Promise<readonly string[]> {
  const kinds = key === 'unverified:' ? ['name:', 'nobody:'] : /^(agent|below):/.test(key) ? ['agent:', 'below:'] : [];
  const listed = await Promise.all(kinds.map((kind) => limitStore.keys(kind, MOST_KEYS)));
  const found = listed.flat().filter((each) => each !== key && isCircuitKey(each, verifiesCallers));
  return key === 'unverified:' ? found : found.filter((each) => isBelow(agentsOfKey(each), agentsOfKey(key)));
}

/** Whether an agent of the path is the given agent, or the path begins with the given path. */
function isBelow(path: readonly string[], agents: readonly string[]): boolean {
  const [only, ...others] = agents;
  if (only !== undefined && others.length === 0) return path.includes(only);
  return agents.every((agent, index) => path[index] === agent);
}
