const DEFAULT_SEED = 20_260_101;

/** Random numbers that depend only on the seed. */
export interface Random {
  /** Returns a number from 0 inclusive to 1 exclusive. */
  readonly next: () => number;
  /** Returns an integer from 0 inclusive to `limit` exclusive. */
  readonly below: (limit: number) => number;
  readonly pick: <Value>(values: readonly Value[]) => Value;
  readonly bytes: (length: number) => Buffer;
}

/** Prints its seed, so that a failure can be repeated. AGENT_SAFE_SEED sets the seed. */
export function announceRandom(name: string): Random {
  const seed = Number(process.env.AGENT_SAFE_SEED ?? DEFAULT_SEED);
  process.stdout.write(`random "${name}": seed ${seed}\n`);
  return makeRandom(seed);
}

/** Mulberry32: short, and random enough for tests. */
export function makeRandom(seed: number): Random {
  let state = seed | 0;
  const next = () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (limit: number) => Math.floor(next() * limit);
  return {
    next,
    below,
    pick: (values) => {
      const value = values[below(values.length)];
      if (value === undefined) throw new RangeError('the list to pick from is empty');
      return value;
    },
    bytes: (length) => Buffer.from(Array.from({ length }, () => below(256))),
  };
}
