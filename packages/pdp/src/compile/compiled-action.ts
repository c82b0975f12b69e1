import {
  type Action,
  type CheckResult,
  needsTarget,
  PASSED,
  ParameterReader,
  quote,
  type RiskClass,
  riskOf,
  type Target,
} from '@agent-safe/core';
import { type BoundParameter, bindParameters, checkBound, checkScope } from './bindings.ts';
import type { Selection } from './rule-index.ts';

/** Whether strict mode allows an action on a target. */
type PairCheck = CheckResult<'target_type_mismatch' | 'target_mismatch'>;

/** An action on a target: everything that does not depend on the request. */
export interface Pair {
  readonly ok: true;
  readonly target: Target | undefined;
  readonly effectiveRisk: RiskClass;
  /** If refused, every request for this pair is denied, with any parameters. */
  readonly check: PairCheck;
  readonly bound: readonly BoundParameter[];
  /** The rules that admit the pair. */
  readonly rules: Selection;
  /** The pairs with other targets that may be the same object, as far as they are known before the request. */
  alternatives: readonly Pair[] | 'many' | undefined;
  /** Whether the pair of another target is wider than this one, as far as computed. */
  wider: WeakMap<Pair, boolean> | undefined;
}

interface PairOptions {
  readonly strict: boolean;
  /** Whether the calling program describes the target. */
  readonly isDescribed: boolean;
}

/** The alternatives of most targets. One object, so that a decision only compares it. */
export const NO_ALTERNATIVES: readonly Pair[] = [];

/** An action with its compiled parameters and pairs. */
export class CompiledAction {
  readonly action: Action;
  readonly needsTarget: boolean;
  /** By target id; undefined for requests without a target. */
  readonly pairs = new Map<string | undefined, Pair>();
  /** By described target. */
  described = new WeakMap<Target, Pair>();

  #reader: ParameterReader | undefined;

  constructor(action: Action) {
    this.action = action;
    this.needsTarget = needsTarget(action);
  }

  /**
   * Compiled on first use, because a process with one decision needs one action.
   *
   * @throws PatternError if a pattern of the action is invalid
   */
  get reader(): ParameterReader {
    this.#reader ??= new ParameterReader(this.action);
    return this.#reader;
  }

  /** Returns the pair of this action and a target. A described target has no alternatives. */
  pair(target: Target | undefined, { isDescribed, strict }: PairOptions, select: (risk: RiskClass) => Selection): Pair {
    const risk = riskOf(this.action, target);
    return {
      ok: true,
      target,
      effectiveRisk: risk,
      check: target !== undefined && strict ? checkPair(this.action, target, isDescribed) : PASSED,
      bound: target === undefined ? [] : bindParameters(this.action, target),
      rules: select(risk),
      alternatives: isDescribed ? NO_ALTERNATIVES : undefined,
      wider: undefined,
    };
  }
}

/** Checks that strict mode allows an action on a target, before the parameters are known. */
export function checkPair(action: Action, target: Target, isDescribed = false): PairCheck {
  const { name, target_types } = action;
  if (!target_types.includes(target.type)) {
    const reason = `Target ${quote(target.id)} has the type ${target.type}, but ${name} needs ${target_types.join(' or ')}. Choose another target.`;
    return { ok: false, code: 'target_type_mismatch', reason };
  }
  const bound = checkBound(action, target);
  // No executor reaches a described target, so nothing depends on its scope.
  return bound.ok && !isDescribed ? checkScope(target) : bound;
}
