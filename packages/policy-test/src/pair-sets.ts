import type { PreparedRule } from '@agent-safe/pdp/analysis';
import { type Bits, bitsOf, hasBit, isEmpty, keyOf } from './bits.ts';
import { describeJoint, hasNewConditions, isJoint } from './joint-conditions.ts';
import { effectOnPair } from './pair-effects.ts';
import { type ActionOnTarget, firstOfEach, type PairsOfAction } from './pairs.ts';

/** The pairs of actions and targets, and the rules that admit each of them. */
export class PairSets {
  /** One pair for each kind of target and of parameters, for each action. */
  readonly pairs: readonly ActionOnTarget[];
  /** Whether the pairs have all values of parameters that rules distinguish. */
  readonly isComplete: boolean;
  readonly #rules: readonly PreparedRule[];
  readonly #size: number;
  /** The places of the rules with conditions on several parts of a request together. */
  readonly #joint: readonly number[];
  /** The rules that admit each pair, or may admit it. */
  readonly #admitting: ReadonlyMap<ActionOnTarget, Bits>;
  /** The approval rules that are floors for each pair, because they may admit it. */
  readonly #doubtful: ReadonlyMap<ActionOnTarget, Bits>;
  /** One pair for each set of rules. */
  readonly #distinct: readonly ActionOnTarget[];
  /** The distinct pairs that each rule admits. */
  readonly #ofRule: readonly Bits[];

  /**
   * @param rules in evaluation order
   * @param size number of places in a set of rules
   */
  constructor(found: readonly PairsOfAction[], rules: readonly PreparedRule[], size: number) {
    this.#rules = rules;
    this.#size = size;
    this.pairs = found.flatMap(({ pairs }) => pairs);
    this.isComplete = found.every((each) => each.isComplete);
    this.#joint = rules.flatMap((rule, place) => (isJoint(rule) ? [place] : []));
    this.#admitting = new Map(this.pairs.map((pair) => [pair, this.#where(pair, (effect) => effect !== 'fails')]));
    const canDoubt = rules.some(hasNewConditions);
    this.#doubtful = new Map(
      canDoubt ? this.pairs.map((pair) => [pair, this.#where(pair, (effect) => effect === 'floor')]) : [],
    );
    this.#distinct = firstOfEach(this.pairs, (pair) => this.#describe(pair));
    this.#ofRule = rules.map((_, place) =>
      bitsOf(this.#distinct.length, (pair) => hasBit(this.admitted(this.#distinct[pair]), place)),
    );
  }

  /** Whether an approval rule is a floor for a pair. */
  get hasFloors(): boolean {
    return [...this.#doubtful.values()].some((set) => !isEmpty(set));
  }

  /** Returns the rules that admit a pair, or may admit it. */
  admitted(pair: ActionOnTarget | undefined): Bits {
    return (pair === undefined ? undefined : this.#admitting.get(pair)) ?? new Uint32Array((this.#size + 31) >>> 5);
  }

  /** Returns the approval rules that are floors for a pair; undefined if no rule can be in doubt. */
  doubtful(pair: ActionOnTarget): Bits | undefined {
    return this.#doubtful.get(pair);
  }

  /** Returns the distinct pairs that a rule admits. */
  ofRule(place: number): Bits | undefined {
    return this.#ofRule[place];
  }

  /** Returns one pair for each set of wanted rules, of those that all asked rules admit. */
  distinctFor(asked: readonly number[], wanted: Bits): readonly ActionOnTarget[] {
    const fitting = this.#distinct.filter((pair) => asked.every((place) => hasBit(this.admitted(pair), place)));
    return firstOfEach(fitting, (pair) => this.#describe(pair, wanted));
  }

  /** Describes the rules that a pair matters to. */
  #describe(pair: ActionOnTarget, wanted?: Bits): string {
    const doubtful = this.doubtful(pair);
    const joint = this.#joint.flatMap((place) =>
      wanted === undefined || hasBit(wanted, place) ? (this.#rules[place] ?? []) : [],
    );
    const apart = joint.length === 0 ? '' : describeJoint(joint, pair);
    return `${keyOf(this.admitted(pair), wanted)}${doubtful === undefined ? '' : keyOf(doubtful, wanted)}${apart}`;
  }

  #where(pair: ActionOnTarget, holds: (effect: ReturnType<typeof effectOnPair>) => boolean): Bits {
    return bitsOf(this.#size, (place) => {
      const rule = this.#rules[place];
      return rule !== undefined && holds(effectOnPair(rule, pair));
    });
  }
}
