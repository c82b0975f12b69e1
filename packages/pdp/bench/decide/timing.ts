import { median } from '../support/interleave.ts';
import type { Decide } from './engine.ts';

/** An engine that has loaded a world. */
export interface Loaded {
  readonly name: string;
  readonly decide: Decide;
}

/** Microseconds per decision. */
export interface Timing {
  /** During the first pass over the requests. */
  readonly first: number;
  /** After the engine has seen all requests. */
  readonly warm: number;
  /** Number of requests compared; fewer than all if a pass would take longer than `PASS_LIMIT`. */
  readonly checked: number;
}

/** Number and length of the rounds. */
export interface Effort {
  readonly rounds: number;
  /** Milliseconds of each round. */
  readonly round: number;
}

/** Milliseconds for a pass over all requests. */
const PASS_LIMIT = 3_000;
/** Milliseconds per decision from which one pass over all requests is long enough as a measurement. */
const SLOW = 5;

/**
 * Compares the answers of every engine, then times the engines in interleaved rounds, so that other load on the machine affects all
 * of them. The median round is the result.
 *
 * @throws Error if the answer of an engine differs
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
    // Each round starts with another engine.
    for (const index of runners.keys()) runners[(index + round) % runners.length]?.run();
  }
  for (const runner of runners) {
    const timing = timings.get(runner.name);
    if (timing !== undefined) timings.set(runner.name, { ...timing, warm: runner.result() });
  }
  return timings;
}

/** Compares the answers of one engine in its first pass, and measures that pass. */
function check({ decide, name }: Loaded, answers: readonly boolean[]): { checked: number; time: number } {
  const started = performance.now();
  let limit = PASS_LIMIT;
  for (const [place, answer] of answers.entries()) {
    if (decide(place) !== answer)
      throw new Error(`${name} returned the wrong answer for request ${place}: expected ${answer ? 'allow' : 'deny'}.`);
    const time = performance.now() - started;
    if (time < limit) continue;
    if (probe(decide, answers.length) > SLOW) return { checked: place + 1, time };
    // Only the first decision is slow.
    limit = Number.POSITIVE_INFINITY;
  }
  return { checked: answers.length, time: performance.now() - started };
}

/** Returns milliseconds per decision, for requests that the engine has seen. */
function probe(decide: Decide, requests: number): number {
  return timeDecisions(decide, 0, 20, requests) / 20;
}

/** The rounds of one engine. Each round continues where the last one stopped. */
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
    // Warm up until the engine is compiled, then size a round: whole passes if time permits.
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

  /** Returns microseconds per decision. */
  result(): number {
    return median(this.#rounds);
  }
}

let allowed = 0;

function timeDecisions(decide: Decide, from: number, count: number, requests: number): number {
  let place = from;
  const started = performance.now();
  for (let asked = 0; asked < count; asked++) {
    // Counting the answers keeps the compiler from removing the call.
    if (decide(place)) allowed++;
    if (++place === requests) place = 0;
  }
  const time = performance.now() - started;
  if (allowed < 0) throw new Error('The count is negative.');
  return time;
}
