import { type PolicyRule, quote, type Verdict } from '@agent-safe/core';
import { type Facts, firstMatch, type PreparedRule, prepareRules } from '@agent-safe/pdp';
import type { Located, PolicySet } from '@agent-safe/registry';
import type { PolicyTestCase } from '@agent-safe/schemas';
import { mutationsOf } from './mutations.ts';
import { RequestSpace, SOMEBODY } from './request-space.ts';
import { compare, type JudgedCase, judgeCases, type PolicyTestOptions } from './run.ts';

/** A change of a rule that no test notices, though it changes an answer. */
export interface Survivor {
  readonly rule: string;
  /** What was changed: `targets.environments with "dev"`. */
  readonly mutation: string;
  /** A request that is answered otherwise: what a test should ask. */
  readonly request: string;
  readonly before: Answer;
  readonly after: Answer;
}

interface Answer {
  readonly result: Verdict['result'];
  readonly rule: string | null;
}

export interface MutationReport {
  /** How many changes were tried that make a difference to any request. */
  readonly mutants: number;
  /** How many of them made a test fail. */
  readonly killed: number;
  /** How many changes make no difference in this project, and need no test. */
  readonly equivalent: number;
  readonly survivors: readonly Survivor[];
}

/** How many requests are asked of one change before it counts as making no difference. */
const MOST_ASKED = 20_000;

/**
 * Changes each rule in each of its conditions, in its decision and in its place, and removes it, one change at a time: for
 * each there should be a test that then fails. Only tests that pass are counted on.
 */
export function mutatePolicies(
  policySet: Pick<PolicySet, 'actions' | 'rules' | 'targets'>,
  cases: readonly Located<PolicyTestCase>[],
  options: PolicyTestOptions,
): MutationReport {
  const judged = judgeCases(policySet, cases, options).filter(
    ({ located, verdict }) => compare(located, verdict).passed,
  );
  const prepared = prepareRules(policySet.rules);
  const survivors: Survivor[] = [];
  let mutants = 0;
  let equivalent = 0;
  for (const [place, origin] of prepared.entries()) {
    const changes = mutantsOf(prepared, place);
    const rules = [...new Set([...prepared, ...changes.flatMap(({ mutated }) => mutated)])].map(({ rule }) => rule);
    const space = new RequestSpace({ ...policySet, rules }, options.strict ?? false);
    for (const mutant of changes) {
      const facts = findDifference(space, prepared, mutant, origin);
      if (facts === undefined) {
        equivalent++;
        continue;
      }
      mutants++;
      if (judged.some((each) => isNoticed(each, mutant.rules))) continue;
      const before = answer(prepared, facts);
      const after = answer(mutant.rules, facts);
      const { what: mutation } = mutant;
      survivors.push({ rule: origin.rule.name, mutation, request: describeRequest(facts), before, after });
    }
  }
  return { mutants, killed: mutants - survivors.length, equivalent, survivors };
}

interface Mutant {
  readonly what: string;
  /** What took the rule's place: one rule, or none. */
  readonly mutated: readonly PreparedRule[];
  /** All rules, in the order in which they are tried. */
  readonly rules: readonly PreparedRule[];
}

function mutantsOf(prepared: readonly PreparedRule[], place: number): readonly Mutant[] {
  const origin = prepared[place];
  if (origin === undefined) return [];
  const replace = (what: string, mutated: readonly PreparedRule[]): Mutant => ({
    what,
    mutated,
    rules: prepared.toSpliced(place, 1, ...mutated),
  });
  const changed = mutationsOf(origin.rule).map(({ rule, what }) => replace(what, prepareRules([rule])));
  const next = prepared[place + 1];
  const swapped =
    next === undefined
      ? []
      : [
          {
            what: `tried after ${quote(next.rule.name)}`,
            mutated: [next],
            rules: prepared.toSpliced(place, 2, next, origin),
          },
        ];
  return [replace('removed', []), ...changed, ...swapped];
}

/** A request that is answered otherwise. It is one that the rule matches, before or after the change. */
function findDifference(
  space: RequestSpace,
  before: readonly PreparedRule[],
  { mutated, rules: after }: Mutant,
  origin: PreparedRule,
): Facts | undefined {
  const concerned = [origin, ...mutated];
  let asked = 0;
  for (const group of [...concerned.map((rule) => [rule]), concerned]) {
    for (const facts of space.requestsFor(group)) {
      if (++asked > MOST_ASKED) return undefined;
      if (!isSame(answer(before, facts), answer(after, facts))) return facts;
    }
  }
  return undefined;
}

function isNoticed({ facts, located, verdict }: JudgedCase, rules: readonly PreparedRule[]): boolean {
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

function answer(rules: readonly PreparedRule[], facts: Facts): Answer {
  const rule = firstMatch(rules, facts);
  return { result: rule?.decision ?? 'deny', rule: rule?.name ?? null };
}

function isSame(left: Answer, right: Answer): boolean {
  return left.result === right.result && left.rule === right.rule;
}

function describeRequest({ action, at, caller, hasTicket, target }: Facts): string {
  const parts = [action];
  if (target !== undefined) parts.push(`on ${quote(target.id)}`);
  if (caller === undefined) parts.push('without a caller');
  else {
    const { agent_id, delegation_chain, groups, roles } = caller;
    parts.push(agent_id === SOMEBODY ? 'by an agent' : `by ${quote(agent_id)}`);
    if (roles.length > 0) parts.push(`with the roles ${JSON.stringify(roles)}`);
    if (groups.length > 0) parts.push(`in the groups ${JSON.stringify(groups)}`);
    if (delegation_chain.length > 0) parts.push(`delegated by ${JSON.stringify(delegation_chain)}`);
  }
  if (hasTicket) parts.push('with a ticket id');
  parts.push(`at ${new Date(at).toISOString()}`);
  return parts.join(' ');
}
