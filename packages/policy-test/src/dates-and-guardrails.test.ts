import type { PolicyMatch, PolicyRule } from '@agent-safe/core';
import type { PolicyTestCase } from '@agent-safe/schemas';
import { describe, expect, test } from 'vitest';
import { locate, remove, restart, rule, target, testCase } from '../test/documents.ts';
import { measureCoverage } from './coverage.ts';
import { lint } from './lint.ts';
import { mutatePolicies } from './mutate.ts';
import { runPolicyTests } from './run.ts';

const NOW = Date.UTC(2026, 11, 15);
const options = { now: NOW, strict: true };
const freeze: PolicyMatch = { valid: { from: '2026-12-01T00:00:00Z', until: '2027-01-07T00:00:00Z' } };

function guardrail(name: string, decision: PolicyRule['decision'], match: PolicyMatch, priority = 0): PolicyRule {
  return { ...rule(name, decision, match, priority), overrides: true };
}

/** Returns the warnings about one rule. */
function warnings(rules: readonly PolicyRule[], now = NOW) {
  const project = { actions: locate([restart, remove]), rules: locate(rules, 'rules.yaml'), targets: undefined };
  const ignored = ['action_unreachable', 'allow_without_caller'];
  return lint(project, false, { now }).filter(({ code }) => !ignored.includes(code));
}

describe('warnings about periods and guardrails', () => {
  test('a rule has ended', () => {
    const [warning, ...others] = warnings([rule('freeze', 'deny', freeze)], Date.parse('2027-01-07T00:00:00Z'));
    expect(others).toEqual([]);
    expect(warning).toMatchObject({ code: 'rule_expired', severity: 'warning', file: 'rules.yaml' });
    expect(warning?.message).toContain('ended at 2027-01-07T00:00:00Z');
    expect(warnings([rule('freeze', 'deny', freeze)], Date.parse('2027-01-06T23:59:59.999Z'))).toEqual([]);
    expect(warnings([rule('freeze', 'deny', freeze)], 0)).toEqual([]);
  });

  test('a rule below a guardrail can never decide, with any priority', () => {
    const [warning, ...others] = warnings([guardrail('never', 'deny', {}), rule('allow', 'allow', {}, 1_000)]);
    expect(others).toEqual([]);
    expect(warning).toMatchObject({
      code: 'rule_shadowed',
      line: 2,
      fix: expect.stringContaining('No priority outranks'),
    });
  });

  test('a guardrail with a period hides no rule for ever', () => {
    expect(warnings([guardrail('freeze', 'deny', freeze), rule('allow', 'allow', {}, 1_000)])).toEqual([]);
  });

  test('an approval guardrail weakens a deny rule of a higher priority', () => {
    const deny = rule('deny', 'deny', { actions: ['remove'] }, 10);
    const found = warnings([guardrail('ask', 'require_approval', { actions: ['re*'] }), deny]);
    expect(found.map(({ code, line }) => `${code} ${line}`)).toEqual(['guardrail_weakens 1', 'rule_shadowed 2']);
    const stricter = [guardrail('ask', 'require_approval', {}), { ...deny, overrides: true }];
    expect(warnings(stricter)).toEqual([]);
    const lower = { ...deny, priority: -1 };
    expect(
      warnings([guardrail('ask', 'require_approval', { actions: ['restart'] }), lower]).map(({ code }) => code),
    ).toEqual([]);
  });

  test('guardrails of one priority do not tie with other rules, and deny and approval do not tie', () => {
    const rules = [
      guardrail('ask', 'require_approval', { actions: ['restart'] }),
      guardrail('deny', 'deny', { actions: ['rest*'], ...freeze }),
      rule('allow', 'allow', freeze),
    ];
    expect(warnings(rules).map(({ code }) => code)).toEqual([]);
  });
});

describe('tests of dates, guardrails and approvals', () => {
  const rules = [
    guardrail('freeze', 'deny', freeze),
    { ...rule('four-eyes', 'require_approval', { actions: ['restart'] }, 5), approvals: { roles: ['sre'], quorum: 2 } },
    rule('allow', 'allow', { actions: ['restart'] }),
  ];
  const set = { actions: [restart, remove], rules, targets: [target('dev/vm', 'dev')] };
  const at = (name: string, timestamp: string, expect: PolicyTestCase['expect']) =>
    testCase({ name, timestamp, expect });
  const denied = { result: 'deny', rule: 'freeze' } as const;
  const asked = { result: 'require_approval', approvals: { quorum: 2, roles: ['sre'] } } as const;
  const cases = [
    at('before', '2026-11-30T23:59:59.999Z', asked),
    at('begin', '2026-12-01T00:00:00Z', denied),
    at('end', '2027-01-06T23:59:59.999Z', denied),
    at('after', '2027-01-07T00:00:00Z', asked),
  ];

  test('a test sets the time, and may expect approvals', () => {
    const run = (given: readonly PolicyTestCase[]) =>
      runPolicyTests({ ...set, digest: '' }, locate(given), options).map(({ differences }) => differences);
    expect(run(cases)).toEqual([[], [], [], []]);
    expect(run([at('x', '2026-11-01T00:00:00Z', { approvals: { quorum: 1, roles: ['sre'] } })])).toEqual([
      ['approvals'],
    ]);
    expect(run([at('x', '2026-12-02T00:00:00Z', { approvals: { quorum: 2 } })])).toEqual([['approvals']]);
  });

  test('coverage counts the period, the guardrail and the approvals', () => {
    const conditions = (given: readonly PolicyTestCase[]) =>
      measureCoverage(set, locate(given), options).rules.flatMap((each) =>
        each.conditions.map(({ condition, decides }) => `${each.rule} ${condition}: ${decides.join(' ')}`),
      );
    expect(conditions(cases)).toEqual([
      'freeze valid: before after',
      'freeze overrides: begin end',
      'four-eyes actions: ',
      'four-eyes approvals: before after',
      'allow actions: ',
    ]);
    expect(conditions([])).toContain('freeze overrides: ');
  });

  test('the tests notice a moved end, a dropped guardrail and a smaller quorum', () => {
    const survivors = (given: readonly PolicyTestCase[]) =>
      mutatePolicies(set, locate(given), options).survivors.map((each) => `${each.rule}: ${each.mutation}`);
    const mutations = ['freeze: without overrides', 'four-eyes: approvals.quorum: 1', 'freeze: without valid'];
    for (const mutation of mutations) {
      expect(survivors([])).toContain(mutation);
      expect(survivors(cases)).not.toContain(mutation);
    }
    expect(survivors(cases).filter((each) => each.includes('valid'))).toEqual([]);
    expect(survivors(cases.slice(1)).filter((each) => each.includes('valid'))).toEqual([
      'freeze: without valid.from',
      'freeze: valid.from: 2026-11-30T23:00:00.000Z',
    ]);
  });
});
