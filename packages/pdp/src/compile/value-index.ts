import { compileNamePattern } from '@agent-safe/core';
import { type RuleBitset, RuleBitsetBuilder, ruleBitsetOf, ruleBitsetOfPlaces } from './rule-bitset.ts';

/** Most values in memory for which patterns were evaluated. Callers invent values, so the memory is cleared above this. */
const MOST_VALUES = 10_000;

/**
 * Rules by the value of a list condition: the rules without the condition, and for each value the rules that name it, by the value or by
 * a pattern.
 */
export class ValueIndex {
  /** Whether any rule has the condition. */
  readonly isUsed: boolean;
  readonly #rules: number;
  readonly #free: RuleBitset;
  readonly #byValue: ReadonlyMap<string, RuleBitset>;
  readonly #patterns: readonly { readonly matches: (value: string) => boolean; readonly rules: RuleBitset }[];
  readonly #known = new Map<string, RuleBitset | undefined>();
  /** The rules for each set of patterns and values that match together, so that values that match the same share one object. */
  readonly #sets = new Map<string, RuleBitset>();

  /** @param lists the condition of each rule; undefined admits every value, an empty list none */
  constructor(lists: readonly (readonly string[] | undefined)[]) {
    const places = new Map<string, number[]>();
    for (const [place, list] of lists.entries()) {
      for (const value of new Set(list)) {
        const known = places.get(value);
        if (known === undefined) places.set(value, [place]);
        else known.push(place);
      }
    }
    const named = Array.from(places, ([value, found]) => [value, ruleBitsetOfPlaces(lists.length, found)] as const);
    this.#rules = lists.length;
    this.isUsed = lists.some((list) => list !== undefined);
    this.#free = ruleBitsetOf(lists, (list) => list === undefined);
    this.#byValue = new Map(named.filter(([value]) => !value.includes('*')));
    this.#patterns = named
      .filter(([value]) => value.includes('*'))
      .map(([pattern, rules]) => ({ matches: compileNamePattern(pattern), rules }));
  }

  /** Returns the rules that name a value; undefined if no rule does. It is the same object for values that the same entries name. */
  named(value: string): RuleBitset | undefined {
    if (this.#patterns.length === 0) return this.#byValue.get(value);
    if (!this.#known.has(value)) this.#remember(value);
    return this.#known.get(value);
  }

  /** Returns the rules that admit any of the values. */
  admitted(values: readonly string[]): RuleBitset {
    const builder = new RuleBitsetBuilder(this.#rules);
    builder.addAll(this.#free);
    for (const value of values) {
      const named = this.named(value);
      if (named !== undefined) builder.addAll(named);
    }
    return builder.build();
  }

  #remember(value: string): void {
    // Lists of direct callers are not checked before: nothing names a value that is no text.
    if (typeof value !== 'string') return;
    if (this.#known.size >= MOST_VALUES) {
      this.#known.clear();
      this.#sets.clear();
    }
    const exact = this.#byValue.get(value);
    const matching = [...this.#patterns.entries()].filter(([, { matches }]) => matches(value));
    if (matching.length === 0) {
      this.#known.set(value, exact);
      return;
    }
    const key = JSON.stringify([exact === undefined ? null : value, matching.map(([place]) => place)]);
    let rules = this.#sets.get(key);
    if (rules === undefined) {
      const builder = new RuleBitsetBuilder(this.#rules);
      for (const [, each] of matching) builder.addAll(each.rules);
      if (exact !== undefined) builder.addAll(exact);
      rules = builder.build();
      this.#sets.set(key, rules);
    }
    this.#known.set(value, rules);
  }
}
