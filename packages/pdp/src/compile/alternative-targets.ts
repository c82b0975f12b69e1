import type { DecisionCode, ParameterSlots, Refused, Target } from '@agent-safe/core';
import { type CompiledAction, NO_ALTERNATIVES, type Pair } from './compiled-action.ts';
import { isNarrower, mayOverlap } from './narrower.ts';
import { OverlapIndex } from './overlap-index.ts';

/** Finds the other targets that a request could name for the same object. */
export class AlternativeFinder {
  readonly #targets: readonly Target[];
  readonly #toPair: (compiled: CompiledAction, id: string) => Pair | Refused<DecisionCode>;
  readonly #indexes = new Map<CompiledAction, OverlapIndex>();

  constructor(
    targets: readonly Target[],
    toPair: (compiled: CompiledAction, id: string) => Pair | Refused<DecisionCode>,
  ) {
    this.#targets = targets;
    this.#toPair = toPair;
  }

  /**
   * Returns the pairs of an action and the other targets that it accepts, that are in the same or an unknown scope, and that admit the
   * parameters of a request. A target that is strictly narrower than another one has precedence: the other one is not returned.
   */
  find(compiled: CompiledAction, pair: Pair, slots: ParameterSlots): readonly Pair[] {
    pair.alternatives ??= this.#list(compiled, pair);
    if (pair.alternatives === 'many') return this.#search(compiled, pair, slots);
    return pair.alternatives.filter((alternative) => admits(alternative, slots));
  }

  /** Returns the alternatives for all parameters that the target admits. */
  #list(compiled: CompiledAction, pair: Pair): readonly Pair[] | 'many' {
    const { target } = pair;
    if (target === undefined) return NO_ALTERNATIVES;
    const targets = this.#indexOf(compiled).list(pair.bound, target.scope);
    if (targets === undefined) return 'many';
    const alternatives = this.#toAlternatives(compiled, pair, targets).filter(
      ({ bound }) =>
        pair.bound.every((own) => bound.every((other) => own.slot !== other.slot || mayOverlap(own, other))) &&
        !isNarrower(compiled.action.parameters, pair.bound, bound),
    );
    return alternatives.length === 0 ? NO_ALTERNATIVES : alternatives;
  }

  #search(compiled: CompiledAction, pair: Pair, slots: ParameterSlots): readonly Pair[] {
    const found: Target[] = [];
    this.#indexOf(compiled).find(slots, pair.target?.scope, found);
    pair.wider ??= new WeakMap();
    const { wider } = pair;
    return this.#toAlternatives(compiled, pair, found).filter((alternative) => {
      if (!admits(alternative, slots)) return false;
      const isWider = wider.get(alternative) ?? isNarrower(compiled.action.parameters, pair.bound, alternative.bound);
      wider.set(alternative, isWider);
      return !isWider;
    });
  }

  #toAlternatives(compiled: CompiledAction, { target }: Pair, targets: readonly Target[]): readonly Pair[] {
    return targets.flatMap((other) => {
      if (other === target) return [];
      const alternative = this.#toPair(compiled, other.id);
      return alternative.ok ? alternative : [];
    });
  }

  #indexOf(compiled: CompiledAction): OverlapIndex {
    const known = this.#indexes.get(compiled);
    if (known !== undefined) return known;
    const index = new OverlapIndex(compiled.action, this.#targets);
    this.#indexes.set(compiled, index);
    return index;
  }
}

/** Whether the parameters may be those of a target. A missing parameter may have any value, which the executor chooses. */
function admits({ bound }: Pair, slots: ParameterSlots): boolean {
  for (const { admits: admitsValue, slot } of bound) {
    const value = slots[slot];
    if (value !== undefined && !admitsValue(value)) return false;
  }
  return true;
}
