import { type DecideRequest, Pdp } from '../src/index.ts';
import { SIZES, type Size } from './decide/sizes.ts';
import { makeWorld } from './decide/world.ts';
import { median } from './support/interleave.ts';

/** Measures explanations, which list every rule and evaluate thousands of requests to find the changes. */
const REQUESTS = 40;

interface Sizes {
  readonly rules: readonly Size[];
}

export const full: Sizes = { rules: SIZES };
export const smoke: Sizes = { rules: [10, 100] };

export function run(sizes: Sizes): void {
  console.log('| explanation | median | slowest | requests evaluated, median | complete searches |');
  console.log('|---|---|---|---|---|');
  for (const size of sizes.rules) {
    const { actions, requests, rules, targets } = makeWorld(size);
    const pdp = new Pdp({ actions, rules, targets, strict: true });
    const asked = requests.slice(0, size > 10_000 ? 3 : REQUESTS).map(({ request }) => request as DecideRequest);
    const times: number[] = [];
    const tried: number[] = [];
    let complete = 0;
    for (const request of asked) {
      const started = performance.now();
      const explanation = pdp.explain(request);
      times.push(performance.now() - started);
      tried.push(explanation.tried);
      if (explanation.complete) complete++;
    }
    const cells = [median(times), Math.max(...times)].map((time) => `${time.toFixed(1)} ms`);
    const evaluated = median(tried).toLocaleString('en-US');
    console.log(
      `| ${size.toLocaleString('en-US')} rules | ${cells.join(' | ')} | ${evaluated} | ${complete} of ${asked.length} |`,
    );
  }
}
