import { casbinEngine } from './decide/casbin-engine.ts';
import { cedarEngine } from './decide/cedar-engine.ts';
import { loopEngine } from './decide/loop-engine.ts';
import { opaEngine, sortedOpaEngine } from './decide/opa-engine.ts';
import { pdpEngine } from './decide/pdp-engine.ts';
import { SEED } from './decide/random.ts';
import { printGrowth, printRatios, printTimes, type Row } from './decide/report.ts';
import { SIZES } from './decide/sizes.ts';
import { type Loaded, timeEngines } from './decide/timing.ts';
import { makeWorld } from './decide/world.ts';

/** One decision by this Pdp, by a loop over its rules, and by other engines that are given the same rules and questions. */
const engines = [opaEngine, sortedOpaEngine, cedarEngine, casbinEngine, loopEngine, pdpEngine];

const rows: Row[] = [];
for (const size of SIZES) {
  const world = makeWorld(size);
  const loaded: Loaded[] = [];
  let loadTime = Number.NaN;
  for (const engine of engines.filter(({ mostRules }) => size <= mostRules)) {
    const started = performance.now();
    loaded.push({ name: engine.name, decide: await engine.load(world) });
    if (engine === pdpEngine) loadTime = performance.now() - started;
  }
  rows.push({ size, loadTime, timings: timeEngines(loaded, world.answers) });
}

console.log(
  `Seed ${SEED}. All engines are given the same rules, and give the same answers to the same 1,000 requests.\n`,
);
printTimes(
  rows,
  engines.map(({ name }) => name),
);
printRatios(rows, pdpEngine.name, [opaEngine.name, cedarEngine.name, casbinEngine.name]);
printGrowth(rows, pdpEngine.name);
