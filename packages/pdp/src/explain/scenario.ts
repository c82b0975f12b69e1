import type { Action, Caller, JsonObject, PolicyRule, Target } from '@agent-safe/core';
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
  pair(compiled: CompiledAction, target: string | undefined): Pair | Refusal;
}

/** A request as it might be. */
export interface Scenario {
  readonly action: CompiledAction;
  readonly target: string | undefined;
  readonly caller: Caller | undefined;
  readonly hasTicket: boolean;
  readonly at: number;
}

/** What would be answered, and what has to become of the parameters for it. */
export interface Outcome {
  readonly rule: PolicyRule | undefined;
  readonly repairs: readonly Edit[];
}

/** Judges scenarios with the parameters of one request. */
export class ScenarioJudge {
  readonly #view: PolicyView;
  readonly #params: JsonObject;
  readonly #repairs = new Map<string | undefined, readonly Edit[]>();
  /** How many were judged. */
  tried = 0;

  constructor(view: PolicyView, params: JsonObject) {
    this.#view = view;
    this.#params = params;
  }

  /** Undefined where action and target do not go together. */
  judge({ action, at, caller, hasTicket, target }: Scenario): Outcome | undefined {
    this.tried++;
    const pair = this.#view.pair(action, target);
    if ('code' in pair || pair.refusal !== undefined) return undefined;
    const rule = this.#view.index.first(pair.rules, caller, hasTicket, at);
    return { rule, repairs: this.repairs(action.action, pair, target) };
  }

  repairs(action: Action, pair: Pair, target: string | undefined): readonly Edit[] {
    const known = this.#repairs.get(target);
    if (known !== undefined) return known;
    const repairs = repairParams(action.parameters, pair.bound, this.#params);
    this.#repairs.set(target, repairs);
    return repairs;
  }
}
