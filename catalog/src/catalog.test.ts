import { measureCoverage, mutatePolicies, runPolicyTests } from '@agent-safe/policy-test';
import { loadProject, readPolicyTests } from '@agent-safe/registry';
import { readTestCases } from '@agent-safe/schemas';
import { describe, expect, test } from 'vitest';
import { actionsPath, inventoryPath, policiesPath, testsPath } from './index.ts';

const policySet = loadProject({ registry: actionsPath, policies: policiesPath, inventory: inventoryPath });
const { actions, rules, targets } = policySet;

test('the catalog has 21 actions for Kubernetes and 14 for AWS', () => {
  expect(actions.filter(({ tags }) => tags.includes('kubernetes'))).toHaveLength(21);
  expect(actions.filter(({ tags }) => tags.includes('aws'))).toHaveLength(14);
});

describe.each(actions.map((action) => [action.name, action] as const))('%s', (_, action) => {
  test('has locating parameters, and a description of every parameter, precheck and state field', () => {
    expect(action.parameters.some(({ locates }) => locates)).toBe(true);
    for (const { description } of [...action.parameters, ...action.prechecks, ...action.state_fields])
      expect(description).not.toBe('');
  });

  test('declares credentials without a wildcard', () => {
    expect(action.credentials).not.toBeNull();
    expect(JSON.stringify(action.credentials)).not.toContain('*');
  });

  test('gives its rollback action every required parameter', () => {
    if (action.rollback_action === null) return;
    const rollback = actions.find(({ name }) => name === action.rollback_action);
    const required = rollback?.parameters.filter((parameter) => parameter.required).map(({ name }) => name) ?? [
      'it exists',
    ];
    expect(Object.keys(action.rollback_params)).toEqual(expect.arrayContaining(required));
  });
});

test('every target binds the locating parameters of its actions, and has a scope', () => {
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

  test.each([true, false])(
    'T09 every rule decides a test, and every condition prevents its rule from deciding one (strict: %s)',
    (strict) => {
      const coverage = measureCoverage(policySet, cases, { now: 0, strict });
      expect(coverage.rules.map(({ rule }) => rule).sort()).toEqual(rules.map(({ name }) => name).sort());
      expect(coverage).toMatchObject({ percent: 100, covered: 16, total: 16 });
    },
  );

  test.each([true, false])('T09 every mutation of a rule breaks a test (strict: %s)', (strict) => {
    const { equivalent, killed, mutants, survivors } = mutatePolicies(policySet, cases, { now: 0, strict });
    expect(survivors).toEqual([]);
    expect(killed).toBe(mutants);
    expect(mutants).toBeGreaterThan(60);
    // Some mutations change no answer: the order of rules that never match together, and rules that an earlier rule covers.
    expect(equivalent).toBeLessThan(10);
  });

  test('the tests that mutation suggests pass unchanged, and notice every mutation', () => {
    const options = { now: 0, strict: true };
    const { survivors } = mutatePolicies(policySet, [], options);
    const tests = new Map(survivors.map(({ test: suggested }) => [JSON.stringify(suggested), suggested]));
    const { entries, diagnostics } = readTestCases({ tests: [...tests.values()] });
    expect(diagnostics).toEqual([]);
    const suggested = entries.map(({ entry }) => ({ document: entry, place: () => ({}) }));
    expect(runPolicyTests(policySet, suggested, options).filter(({ passed }) => !passed)).toEqual([]);
    expect(mutatePolicies(policySet, suggested, options).survivors).toEqual([]);
  });
});
