import fc from 'fast-check';

export interface LawOptions {
  /** How often the law is tried in a nightly run; the ordinary run tries a tenth. */
  readonly runs: number;
  /** Fixed, so that a failure is the same everywhere; AGENT_SAFE_SEED overrides it. */
  readonly seed?: number;
}

const DEFAULT_SEED = 20_260_101;

/** Whether this is the long run: AGENT_SAFE_NIGHTLY=1. */
export const isNightly: boolean = process.env.AGENT_SAFE_NIGHTLY === '1';

/** A size that is meant for the nightly run, as this run takes it. */
export function scaled(nightly: number): number {
  return isNightly ? nightly : Math.ceil(nightly / 10);
}

/**
 * Tries a law on random input. The seed is printed, and a failure names the smallest input that breaks the law.
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

/** A law about what takes its time. */
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
