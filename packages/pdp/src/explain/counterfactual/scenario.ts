import type { Caller, DecisionCode, JsonObject, PolicyRule, Refused, RiskClass, Target } from '@agent-safe/core';
import type { CompiledAction, Pair } from '../../compile/compiled-action.ts';
import type { RuleIndex } from '../../compile/rule-index.ts';
import { checkDelegation, coversTarget } from '../../match/delegation-scope.ts';
import type { PreparedRule } from '../../match/match.ts';
import type { VerifiedChain } from '../../match/verified-chain.ts';
import type { Edit } from './edits.ts';
import { repairParams } from './repair.ts';

/** What a decision point decides with, as an explanation sees it. */
export interface PolicyView {
  /** In the order in which they are tried. */
  readonly rules: readonly PreparedRule[];
  readonly index: RuleIndex;
  readonly actions: ReadonlyMap<string, CompiledAction>;
  readonly targets: ReadonlyMap<string, Target> | undefined;
  readonly names: VerifiedChain;
  /** Callers that nothing proves are refused. */
  readonly requireVerifiedCallers: boolean;
  /** What the id of a change ticket must match; undefined where any does. */
  readonly ticketPattern: string | undefined;
  pair(compiled: CompiledAction, target: string | undefined): Pair | Refused<DecisionCode>;
}

/** A request as it might be. */
export interface Scenario {
  readonly target: string | undefined;
  readonly caller: Caller | undefined;
  readonly hasChangeTicket: boolean;
  readonly at: number;
}

/** What would be answered, and what has to become of the parameters for it. */
export interface Outcome {
  readonly rule: PolicyRule | undefined;
  readonly repairs: readonly Edit[];
}

/** A target that rules tell apart from others, and the action on it. */
export interface Kind {
  readonly id: string;
  readonly action: string;
  readonly target: Target | undefined;
  readonly effectiveRisk: RiskClass;
}

/**
 * The names that those rules ask for which would answer otherwise if none were tried before them: who gets out of the
 * rules before has to stay in these.
 */
export interface HiddenNames {
  readonly agents: readonly string[];
  readonly delegators: readonly string[];
}

/** How many targets are looked at. */
const MOST_TARGETS = 1_000;

/** Evaluates alternatives to one request: the same action and parameters, with another caller, target or time. */
export class ScenarioEvaluator {
  readonly #view: PolicyView;
  readonly #action: CompiledAction;
  readonly #params: JsonObject;
  readonly #caller: Caller | undefined;
  readonly #repairs = new Map<string | undefined, readonly Edit[]>();
  #kinds: readonly Kind[] | undefined;
  #depths: readonly number[] | undefined;
  hidden: HiddenNames = { agents: [], delegators: [] };
  /** How many scenarios were evaluated. */
  tried = 0;
  /** Whether no target and no value of a list was left out. */
  sawAll: boolean;

  /** @param caller who asks, whose delegation may tell targets apart that are alike to the rules */
  constructor(view: PolicyView, action: CompiledAction, params: JsonObject, caller: Caller | undefined) {
    this.#view = view;
    this.#action = action;
    this.#params = params;
    this.#caller = caller;
    this.sawAll = (view.targets?.size ?? 0) <= MOST_TARGETS;
  }

  get ticketPattern(): string | undefined {
    return this.#view.ticketPattern;
  }

  get names(): VerifiedChain {
    return this.#view.names;
  }

  /** The depths of delegation up to which other rules apply, and the next deeper ones. */
  get depths(): readonly number[] {
    this.#depths ??= findDepths(this.#view.rules);
    return this.#depths;
  }

  /** The same for callers that are admitted by the same rules. */
  markCaller(caller: Caller | undefined): object {
    return this.#view.index.markCaller(caller, this.names.count(caller));
  }

  get action(): string {
    return this.#action.action.name;
  }

  /**
   * `outside` where the caller's delegation does not cover it. Undefined where it is refused in a way that is no answer to
   * tell: action and target do not go together, or nothing proves who asks and something must.
   */
  evaluate({ at, caller, hasChangeTicket, target }: Scenario): Outcome | 'outside' | undefined {
    this.tried++;
    const { index, names, requireVerifiedCallers } = this.#view;
    if (requireVerifiedCallers && caller?.verified !== true) return undefined;
    const pair = this.#view.pair(this.#action, target);
    if (!pair.ok || !pair.check.ok) return undefined;
    if (!checkDelegation(caller, names.maxDepth, this.action, pair.target?.id, at).ok) return 'outside';
    const rule = index.first(pair.rules, caller, names.count(caller), hasChangeTicket, at);
    return { rule, repairs: this.#repair(pair, target) };
  }

  /** The action on a target, or on none; undefined where they do not go together. */
  kindOf(id: string | undefined): Kind | undefined {
    const pair = this.#view.pair(this.#action, id);
    if (!pair.ok || !pair.check.ok) return undefined;
    return this.#toKind(id ?? '', pair);
  }

  /** One target for each kind that rules tell apart: the one that needs the fewest changes of the parameters, those first. */
  otherKinds({ target: current }: Scenario): readonly Kind[] {
    this.#kinds ??= this.#findKinds(current);
    return this.#kinds;
  }

  #findKinds(current: string | undefined): readonly Kind[] {
    const best = new Map<string, { readonly kind: Kind; readonly cost: number }>();
    for (const target of [...(this.#view.targets?.values() ?? [])].slice(0, MOST_TARGETS)) {
      const pair = this.#view.pair(this.#action, target.id);
      if (target.id === current || !pair.ok || !pair.check.ok) continue;
      const repairs = this.#repair(pair, target.id);
      const cost = repairs.reduce((sum, { expected }) => sum + (expected === undefined ? 1 : 1.5), 0);
      const isCovered = this.#caller === undefined || coversTarget(this.#caller, target.id);
      const key = `${isCovered ? 'covered' : 'outside'} ${this.#view.index.describe(target)}`;
      if (cost < (best.get(key)?.cost ?? Number.POSITIVE_INFINITY)) {
        best.set(key, { kind: this.#toKind(target.id, pair), cost });
      }
    }
    const kinds = [...best.values()].sort((left, right) => left.cost - right.cost).map(({ kind }) => kind);
    const none = current === undefined ? undefined : this.kindOf(undefined);
    return none === undefined ? kinds : [...kinds, none];
  }

  #toKind(id: string, { effectiveRisk, target }: Pair): Kind {
    return { id, action: this.action, target, effectiveRisk };
  }

  #repair(pair: Pair, target: string | undefined): readonly Edit[] {
    const known = this.#repairs.get(target);
    if (known !== undefined) return known;
    const repairs = repairParams(this.#action.action.parameters, pair.bound, this.#params);
    this.#repairs.set(target, repairs);
    return repairs;
  }
}

function findDepths(rules: readonly PreparedRule[]): readonly number[] {
  const limits = rules.flatMap(({ rule }) => rule.match.callers?.max_delegation_depth ?? []);
  return [...new Set(limits.flatMap((limit) => [limit, limit + 1]))].sort((left, right) => left - right);
}
