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

describe('T13 nobody may do more than every hop of its delegation covers', () => {
  test.each<[string, readonly DelegationScope[], Partial<DecideRequest>]>([
    ['no scope', [], {}],
    ['a scope that leaves out nothing', [{}, {}], {}],
    ['a glob of actions', [{ actions: ['get-*', 'restart-*'] }], {}],
    ['a glob of targets', [{ targets: ['dev/*'] }], {}],
    ['an end that is still to come', [{ exp: now + 1 }], {}],
    ['an end that comes within a second', [{ exp: now + 1 }], { at: at + 999 }],
    ['scopes at all hops, all of which hold', [{ actions: ['*'] }, { targets: ['dev/app'], exp: now + 60 }], {}],
    ['no known target, where no targets are named', [{ actions: ['*'] }], { target: undefined }],
  ])('%s allows', (_, scopes, request) => {
    expect(decide(caller(scopes), request)).toMatchObject({ result: 'allow', code: 'rule' });
  });

  test.each<[string, readonly DelegationScope[], Partial<DecideRequest>, string]>([
    [
      'an action that the first hop does not cover',
      [{ actions: ['get-*', 'list-*'] }, {}],
      {},
      'The delegation from "root" to "planner" covers the actions "get-*", "list-*", and not "restart-app".',
    ],
    [
      'an action that the last hop does not cover',
      [{}, { actions: ['get-*'] }],
      {},
      'The delegation from "planner" to "worker" covers the actions "get-*", and not "restart-app".',
    ],
    [
      'a target',
      [{}, { targets: ['prod/*'] }],
      {},
      'The delegation from "planner" to "worker" covers the targets "prod/*", and not "dev/app".',
    ],
    [
      'no known target',
      [{}, { targets: ['*'] }],
      { target: undefined },
      'The delegation from "planner" to "worker" covers the targets "*", and the request is about no known target.',
    ],
    [
      'an end that has come',
      [{ exp: now }, {}],
      {},
      'The delegation from "root" to "planner" ended at 2026-01-05T10:00:00.000Z. It has to be made anew.',
    ],
    [
      'no action at all',
      [{ actions: [] }, {}],
      {},
      'The delegation from "root" to "planner" covers no actions, and not "restart-app".',
    ],
    [
      'a hop that nobody can tell, because others have no scope',
      [{ actions: [] }],
      {},
      'A delegation on the way to "worker" covers no actions, and not "restart-app".',
    ],
    [
      'more than are told',
      [{ actions: ['a', 'b', 'c', 'd', 'e', 'f', 'g'] }, {}],
      {},
      'The delegation from "root" to "planner" covers the actions "a", "b", "c", "d", "e" and 2 more, and not "restart-app".',
    ],
  ])('%s denies', (_, scopes, request, reason) => {
    const expected = { result: 'deny', code: 'delegation_scope', reason, policy_matched: null };
    expect(decide(caller(scopes), request)).toMatchObject(expected);
    // Also where there are keys, and where nothing proves the caller.
    expect(decide(caller(scopes), request, { verifiesCallers: true })).toMatchObject(expected);
    expect(decide({ ...caller(scopes), verified: false }, request)).toMatchObject(expected);
  });

  test('without an inventory no target is known', () => {
    const scoped = caller([{ targets: ['*'] }]);
    expect(decide(scoped, {}, { targets: undefined }).code).toBe('delegation_scope');
  });

  test('what is wrong with the target itself is told before', () => {
    const scoped = caller([{ targets: ['prod/*'] }]);
    expect(decide(scoped, { target: 'dev/ap' }).code).toBe('target_unknown');
    expect(decide(scoped, {}, { strict: true }).code).toBe('target_mismatch');
  });
});

describe('T13 depth is the limit of the settings, and not the caller`s', () => {
  const deep = caller(undefined, ['a', 'b', 'c']);
  const delegation = { ...DEFAULT_DELEGATION, max_depth: 2 };

  test('a chain that is too deep is denied', () => {
    const { delegation_scopes: _, ...unscoped } = deep;
    expect(decide(unscoped, {}, { verifiesCallers: true, delegation })).toMatchObject({
      result: 'deny',
      code: 'delegation_scope',
      reason:
        '"worker" was delegated to 3 times in a row, and delegation.max_depth is 2. One that is nearer to "a" may ask.',
    });
    expect(decide(unscoped, {}, { verifiesCallers: true }).result).toBe('allow');
    expect(
      decide({ ...unscoped, delegation_chain: ['a', 'b'] }, {}, { verifiesCallers: true, delegation }).result,
    ).toBe('allow');
  });

  test('without keys a chain is an example, of any depth', () => {
    expect(decide(deep, {}, { delegation }).result).toBe('allow');
  });
});

describe('T13 scopes that cannot be read are denied', () => {
  test.each<[string, unknown, string]>([
    ['null', null, '"caller.delegation_scopes" must be an array, but it is null'],
    ['a scope for a list', { actions: ['*'] }, 'must be an array'],
    ['a scope that is none', ['*'], '"caller.delegation_scopes[0]" must be an object'],
    ['a scope that is left out', [null, {}], '"caller.delegation_scopes[0]" must be an object'],
    ['a hole', Array(1), '"caller.delegation_scopes[0]" must be an object'],
    ['a list for a scope', [[]], '"caller.delegation_scopes[0]" must be an object'],
    ['one action', [{}, { actions: 'get-*' }], '"caller.delegation_scopes[1].actions" must be an array of texts'],
    ['an action that is a number', [{ actions: [7] }], '"caller.delegation_scopes[0].actions" must be an array'],
    ['targets with a hole', [{ targets: Array(1) }], '"caller.delegation_scopes[0].targets" must be an array of texts'],
    ['null for all actions', [{ actions: null }], '"caller.delegation_scopes[0].actions" must be an array of texts'],
    ['an end in words', [{ exp: 'never' }], '"caller.delegation_scopes[0].exp" must be the seconds since 1970'],
    ['an end that is none', [{ exp: Number.NaN }], '.exp" must be the seconds'],
    ['an end in milliseconds, beyond all dates', [{ exp: 8.65e15 }], '.exp" must be the seconds'],
    ['a misspelt key', [{ action: ['*'] }], 'has the unknown key "action". Did you mean "actions"?'],
    ['a key that a scope inherits', [Object.create({ target: [] })], 'has the unknown key "target"'],
    ['more scopes than delegations', [{}, {}, {}], 'no more than one scope for each agent of the chain: 3 for 2'],
  ])('%s', (_, scopes, reason) => {
    const verdict = decide(caller(scopes));
    expect(verdict).toMatchObject({ result: 'deny', code: 'request_invalid' });
    expect(verdict.reason).toContain(reason);
  });

  test.each<[string, object]>([
    ['a proof in words', { verified: 'yes' }],
    ['a proof that is left out', { verified: undefined }],
    ['a delegator that is no text', { delegation_chain: ['root', 7] }],
    ['a chain with a hole', { delegation_chain: Array(2) }],
  ])('%s', (_, changes) => {
    const asker: Caller = { ...caller([]), ...changes };
    expect(decide(asker).code).toBe('request_invalid');
  });
});
