import type { PolicyRule, Verdict } from '@agent-safe/core';
import { firstMatch, type PreparedRule, prepareRules, VerifiedChain } from '@agent-safe/pdp/analysis';
import type { Located, PolicySet } from '@agent-safe/registry';
import type { PolicyTestCase } from '@agent-safe/schemas';
import { type Answer, answer, findDifference, mutantsOf } from './mutant.ts';
import { RequestSpace } from './request-space.ts';
import { compare, type EvaluatedCase, evaluateCases, type PolicyTestOptions } from './run.ts';
import { type SuggestedTest, suggestTest } from './suggest-test.ts';

/** A change of a rule that no test notices, though it changes an answer. */
export interface Survivor {
  readonly rule: string;
  /** What was changed: `targets.environments with "dev"`. */
  readonly mutation: string;
  /** A test that would notice it: a request, and what it is answered without the change. */
  readonly test: SuggestedTest;
  /** What it is answered with the change. */
  readonly after: Answer;
}

export interface MutationReport {
  /** How many changes were tried that make a difference to any request. */
  readonly mutants: number;
  /** How many of them made a test fail. */
  readonly killed: number;
  /** How many changes make no difference in this project, and need no test. */
  readonly equivalent: number;
  /** How many changes there was too much to ask about: whether they make a difference is not known. */
  readonly undecided: number;
  readonly survivors: readonly Survivor[];
}

/**
 * Changes each rule in each of its conditions, in its decision and in its place, and removes it, one change at a time: for
 * each there should be a test that then fails. Only tests that pass are counted on.
 */
export function mutatePolicies(
  policySet: Pick<PolicySet, 'actions' | 'rules' | 'targets'>,
  cases: readonly Located<PolicyTestCase>[],
  options: PolicyTestOptions,
): MutationReport {
  const evaluated = evaluateCases(policySet, cases, options).filter(
    ({ located, verdict }) => compare(located, verdict).passed,
  );
  const prepared = prepareRules(policySet.rules);
  const names = new VerifiedChain(options);
  const survivors: Survivor[] = [];
  let mutants = 0;
  let equivalent = 0;
  let undecided = 0;
  for (const [place, origin] of prepared.entries()) {
    const changes = mutantsOf(prepared, place);
    const rules = [...new Set([...prepared, ...changes.flatMap(({ mutated }) => mutated)])].map(({ rule }) => rule);
    const space = new RequestSpace({ ...policySet, rules }, options.strict ?? false, names);
    for (const mutant of changes) {
      const facts = findDifference(space, prepared, mutant, origin);
      if (facts === undefined) {
        if (space.isSpent) undecided++;
        else equivalent++;
        continue;
      }
      mutants++;
      if (evaluated.some((each) => isNoticed(each, mutant.rules))) continue;
      survivors.push({
        rule: origin.rule.name,
        mutation: mutant.what,
        test: suggestTest(policySet, facts, answer(prepared, facts), space.times.length > 1),
        after: answer(mutant.rules, facts),
      });
    }
  }
  return { mutants, killed: mutants - survivors.length, equivalent, undecided, survivors };
}

function isNoticed({ facts, located, verdict }: EvaluatedCase, rules: readonly PreparedRule[]): boolean {
  if (facts === undefined) return false;
  const rule = firstMatch(rules, facts);
  const changed = changeVerdict(verdict, rule);
  return !compare(located, changed).passed;
}

function changeVerdict(verdict: Verdict, rule: PolicyRule | undefined): Verdict {
  return {
    ...verdict,
    result: rule?.decision ?? 'deny',
    code: rule === undefined ? 'default_deny' : 'rule',
    policy_matched: rule?.name ?? null,
  };
}
