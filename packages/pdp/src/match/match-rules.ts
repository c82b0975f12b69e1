import type { PolicyRule } from '@agent-safe/core';
import { type Certainty, FAILS, HOLDS } from './certainty.ts';
import { judgeMatch } from './judge.ts';
import type { PreparedRule } from './match.ts';
import type { ResolvedRequest } from './resolved-request.ts';
import type { RuleOutcome } from './rule-outcome.ts';

/**
 * Returns what the rules answer, by trying them one by one: the first that decides, and the floors before it. `RuleIndex` must return
 * the same.
 */
export function matchRules(rules: readonly PreparedRule[], resolved: ResolvedRequest): RuleOutcome {
  const floors: PolicyRule[] = [];
  for (const prepared of rules) {
    const effect = matchRule(prepared, resolved);
    if (effect === 'decides') return { decider: prepared.rule, floors };
    if (effect === 'floor') floors.push(prepared.rule);
  }
  return { decider: undefined, floors };
}

/** Returns the effect of a rule on a request that no earlier rule decides. */
export function matchRule(prepared: PreparedRule, resolved: ResolvedRequest): RuleEffect {
  return effectOf(prepared.rule, judgeMatch(prepared, resolved));
}

export type RuleEffect = 'decides' | 'floor' | 'fails';

/**
 * Returns the effect of a rule. An allow rule needs certainty. A deny rule also decides in doubt. An approval rule in doubt is a floor, so
 * that it hides no later deny.
 */
export function effectOf({ decision }: PolicyRule, certainty: Certainty): RuleEffect {
  if (certainty === FAILS) return 'fails';
  if (certainty === HOLDS || decision === 'deny') return 'decides';
  return decision === 'allow' ? 'fails' : 'floor';
}
