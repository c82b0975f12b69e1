import type { JsonObject, ParameterTest, PolicyMatch, PolicyRule, TargetSelector } from '@agent-safe/core';
import type { ProofOptions } from '@agent-safe/pdp';
import { prepareRules, VerifiedChain } from '@agent-safe/pdp/analysis';
import { announceRandom, type Random, sampleAction, sampleParameter, scaled } from '@agent-safe/testkit';
import { expect, test } from 'vitest';
import { measureCoverage, mutatePolicies } from '../src/index.ts';
import { mutantsOf } from '../src/mutant.ts';
import { target } from './documents.ts';
import { everyRequest, sameAnswersAs, type Universe } from './every-request.ts';
import { makeRule } from './small-rules.ts';

const PARAMETERS = [
  sampleParameter('count', 'integer', { constraints: { min_value: 0, max_value: 3 } }),
  sampleParameter('image', 'string', { constraints: { enum: ['ours/app', 'ours/x/app', 'theirs/app'] } }),
];
const COUNTS = [undefined, 0, 1, 2, 3];
const IMAGES = [undefined, 'ours/app', 'ours/x/app', 'theirs/app'];

const universe: Universe = {
  actions: [
    sampleAction({ name: 'restart', tags: ['vm'], reversible: true, parameters: PARAMETERS }),
    sampleAction({ name: 'remove', tags: ['vm', 'danger'], parameters: PARAMETERS.slice(0, 1) }),
  ],
  targets: [
    { ...target('dev/vm', 'dev'), owner: 'g', labels: { tier: 'one' } },
    { ...target('prod/vm', 'prod'), owner: '', scope: { cluster: 'two' } },
  ],
  agents: ['a', 'b', 'other'],
  roles: ['r', 's'],
  groups: ['g'],
  longestChain: 1,
  times: [0],
  params: COUNTS.flatMap((count) => IMAGES.map((image): JsonObject => JSON.parse(JSON.stringify({ count, image })))),
};

function makeConditions(random: Random): PolicyMatch {
  const maybe = <Key extends string, Value>(key: Key, value: () => Value, rarity = 4) =>
    random.below(rarity) === 0 ? { [key]: value() } : {};
  const word = (): ParameterTest =>
    random.pick<ParameterTest>([
      { min_value: 1 },
      { max_value: 2 },
      { present: random.below(2) === 0 },
      { enum: [1, 3] },
      { not: { max_value: 1 } },
    ]);
  const image = (): ParameterTest =>
    random.pick<ParameterTest>([{ glob: ['ours/**'] }, { not: { glob: ['ours/*', 'theirs/*'] } }, { contains: ['x'] }]);
  const params = { ...maybe('count', word, 2), ...maybe('image', image, 3) };
  const targets: TargetSelector = {
    ...maybe('ids', () => [random.pick(['dev/*', '**', 'prod/vm'])], 6),
    ...maybe('owners', () => [random.pick(['g', 'other'])], 6),
    ...maybe('owner_in_caller_groups', () => random.below(2) === 0, 6),
    ...maybe('scopes', () => ({ clusters: ['t*'] }), 8),
    ...maybe('labels', () => ({ tier: ['one', 'two'] }), 8),
  };
  return {
    ...maybe('tags', () => [random.pick(['vm', 'danger', 'd*'])]),
    ...maybe('reversible', () => random.below(2) === 0, 6),
    ...(Object.keys(params).length > 0 && random.below(2) === 0 ? { params } : {}),
    ...(Object.keys(targets).length > 0 ? { targets } : {}),
  };
}

function makeConditionRule(random: Random, name: string): PolicyRule {
  const { match, ...rule } = makeRule(random, name);
  const { time_windows: _, risk_classes: __, ...own } = match;
  const not = { ...makeConditions(random), ...(random.below(3) === 0 ? { callers: { roles: ['r'] } } : {}) };
  const excluded = Object.keys(not).length > 0 && random.below(3) === 0 ? { not } : {};
  return { ...rule, match: { ...own, ...makeConditions(random), ...excluded } };
}

test.each<[string, ProofOptions, number]>([
  ['without keys', {}, scaled(40)],
  ['with keys', { verifiesCallers: true, delegation: { max_depth: 1, grants: [] } }, scaled(20)],
])(
  'T56 law: a change of a condition makes no difference exactly if it changes the answer to no request, %s',
  (name, settings, runs) => {
    const random = announceRandom(`changes of conditions without a difference, ${name}`);
    const requests = everyRequest(universe, new VerifiedChain(settings));
    const policySet = { actions: universe.actions, targets: universe.targets };
    let undecided = 0;
    for (let run = 0; run < runs; run++) {
      const rules = Array.from({ length: 2 + random.below(3) }, (_, place) =>
        makeConditionRule(random, `rule-${place}`),
      );
      const prepared = prepareRules(rules);
      const same = sameAnswersAs(prepared, requests);
      const mutants = prepared.flatMap((_, place) => mutantsOf(prepared, place));
      const without = mutants.filter((mutant) => same(mutant.rules));
      const found = mutatePolicies({ ...policySet, rules }, [], { now: 0, ...settings });
      undecided += found.undecided;
      if (found.undecided === 0)
        expect([found.equivalent, found.mutants], JSON.stringify(rules)).toEqual([
          without.length,
          mutants.length - without.length,
        ]);
      expect(found.equivalent, JSON.stringify(rules)).toBeLessThanOrEqual(without.length);
      if (found.undecided > 0) continue;
      const incomplete = found.survivors.filter((survivor) => survivor.incomplete);
      expect(
        incomplete.map(({ test: suggested }) => suggested),
        JSON.stringify(rules),
      ).toEqual([]);
      const { rules: covered } = measureCoverage({ ...policySet, rules }, [], { now: 0, ...settings });
      const idle = covered.flatMap(({ conditions, rule: own }) =>
        conditions.filter((condition) => condition.idle).map(({ condition }) => `${own}: without ${condition}`),
      );
      const removals = covered.flatMap(({ conditions, rule: own }, place) =>
        mutantsOf(prepared, place)
          .filter((mutant) => conditions.some(({ condition }) => mutant.what === `without ${condition}`))
          .filter((mutant) => same(mutant.rules))
          .map(({ what }) => `${own}: ${what}`),
      );
      expect(idle.sort(), JSON.stringify(rules)).toEqual(removals.sort());
    }
    expect(undecided).toBeLessThan(runs);
  },
  600_000,
);
