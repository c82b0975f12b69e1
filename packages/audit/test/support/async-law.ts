import { scaled } from '@agent-safe/testkit';
import fc from 'fast-check';

/**
 * Tries an asynchronous law on random input. Prints the seed.
 *
 * @param runs number of runs in the nightly run; the ordinary run does a tenth
 */
export async function checkAsyncLaw<Value>(
  name: string,
  arbitrary: fc.Arbitrary<Value>,
  predicate: (value: Value) => Promise<void>,
  runs: number,
): Promise<void> {
  const seed = Number(process.env.AGENT_SAFE_SEED ?? 20_260_101);
  process.stdout.write(`law "${name}": ${scaled(runs)} runs, seed ${seed}\n`);
  await fc.assert(fc.asyncProperty(arbitrary, predicate), { seed, numRuns: scaled(runs) });
}
