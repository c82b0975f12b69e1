import { type Action, needsTarget, type ParameterSlots, type RiskClass, riskOf, type Target } from '@agent-safe/core';
import { checkPair, type PreparedRule, type RuleIndex } from '@agent-safe/pdp/analysis';
import { maskOf, ParameterValues } from './parameter-values.ts';

/** An action on a supported target, with parameters. */
export interface ActionOnTarget {
  readonly action: string;
  readonly definition: Action;
  readonly target: Target | undefined;
  readonly effectiveRisk: RiskClass;
  readonly slots: Readonly<ParameterSlots>;
  readonly mask: typeof maskOf;
}

/** Returns the first value of each key. */
export function firstOfEach<Value>(values: readonly Value[], key: (value: Value) => string): readonly Value[] {
  const firsts = new Map<string, Value>();
  for (const value of values) {
    const mark = key(value);
    if (!firsts.has(mark)) firsts.set(mark, value);
  }
  return [...firsts.values()];
}

/** The pairs of one action. */
export interface PairsOfAction {
  readonly pairs: readonly ActionOnTarget[];
  /** Whether they have all values of parameters that rules distinguish. */
  readonly isComplete: boolean;
}

/** Returns one pair for each kind of target and each kind of parameters that rules distinguish. */
export function pairsOf(
  action: Action,
  targets: readonly Target[] | undefined,
  strict: boolean,
  { index, rules }: { readonly index: RuleIndex; readonly rules: readonly PreparedRule[] },
): PairsOfAction {
  const seen = new Set<string>();
  const values = new ParameterValues(action, rules);
  const pairs: ActionOnTarget[] = [];
  const takesTarget = needsTarget(action);
  const none = strict && takesTarget ? [] : [undefined];
  for (const target of [...none, ...((takesTarget ? targets : undefined) ?? [])]) {
    if (strict && target !== undefined && !checkPair(action, target).ok) continue;
    const kind = index.describe(target, action);
    if (seen.has(kind)) continue;
    seen.add(kind);
    const risk = riskOf(action, target);
    for (const slots of values.slotsFor(target)) {
      pairs.push({ action: action.name, definition: action, target, effectiveRisk: risk, slots, mask: maskOf });
    }
  }
  return { pairs, isComplete: values.isComplete };
}
