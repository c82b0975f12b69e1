import { median } from '../support/interleave.ts';
import type { Decide } from './engine.ts';

/** An engine with a world in it. */
export interface Loaded {
  readonly name: string;
  readonly decide: Decide;
}

/** Microseconds for each decision. */
export interface Timing {
  /** When every request is asked once, as the first ones of all. */
  readonly first: number;
  /** When the engine has seen all of them before. */
  readonly warm: number;
  /** How many requests it was asked about; fewer than all where that would take longer than `PASS_LIMIT`. */
  readonly checked: number;
}

export interface Effort {
  readonly rounds: number;
  /** Milliseconds of each round. */
  readonly round: number;
}

const PASS_LIMIT = 3_000;
/** Milliseconds for one decision: a pass over all requests is then long enough to be a measurement by itself. */
const SLOW = 5;

/**
 * Asks every engine every request and compares the answers; then times them in rounds, one engine after the other in each
 * round, so that whatever else the machine does strikes all of them. The median round counts.
 *
 * @throws Error if an engine disagrees
 */
export function timeEngines(
  engines: readonly Loaded[],
  answers: readonly boolean[],
  effort: Effort,
): ReadonlyMap<string, Timing> {
  const timings = new Map<string, Timing>();
  const runners: Runner[] = [];
  for (const engine of engines) {
    const { checked, time } = check(engine, answers);
    const first = (time * 1_000) / checked;
    timings.set(engine.name, { first, warm: first, checked });
    if (probe(engine.decide, answers.length) < SLOW) runners.push(new Runner(engine, answers.length, effort));
  }
  for (let round = 0; round < effort.rounds; round++) {
    // Each round begins with another engine.
    for (const index of runners.keys()) runners[(index + round) % runners.length]?.run();
  }
  for (const runner of runners) {
    const timing = timings.get(runner.name);
    if (timing !== undefined) timings.set(runner.name, { ...timing, warm: runner.result() });
  }
  return timings;
}

/** The first question that every engine is asked. */
function check({ decide, name }: Loaded, answers: readonly boolean[]): { checked: number; time: number } {
  const started = performance.now();
  let limit = PASS_LIMIT;
  for (const [place, answer] of answers.entries()) {
    if (decide(place) !== answer)
      throw new Error(`${name} does not say ${answer ? 'allow' : 'deny'} to request ${place}.`);
    const time = performance.now() - started;
    if (time < limit) continue;
    if (probe(decide, answers.length) > SLOW) return { checked: place + 1, time };
    // Slow the first time alone.
    limit = Number.POSITIVE_INFINITY;
  }
  return { checked: answers.length, time: performance.now() - started };
}

/** Milliseconds for each of a few decisions that were all asked before. */
function probe(decide: Decide, requests: number): number {
  return timeDecisions(decide, 0, 20, requests) / 20;
}

/** The rounds of one engine, each of which goes on where the last one ended. */
class Runner {
  readonly name: string;
  readonly #decide: Decide;
  readonly #requests: number;
  readonly #rounds: number[] = [];
  #count = 50;
  #place = 0;

  constructor({ decide, name }: Loaded, requests: number, effort: Effort) {
    this.name = name;
    this.#decide = decide;
    this.#requests = requests;
    // Until it is compiled; and only then can be told how many decisions make a round: whole passes, where there is time.
    for (let turn = 0; turn < 4; turn++) {
      const each = timeDecisions(decide, 0, this.#count, requests) / this.#count;
      const count = Math.ceil(effort.round / each);
      this.#count = Math.max(50, count > requests ? Math.ceil(count / requests) * requests : count);
    }
  }

  run(): void {
    const time = timeDecisions(this.#decide, this.#place, this.#count, this.#requests);
    this.#place = (this.#place + this.#count) % this.#requests;
    this.#rounds.push((time * 1_000) / this.#count);
  }

  /** Microseconds for each decision. */
  result(): number {
    return median(this.#rounds);
  }
}

let allowed = 0;

function timeDecisions(decide: Decide, from: number, count: number, requests: number): number {
  let place = from;
  const started = performance.now();
  for (let asked = 0; asked < count; asked++) {
    // Counted, so that no answer is left out as one that nobody uses.
    if (decide(place)) allowed++;
    if (++place === requests) place = 0;
  }
  const time = performance.now() - started;
  if (allowed < 0) throw new Error('A count never falls.');
  return time;
}
