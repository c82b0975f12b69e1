import { casbinEngine } from './decide/casbin-engine.ts';
import { cedarEngine } from './decide/cedar-engine.ts';
import { loadEngine } from './decide/load-engine.ts';
import { loopEngine } from './decide/loop-engine.ts';
import { opaEngine, sortedOpaEngine } from './decide/opa-engine.ts';
import { pdpEngine } from './decide/pdp-engine.ts';
import { SEED } from './decide/random.ts';
import { printGrowth, printRatios, printTimes, type Row } from './decide/report.ts';
import { SIZES, type Size } from './decide/sizes.ts';
import { type Effort, type Loaded, timeEngines } from './decide/timing.ts';
import { makeWorld } from './decide/world.ts';

/** Measures one decision by Pdp, by a plain loop over the rules, and by other engines with the same rules and requests. */
const engines = [opaEngine, sortedOpaEngine, cedarEngine, casbinEngine, loopEngine, pdpEngine];

interface Sizes {
  readonly rules: readonly Size[];
  readonly effort: Effort;
  /** Whether an engine without its tool is skipped, with a message on standard error. */
  readonly skipsUnavailable: boolean;
}

export const full: Sizes = { rules: SIZES, effort: { rounds: 9, round: 80 }, skipsUnavailable: false };
export const smoke: Sizes = { rules: [10, 100], effort: { rounds: 1, round: 1 }, skipsUnavailable: true };

export async function run({ effort, rules, skipsUnavailable }: Sizes): Promise<void> {
  const rows: Row[] = [];
  for (const size of rules) {
    const world = makeWorld(size);
    const loaded: Loaded[] = [];
    let loadTime = Number.NaN;
    for (const engine of engines.filter(({ mostRules }) => size <= mostRules)) {
      const started = performance.now();
      const one = await loadEngine(engine, world, skipsUnavailable);
      if (one !== undefined) loaded.push(one);
      if (engine === pdpEngine) loadTime = performance.now() - started;
    }
    rows.push({ size, loadTime, timings: timeEngines(loaded, world.answers, effort) });
  }

  console.log(`Seed ${SEED}. All engines get the same rules and give the same answers to the same 1,000 requests.\n`);
  printTimes(
    rows,
    engines.map(({ name }) => name),
  );
  printRatios(rows, pdpEngine.name, [opaEngine.name, cedarEngine.name, casbinEngine.name]);
  printGrowth(rows, pdpEngine.name);
}
