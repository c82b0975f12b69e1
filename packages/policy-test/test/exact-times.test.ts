import type { DecisionResult, PolicyRule, TimeWindow, ValidPeriod } from '@agent-safe/core';
import { prepareRules, VerifiedChain } from '@agent-safe/pdp/analysis';
import { announceRandom, type Random } from '@agent-safe/testkit';
import { expect, test } from 'vitest';
import { mutatePolicies } from '../src/index.ts';
import { lint } from '../src/lint.ts';
import { mutantsOf } from '../src/mutant.ts';
import { locate, remove, restart } from './documents.ts';
import { effectiveRules, everyRequest, sameAnswersAs, type Universe } from './every-request.ts';

const QUARTER = 900_000;
const DAY = 86_400_000;
const WEEK = 7 * DAY;
const MONDAY = Date.UTC(2026, 0, 5);
/** Ends of periods: one within a week, and one within a quarter of an hour. */
const ENDS = [MONDAY + WEEK, MONDAY + WEEK + DAY + 10 * 3_600_000, MONDAY + 3 * WEEK + 90_500];

/** All times at which a rule of this test begins or ends to match, before, within and after all periods. */
const times = [0, 1, 2, 3]
  .flatMap((week) => [0, 1, 2, 3, 4, 5, 6].map((day) => MONDAY + week * WEEK + day * DAY))
  .flatMap((day) => Array.from({ length: 96 }, (_, quarter) => day + quarter * QUARTER))
  .concat(
    ENDS,
    ENDS.map((end) => end - 3_600_000),
    ENDS.map((end) => end + 3_600_000),
  )
  .flatMap((at) => [at, at + 7 * 60_000]);

const universe: Universe = {
  actions: [restart, remove],
  targets: [],
  agents: [],
  roles: [],
  groups: [],
  longestChain: 0,
  times,
};

function makeWindow(random: Random): TimeWindow {
  const [start, end] = random.pick([
    ['00:00', '12:00'],
    ['08:15', '17:07'],
    ['22:30', '06:00'],
    ['12:00', '24:00'],
  ] as const);
  return { ...(random.below(2) === 0 ? { days: [random.pick(['Mon', 1, 'Sun'] as const)] } : {}), start, end };
}

function makePeriod(random: Random): ValidPeriod {
  const [from = 0, until = 0] = [random.pick(ENDS), random.pick(ENDS)].sort((left, right) => left - right);
  const kind = from === until ? random.below(2) : random.below(3);
  return {
    ...(kind === 0 ? {} : { from: new Date(from).toISOString() }),
    ...(kind === 1 ? {} : { until: new Date(until).toISOString() }),
  };
}

function makeRule(random: Random, name: string): PolicyRule {
  const decision: DecisionResult = random.pick(['allow', 'deny', 'require_approval']);
  return {
    name,
    description: '',
    priority: random.below(2),
    match: {
      ...(random.below(2) === 0 ? { actions: [random.pick(['restart', 'remove'])] } : {}),
      ...(random.below(2) === 0
        ? { time_windows: Array.from({ length: 1 + random.below(2) }, () => makeWindow(random)) }
        : {}),
      ...(random.below(2) === 0 ? { valid: makePeriod(random) } : {}),
    },
    decision,
    reason: 'Because',
    ...(decision !== 'allow' && random.below(3) === 0 ? { overrides: true } : {}),
    ...(decision === 'require_approval' && random.below(2) === 0 ? { approvals: { quorum: 2 } } : {}),
  };
}

const requests = everyRequest(universe, new VerifiedChain({}));

test('T40 law: with periods, minutes and guardrails, exactly the rules that decide nothing are reported', () => {
  const random = announceRandom('periods and guardrails that never decide');
  let dead = 0;
  for (let run = 0; run < 60; run++) {
    const rules = Array.from({ length: 3 + random.below(4) }, (_, place) => makeRule(random, `rule-${place}`));
    const project = {
      actions: locate(universe.actions, 'actions'),
      rules: locate(rules, 'rules'),
      targets: locate(universe.targets, 'targets'),
    };
    const warnings = lint(project, false, { now: 0 });
    const found = warnings
      .filter(({ code }) => code === 'rule_shadowed' || code === 'rule_unmatched')
      .map(({ message }) => /"([^"]*)"/.exec(message)?.[1] ?? '');
    const effective = effectiveRules(rules, requests);
    const expected = rules.map((rule) => rule.name).filter((rule) => !effective.has(rule));
    dead += expected.length;
    expect(found.sort(), JSON.stringify(rules)).toEqual(expected.sort());
  }
  expect(dead).toBeGreaterThan(10);
});

test('T40 law: a change of a period, a window, a guardrail or approvals counts exactly if an answer changes', () => {
  const random = announceRandom('changes of periods and guardrails');
  const policySet = { actions: universe.actions, targets: universe.targets };
  for (let run = 0; run < 8; run++) {
    const rules = Array.from({ length: 3 }, (_, place) => makeRule(random, `rule-${place}`));
    const prepared = prepareRules(rules);
    const same = sameAnswersAs(prepared, requests);
    const mutants = prepared.flatMap((_, place) => mutantsOf(prepared, place));
    const without = mutants.filter((mutant) => same(mutant.rules));
    const found = mutatePolicies({ ...policySet, rules }, [], { now: 0 });
    expect([found.equivalent, found.mutants, found.undecided], JSON.stringify(rules)).toEqual([
      without.length,
      mutants.length - without.length,
      0,
    ]);
    const incomplete = found.survivors.filter((survivor) => survivor.incomplete);
    expect(
      incomplete.map(({ test: suggested }) => suggested),
      JSON.stringify(rules),
    ).toEqual([]);
  }
});
