import type { ConditionResult } from '@agent-safe/pdp';
import { explainConditions, type PreparedRule, prepareRules, VerifiedChain } from '@agent-safe/pdp/analysis';
import type { Located, PolicySet } from '@agent-safe/registry';
import type { PolicyTestCase } from '@agent-safe/schemas';
import { findDifference, mutantsOf } from './mutant.ts';
import { RequestSpace } from './request-space.ts';
import { evaluateCases, type PolicyTestOptions } from './run.ts';

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
    /** No request of this project could be kept by it alone: there is nothing to test. */
    readonly idle: boolean;
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
  for (const { facts, located } of evaluateCases(policySet, cases, options)) {
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
  const space = new RequestSpace(policySet, options.strict ?? false, new VerifiedChain(options));
  const rules = prepared.map((origin, place) => ({
    rule: origin.rule.name,
    decides: decided[place] ?? [],
    conditions: conditionsOf(origin.rule).map((condition) => {
      const decides = kept[place]?.get(condition) ?? [];
      return { condition, decides, idle: decides.length === 0 && isIdle(space, prepared, place, condition) };
    }),
  }));
  const parts = rules.flatMap(({ conditions, decides }) => [
    decides,
    ...conditions.filter(({ idle }) => !idle).map((each) => each.decides),
  ]);
  const covered = parts.filter((tests) => tests.length > 0).length;
  return { rules, covered, total: parts.length, percent: parts.length === 0 ? 100 : (covered * 100) / parts.length };
}

/** Whether nothing that could be asked would be answered otherwise without the condition. */
function isIdle(space: RequestSpace, prepared: readonly PreparedRule[], place: number, condition: string): boolean {
  const origin = prepared[place];
  const mutant = mutantsOf(prepared, place).find(({ what }) => what === `without ${condition}`);
  return origin !== undefined && mutant !== undefined && findDifference(space, prepared, mutant, origin) === undefined;
}

/** What conditions a rule has does not depend on who asks. */
function conditionsOf(rule: Parameters<typeof explainConditions>[0]): readonly string[] {
  const anything = {
    action: '',
    target: undefined,
    caller: undefined,
    verifiedChain: Number.POSITIVE_INFINITY,
    effectiveRisk: 'low',
    hasChangeTicket: false,
    at: 0,
  } as const;
  return explainConditions(rule, () => true, anything).map(({ condition }: ConditionResult) => condition);
}
