import fc from 'fast-check';

/** Options of a law. */
export interface LawOptions {
  /** Number of random inputs in a nightly run. The ordinary run tries a tenth of them. */
  readonly runs: number;
  /** Seed of the random inputs. It is fixed, so that a failure can be reproduced. `AGENT_SAFE_SEED` overrides it. */
  readonly seed?: number;
}

const DEFAULT_SEED = 20_260_101;

/** Whether this is a nightly run: `AGENT_SAFE_NIGHTLY=1`. */
export const isNightly: boolean = process.env.AGENT_SAFE_NIGHTLY === '1';

/** Returns a size of the nightly run, or a tenth in an ordinary run. */
export function scaled(nightly: number): number {
  return isNightly ? nightly : Math.ceil(nightly / 10);
}

/** Tests a law with random inputs. It prints the seed, and a failure reports the smallest input that breaks the law.
 *
 * @example
 * import fc from 'fast-check';
 * const property = fc.property(arbitraries.caller(), (caller) => caller.delegation_chain.length <= 5);
 * checkLaw('delegation is at most five deep', property, { runs: 100_000 });
 */
export function checkLaw(
  name: string,
  property: fc.IProperty<never> | fc.IRawProperty<unknown, false>,
  options: LawOptions,
): void {
  fc.assert(property, announce(name, options));
}

/** Tests a law whose property is asynchronous. */
export async function checkAsyncLaw(
  name: string,
  property: fc.IAsyncProperty<never> | fc.IRawProperty<unknown, true>,
  options: LawOptions,
): Promise<void> {
  await fc.assert(property, announce(name, options));
}

function announce(name: string, options: LawOptions): { readonly seed: number; readonly numRuns: number } {
  const seed = Number(process.env.AGENT_SAFE_SEED ?? options.seed ?? DEFAULT_SEED);
  const numRuns = scaled(options.runs);
  process.stdout.write(`law "${name}": ${numRuns} runs, seed ${seed}\n`);
  return { seed, numRuns };
}
