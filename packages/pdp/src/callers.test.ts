import type { Caller, CallerSelector, DelegationSettings, PolicyRule } from '@agent-safe/core';
import { sampleAction } from '@agent-safe/testkit';
import { describe, expect, test } from 'vitest';
import type { DecideRequest } from './compile/request.ts';
import { Pdp } from './pdp.ts';

const at = Date.parse('2026-01-05T10:00Z');
const token: Caller = {
  agent_id: 'worker',
  verified: true,
  roles: ['deployer'],
  groups: ['web'],
  delegation_chain: [],
};
const claimed: Caller = { ...token, verified: false };

function rule(decision: PolicyRule['decision'], callers: CallerSelector | undefined): PolicyRule {
  const match = callers === undefined ? {} : { callers };
  return { name: 'only', description: '', priority: 0, match, decision, reason: 'Because' };
}

/** Whether a rule with this decision and selector gives the answer, before a rule that allows every request. */
function matches(
  decision: PolicyRule['decision'],
  callers: CallerSelector | undefined,
  caller: DecideRequest['caller'],
  settings: { readonly verifiesCallers?: boolean; readonly delegation?: DelegationSettings } = {
    verifiesCallers: true,
  },
): boolean {
  const rest: PolicyRule = { ...rule('allow', undefined), name: 'rest' };
  const pdp = new Pdp({ actions: [sampleAction()], rules: [rule(decision, callers), rest], ...settings });
  const { policy_matched, result } = pdp.decide({ action: 'restart', caller, at });
  expect(result).toBe(policy_matched === 'only' ? decision : 'allow');
  return policy_matched === 'only';
}

const selectors: readonly (readonly [string, CallerSelector])[] = [
  ['any caller', {}],
  ['its name', { agent_ids: ['worker'] }],
  ['another name', { agent_ids: ['other'] }],
  ['no name at all', { agent_ids: [] }],
  ['its role', { roles: ['deployer'] }],
  ['another role', { roles: ['admin'] }],
  ['its group', { groups: ['web'] }],
  ['a delegator', { delegated_from: ['root'] }],
  ['delegation', { require_delegation: true }],
  ['no delegation', { require_delegation: false }],
  ['no depth', { max_delegation_depth: 0 }],
  ['all conditions', { agent_ids: ['other'], roles: ['admin'], groups: ['data'], require_delegation: true }],
];
const unproven: readonly (readonly [string, DecideRequest['caller']])[] = [
  ['nobody', undefined],
  ['null', null],
  ['a bare name', 'worker'],
  ['an unverified caller', claimed],
];
const cases = selectors.flatMap(([asked, selector]) =>
  unproven.map(([who, caller]) => [asked, who, selector, caller] as const),
);

describe('T12 with keys, an unverified caller gains nothing', () => {
  test.each(cases)('a selector of %s, for %s', (_, __, selector, caller) => {
    expect(matches('allow', selector, caller)).toBe(false);
    expect(matches('deny', selector, caller)).toBe(true);
    expect(matches('require_approval', selector, caller)).toBe(true);
  });

  test.each(unproven)('a rule without callers matches %s', (_, caller) => {
    expect(matches('allow', undefined, caller)).toBe(true);
    expect(matches('deny', undefined, caller)).toBe(true);
  });

  test('a verified caller matches the same selectors with and without keys', () => {
    for (const [, selector] of selectors) {
      expect(matches('allow', selector, token)).toBe(matches('allow', selector, token, {}));
      expect(matches('deny', selector, token)).toBe(matches('deny', selector, token, {}));
    }
  });

  test('without keys a name is accepted as written', () => {
    expect(matches('allow', { agent_ids: ['worker'] }, 'worker', {})).toBe(true);
    expect(matches('allow', {}, claimed, {})).toBe(true);
    expect(matches('deny', { roles: ['intern'] }, 'worker', {})).toBe(false);
    expect(matches('deny', {}, undefined, {})).toBe(false);
  });

  test('an unverified caller object is refused if callers must be verified', () => {
    const pdp = new Pdp({ actions: [sampleAction()], rules: [rule('allow', undefined)], requireVerifiedCallers: true });
    expect(pdp.decide({ action: 'restart', caller: claimed, at }).code).toBe('caller_unverified');
    expect(pdp.decide({ action: 'restart', caller: token, at }).result).toBe('allow');
  });
});

describe('T13 an allow rule accepts a delegated name only if it was granted', () => {
  const delegation: DelegationSettings = {
    max_depth: 5,
    grants: [
      { parent: 'root', children: ['middle', 'worker'] },
      { parent: 'middle', children: ['worker'] },
    ],
  };
  const keys = { verifiesCallers: true, delegation };
  const through = (...chain: readonly string[]): Caller => ({ ...token, delegation_chain: chain });

  test.each<[string, CallerSelector, Caller, boolean]>([
    ['its own name, granted', { agent_ids: ['worker'] }, through('root'), true],
    ['its own name, granted twice', { agent_ids: ['worker'] }, through('root', 'middle'), true],
    ['its own name, given by an agent without a grant', { agent_ids: ['worker'] }, through('stranger'), false],
    ['its own name, after an ungranted one', { agent_ids: ['worker'] }, through('root', 'intern', 'middle'), false],
    ['its own name, granted by an ungranted name', { agent_ids: ['worker'] }, through('stranger', 'root'), false],
    ['the root', { delegated_from: ['root'] }, through('root', 'intern'), true],
    ['a granted delegator', { delegated_from: ['middle'] }, through('root', 'middle'), true],
    ['an ungranted delegator', { delegated_from: ['middle'] }, through('stranger', 'middle'), false],
    ['one proven delegator of several', { delegated_from: ['middle', 'root'] }, through('root', 'x'), true],
    [
      'delegator and own name, with one of them proven',
      { agent_ids: ['worker'], delegated_from: ['root'] },
      through('root', 'x'),
      false,
    ],
    ['roles, which do not depend on names', { roles: ['deployer'] }, through('stranger', 'x'), true],
    ['depth, which does not either', { max_delegation_depth: 2, require_delegation: true }, through('a', 'b'), true],
  ])('%s', (_, selector, caller, isAllowed) => {
    expect(matches('allow', selector, caller, keys)).toBe(isAllowed);
    // All of these match as written: without keys, and in rules that do not allow.
    expect(matches('allow', selector, caller, { delegation })).toBe(true);
    expect(matches('deny', selector, caller, keys)).toBe(true);
    expect(matches('require_approval', selector, caller, keys)).toBe(true);
  });

  test('without grants an allow rule accepts no delegated name', () => {
    expect(matches('allow', { agent_ids: ['worker'] }, through('root'))).toBe(false);
    expect(matches('allow', { agent_ids: ['worker'] }, token)).toBe(true);
  });
});

describe('T36 a star in a list of callers stands for any characters', () => {
  const keys = { verifiesCallers: true };
  const rogue: Caller = { ...token, agent_id: 'rogue-7', roles: ['sre-lead'], groups: ['web[1]'] };
  const child: Caller = { ...rogue, delegation_chain: ['rogue-8'], delegation_holdings: [{ roles: [], groups: [] }] };

  test.each<[string, CallerSelector, boolean]>([
    ['an agent id', { agent_ids: ['rogue-*'] }, true],
    ['one of several', { agent_ids: ['other', '*-7', 'x*'] }, true],
    ['another agent id', { agent_ids: ['rogue-*x'] }, false],
    ['a role', { roles: ['sre-*'] }, true],
    ['a group, with other characters as written', { groups: ['web[1]*'] }, true],
    ['a set, which is not special', { groups: ['web[[]1*'] }, false],
    ['a question mark, which is not special', { agent_ids: ['rogue-?'] }, false],
    ['any role', { roles: ['*'] }, true],
  ])('%s', (_, selector, isMatched) => {
    for (const settings of [keys, {}]) {
      for (const decision of ['allow', 'deny', 'require_approval'] as const) {
        expect(matches(decision, selector, rogue, settings)).toBe(isMatched);
        // The answer is the same when the caller is known.
        expect(matches(decision, selector, { ...rogue }, settings)).toBe(isMatched);
      }
    }
  });

  test('a delegator', () => {
    expect(matches('deny', { delegated_from: ['rogue-*'] }, child, keys)).toBe(true);
    expect(matches('deny', { delegated_from: ['*-7'] }, child, keys)).toBe(false);
    expect(matches('deny', { agent_ids: ['*-8'] }, child, keys)).toBe(true);
    // The name of the child is not granted.
    expect(matches('allow', { agent_ids: ['rogue-*'] }, child, keys)).toBe(false);
  });

  test('a caller without roles has no role that matches', () => {
    expect(matches('deny', { roles: ['*'] }, { ...rogue, roles: [] }, keys)).toBe(false);
  });

  test('100,000 invented names leave the answers right', () => {
    const star = { ...rule('deny', { agent_ids: ['rogue-*', 'exact'] }), priority: 1 };
    const pdp = new Pdp({ actions: [sampleAction()], rules: [star, rule('allow', undefined)], ...keys });
    for (let turn = 0; turn < 100_000; turn++) {
      const agent_id = turn % 2 === 0 ? `rogue-${turn}` : `fine-${turn}`;
      const { result } = pdp.decide({ action: 'restart', caller: { ...token, agent_id }, at });
      if (result !== (turn % 2 === 0 ? 'deny' : 'allow')) expect({ agent_id, result }).toBe('the other answer');
    }
  });
});
