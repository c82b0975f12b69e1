import type { PolicyTestCase } from '@agent-safe/schemas';
import { sampleAction } from '@agent-safe/testkit';
import { describe, expect, test } from 'vitest';
import { locate, restart, rule, target, testCase } from '../test/documents.ts';
import { measureCoverage } from './coverage.ts';
import { lint } from './lint.ts';
import { lintTests } from './lint-tests.ts';
import type { LintedProject } from './linted-project.ts';
import { mutatePolicies } from './mutate.ts';
import { runPolicyTests } from './run.ts';

const sendEmail = sampleAction({ name: 'send-email', target_types: [], sensitivity: 'restricted' });
const callers = { agent_ids: ['worker'] };

function found(
  match: Parameters<typeof rule>[2],
  decision: 'allow' | 'deny' = 'allow',
  strict = true,
): readonly string[] {
  const project: LintedProject = {
    actions: locate([restart, sendEmail], 'actions.yaml'),
    rules: locate(
      [rule('asked', decision, { callers, ...match }, 1), rule('rest', 'allow', { callers })],
      'rules.yaml',
    ),
    targets: locate([target('dev/vm', 'dev')], 'targets.yaml'),
  };
  return lint(project, strict).map(({ code, message }) => `${code}: ${message}`);
}

describe('T58 a rule that selects targets for actions without one', () => {
  test.each([
    [{ actions: ['send-email'], targets: { environments: ['dev' as const] } }],
    [{ actions: ['send-*'], targets: {} }],
    [{ actions: ['send-email'], targets: { types: ['vm'] } }],
  ])('is reported: %j', (match) => {
    const warning =
      'targets_unmatched: The rule "asked" can never decide: it selects targets, and its actions have none.';
    for (const decision of ['allow', 'deny'] as const) {
      expect(found(match, decision)).toEqual([warning]);
      expect(found(match, decision, false)).toEqual([warning]);
    }
  });

  test('is not reported if another of its actions has targets', () => {
    expect(found({ targets: { environments: ['dev'] } })).toEqual([]);
  });
});

test('the effective risk of an action without a target is its own, in strict mode too', () => {
  // A medium risk on a restricted thing is high.
  expect(found({ actions: ['send-email'], risk_classes: ['high'] })).toEqual([]);
  expect(found({ actions: ['send-email'], risk_classes: ['medium', 'critical'] })).toEqual([
    'rule_unmatched: The rule "asked" can never decide: no request for its actions has the effective risk medium or critical.',
  ]);
});

test('an action without a target that no rule matches is reported', () => {
  const project: LintedProject = {
    actions: locate([sendEmail], 'actions.yaml'),
    rules: locate([], 'rules.yaml'),
    targets: undefined,
  };
  expect(lint(project, true).map(({ message }) => message)).toEqual([
    'The action "send-email" is always denied: no rule matches it.',
  ]);
});

test('a policy test that names a target for such an action is reported, unless it expects the refusal', () => {
  const project: LintedProject = {
    actions: locate([sendEmail], 'actions.yaml'),
    rules: [],
    targets: locate([target('dev/vm', 'dev')], 'targets.yaml'),
  };
  const check = (changes: object) =>
    lintTests(locate([testCase({ name: 't', action: 'send-email', expect: 'deny', ...changes })]), project);
  expect(check({}).map(({ code }) => code)).toEqual(['test_target_unexpected']);
  expect(check({ target: 'unheard-of' }).map(({ code }) => code)).toEqual(['test_target_unexpected']);
  expect(check({ expect: { code: 'target_unexpected' } })).toEqual([]);
  expect(check({ target: undefined })).toEqual([]);
});

test('coverage and mutation know requests without a target, in strict mode too', () => {
  const rules = [rule('mail', 'allow', { actions: ['send-email'], callers })];
  const policySet = { digest: '', actions: [restart, sendEmail], rules, targets: [target('dev/vm', 'dev')] };
  const options = { now: Date.UTC(2026, 0, 5, 12), strict: true };
  const mail = (name: string, changes: object) =>
    ({ name, action: 'send-email', caller: 'worker', ...changes }) as PolicyTestCase;
  const cases = locate([
    mail('mail', { expect: { result: 'allow', rule: 'mail', effective_risk: 'high' } }),
    mail('a target', { target: 'dev/vm', expect: { code: 'target_unexpected' } }),
    mail('nobody', { caller: undefined, expect: { rule: null } }),
    mail('another', { caller: 'other', expect: { rule: null } }),
  ]);
  expect(runPolicyTests(policySet, cases, options).map(({ name, passed }) => [name, passed])).toEqual([
    ['mail', true],
    ['a target', true],
    ['nobody', true],
    ['another', true],
  ]);
  expect(measureCoverage(policySet, cases, options).rules[0]?.decides).toEqual(['mail']);
  const { survivors } = mutatePolicies(policySet, cases, options);
  // The suggested test for the other action has its target, and the one for this action has none.
  expect(survivors.map(({ test: suggested }) => [suggested?.action, suggested?.target])).toEqual([
    ['restart', 'dev/vm'],
  ]);
});
