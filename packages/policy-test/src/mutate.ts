import type { Verdict } from '@agent-safe/core';
import { type PreparedRule, prepareRules, VerifiedChain } from '@agent-safe/pdp/analysis';
import type { Located, PolicySet } from '@agent-safe/registry';
import { type PolicyTestCase, readTestCases } from '@agent-safe/schemas';
import { type Answer, answer, findDifference, mutantsOf } from './mutant.ts';
import { RequestSpace } from './request-space.ts';
import { compare, type EvaluatedCase, evaluateCases, type PolicyTestOptions } from './run.ts';
import { Effort } from './search.ts';
import { type SuggestedTest, suggestTest } from './suggest-test.ts';

/** A change of a rule that alters an answer, but fails no test. */
export interface Survivor {
  readonly rule: string;
  /** Description of the change: `targets.environments with "dev"`. */
  readonly mutation: string;
  /** A test that would fail: a request with its answer before the change. */
  readonly test: SuggestedTest;
  /** Set if the test does not pass as it is: the author must replace the values in angle brackets first. */
  readonly incomplete?: true;
  /** The answer after the change. */
  readonly after: Answer;
}

export interface MutationReport {
  /** Number of changes that alter the answer to some request. */
  readonly mutants: number;
  /** Number of these changes that fail a test. */
  readonly killed: number;
  /** Number of changes that alter no answer in this project, and need no test. */
  readonly equivalent: number;
  /** Number of changes whose requests were too many to evaluate, so that their effect is unknown. */
  readonly undecided: number;
  /** Names of the rules with such changes, if there are any. */
  readonly undecided_rules?: readonly string[];
  readonly survivors: readonly Survivor[];
}

/**
 * Applies single changes to each rule: to its conditions, decision and place, and its removal. Each change should fail a test. Only
 * passing tests are counted.
 */
export function mutatePolicies(
  policySet: Pick<PolicySet, 'actions' | 'rules' | 'targets'>,
  cases: readonly Located<PolicyTestCase>[],
  options: PolicyTestOptions,
): MutationReport {
  const evaluated = evaluateCases(policySet, cases, options).filter(
    ({ approvals, located, verdict }) => compare(located, verdict, approvals).passed,
  );
  const prepared = prepareRules(policySet.rules);
  const names = new VerifiedChain(options);
  const survivors: Survivor[] = [];
  let mutants = 0;
  let equivalent = 0;
  const undecided: string[] = [];
  const effort = new Effort();
  for (const [place, origin] of prepared.entries()) {
    const changes = mutantsOf(prepared, place);
    const rules = [...new Set([...prepared, ...changes.flatMap(({ mutated }) => mutated)])].map(({ rule }) => rule);
    const space = new RequestSpace({ ...policySet, rules }, { strict: options.strict ?? false, names, effort });
    for (const mutant of changes) {
      const resolved = findDifference(space, prepared, mutant, origin);
      if (typeof resolved === 'string') {
        if (resolved === 'undecided') undecided.push(origin.rule.name);
        else equivalent++;
        continue;
      }
      mutants++;
      if (evaluated.some((each) => isNoticed(each, mutant.rules))) continue;
      const test = suggestTest(policySet, resolved, answer(prepared, resolved), space.hasTimes);
      survivors.push({
        rule: origin.rule.name,
        mutation: mutant.what,
        test,
        ...(passes(policySet, test, options) ? {} : { incomplete: true as const }),
        after: answer(mutant.rules, resolved),
      });
    }
  }
  return {
    mutants,
    killed: mutants - survivors.length,
    equivalent,
    undecided: undecided.length,
    ...(undecided.length === 0 ? {} : { undecided_rules: [...new Set(undecided)] }),
    survivors,
  };
}

/** Whether a suggested test passes, read and run like a test of a file. */
function passes(
  policySet: Pick<PolicySet, 'actions' | 'rules' | 'targets'>,
  test: SuggestedTest,
  options: PolicyTestOptions,
): boolean {
  const cases = readTestCases({ tests: [test] }).entries.map(({ entry }) => ({ document: entry, place: () => ({}) }));
  const [evaluated] = evaluateCases(policySet, cases, options);
  return evaluated !== undefined && compare(evaluated.located, evaluated.verdict, evaluated.approvals).passed;
}

export function isNoticed({ resolved, located, verdict }: EvaluatedCase, rules: readonly PreparedRule[]): boolean {
  if (resolved === undefined) return false;
  const changed = answer(rules, resolved);
  return !compare(located, changeVerdict(verdict, changed), changed.approvals).passed;
}

function changeVerdict(verdict: Verdict, { result, rule }: Answer): Verdict {
  return { ...verdict, result, code: rule === null ? 'default_deny' : 'rule', policy_matched: rule };
}
