import { type RuleBitset, RuleBitsetBuilder, ruleBitsetOfPlaces } from './rule-bitset.ts';

/** Rules by their condition. A condition that several rules share is evaluated once. */
export class SelectorIndex<Selector> {
  readonly #rules: number;
  readonly #distinct: readonly { readonly selector: Selector; readonly rules: RuleBitset }[];

  /** @param selectors the condition of each rule; undefined admits everything */
  constructor(selectors: readonly Selector[]) {
    const places = new Map<string | undefined, { readonly selector: Selector; readonly places: number[] }>();
    for (const [place, selector] of selectors.entries()) {
      const key = JSON.stringify(selector);
      const known = places.get(key);
      if (known === undefined) places.set(key, { selector, places: [place] });
      else known.places.push(place);
    }
    this.#rules = selectors.length;
    this.#distinct = Array.from(places.values(), (found) => ({
      selector: found.selector,
      rules: ruleBitsetOfPlaces(selectors.length, found.places),
    }));
  }

  /** Returns the rules whose condition holds. */
  admitted(holds: (selector: Selector) => boolean): RuleBitset {
    const builder = new RuleBitsetBuilder(this.#rules);
    for (const { rules, selector } of this.#distinct) if (holds(selector)) builder.addAll(rules);
    return builder.build();
  }
}
