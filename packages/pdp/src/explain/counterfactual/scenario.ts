import type {
  Action,
  Caller,
  DecisionCode,
  JsonObject,
  ParameterSlots,
  ParametersResult,
  PolicyRule,
  Refused,
  RiskClass,
  Target,
} from '@agent-safe/core';
import { checkBindings } from '../../compile/bindings.ts';
import type { CompiledAction, Pair } from '../../compile/compiled-action.ts';
import { type AlternativeView, findStricter } from '../../compile/stricter-targets.ts';
import { checkDelegation, coversTarget } from '../../match/delegation-scope.ts';
import type { PreparedRule } from '../../match/match.ts';
import { type RuleOutcome, resultOf } from '../../match/rule-outcome.ts';
import type { MaskValue } from '../../match/secret-test.ts';
import type { VerifiedChain } from '../../match/verified-chain.ts';
import type { Edit } from './edits.ts';
import { repairParams } from './repair.ts';

/** The parts of a decision point that an explanation reads. */
export interface PolicyView extends AlternativeView {
  /** In evaluation order. */
  readonly rules: readonly PreparedRule[];
  readonly actions: ReadonlyMap<string, CompiledAction>;
  readonly targets: ReadonlyMap<string, Target> | undefined;
  /** Whether unverified callers are refused. */
  readonly requireVerifiedCallers: boolean;
  /** Pattern of change ticket ids; undefined accepts any id. */
  readonly ticketPattern: string | undefined;
  readonly mask: MaskValue | undefined;
  pair(compiled: CompiledAction, target: string | undefined): Pair | Refused<DecisionCode>;
}

/** A variation of the request. */
export interface Scenario {
  readonly target: string | undefined;
  readonly caller: Caller | undefined;
  readonly hasChangeTicket: boolean;
  readonly at: number;
  /** Values of parameters that replace those of the request. */
  readonly overrides?: JsonObject;
}

/** Outcome of the rules, and the edits that the parameters need. */
export interface Outcome extends RuleOutcome {
  readonly repairs: readonly Edit[];
}

/** A request that another target answers more strictly. */
export interface Ambiguous extends RuleOutcome {
  /** The other target. Its answer is the outcome of the rules, unless it is refused before. */
  readonly stricter: Kind;
}

/** A target, as a representative of all targets that rules do not distinguish. */
export interface Kind {
  readonly id: string;
  readonly action: string;
  readonly target: Target | undefined;
  readonly effectiveRisk: RiskClass;
}

/**
 * Names in the rules that would give another answer if they were tried first. A variant that avoids the earlier rules must still match
 * these.
 */
export interface HiddenNames {
  readonly agents: readonly string[];
  readonly delegators: readonly string[];
}

/** Most targets to evaluate. */
const MOST_TARGETS = 1_000;

/** Evaluates variations of one request: the same action and parameters, with another caller, target or time. */
export class ScenarioEvaluator {
  readonly #view: PolicyView;
  readonly #action: CompiledAction;
  readonly #params: JsonObject;
  readonly #caller: Caller | undefined;
  readonly #repairs = new Map<string | undefined, readonly Edit[] | undefined>();
  #kinds: readonly Kind[] | undefined;
  #depths: readonly number[] | undefined;
  hidden: HiddenNames = { agents: [], delegators: [] };
  /** Number of evaluated scenarios. */
  tried = 0;
  /** Whether no target and no list value was left out. */
  sawAll: boolean;

  /** @param scenario the request. The delegation of its caller may distinguish targets that rules do not */
  constructor(view: PolicyView, action: CompiledAction, params: JsonObject, { caller }: Scenario) {
    this.#view = view;
    this.#action = action;
    this.#params = params;
    this.#caller = caller;
    // Changes that end a match of `not` are not searched.
    const isPartial = view.rules.some(
      ({ conditions, matchesAction }) => conditions.not !== undefined && matchesAction(this.action),
    );
    this.sawAll = (view.targets?.size ?? 0) <= MOST_TARGETS && !isPartial;
  }

  get ticketPattern(): string | undefined {
    return this.#view.ticketPattern;
  }

  get definition(): Action {
    return this.#action.action;
  }

  get mask(): MaskValue | undefined {
    return this.#view.mask;
  }

  get names(): VerifiedChain {
    return this.#view.names;
  }

  /** The delegation depths at which the admitted rules change. */
  get depths(): readonly number[] {
    this.#depths ??= findDepths(this.#view.rules);
    return this.#depths;
  }

  /** Returns an object that is the same for callers that the same rules admit. */
  markCaller(caller: Caller | undefined): object {
    return this.#view.index.markCaller(caller, this.names.count(caller));
  }

  get action(): string {
    return this.#action.action.name;
  }

  /**
   * Evaluates a scenario. Returns `outside` if the caller's delegation does not cover it. Returns undefined if it is refused before the
   * rules: action and target do not match, or the caller is unverified and must be verified.
   */
  evaluate(scenario: Scenario): Outcome | Ambiguous | 'outside' | undefined {
    this.tried++;
    const { at, caller, hasChangeTicket, target } = scenario;
    const { index, names, requireVerifiedCallers } = this.#view;
    if (requireVerifiedCallers && caller?.verified !== true) return undefined;
    const pair = this.#view.pair(this.#action, target);
    if (!pair.ok || !pair.check.ok) return undefined;
    if (!checkDelegation(caller, names.maxDepth, this.action, pair.target?.id, at).ok) return 'outside';
    const repairs = this.#repair(pair, target);
    const slots = repairs === undefined ? undefined : this.#slotsFor(pair, scenario, repairs);
    if (repairs === undefined || slots === undefined) return undefined;
    const floors: PolicyRule[] = [];
    const decider = index.first(pair.rules, caller, names.count(caller), hasChangeTicket, at, slots, floors);
    const outcome = { decider, floors, repairs };
    return this.#findStricter(pair, scenario, outcome, slots) ?? outcome;
  }

  /** Returns the values of a scenario; undefined if they are invalid, or outside the target. */
  #slotsFor(pair: Pair, { overrides = {} }: Scenario, repairs: readonly Edit[]): ParameterSlots | undefined {
    const slots = toSlots(this.#action, this.#params, repairs);
    const names = Object.keys(overrides);
    if (names.length === 0) return slots;
    if (repairs.some(({ field }) => names.includes(field.slice('params.'.length)))) return undefined;
    const { parameters } = this.definition;
    const values = slots.map((value, slot) => overrides[parameters[slot]?.name ?? ''] ?? value);
    if (!this.#read(values).ok) return undefined;
    const isBound = pair.target === undefined || checkBindings(pair.bound, pair.target, values).ok;
    return isBound ? values : undefined;
  }

  /** Returns the values of the parameters that tests see, with the defaults. */
  valuesIn({ overrides = {} }: Scenario): JsonObject {
    const defaults = this.definition.parameters.flatMap(({ name, default: value }) =>
      value === undefined ? [] : [[name, value] as const],
    );
    return { ...Object.fromEntries(defaults), ...this.#params, ...overrides };
  }

  #findStricter(
    pair: Pair,
    { at, caller, hasChangeTicket }: Scenario,
    outcome: Outcome,
    slots: ParameterSlots,
  ): Ambiguous | undefined {
    const { index, names } = this.#view;
    if (resultOf(outcome) === 'deny') return undefined;
    const alternatives = this.#view.alternatives.find(this.#action, pair, slots);
    const stricter = findStricter(this.#view, this.#action, pair, alternatives, {
      at,
      caller,
      hasChangeTicket,
      outcome,
      slots,
    });
    if (stricter === undefined) return undefined;
    // Other values may be unambiguous.
    if (outcome.repairs.length > 0) this.sawAll = false;
    const floors: PolicyRule[] = [];
    const decider = index.first(stricter.rules, caller, names.count(caller), hasChangeTicket, at, slots, floors);
    return { stricter: this.#toKind(stricter.target?.id ?? '', stricter), decider, floors };
  }

  /** Returns the action on a target, or on none; undefined if they do not match. */
  kindOf(id: string | undefined): Kind | undefined {
    const pair = this.#view.pair(this.#action, id);
    if (!pair.ok || !pair.check.ok) return undefined;
    return this.#toKind(id ?? '', pair);
  }

  /** Returns one target of each kind that rules distinguish: the one with the fewest parameter edits. Fewest edits first. */
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
      if (repairs === undefined) continue;
      const cost = repairs.reduce((sum, { expected }) => sum + (expected === undefined ? 1 : 1.5), 0);
      const slots = toSlots(this.#action, this.#params, repairs);
      const alternatives = this.#view.alternatives
        .find(this.#action, pair, slots)
        .map((alternative) => this.#describe(alternative));
      const key = JSON.stringify([this.#describe(pair), ...new Set(alternatives.sort())]);
      if (cost < (best.get(key)?.cost ?? Number.POSITIVE_INFINITY)) {
        best.set(key, { kind: this.#toKind(target.id, pair), cost });
      }
    }
    const kinds = [...best.values()].sort((left, right) => left.cost - right.cost).map(({ kind }) => kind);
    const none = current === undefined ? undefined : this.kindOf(undefined);
    return none === undefined ? kinds : [...kinds, none];
  }

  /** Returns the properties of a pair that the answers depend on, if only the target changes. */
  #describe({ check, target }: Pair): string {
    const isCovered = this.#caller === undefined || coversTarget(this.#caller, target?.id);
    return `${check.ok} ${isCovered} ${this.#view.index.describe(target, this.definition)} ${target?.sensitivity}`;
  }

  #toKind(id: string, { effectiveRisk, target }: Pair): Kind {
    return { id, action: this.action, target, effectiveRisk };
  }

  /** Returns the edits that the parameters need; undefined if no valid value is known. */
  #repair(pair: Pair, target: string | undefined): readonly Edit[] | undefined {
    if (this.#repairs.has(target)) return this.#repairs.get(target);
    const repairs = repairParams(this.#action.action.parameters, pair.bound, this.#params);
    // Without an example, a valid value may still exist.
    if (repairs === 'unknown') this.sawAll = false;
    const edits = typeof repairs === 'string' || this.#areTooLarge(repairs) ? undefined : repairs;
    this.#repairs.set(target, edits);
    return edits;
  }

  /** Whether the edited parameters are too large together. Smaller ones may be valid. */
  #areTooLarge(edits: readonly Edit[]): boolean {
    const read = this.#read(toSlots(this.#action, this.#params, edits));
    const isTooLarge = !read.ok && read.code === 'params_too_large';
    if (isTooLarge) this.sawAll = false;
    return isTooLarge;
  }

  /** Checks the values as those of a request. */
  #read(values: ParameterSlots): ParametersResult {
    const { reader } = this.#action;
    return reader.read(reader.toObject(values), []);
  }
}

/** Returns the values of the parameters after edits. A value that the author of the request must choose is missing: it may be any. */
function toSlots({ action }: CompiledAction, params: JsonObject, edits: readonly Edit[]): ParameterSlots {
  return action.parameters.map(({ name, default: fallback }) => {
    const edit = edits.find(({ change, field, to }) =>
      change === 'rename' ? to === name : field === `params.${name}`,
    );
    if (edit?.change === 'set') return edit.expected === undefined ? edit.to : undefined;
    const source = edit?.change === 'rename' ? edit.field.slice('params.'.length) : name;
    return edit?.change !== 'remove' && Object.hasOwn(params, source) ? params[source] : fallback;
  });
}

function findDepths(rules: readonly PreparedRule[]): readonly number[] {
  const limits = rules.flatMap(({ rule }) => rule.match.callers?.max_delegation_depth ?? []);
  return [...new Set(limits.flatMap((limit) => [limit, limit + 1]))].sort((left, right) => left - right);
}
