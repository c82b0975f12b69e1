import type { PolicyRule } from '@agent-safe/core';
import type { ConditionResult } from '@agent-safe/pdp';
import {
  explainConditions,
  matchRules,
  type PreparedRule,
  prepareRules,
  reportedRule,
  VerifiedChain,
} from '@agent-safe/pdp/analysis';
import type { Located, PolicySet } from '@agent-safe/registry';
import type { PolicyTestCase } from '@agent-safe/schemas';
import { findDifference, type Mutant, mutantsOf } from './mutant.ts';
import { isNoticed } from './mutate.ts';
import { RequestSpace } from './request-space.ts';
import { compare, type EvaluatedCase, evaluateCases, type PolicyTestOptions } from './run.ts';

/** Coverage of one rule by policy tests. */
export interface RuleCoverage {
  readonly rule: string;
  /** Names of the tests that the rule decides. */
  readonly decides: readonly string[];
  readonly conditions: readonly {
    /** Path in the policy: `targets.environments`. */
    readonly condition: string;
    /** Names of the tests that the rule would decide without this condition. */
    readonly decides: readonly string[];
    /** Whether the condition alone can never stop the rule from matching a request of this project, so that no test can cover it. */
    readonly idle: boolean;
    /** Set if the search for such a request did not finish. The condition then counts as not covered. */
    readonly undecided?: true;
  }[];
}

export interface Coverage {
  /** In evaluation order. */
  readonly rules: readonly RuleCoverage[];
  /** Number of rules and conditions that decide a test. */
  readonly covered: number;
  readonly total: number;
  /** From 0 to 100. It is 100 without rules. */
  readonly percent: number;
  /** Number of conditions for which the search did not finish, if there are any. They count as not covered. */
  readonly undecided?: number;
}

/**
 * Measures which rules and conditions are covered by policy tests. A rule is covered if it decides a test. A condition is covered if it
 * alone stops its rule from deciding a test: without that test, removing the condition would go unnoticed.
 */
export function measureCoverage(
  policySet: Pick<PolicySet, 'actions' | 'rules' | 'targets'>,
  cases: readonly Located<PolicyTestCase>[],
  options: PolicyTestOptions,
): Coverage {
  const prepared = prepareRules(policySet.rules);
  const decided = prepared.map(() => [] as string[]);
  const stopped = prepared.map(() => new Map<string, readonly string[]>());
  const evaluated = evaluateCases(policySet, cases, options);
  for (const { resolved, located } of evaluated) {
    if (resolved === undefined) continue;
    const { name } = located.document;
    const outcome = matchRules(prepared, resolved);
    const reported = reportedRule(outcome);
    for (const [place, each] of prepared.entries()) {
      const { rule } = each;
      const conditions = explainConditions(each, resolved);
      const failing = conditions.filter(({ holds }) => !holds);
      for (const { condition } of conditions) {
        const tests = stopped[place]?.get(condition) ?? [];
        const isStopped = failing.length === 1 && failing[0]?.condition === condition;
        stopped[place]?.set(condition, isStopped ? [...tests, name] : tests);
      }
      if (rule === reported) decided[place]?.push(name);
      if (rule === outcome.decider) break;
    }
  }
  for (const [place, { rule }] of prepared.entries()) {
    for (const condition of requirementsOf(rule)) {
      const mutant = mutantsOf(prepared, place).find(({ what }) => what === `without ${condition}`);
      stopped[place]?.set(condition, mutant === undefined ? [] : noticedBy(evaluated, mutant));
    }
  }
  const removals = new Map(prepared.map((rule, place) => [rule, removalsOf(prepared, place, stopped[place])]));
  const changed = [...removals.values()].flatMap((mutants) => [...mutants.values()]);
  const space = new RequestSpace(
    { ...policySet, rules: [...prepared, ...changed.flatMap(({ mutated }) => mutated)].map(({ rule }) => rule) },
    { strict: options.strict ?? false, names: new VerifiedChain(options) },
  );
  const rules = prepared.map((origin, place) => ({
    rule: origin.rule.name,
    decides: decided[place] ?? [],
    conditions: [...conditionsOf(origin), ...requirementsOf(origin.rule)].map((condition) => {
      const removal = removals.get(origin)?.get(condition);
      const difference = removal === undefined ? undefined : findDifference(space, prepared, removal, origin);
      return {
        condition,
        decides: stopped[place]?.get(condition) ?? [],
        idle: difference === 'none',
        ...(difference === 'undecided' ? { undecided: true as const } : {}),
      };
    }),
  }));
  const parts = rules.flatMap(({ conditions, decides }) => [
    decides,
    ...conditions.filter(({ idle }) => !idle).map((each) => each.decides),
  ]);
  const covered = parts.filter((tests) => tests.length > 0).length;
  const undecided = rules.flatMap(({ conditions }) => conditions.filter((each) => 'undecided' in each)).length;
  const percent = parts.length === 0 ? 100 : (covered * 100) / parts.length;
  return { rules, covered, total: parts.length, percent, ...(undecided === 0 ? {} : { undecided }) };
}

/** Returns the keys of a rule, besides its conditions, that change answers. */
function requirementsOf({ approvals, overrides }: PolicyRule): readonly ('overrides' | 'approvals')[] {
  return [
    ...(overrides === true ? ['overrides' as const] : []),
    ...(approvals === undefined ? [] : ['approvals' as const]),
  ];
}

/** Returns the names of the passing tests that a mutant fails. */
function noticedBy(evaluated: readonly EvaluatedCase[], { rules }: Mutant): readonly string[] {
  const passing = evaluated.filter(({ approvals, located, verdict }) => compare(located, verdict, approvals).passed);
  return passing.filter((each) => isNoticed(each, rules)).map(({ located }) => located.document.name);
}

/** Returns the changes that remove one condition which no test covers. */
function removalsOf(
  prepared: readonly PreparedRule[],
  place: number,
  stopped: ReadonlyMap<string, readonly string[]> | undefined,
): ReadonlyMap<string, Mutant> {
  const isCovered = (condition: string) => (stopped?.get(condition) ?? []).length > 0;
  const removals = mutantsOf(prepared, place).flatMap((mutant) => {
    const condition = /^without (.*)$/.exec(mutant.what)?.[1] ?? '';
    return condition === '' || isCovered(condition) ? [] : [[condition, mutant] as const];
  });
  return new Map(removals);
}

/** Returns the conditions of a rule. They do not depend on the request. */
function conditionsOf(rule: PreparedRule): readonly string[] {
  const anyRequest = {
    action: '',
    target: undefined,
    caller: undefined,
    verifiedChain: Number.POSITIVE_INFINITY,
    effectiveRisk: 'low',
    hasChangeTicket: false,
    at: 0,
  } as const;
  return explainConditions(rule, anyRequest).map(({ condition }: ConditionResult) => condition);
}
