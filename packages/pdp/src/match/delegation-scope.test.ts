import type { Caller, DelegationScope, PolicyRule, Target } from '@agent-safe/core';
import { DEFAULT_DELEGATION } from '@agent-safe/core';
import { sampleAction } from '@agent-safe/testkit';
import { describe, expect, test } from 'vitest';
import type { DecideRequest } from '../compile/request.ts';
import { Pdp, type PdpOptions } from '../pdp.ts';

const action = sampleAction({ name: 'restart-app' });
const at = Date.parse('2026-01-05T10:00:00Z');
const now = at / 1_000;
const target: Target = {
  id: 'dev/app',
  type: 'vm',
  environment: 'dev',
  sensitivity: 'internal',
  owner: '',
  labels: {},
  bindings: {},
};
const rules: readonly PolicyRule[] = [
  { name: 'all', description: '', priority: 0, match: {}, decision: 'allow', reason: 'Fine' },
];

function caller(scopes: unknown, chain: readonly string[] = ['root', 'planner']): Caller {
  const own = { agent_id: 'worker', verified: true, roles: [], groups: [], delegation_chain: chain };
  return { ...own, delegation_scopes: scopes as readonly DelegationScope[] };
}

function decide(asker: Caller, request: Partial<DecideRequest> = {}, options: Partial<PdpOptions> = {}) {
  const pdp = new Pdp({ actions: [action], rules, targets: [target], ...options });
  return pdp.decide({ action: 'restart-app', target: 'dev/app', caller: asker, at, ...request });
}

describe('T13 a caller is limited to the scopes of all hops of its delegation', () => {
  test.each<[string, readonly DelegationScope[], Partial<DecideRequest>]>([
    ['no scope', [], {}],
    ['an empty scope', [{}, {}], {}],
    ['a glob of actions', [{ actions: ['get-*', 'restart-*'] }], {}],
    ['a glob of targets', [{ targets: ['dev/*'] }], {}],
    ['a future expiry', [{ exp: now + 1 }], {}],
    ['an expiry within a second', [{ exp: now + 1 }], { at: at + 999 }],
    ['scopes at all hops, all of which hold', [{ actions: ['*'] }, { targets: ['dev/app'], exp: now + 60 }], {}],
    ['no known target, with a scope without targets', [{ actions: ['*'] }], { target: undefined }],
  ])('%s allows', (_, scopes, request) => {
    expect(decide(caller(scopes), request)).toMatchObject({ result: 'allow', code: 'rule' });
  });

  test.each<[string, readonly DelegationScope[], Partial<DecideRequest>, string]>([
    [
      'an action that the first hop does not cover',
      [{ actions: ['get-*', 'list-*'] }, {}],
      {},
      'The delegation from "root" to "planner" does not cover the action "restart-app": it covers actions "get-*", "list-*". Delegate again with a wider scope.',
    ],
    [
      'an action that the last hop does not cover',
      [{}, { actions: ['get-*'] }],
      {},
      'The delegation from "planner" to "worker" does not cover the action "restart-app": it covers actions "get-*". Delegate again with a wider scope.',
    ],
    [
      'a target',
      [{}, { targets: ['prod/*'] }],
      {},
      'The delegation from "planner" to "worker" does not cover the target "dev/app": it covers targets "prod/*". Delegate again with a wider scope.',
    ],
    [
      'no known target',
      [{}, { targets: ['*'] }],
      { target: undefined },
      'The delegation from "planner" to "worker" does not cover a request without a known target: it covers targets "*". Name a target, or delegate again without targets.',
    ],
    [
      'an expiry that has passed',
      [{ exp: now }, {}],
      {},
      'The delegation from "root" to "planner" expired at 2026-01-05T10:00:00.000Z. Delegate again.',
    ],
    [
      'an empty list of actions',
      [{ actions: [] }, {}],
      {},
      'The delegation from "root" to "planner" does not cover the action "restart-app": it covers no actions at all. Delegate again with a wider scope.',
    ],
    [
      'an unknown hop, because other hops have no scope',
      [{ actions: [] }],
      {},
      'A delegation in the chain of "worker" does not cover the action "restart-app": it covers no actions at all. Delegate again with a wider scope.',
    ],
    [
      'more globs than the reason shows',
      [{ actions: ['a', 'b', 'c', 'd', 'e', 'f', 'g'] }, {}],
      {},
      'The delegation from "root" to "planner" does not cover the action "restart-app": it covers actions "a", "b", "c", "d", "e" and 2 more. Delegate again with a wider scope.',
    ],
  ])('%s denies', (_, scopes, request, reason) => {
    const expected = { result: 'deny', code: 'delegation_scope', reason, policy_matched: null };
    expect(decide(caller(scopes), request)).toMatchObject(expected);
    // The same holds with keys, for an unverified caller too.
    expect(decide(caller(scopes), request, { verifiesCallers: true })).toMatchObject(expected);
    expect(decide({ ...caller(scopes), verified: false }, request)).toMatchObject(expected);
  });

  test('without an inventory, no target is known', () => {
    const scoped = caller([{ targets: ['*'] }]);
    expect(decide(scoped, {}, { targets: undefined }).code).toBe('delegation_scope');
  });

  test('errors of the target are reported first', () => {
    const scoped = caller([{ targets: ['prod/*'] }]);
    expect(decide(scoped, { target: 'dev/ap' }).code).toBe('target_unknown');
    expect(decide(scoped, {}, { strict: true }).code).toBe('target_mismatch');
  });
});

describe('T13 the settings limit the depth', () => {
  const deep = caller(undefined, ['a', 'b', 'c']);
  const delegation = { ...DEFAULT_DELEGATION, max_depth: 2 };

  test('a chain longer than max_depth is denied', () => {
    const { delegation_scopes: _, ...unscoped } = deep;
    expect(decide(unscoped, {}, { verifiesCallers: true, delegation })).toMatchObject({
      result: 'deny',
      code: 'delegation_scope',
      reason:
        'The delegation chain of "worker" has 3 hops, but delegation.max_depth is 2. Send the request from an agent closer to "a".',
    });
    expect(decide(unscoped, {}, { verifiesCallers: true }).result).toBe('allow');
    expect(
      decide({ ...unscoped, delegation_chain: ['a', 'b'] }, {}, { verifiesCallers: true, delegation }).result,
    ).toBe('allow');
  });

  test('without keys the depth is unlimited', () => {
    expect(decide(deep, {}, { delegation }).result).toBe('allow');
  });
});

describe('T13 malformed scopes are denied', () => {
  test.each<[string, unknown, string]>([
    ['null', null, '"caller.delegation_scopes" must be an array, but it is null'],
    ['a scope instead of a list', { actions: ['*'] }, 'must be an array'],
    ['a string as a scope', ['*'], '"caller.delegation_scopes[0]" must be an object'],
    ['null as a scope', [null, {}], '"caller.delegation_scopes[0]" must be an object'],
    ['a hole', Array(1), '"caller.delegation_scopes[0]" must be an object'],
    ['a list as a scope', [[]], '"caller.delegation_scopes[0]" must be an object'],
    ['one action', [{}, { actions: 'get-*' }], '"caller.delegation_scopes[1].actions" must be an array of strings'],
    ['an action that is a number', [{ actions: [7] }], '"caller.delegation_scopes[0].actions" must be an array'],
    [
      'targets with a hole',
      [{ targets: Array(1) }],
      '"caller.delegation_scopes[0].targets" must be an array of strings',
    ],
    ['null for all actions', [{ actions: null }], '"caller.delegation_scopes[0].actions" must be an array of strings'],
    ['an expiry in words', [{ exp: 'never' }], '"caller.delegation_scopes[0].exp" must be seconds since 1970'],
    ['NaN as the expiry', [{ exp: Number.NaN }], '.exp" must be seconds'],
    ['an expiry in milliseconds, beyond all dates', [{ exp: 8.65e15 }], '.exp" must be seconds'],
    ['a misspelled key', [{ action: ['*'] }], 'has the unknown key "action". Did you mean "actions"?'],
    ['an inherited key', [Object.create({ target: [] })], 'has the unknown key "target"'],
    [
      'more scopes than delegations',
      [{}, {}, {}],
      'at most one scope for each agent of the chain, but it has 3 for 2 agents',
    ],
  ])('%s', (_, scopes, reason) => {
    const verdict = decide(caller(scopes));
    expect(verdict).toMatchObject({ result: 'deny', code: 'request_invalid' });
    expect(verdict.reason).toContain(reason);
  });

  test.each<[string, object]>([
    ['verified as a string', { verified: 'yes' }],
    ['verified left out', { verified: undefined }],
    ['a delegator that is not a string', { delegation_chain: ['root', 7] }],
    ['a chain with a hole', { delegation_chain: Array(2) }],
  ])('%s', (_, changes) => {
    const asker: Caller = { ...caller([]), ...changes };
    expect(decide(asker).code).toBe('request_invalid');
  });
});
