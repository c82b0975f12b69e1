import type { PolicyRule } from '@agent-safe/core';
import type { ProofOptions } from '@agent-safe/pdp';
import { VerifiedChain } from '@agent-safe/pdp/analysis';
import { announceRandom } from '@agent-safe/testkit';
import { expect, test } from 'vitest';
import { lint } from '../src/lint.ts';
import { locate } from './documents.ts';
import { effectiveRules, everyRequest } from './every-request.ts';
import { makeRule, universe } from './small-rules.ts';

/** Returns the names of the rules that `validate` says never decide. */
function deadRules(rules: readonly PolicyRule[], settings: ProofOptions): readonly string[] {
  const project = {
    actions: locate(universe.actions, 'actions'),
    rules: locate(rules, 'rules'),
    targets: locate(universe.targets, 'targets'),
  };
  const warnings = lint(project, false, settings);
  expect(warnings.filter(({ code }) => code === 'analysis_unfinished')).toEqual([]);
  return warnings
    .filter(({ code }) => code === 'rule_shadowed' || code === 'rule_unmatched')
    .map(({ message }) => /"([^"]*)"/.exec(message)?.[1] ?? '')
    .sort();
}

test.each<[string, ProofOptions]>([
  ['without keys', {}],
  ['with keys', { verifiesCallers: true }],
  [
    'with keys and grants',
    { verifiesCallers: true, delegation: { max_depth: 1, grants: [{ parent: 'a', children: ['b'] }] } },
  ],
])('T40 law: the rules that never decide are exactly those that decide none of all requests, %s', (name, settings) => {
  const random = announceRandom(`rules that never decide, ${name}`);
  const requests = everyRequest(universe, new VerifiedChain(settings));
  let dead = 0;
  for (let run = 0; run < 60; run++) {
    const rules = Array.from({ length: 3 + random.below(5) }, (_, place) => makeRule(random, `rule-${place}`));
    const effective = effectiveRules(rules, requests);
    const expected = rules.map((rule) => rule.name).filter((rule) => !effective.has(rule));
    dead += expected.length;
    expect(deadRules(rules, settings), JSON.stringify(rules)).toEqual(expected.sort());
  }
  expect(dead).toBeGreaterThan(20);
});
