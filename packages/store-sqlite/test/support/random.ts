const DEFAULT_SEED = 20_260_101;

/**
 * Returns random integers from 0 inclusive to `limit` exclusive. The seed is printed, so that a failure can be repeated: AGENT_SAFE_SEED
 * sets it. Mulberry32: short, and random enough for tests.
 */
export function announceRandom(name: string): (limit: number) => number {
  let state = Number(process.env.AGENT_SAFE_SEED ?? DEFAULT_SEED) | 0;
  process.stdout.write(`random "${name}": seed ${state}\n`);
  return (limit) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * limit);
  };
}
