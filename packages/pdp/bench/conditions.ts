import { cedarEngine } from './decide/cedar-engine.ts';
import { loadEngine } from './decide/load-engine.ts';
import { loopEngine } from './decide/loop-engine.ts';
import { opaEngine, sortedOpaEngine } from './decide/opa-engine.ts';
import { pdpEngine } from './decide/pdp-engine.ts';
import { SEED } from './decide/random.ts';
import { describeSize, format, printTable } from './decide/report.ts';
import { amountOf } from './decide/requests.ts';
import { type Effort, type Loaded, timeEngines } from './decide/timing.ts';
import { makeTestedWorld, makeWorld } from './decide/world.ts';

/**
 * Measures one decision if each rule tests a parameter, by Pdp, by a plain loop, and by other engines with the same rules and requests.
 * The same rules without tests are measured in the same rounds.
 */
const engines = [opaEngine, sortedOpaEngine, cedarEngine, loopEngine, pdpEngine];

/** Largest ratio of a decision with a test in each rule to one without. */
const LIMIT = 1.5;
const UNTESTED = 'Pdp without tests';

interface Sizes {
  readonly rules: readonly number[];
  readonly effort: Effort;
  /** Whether an engine without its tool is skipped, with a message on standard error. */
  readonly skipsUnavailable: boolean;
}

export const full: Sizes = {
  rules: [10, 100, 1_000, 10_000],
  effort: { rounds: 9, round: 80 },
  skipsUnavailable: false,
};
export const smoke: Sizes = { rules: [10, 100], effort: { rounds: 1, round: 1 }, skipsUnavailable: true };

export async function run({ effort, rules, skipsUnavailable }: Sizes): Promise<void> {
  const lines: string[][] = [];
  for (const size of rules) {
    const tested = makeTestedWorld(size);
    const decide = await pdpEngine.load(makeWorld(size));
    // The answers of the other engines, so that it runs in the same rounds.
    const isWithin = tested.requests.map((request) => amountOf(request) < 100);
    const loaded: Loaded[] = [{ name: UNTESTED, decide: (place) => decide(place) && (isWithin[place] ?? false) }];
    for (const engine of engines.filter(({ mostRules }) => size <= mostRules)) {
      const one = await loadEngine(engine, tested, skipsUnavailable);
      if (one !== undefined) loaded.push(one);
    }
    const timings = timeEngines(loaded, tested.answers, effort);
    const own = timings.get(pdpEngine.name)?.warm ?? Number.NaN;
    const without = timings.get(UNTESTED)?.warm ?? Number.NaN;
    const cells = engines.map(({ name }) => format(timings.get(name)?.warm));
    lines.push([describeSize(size), ...cells, format(without), `${(own / without).toFixed(2)}×`]);
  }
  console.log(
    `Seed ${SEED}. Each rule tests a parameter with max_value. All engines give the same answers to the same 1,000 requests.\n`,
  );
  const names = engines.map(({ name }) => name);
  printTable(['µs per decision', ...names, UNTESTED, `ratio, at most ${LIMIT}×`], lines);
  console.log('\nA dash marks an engine that takes too long to load or to decide.');
}
