import type { Action, PolicyMatch, Target, TargetSelector } from '@agent-safe/core';
import { evaluateDefinition } from '../match/action-conditions.ts';
import { FAILS, UNKNOWN } from '../match/certainty.ts';
import type { PreparedRule } from '../match/match.ts';
import { prepareMatch } from '../match/prepared-conditions.ts';
import type { ActionOnTarget } from '../match/resolved-request.ts';
import { evaluateTarget } from '../match/target-conditions.ts';
import { intersect, type RuleBitset, RuleBitsetBuilder, ruleBitsetOf } from './rule-bitset.ts';
import { SelectorIndex } from './selector-index.ts';
import { TargetKinds } from './target-kinds.ts';

type ActionSelector = Pick<PolicyMatch, 'actions' | 'tags' | 'reversible'>;

/** The rules by their conditions on action and target, and the rules whose other conditions must be checked for each request. */
export class ConditionIndex {
  readonly #count: number;
  readonly #actions: SelectorIndex<ActionSelector>;
  readonly #targets: SelectorIndex<TargetSelector | undefined>;
  readonly #kinds: TargetKinds;
  /** The rules whose conditions depend on parameters or on several parts of a request. */
  readonly #always: RuleBitset;
  /** Whether a condition on an action or a target can be in doubt. */
  readonly #canDoubt: boolean;

  /** @param rules in evaluation order */
  constructor(rules: readonly PreparedRule[]) {
    const matches = rules.map(({ match }) => match);
    this.#count = rules.length;
    this.#actions = new SelectorIndex(
      matches.map(({ actions, reversible, tags }) => ({ actions, reversible, tags }) as ActionSelector),
    );
    this.#targets = new SelectorIndex(matches.map(({ targets }) => targets));
    this.#kinds = new TargetKinds(matches);
    this.#always = ruleBitsetOf(
      matches,
      ({ not, params, targets }) =>
        params !== undefined || not !== undefined || targets?.owner_in_caller_groups !== undefined,
    );
    this.#canDoubt = rules.some(({ canDoubtTarget, match }) => canDoubtTarget || readsDefinition(match));
  }

  /** Returns the rules that admit an action, or may admit it. */
  admitAction(action: string, definition: Action | undefined): RuleBitset {
    return this.#actions.admitted((selector) => {
      const { conditions, matchesAction } = prepareMatch(selector);
      return matchesAction(action) && evaluateDefinition(conditions, definition) !== FAILS;
    });
  }

  /** Returns the rules that admit a target, or may admit it. */
  admitTarget(target: Target | undefined, definition: Action | undefined): RuleBitset {
    return this.#targets.admitted((selector) => evaluateKindOf(selector, target, definition) !== FAILS);
  }

  /** Returns those of the selected rules whose conditions must be checked; undefined if there are none. */
  findChecked(rules: RuleBitset, { definition, target }: ActionOnTarget): RuleBitset | undefined {
    if (!this.#canDoubt && this.#always.indices.length === 0) return undefined;
    const builder = new RuleBitsetBuilder(this.#count);
    builder.addAll(this.#always);
    if (this.#canDoubt) {
      // Only without a definition, its tags and whether it is reversible are unknown.
      if (definition === undefined) builder.addAll(this.#actions.admitted(readsDefinition));
      builder.addAll(this.#targets.admitted((selector) => evaluateKindOf(selector, target, definition) === UNKNOWN));
    }
    const checked = intersect(this.#count, rules, builder.build());
    return checked.indices.length === 0 ? undefined : checked;
  }

  describe(target: Target | undefined, definition: Action | undefined): string {
    return this.#kinds.describe(target, definition);
  }
}

function readsDefinition({ reversible, tags }: ActionSelector): boolean {
  return reversible !== undefined || tags !== undefined;
}

/** Evaluates a selector without a caller, so conditions on the groups of the caller are in doubt. */
function evaluateKindOf(
  selector: TargetSelector | undefined,
  target: Target | undefined,
  definition: Action | undefined,
) {
  return evaluateTarget(selector, { definition, target, caller: undefined, verifiedChain: 0 }, false);
}
