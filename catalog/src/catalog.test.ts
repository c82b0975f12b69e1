import { runPolicyTests } from '@agent-safe/policy-test';
import { loadProject, readPolicyTests } from '@agent-safe/registry';
import { describe, expect, test } from 'vitest';
import { actionsPath, inventoryPath, policiesPath, testsPath } from './index.ts';

const policySet = loadProject({ registry: actionsPath, policies: policiesPath, inventory: inventoryPath });
const { actions, rules, targets } = policySet;

test('20 actions for Kubernetes and 13 for AWS', () => {
  expect(actions.filter(({ tags }) => tags.includes('kubernetes'))).toHaveLength(20);
  expect(actions.filter(({ tags }) => tags.includes('aws'))).toHaveLength(13);
});

describe.each(actions.map((action) => [action.name, action] as const))('%s', (_, action) => {
  test('says which parameters locate it, and what each is', () => {
    expect(action.parameters.some(({ locates }) => locates)).toBe(true);
    for (const { description } of [...action.parameters, ...action.prechecks, ...action.state_fields])
      expect(description).not.toBe('');
  });

  test('declares credentials without a wildcard', () => {
    expect(action.credentials).not.toBeNull();
    expect(JSON.stringify(action.credentials)).not.toContain('*');
    if (action.credentials?.type === 'aws') expect(action.credentials.fields.resources).not.toBeUndefined();
  });

  test('can be taken back where it says so', () => {
    if (action.rollback_action === null) return;
    const rollback = actions.find(({ name }) => name === action.rollback_action);
    const required = rollback?.parameters.filter((parameter) => parameter.required).map(({ name }) => name) ?? [
      'it exists',
    ];
    expect(Object.keys(action.rollback_params)).toEqual(expect.arrayContaining(required));
  });
});

test('every target binds what the actions for it touch, and has a scope', () => {
  for (const target of targets ?? []) {
    const fitting = actions.filter(({ target_types }) => target_types.includes(target.type));
    expect(target.scope).toBeDefined();
    const one = fitting.some(({ parameters }) =>
      parameters.filter(({ locates }) => locates).every(({ name }) => name in target.bindings),
    );
    expect(one, target.id).toBe(true);
  }
});

describe('the tests of the default policies', () => {
  const { cases } = readPolicyTests(testsPath);

  test.each([true, false])('pass (strict: %s)', (strict) => {
    expect(runPolicyTests(policySet, cases, { now: 0, strict }).filter(({ passed }) => !passed)).toEqual([]);
  });

  test('decide by every rule at least once', () => {
    const decided = new Set(
      runPolicyTests(policySet, cases, { now: 0, strict: true }).map(({ actual }) => actual.rule),
    );
    expect(rules.map(({ name }) => name).filter((name) => !decided.has(name))).toEqual([]);
  });
});
