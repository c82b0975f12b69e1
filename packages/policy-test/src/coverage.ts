import { type ConditionResult, explainConditions, prepareRules } from '@agent-safe/pdp';
import type { Located, PolicySet } from '@agent-safe/registry';
import type { PolicyTestCase } from '@agent-safe/schemas';
import { judgeCases, type PolicyTestOptions } from './run.ts';

/** How far the tests of a policy reach into one rule. */
export interface RuleCoverage {
  readonly rule: string;
  /** The tests that it decides. */
  readonly decides: readonly string[];
  readonly conditions: readonly {
    /** As it is written in the policy: `targets.environments`. */
    readonly condition: string;
    /** The tests that this condition alone keeps from being decided by the rule. */
    readonly decides: readonly string[];
  }[];
}

export interface Coverage {
  /** In the order in which rules are tried. */
  readonly rules: readonly RuleCoverage[];
  /** Rules that decide a test, and conditions that do. */
  readonly covered: number;
  readonly total: number;
  /** From 0 to 100. Without rules there is nothing that is not covered. */
  readonly percent: number;
}

/**
 * Measures which rules, and which of their conditions, policy tests decide. A rule is covered where it decides a test. A
 * condition is covered where it alone keeps a test from being decided by its rule: without that test nobody would notice
 * if the condition were gone.
 */
export function measureCoverage(
  policySet: Pick<PolicySet, 'actions' | 'rules' | 'targets'>,
  cases: readonly Located<PolicyTestCase>[],
  options: PolicyTestOptions,
): Coverage {
  const prepared = prepareRules(policySet.rules);
  const decided = prepared.map(() => [] as string[]);
  const kept = prepared.map(() => new Map<string, string[]>());
  for (const { facts, located } of judgeCases(policySet, cases, options)) {
    if (facts === undefined) continue;
    const { name } = located.document;
    for (const [place, { matchesAction, rule }] of prepared.entries()) {
      const conditions = explainConditions(rule, matchesAction, facts);
      const failing = conditions.filter(({ holds }) => !holds);
      for (const { condition } of conditions) {
        const tests = kept[place]?.get(condition) ?? [];
        if (failing.length === 1 && failing[0]?.condition === condition) tests.push(name);
        kept[place]?.set(condition, tests);
      }
      if (failing.length > 0) continue;
      decided[place]?.push(name);
      break;
    }
  }
  const rules = prepared.map(({ rule }, place) => ({
    rule: rule.name,
    decides: decided[place] ?? [],
    conditions: conditionsOf(rule).map((condition) => ({ condition, decides: kept[place]?.get(condition) ?? [] })),
  }));
  const parts = rules.flatMap(({ conditions, decides }) => [decides, ...conditions.map((each) => each.decides)]);
  const covered = parts.filter((tests) => tests.length > 0).length;
  return { rules, covered, total: parts.length, percent: parts.length === 0 ? 100 : (covered * 100) / parts.length };
}

/** What conditions a rule has does not depend on who asks. */
function conditionsOf(rule: Parameters<typeof explainConditions>[0]): readonly string[] {
  const anything = {
    action: '',
    target: undefined,
    caller: undefined,
    effectiveRisk: 'low',
    hasTicket: false,
    at: 0,
  } as const;
  return explainConditions(rule, () => true, anything).map(({ condition }: ConditionResult) => condition);
}
