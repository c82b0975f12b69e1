import type { PolicyRule } from '@agent-safe/core';
import type { ProofOptions } from '@agent-safe/pdp';
import { prepareRules, VerifiedChain } from '@agent-safe/pdp/analysis';
import { announceRandom, type Random } from '@agent-safe/testkit';
import { expect, test } from 'vitest';
import { measureCoverage, mutatePolicies } from '../src/index.ts';
import { mutantsOf } from '../src/mutant.ts';
import { everyRequest, sameAnswersAs } from './every-request.ts';
import { makeRule, universe } from './small-rules.ts';

/** Removes the conditions on time, whose changes need every hour. */
function withoutTimes(random: Random, name: string): PolicyRule {
  const rule = makeRule(random, name);
  const { time_windows: _, ...match } = rule.match;
  return { ...rule, match };
}

test.each<[string, ProofOptions, number]>([
  ['without keys', {}, 12],
  ['with keys', { verifiesCallers: true, delegation: { max_depth: 1, grants: [] } }, 6],
])(
  'T40 law: a change of a rule makes no difference exactly if it changes the answer to no request, %s',
  (name, settings, runs) => {
    const random = announceRandom(`changes without a difference, ${name}`);
    const requests = everyRequest({ ...universe, times: [0] }, new VerifiedChain(settings));
    const policySet = { actions: universe.actions, targets: universe.targets };
    for (let run = 0; run < runs; run++) {
      const rules = Array.from({ length: 3 + random.below(3) }, (_, place) => withoutTimes(random, `rule-${place}`));
      const prepared = prepareRules(rules);
      const same = sameAnswersAs(prepared, requests);
      const mutants = prepared.flatMap((_, place) => mutantsOf(prepared, place));
      const without = mutants.filter((mutant) => same(mutant.rules));
      const found = mutatePolicies({ ...policySet, rules }, [], { now: 0, ...settings });
      expect([found.equivalent, found.mutants, found.undecided], JSON.stringify(rules)).toEqual([
        without.length,
        mutants.length - without.length,
        0,
      ]);
      // Each suggested test was judged: without parameters, all pass as they are.
      expect(found.survivors.filter(({ incomplete }) => incomplete).map(({ test: suggested }) => suggested)).toEqual(
        [],
      );
      const idle = measureCoverage({ ...policySet, rules }, [], { now: 0, ...settings }).rules.flatMap((rule) =>
        rule.conditions.filter((condition) => condition.idle).map(({ condition }) => `without ${condition}`),
      );
      expect(idle.length, JSON.stringify(rules)).toBe(
        without.filter(({ what }) => /^without (?!time)/.test(what)).filter(({ what }) => isCondition(what)).length,
      );
    }
  },
);

/** Whether a change removes what coverage counts as one condition. */
function isCondition(what: string): boolean {
  return !['without targets', 'without callers', 'without targets.labels'].includes(what);
}
