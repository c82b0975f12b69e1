import type { PolicyRule } from '@agent-safe/core';
import { prepareRules } from '@agent-safe/pdp/analysis';
import { expect, test } from 'vitest';
import { measureCoverage } from '../src/index.ts';
import { lint } from '../src/lint.ts';
import { findDifference, mutantsOf } from '../src/mutant.ts';
import { RequestSpace } from '../src/request-space.ts';
import { Effort } from '../src/search.ts';
import { locate, restart, rule, target } from './documents.ts';
import { makeWideProject, WIDE } from './wide-project.ts';

const targets = [target('dev/vm', 'dev')];

/** A rule for so many different callers that not all of them can be compared: each pair of an agent and a role is another case. */
function tooWide(count: number): readonly PolicyRule[] {
  const many = (name: string) => Array.from({ length: count }, (_, place) => `${name}-${place}`);
  const [agents, roles, groups] = [many('agent'), many('role'), many('group')];
  return [
    ...roles.map((role, place) =>
      rule(`no-${role}`, 'deny', { callers: { roles: [role], agent_ids: agents.toSpliced(place, 1) } }, 9),
    ),
    ...groups.map((group, place) =>
      rule(`no-${group}`, 'deny', { callers: { groups: [group], agent_ids: agents.toSpliced(place, 1) } }, 9),
    ),
    rule('last', 'deny', { callers: { agent_ids: agents } }, 8),
    rule('wide', 'allow', { callers: { roles, groups, agent_ids: agents } }, 1),
    rule('after', 'deny', { actions: ['restart'] }, 0),
  ];
}

test('T40 a search that does not finish is named, and the other rules still get their warnings', () => {
  const rules = tooWide(70);
  const project = { actions: locate([restart]), rules: locate(rules, 'rules.yaml'), targets: locate(targets) };
  const warnings = lint(project, true, {});
  const of = (code: string) => warnings.filter((warning) => warning.code === code);
  expect(of('analysis_unfinished')).toEqual([
    {
      severity: 'warning',
      code: 'analysis_unfinished',
      message: 'The rule "wide" was not compared with all requests, so it is unknown whether it can decide.',
      fix: 'Split the rule into rules with fewer roles, groups, agents and delegators.',
      file: 'rules.yaml',
      line: 142,
      column: 1,
    },
  ]);
});

test('T40 an undecided condition counts as not covered, and is named', () => {
  const rules = tooWide(70);
  const options = { now: 0, strict: true };
  const cases = locate([{ name: 'after', action: 'restart', target: 'dev/vm', caller: 'x', expect: 'deny' as const }]);
  const coverage = measureCoverage({ actions: [restart], rules, targets }, cases, options);
  const wide = coverage.rules.find((each) => each.rule === 'wide');
  const undecided = wide?.conditions.filter((condition) => condition.undecided).map(({ condition }) => condition);
  expect(undecided?.length).toBeGreaterThan(0);
  expect(wide?.conditions.some((condition) => condition.undecided && condition.idle)).toBe(false);
  expect(coverage.undecided).toBeGreaterThanOrEqual(undecided?.length ?? 0);
  const counted = coverage.rules.flatMap(({ conditions }) => conditions.filter(({ idle }) => !idle)).length;
  expect(coverage.total).toBe(counted + rules.length);
});

test('T40 a search that ends early says that it is undecided, not that there is no difference', () => {
  const rules = [
    rule('a', 'deny', { callers: { roles: ['x', 'y'] } }, 2),
    rule('b', 'allow', { callers: { roles: ['y', 'z'] } }, 1),
    rule('c', 'deny', { callers: { roles: ['z'], groups: ['g'] } }, 0),
  ];
  const prepared = prepareRules(rules);
  const outcomes = (effort: Effort) =>
    prepared.flatMap((origin, place) => {
      const mutants = mutantsOf(prepared, place);
      const all = [...new Set([...prepared, ...mutants.flatMap(({ mutated }) => mutated)])].map((each) => each.rule);
      const space = new RequestSpace({ actions: [restart], rules: all, targets }, { strict: true, effort });
      return mutants.map((mutant) => findDifference(space, prepared, mutant, origin));
    });
  const complete = outcomes(new Effort());
  expect(complete).toContain('none');
  expect(complete).not.toContain('undecided');
  for (const effort of [new Effort(0), new Effort(40), new Effort(1_000, 1), new Effort(1_000, 4)]) {
    const limited = outcomes(effort);
    expect(limited).toContain('undecided');
    // A limited search finds less, but never claims something else.
    for (const [place, outcome] of limited.entries()) {
      if (outcome === 'none') expect(complete[place]).toBe('none');
      if (typeof outcome === 'object') expect(complete[place]).toBeTypeOf('object');
    }
  }
});

test('T40 with many time windows and roles, every rule that never decides gets a warning, and no condition is called untestable', () => {
  const { dead, ...documents } = makeWideProject(WIDE);
  const located = {
    actions: locate(documents.actions),
    rules: locate(documents.rules),
    targets: locate(documents.targets),
  };
  const started = process.cpuUsage();
  const warnings = lint(located, false);
  const coverage = measureCoverage(documents, [], { now: 0 });
  const { system, user } = process.cpuUsage(started);
  const shadowed = warnings.filter(({ code }) => code === 'rule_shadowed');
  expect(new Set(shadowed.map(({ message }) => /"([^"]*)"/.exec(message)?.[1]))).toEqual(new Set(dead));
  expect(warnings.filter(({ code }) => code === 'analysis_unfinished')).toEqual([]);
  const conditions = coverage.rules.flatMap((each) => each.conditions);
  expect(conditions.filter(({ idle }) => idle)).toEqual([]);
  expect(coverage).toMatchObject({ covered: 0, total: conditions.length + documents.rules.length, percent: 0 });
  // The search before took 35 s of CPU time for both, and found 4 of the 13 rules.
  expect((system + user) / 1_000_000).toBeLessThan(15);
});

test('T40 the rules with the longest chains are compared too', () => {
  const deep = rule('deep', 'deny', { callers: { max_delegation_depth: 100 } }, 2);
  const hidden = rule('hidden', 'deny', { callers: { max_delegation_depth: 99 } }, 1);
  const deeper = rule('deeper', 'deny', { callers: { max_delegation_depth: 101 } }, 1);
  const found = (rules: readonly PolicyRule[]) =>
    lint({ actions: locate([restart]), rules: locate(rules), targets: locate(targets) }, true, {}).map(
      ({ code, message }) => `${code} ${/"([^"]*)"/.exec(message)?.[1]}`,
    );
  expect(found([deep, hidden, deeper])).toEqual(['rule_shadowed hidden']);
  const endless = rule('endless', 'deny', { callers: { max_delegation_depth: 5_000 } }, 1);
  expect(found([deep, endless, deeper])).toContain('analysis_unfinished endless');
});
