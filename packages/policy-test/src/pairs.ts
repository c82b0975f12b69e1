import { type Action, needsTarget, type RiskClass, riskOf, type Target } from '@agent-safe/core';
import { checkPair, type RuleIndex } from '@agent-safe/pdp/analysis';

/** An action on a supported target. */
export interface ActionOnTarget {
  readonly action: string;
  readonly target: Target | undefined;
  readonly effectiveRisk: RiskClass;
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

/** Returns one pair for each kind of target that rules distinguish. */
export function pairsOf(
  action: Action,
  targets: readonly Target[] | undefined,
  strict: boolean,
  index: RuleIndex,
): readonly ActionOnTarget[] {
  const seen = new Set<string>();
  const pairs: ActionOnTarget[] = [];
  const takesTarget = needsTarget(action);
  const none = strict && takesTarget ? [] : [undefined];
  for (const target of [...none, ...((takesTarget ? targets : undefined) ?? [])]) {
    if (strict && target !== undefined && !checkPair(action, target).ok) continue;
    const kind = index.describe(target);
    if (seen.has(kind)) continue;
    seen.add(kind);
    const risk = riskOf(action, target);
    pairs.push({ action: action.name, target, effectiveRisk: risk });
  }
  return pairs;
}
