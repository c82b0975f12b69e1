import type { Caller, JsonObject, PolicyRule, RiskClass, Target } from '@agent-safe/core';
import type { CompiledAction, Pair, Refusal } from '../compiled-action.ts';
import type { PreparedRule } from '../match.ts';
import type { RuleIndex } from '../rule-index.ts';
import type { Edit } from './edits.ts';
import { repairParams } from './repair.ts';

/** What a decision point decides with, as an explanation sees it. */
export interface PolicyView {
  /** In the order in which they are tried. */
  readonly rules: readonly PreparedRule[];
  readonly index: RuleIndex;
  readonly actions: ReadonlyMap<string, CompiledAction>;
  readonly targets: ReadonlyMap<string, Target> | undefined;
  /** What the id of a change ticket must match; undefined where any does. */
  readonly ticketPattern: string | undefined;
  pair(compiled: CompiledAction, target: string | undefined): Pair | Refusal;
}

/** A request as it might be. */
export interface Scenario {
  readonly target: string | undefined;
  readonly caller: Caller | undefined;
  readonly hasTicket: boolean;
  readonly at: number;
}

/** A caller of whom nothing but the name is known. */
export function verifiedCaller(agentId: string): Caller {
  return { agent_id: agentId, verified: true, roles: [], groups: [], delegation_chain: [] };
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

/** How many targets are looked at. */
const MOST_TARGETS = 1_000;

/** Judges what might be asked instead: the same action, with the parameters of one request. */
export class ScenarioJudge {
  readonly #view: PolicyView;
  readonly #action: CompiledAction;
  readonly #params: JsonObject;
  readonly #repairs = new Map<string | undefined, readonly Edit[]>();
  #kinds: readonly Kind[] | undefined;
  /** How many scenarios were judged. */
  tried = 0;
  /** Whether no target and no value of a list was left out. */
  sawAll: boolean;

  constructor(view: PolicyView, action: CompiledAction, params: JsonObject) {
    this.#view = view;
    this.#action = action;
    this.#params = params;
    this.sawAll = (view.targets?.size ?? 0) <= MOST_TARGETS;
  }

  get ticketPattern(): string | undefined {
    return this.#view.ticketPattern;
  }

  get action(): string {
    return this.#action.action.name;
  }

  /** Undefined where action and target do not go together. */
  judge({ at, caller, hasTicket, target }: Scenario): Outcome | undefined {
    this.tried++;
    const pair = this.#view.pair(this.#action, target);
    if ('code' in pair || pair.refusal !== undefined) return undefined;
    const rule = this.#view.index.first(pair.rules, caller, hasTicket, at);
    return { rule, repairs: this.#repair(pair, target) };
  }

  /** The action on a target, or on none; undefined where they do not go together. */
  kindOf(id: string | undefined): Kind | undefined {
    const pair = this.#view.pair(this.#action, id);
    if ('code' in pair || pair.refusal !== undefined) return undefined;
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
      if (target.id === current || 'code' in pair || pair.refusal !== undefined) continue;
      const repairs = this.#repair(pair, target.id);
      const cost = repairs.reduce((sum, { expected }) => sum + (expected === undefined ? 1 : 1.5), 0);
      const key = this.#view.index.describe(target);
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
