import type { Caller, PolicyRule } from '@agent-safe/core';
import { sampleAction } from '@agent-safe/testkit';
import { describe, expect, test } from 'vitest';
import type { DecideRequest } from './compile/request.ts';
import { Pdp } from './pdp.ts';

const at = Date.parse('2026-01-05T10:00Z');
const rules: readonly PolicyRule[] = [
  {
    name: 'admins',
    description: '',
    priority: 1,
    match: { callers: { roles: ['admin'] } },
    decision: 'allow',
    reason: 'Yes',
  },
  { name: 'reads', description: '', priority: 1, match: { actions: ['read'] }, decision: 'allow', reason: 'Yes' },
  {
    name: 'suspended',
    description: '',
    priority: 9,
    match: { callers: { groups: ['out'] } },
    decision: 'deny',
    reason: 'No',
  },
];
const actions = ['read', 'wipe'].map((name) => sampleAction({ name }));
const pdp = () => new Pdp({ actions, rules, verifiesCallers: true });
const caller: Caller = { agent_id: 'worker', verified: true, roles: [], groups: [], delegation_chain: [] };

/** An object whose property has another value at each read: the first, then the second for ever. */
function changing<Base extends object>(base: Base, key: keyof Base, first: unknown, later: unknown): Base {
  let reads = 0;
  return Object.defineProperty({ ...base }, key, { enumerable: true, get: () => (reads++ === 0 ? first : later) });
}

/** A list whose elements have another value after the first read. */
function changingList(first: string, later: string): string[] {
  let reads = 0;
  return new Proxy([first], {
    get: (list, key, self) =>
      key === '0' ? (reads++ === 0 ? first : later) : (Reflect.get(list, key, self) as unknown),
  });
}

describe('T42 the time of a request is a number', () => {
  const held = { delegation_chain: ['root'], delegation_holdings: [{ roles: [], groups: [] }] };
  const expired: Caller = { ...caller, ...held, delegation_scopes: [{ exp: 1 }] };

  test.each<[string, unknown]>([
    ['null', null],
    ['an empty text', ''],
    ['a text', '2026-01-05'],
    ['a number as text', '0'],
    ['true', true],
    ['false', false],
    ['a list', []],
    ['a list of a number', [0]],
    ['a date', new Date(0)],
    ['a boxed number', Object(0)],
    ['a big integer', 0n],
    ['nothing', undefined],
    ['not a number', Number.NaN],
    ['infinity', Number.POSITIVE_INFINITY],
  ])('%s is refused', (_, given) => {
    const request = { action: 'read', caller: expired, at: given } as DecideRequest;
    for (const verdict of [pdp().decide(request), pdp().evaluate(request).verdict, pdp().explain(request).verdict]) {
      expect(verdict).toMatchObject({ result: 'deny', code: 'request_invalid' });
      expect(verdict.reason).toContain('"at" must be the time in milliseconds');
    }
  });

  test('a number is accepted', () => {
    expect(pdp().decide({ action: 'read', caller: expired, at: 0 }).result).toBe('allow');
    expect(pdp().decide({ action: 'read', caller: expired, at }).code).toBe('delegation_scope');
  });
});

describe('T42 each input is read once', () => {
  const request: DecideRequest = { action: 'read', caller, at };
  test.each<[string, DecideRequest, string | null]>([
    ['an action', changing(request, 'action', 'read', 'wipe'), 'allow read'],
    ['an action, later allowed', changing(request, 'action', 'wipe', 'read'), 'deny'],
    [
      'a time',
      changing(
        { ...request, caller: { ...caller, delegation_chain: ['a'], delegation_scopes: [{ exp: 1 }] } },
        'at',
        at,
        0,
      ),
      'deny',
    ],
    ['a caller', changing({ ...request, action: 'wipe' }, 'caller', caller, { ...caller, roles: ['admin'] }), 'deny'],
    [
      'verified',
      { ...request, action: 'wipe', caller: changing({ ...caller, roles: ['admin'] }, 'verified', false, true) },
      'deny',
    ],
    ['roles', { ...request, action: 'wipe', caller: changing(caller, 'roles', [], ['admin']) }, 'deny'],
    ['groups', { ...request, caller: changing({ ...caller, groups: ['out'] }, 'groups', ['out'], []) }, 'deny'],
    [
      'holdings',
      {
        ...request,
        caller: changing(
          { ...caller, delegation_chain: ['a'], delegation_holdings: [{ roles: [], groups: [] }] },
          'delegation_holdings',
          [{ roles: [], groups: ['out'] }],
          [{ roles: [], groups: [] }],
        ),
      },
      'deny',
    ],
    [
      'a scope',
      {
        ...request,
        caller: {
          ...caller,
          delegation_chain: ['a'],
          delegation_scopes: [changing({ actions: ['*'] }, 'actions', ['wipe'], ['*'])],
        },
      },
      'deny',
    ],
  ])('%s', (_, given, expected) => {
    // The values of the first read decide.
    const { policy_matched, result } = pdp().decide(given);
    expect(result).toBe(expected?.split(' ')[0]);
    if (result === 'allow') expect(policy_matched).toBe('reads');
  });

  test('an evaluation returns the values that decided', () => {
    const asked = { ...request, caller: changing(caller, 'agent_id', 'worker', 'admin') };
    const { caller: own } = pdp().evaluate(changing(asked, 'action', 'read', 'wipe'));
    expect(own?.agent_id).toBe('worker');
    const evaluated = pdp().evaluate(changing(request, 'action', 'read', 'wipe'));
    expect(evaluated.action?.name).toBe('read');
  });

  test('an explanation is about the values that decided', () => {
    const { rules: explained, verdict } = pdp().explain(changing(request, 'action', 'read', 'wipe'));
    expect(verdict).toMatchObject({ result: 'allow', policy_matched: 'reads' });
    expect(explained.find(({ outcome }) => outcome === 'decides')?.conditions).toMatchObject([{ actual: 'read' }]);
  });

  test('a list that changes counts as one of its readings, for an evaluation as the first', () => {
    const given = () => ({ ...request, action: 'wipe', caller: { ...caller, roles: changingList('x', 'admin') } });
    expect(pdp().evaluate(given()).verdict.result).toBe('deny');
    expect(pdp().explain(given()).verdict.result).toBe('deny');
    const delegate = { ...given().caller, delegation_chain: ['a'], delegation_holdings: [{ roles: [], groups: [] }] };
    expect(pdp().decide({ ...given(), caller: delegate }).result).toBe('deny');
    const left = { ...request, caller: { ...caller, groups: changingList('out', 'out') } };
    expect(pdp().decide(left).result).toBe('deny');
  });

  test('a list that changes leaves no wrong answer for other callers', () => {
    const one = pdp();
    one.decide({ ...request, action: 'wipe', caller: { ...caller, roles: changingList('x', 'admin') } });
    expect(one.decide({ ...request, action: 'wipe', caller: { ...caller, roles: ['x'] } }).result).toBe('deny');
    expect(one.decide({ ...request, action: 'wipe', caller: { ...caller, roles: ['admin'] } }).result).toBe('allow');
  });

  test('a later change of a returned caller or a given one changes no earlier evaluation', () => {
    const own = { ...caller, roles: ['admin'] };
    const one = pdp();
    const first = one.evaluate({ ...request, caller: own });
    own.roles.length = 0;
    one.decide({ ...request, caller: { ...caller, agent_id: 'other', roles: ['a', 'b'] } });
    expect(first.caller).toStrictEqual({ ...caller, roles: ['admin'] });
  });

  test.each<[string, unknown]>([
    ['a role of a delegate that is no text', { ...caller, delegation_chain: ['a'], roles: [7] }],
    ['a hole', { ...caller, delegation_chain: ['a'], roles: Array(1) }],
    ['holdings of another length', { ...caller, delegation_chain: ['a'], delegation_holdings: [] }],
    ['holdings without groups', { ...caller, delegation_chain: ['a'], delegation_holdings: [{ roles: [] }] }],
    ['holdings that are no list', { ...caller, delegation_holdings: {} }],
  ])('%s is refused', (_, given) => {
    expect(pdp().decide({ ...request, caller: given as Caller }).code).toBe('request_invalid');
  });
});
