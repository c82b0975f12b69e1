import { type RuleSet, RuleSetBuilder } from './rule-set.ts';

/** Which rules a list-valued condition admits: those that do not have it, and for each value those that name it. */
export class ValueIndex {
  /** Whether any rule has the condition. */
  readonly isUsed: boolean;
  readonly #free: RuleSet;
  readonly #byValue: ReadonlyMap<string, RuleSet>;
  /** The sets of the values that are asked about now. Kept between requests, so that a request allocates nothing. */
  readonly #asked: RuleSet[] = [];
  #count = 0;

  /** @param lists the condition of each rule; undefined admits every value, an empty list none */
  constructor(lists: readonly (readonly string[] | undefined)[]) {
    const free = new RuleSetBuilder(lists.length);
    const byValue = new Map<string, RuleSetBuilder>();
    for (const [place, list] of lists.entries()) {
      if (list === undefined) free.add(place);
      for (const value of list ?? []) {
        const builder = byValue.get(value) ?? new RuleSetBuilder(lists.length);
        builder.add(place);
        byValue.set(value, builder);
      }
    }
    this.isUsed = lists.some((list) => list !== undefined);
    this.#free = free.build();
    this.#byValue = new Map(Array.from(byValue, ([value, builder]) => [value, builder.build()]));
  }

  /** Begins a question: which rules admit any of these values? */
  ask(values: readonly string[]): void {
    this.#count = 0;
    for (const value of values) this.#askAlso(value);
  }

  /** As `ask`, for one value. */
  askOne(value: string): void {
    this.#count = 0;
    this.#askAlso(value);
  }

  /** A word of the answer, as a {@link RuleSet} has them. */
  top(index: number): number {
    let bits = this.#free.top[index] ?? 0;
    for (let asked = 0; asked < this.#count; asked++) bits |= this.#asked[asked]?.top[index] ?? 0;
    return bits;
  }

  mid(index: number): number {
    let bits = this.#free.mid[index] ?? 0;
    for (let asked = 0; asked < this.#count; asked++) bits |= this.#asked[asked]?.mid[index] ?? 0;
    return bits;
  }

  low(index: number): number {
    let bits = this.#free.low(index);
    for (let asked = 0; asked < this.#count; asked++) bits |= this.#asked[asked]?.low(index) ?? 0;
    return bits;
  }

  #askAlso(value: string): void {
    const rules = this.#byValue.get(value);
    if (rules !== undefined) this.#asked[this.#count++] = rules;
  }
}
