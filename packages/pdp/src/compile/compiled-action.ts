import {
  type Action,
  type CheckResult,
  effectiveRisk,
  PASSED,
  ParameterReader,
  quote,
  type RiskClass,
  type Target,
} from '@agent-safe/core';
import { type BoundParameter, bindParameters, checkBound } from './bindings.ts';
import type { Selection } from './rule-index.ts';

/** Whether an action and a target go together. */
type PairCheck = CheckResult<'target_type_mismatch' | 'target_mismatch'>;

/** An action on a target: all that can be known before there is a request. */
export interface Pair {
  readonly ok: true;
  readonly target: Target | undefined;
  readonly effectiveRisk: RiskClass;
  /** Whether any such request may be allowed. If not, each is denied, whatever its parameters. */
  readonly check: PairCheck;
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
      ok: true,
      target,
      effectiveRisk: risk,
      check: target !== undefined && strict ? checkPair(this.action, target) : PASSED,
      bound: target === undefined ? [] : bindParameters(this.action, target),
      rules: select(risk),
    };
  }
}

/** Whether strict mode takes an action on a target, whatever the parameters. */
export function checkPair(action: Action, target: Target): PairCheck {
  const { name, target_types } = action;
  if (!target_types.includes(target.type)) {
    const reason = `${name} is made for ${target_types.join(' or ')}, but ${quote(target.id)} is a ${target.type}.`;
    return { ok: false, code: 'target_type_mismatch', reason };
  }
  return checkBound(action, target);
}
