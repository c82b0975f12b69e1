import type { PolicyRule, Target } from '@agent-safe/core';
import type { Located, PolicySet } from '@agent-safe/registry';
import type { PolicyTestCase } from '@agent-safe/schemas';
import { sampleAction } from '@agent-safe/testkit';
import { describe, expect, test } from 'vitest';
import { type PolicyTestOptions, runPolicyTests } from './run.ts';

const action = sampleAction({ risk_class: 'high' });
const target: Target = {
  id: 'dev/vm',
  type: 'vm',
  environment: 'dev',
  sensitivity: 'public',
  owner: '',
  labels: {},
  bindings: {},
};

function rule(name: string, match: PolicyRule['match']): PolicyRule {
  return { name, description: '', priority: 0, match, decision: 'allow', reason: `Because of ${name}` };
}

const policySet: PolicySet = {
  actions: [action],
  targets: [target],
  rules: [
    rule('by-night', { time_windows: [{ start_hour: 0, end_hour: 5 }] }),
    rule('delegates', { callers: { roles: ['deployer'], require_delegation: true, delegated_from: ['root'] } }),
    rule('with-ticket', { require_ticket: true }),
    rule('named', { callers: { agent_ids: ['agent'] } }),
  ],
  digest: '',
};

function run(test: Partial<PolicyTestCase>, options: Partial<PolicyTestOptions> = {}) {
  const document: PolicyTestCase = { name: 'case', action: 'restart', target: 'dev/vm', expect: 'allow', ...test };
  const located: Located<PolicyTestCase> = { document, place: () => ({ file: 'tests.yaml', line: 7, column: 5 }) };
  const [result] = runPolicyTests(policySet, [located], { now: Date.parse('2026-01-05T12:00Z'), ...options });
  if (result === undefined) throw new Error('no result');
  return result;
}

test('a case with the expected answer passes', () => {
  const expected = {
    result: 'allow',
    rule: 'named',
    code: 'rule',
    risk_class: 'high',
    effective_risk: 'medium',
  } as const;
  expect(run({ caller: 'agent', expect: expected })).toMatchObject({
    passed: true,
    differences: [],
    expected,
    actual: expected,
  });
});

test('a failing case has differences, position and reason', () => {
  expect(run({ expect: { result: 'allow', rule: 'named', effective_risk: 'medium' } })).toMatchObject({
    passed: false,
    place: { file: 'tests.yaml', line: 7 },
    differences: ['result', 'rule'],
    actual: { result: 'deny', rule: null, code: 'default_deny' },
    reason: 'No rule matches this request, so it is denied by default. Add a rule that allows it.',
  });
});

test('rule: null expects that no rule decides', () => {
  expect(run({ expect: { rule: null } }).passed).toBe(true);
  expect(run({ caller: 'agent', expect: { rule: null } })).toMatchObject({ passed: false, differences: ['rule'] });
});

test('T05 a case can set its time; the default is the time of the run', () => {
  expect(run({ timestamp: '2026-01-05T07:30:00+02:00' }).actual.rule).toBe('by-night');
  expect(run({}).actual.rule).toBeNull();
  expect(run({}, { now: Date.parse('2026-01-05T03:00Z') }).actual.rule).toBe('by-night');
});

describe('callers', () => {
  test('a caller with roles and a chain, of ids or of links', () => {
    const caller = { agent_id: 'worker', roles: ['deployer'], groups: [] };
    expect(run({ caller: { ...caller, delegation_chain: ['root', 'middle'] } }).actual.rule).toBe('delegates');
    expect(run({ caller: { ...caller, delegation_chain: [{ agent_id: 'root' }] } }).actual.rule).toBe('delegates');
    expect(run({ caller: { ...caller, delegation_chain: [] } }).actual.rule).toBeNull();
  });

  test('T12 a token is refused as a name', () => {
    const token = `${Buffer.from('{"alg":"none"}').toString('base64url')}.e30.`;
    expect(run({ caller: token, expect: 'deny' })).toMatchObject({ passed: true, actual: { code: 'caller_invalid' } });
  });

  test('if callers must be verified, a name is refused and a described caller is accepted', () => {
    const options = { requireVerifiedCallers: true };
    expect(run({ caller: 'agent' }, options).actual).toMatchObject({
      code: 'caller_unverified',
      effective_risk: 'medium',
    });
    expect(
      run({ caller: { agent_id: 'agent', roles: [], groups: [], delegation_chain: [] } }, options).actual.rule,
    ).toBe('named');
  });
});

describe('with keys', () => {
  const delegation = { max_depth: 2, grants: [{ parent: 'root', children: ['agent'] }] };
  const keys = { verifiesCallers: true, delegation };
  const agent = { agent_id: 'agent', roles: [], groups: [], delegation_chain: [] };

  test('T12 a bare name satisfies no allow rule with callers, and a described caller counts as verified', () => {
    expect(run({ caller: 'agent' }).actual.rule).toBe('named');
    expect(run({ caller: 'agent' }, keys).actual.rule).toBeNull();
    expect(run({ caller: agent }, keys).actual.rule).toBe('named');
  });

  test.each<[string, readonly string[], string | null]>([
    ['a granted name', ['root'], 'named'],
    ['an ungranted name', ['stranger'], null],
  ])('T13 %s', (_, delegation_chain, rule) => {
    expect(run({ caller: { ...agent, delegation_chain } }, keys).actual.rule).toBe(rule);
    expect(run({ caller: { ...agent, delegation_chain } }).actual.rule).toBe('named');
  });

  test('T13 a chain longer than max_depth is denied', () => {
    const caller = { ...agent, delegation_chain: ['a', 'b', 'c'] };
    expect(run({ caller }, keys).actual.code).toBe('delegation_scope');
  });
});

test('a ticket id is valid only if it matches the pattern', () => {
  expect(run({ ticket_id: 'JIRA-1' }, { ticketPattern: 'JIRA-\\d+' }).actual.rule).toBe('with-ticket');
  expect(run({ ticket_id: 'please' }, { ticketPattern: 'JIRA-\\d+' }).actual.rule).toBeNull();
});

test('strict mode applies to tests as to checks', () => {
  expect(run({ target: 'nowhere' }, { strict: true }).actual.code).toBe('target_unknown');
  expect(run({ caller: 'agent' }, { strict: true }).actual.code).toBe('target_mismatch');
});
