import {
  type Action,
  type DecisionCode,
  effectiveRisk,
  ParameterReader,
  quote,
  type RiskClass,
  type Target,
} from '@agent-safe/core';
import { type BoundParameter, bindParameters, findUnbound } from './bindings.ts';
import type { Selection } from './rule-index.ts';

export interface Refusal {
  readonly code: DecisionCode;
  readonly reason: string;
}

/** An action on a target: all that can be known before there is a request. */
export interface Pair {
  readonly target: Target | undefined;
  readonly effectiveRisk: RiskClass;
  /** Why every such request is denied, whatever its parameters. */
  readonly refusal: Refusal | undefined;
  readonly bound: readonly BoundParameter[];
  /** The rules that admit the pair. */
  readonly rules: Selection;
}

/** An action, prepared for many requests. */
export class CompiledAction {
  readonly action: Action;
  /** By the target's id; undefined for requests without a target. */
  readonly pairs = new Map<string | undefined, Pair>();

  #reader: ParameterReader | undefined;

  constructor(action: Action) {
    this.action = action;
  }

  /**
   * Compiled when it is first needed: a process that decides once needs one.
   *
   * @throws PatternError if a pattern of the action is refused
   */
  get reader(): ParameterReader {
    this.#reader ??= new ParameterReader(this.action);
    return this.#reader;
  }

  /** Works out what there is to know of the action on a target. */
  pair(target: Target | undefined, strict: boolean, select: (risk: RiskClass) => Selection): Pair {
    const risk = effectiveRisk(this.action.risk_class, target?.sensitivity);
    return {
      target,
      effectiveRisk: risk,
      refusal: target !== undefined && strict ? refusePair(this.action, target) : undefined,
      bound: target === undefined ? [] : bindParameters(this.action, target),
      rules: select(risk),
    };
  }
}

/** Why strict mode refuses an action on a target, whatever the parameters; undefined where it does not. */
export function refusePair(action: Action, target: Target): Refusal | undefined {
  const { name, target_types } = action;
  if (!target_types.includes(target.type)) {
    const reason = `${name} is made for ${target_types.join(' or ')}, but ${quote(target.id)} is a ${target.type}.`;
    return { code: 'target_type_mismatch', reason };
  }
  const unbound = findUnbound(action, target);
  return unbound === undefined ? undefined : { code: 'target_mismatch', reason: unbound };
}
