import type { Action, Caller, PolicyMatch, PolicyRule, Target } from '@agent-safe/core';
import { sampleAction, sampleParameter } from '@agent-safe/testkit';
import { describe, expect, test } from 'vitest';
import { Pdp, type PdpOptions } from './pdp.ts';

const scale: Action = sampleAction({
  name: 'scale',
  tags: ['kubernetes', 'capacity'],
  reversible: true,
  parameters: [
    sampleParameter('replicas', 'integer', { default: 1 }),
    sampleParameter('image', 'string'),
    sampleParameter('command', 'array', { items: { type: 'string' } }),
    sampleParameter('password', 'string', { sensitive: true }),
  ],
});
const stop = sampleAction({ name: 'stop', tags: ['kubernetes'] });
const mail = sampleAction({ name: 'mail', target_types: [] });
const targets: readonly Target[] = [
  { ...at('staging/app', 'platform'), labels: { frozen: 'true', tier: 'a/b' }, scope: { cluster: 'staging' } },
  { ...at('prod/app', ''), scope: { account: '111122223333', region: 'eu-west-1' } },
  at('lost/app', 'data'),
];

function at(id: string, owner: string): Target {
  return { id, type: 'vm', environment: 'dev', sensitivity: 'internal', owner, labels: {}, bindings: {} };
}

function ruleOf(match: PolicyMatch, decision: PolicyRule['decision']): PolicyRule {
  return { name: decision, description: '', priority: 1, match, decision, reason: 'Because' };
}

const base: PolicyRule = { name: 'base', description: '', priority: 0, match: {}, decision: 'allow', reason: 'Base' };

interface Asked {
  readonly action?: string;
  readonly target?: string;
  readonly params?: object;
  readonly caller?: Caller | string;
}

/** Returns what an allow, a deny and an approval rule with the same conditions answer. The deny and approval rules are above an allow. */
function answers(match: PolicyMatch, { action = 'scale', ...asked }: Asked, options: Partial<PdpOptions> = {}): string {
  const world = { actions: [scale, stop, mail], targets, ...options };
  const ask = (rules: readonly PolicyRule[]) => new Pdp({ ...world, rules }).decide({ action, at: 0, ...asked }).result;
  const isAllowed = ask([ruleOf(match, 'allow')]) === 'allow';
  const isDenied = ask([ruleOf(match, 'deny'), base]) === 'deny';
  const isAsked = ask([ruleOf(match, 'require_approval'), base]) === 'require_approval';
  expect(isAsked).toBe(isDenied);
  return isAllowed ? (isDenied ? 'certain' : 'wrong') : isDenied ? 'doubt' : 'no';
}

const staging = { target: 'staging/app' };
const caller = (groups: readonly string[]): Caller => ({
  agent_id: 'a',
  verified: true,
  roles: [],
  groups,
  delegation_chain: [],
});

describe('T56 conditions on what an action does', () => {
  test.each<[string, PolicyMatch, Asked, 'certain' | 'doubt' | 'no']>([
    ['a value within bounds', { params: { replicas: { max_value: 5 } } }, { params: { replicas: 5 } }, 'certain'],
    ['a value outside', { params: { replicas: { max_value: 5 } } }, { params: { replicas: 6 } }, 'no'],
    ['the default that will run', { params: { replicas: { max_value: 0 } } }, {}, 'no'],
    ['the default that will run, within', { params: { replicas: { enum: [1] } } }, {}, 'certain'],
    ['minus zero runs as zero', { params: { replicas: { enum: [0] } } }, { params: { replicas: -0 } }, 'certain'],
    ['a missing value', { params: { image: { glob: ['**'] } } }, {}, 'doubt'],
    ['an absent value', { params: { image: { present: false } } }, {}, 'certain'],
    ['a parameter that the action lacks', { params: { replicas: { max_value: 5 } } }, { action: 'stop' }, 'doubt'],
    ['its absence', { params: { replicas: { present: false } } }, { action: 'stop' }, 'doubt'],
    ['a key for another type', { params: { image: { max_value: 5 } } }, { params: { image: '3' } }, 'doubt'],
    ['a sensitive value', { params: { password: { enum: ['x'] } } }, { params: { password: 'x' } }, 'doubt'],
    [
      'the presence of a sensitive value',
      { params: { password: { present: true } } },
      { params: { password: 'x' } },
      'certain',
    ],
    [
      'a mask without a key',
      { params: { password: { masked: ['hmac-sha256:x'] } } },
      { params: { password: 'x' } },
      'doubt',
    ],
    ['all items', { params: { command: { items: { enum: ['ls'] } } } }, { params: { command: ['ls', 'rm'] } }, 'no'],
    ['a tag', { tags: ['kube*'] }, {}, 'certain'],
    ['another tag', { tags: ['aws'] }, {}, 'no'],
    ['reversible', { reversible: true }, {}, 'certain'],
    ['not reversible', { reversible: true }, { action: 'stop' }, 'no'],
    ['an id', { targets: { ids: ['staging/*'] } }, staging, 'certain'],
    ['a star within a part', { targets: { ids: ['st*'] } }, staging, 'no'],
    ['an id without a target', { targets: { ids: ['**'] } }, {}, 'doubt'],
    ['an id for an action that has no target', { targets: { ids: ['**'] } }, { action: 'mail' }, 'no'],
    ['an environment without a target, as 0.11', { targets: { environments: ['dev'] } }, {}, 'no'],
    ['an owner', { targets: { owners: ['plat*'] } }, staging, 'certain'],
    ['an unknown owner', { targets: { owners: ['platform'] } }, { target: 'prod/app' }, 'doubt'],
    ['a cluster', { targets: { scopes: { clusters: ['staging'] } } }, staging, 'certain'],
    ['an account for a target in a cluster', { targets: { scopes: { accounts: ['111122223333'] } } }, staging, 'no'],
    [
      'clusters and accounts',
      { targets: { scopes: { clusters: ['x'], accounts: ['1111*'], regions: ['eu-*'] } } },
      { target: 'prod/app' },
      'certain',
    ],
    [
      'another region',
      { targets: { scopes: { accounts: ['1111*'], regions: ['us-*'] } } },
      { target: 'prod/app' },
      'no',
    ],
    ['an unknown scope', { targets: { scopes: { clusters: ['staging'] } } }, { target: 'lost/app' }, 'doubt'],
    ['a list of labels', { targets: { labels: { tier: ['x', 'a/*'] } } }, staging, 'certain'],
    ['a missing label', { targets: { labels: { tier: ['*'] } } }, { target: 'prod/app' }, 'no'],
    ['not: a label', { not: { targets: { labels: { frozen: ['true'] } } } }, staging, 'no'],
    ['not: another target', { not: { targets: { labels: { frozen: ['true'] } } } }, { target: 'prod/app' }, 'certain'],
    ['not: no target', { not: { targets: { labels: { frozen: ['true'] } } } }, {}, 'doubt'],
    [
      'not: an action without a target stays in doubt',
      { not: { targets: { labels: { frozen: ['true'] } } } },
      { action: 'mail' },
      'doubt',
    ],
    ['not: a parameter', { not: { params: { replicas: { min_value: 6 } } } }, { params: { replicas: 3 } }, 'certain'],
    ['not: a missing parameter', { not: { params: { image: { glob: ['evil/**'] } } } }, {}, 'doubt'],
    ['not: an unknown owner', { not: { targets: { owners: ['data'] } } }, { target: 'prod/app' }, 'doubt'],
    ['not: a caller that is missing', { not: { callers: { agent_ids: ['rogue'] } } }, {}, 'doubt'],
    ['not: another caller', { not: { callers: { agent_ids: ['rogue'] } } }, { caller: 'good' }, 'certain'],
    ['not: an action', { actions: ['s*'], not: { actions: ['stop'] } }, { action: 'stop' }, 'no'],
    ['not: several conditions', { not: { actions: ['scale'], tags: ['aws'] } }, {}, 'certain'],
    [
      'own group',
      { targets: { owner_in_caller_groups: true } },
      { ...staging, caller: caller(['platform']) },
      'certain',
    ],
    ['another group', { targets: { owner_in_caller_groups: true } }, { ...staging, caller: caller(['data']) }, 'no'],
    [
      'no own group',
      { targets: { owner_in_caller_groups: false } },
      { ...staging, caller: caller(['data']) },
      'certain',
    ],
    ['a group without a caller', { targets: { owner_in_caller_groups: true } }, staging, 'doubt'],
    [
      'a group of an unknown owner',
      { targets: { owner_in_caller_groups: true } },
      { target: 'prod/app', caller: caller(['']) },
      'doubt',
    ],
  ])('%s', (_, match, asked, expected) => {
    expect(answers(match, asked)).toBe(expected);
    // Index and loop see the same certainty, and a rule beside others too.
    const many = Array.from({ length: 40 }, (_rule, place) => ({
      ...ruleOf(match, 'deny'),
      name: `r${place}`,
      match: { ...match, actions: ['no-such'] },
    }));
    const { result } = new Pdp({
      actions: [scale, stop, mail],
      targets,
      rules: [...many, ruleOf(match, 'deny'), base],
    }).decide({ action: 'scale', at: 0, ...asked });
    expect(result === 'deny').toBe(expected !== 'no');
  });

  test('with keys, a group that only a delegator holds is in doubt', () => {
    const delegate: Caller = {
      ...caller([]),
      delegation_chain: ['root'],
      delegation_holdings: [{ roles: [], groups: ['platform'] }],
    };
    const keys = { verifiesCallers: true };
    const match = { targets: { owner_in_caller_groups: true } };
    expect(answers(match, { ...staging, caller: delegate }, keys)).toBe('doubt');
    expect(
      answers(match, { ...staging, caller: { ...delegate, delegation_holdings: [{ roles: [], groups: [] }] } }, keys),
    ).toBe('no');
    expect(answers(match, { ...staging, caller: 'platform' }, keys)).toBe('doubt');
  });

  test('a malformed time within `not` is refused: it would exclude nothing', () => {
    for (const not of [{ valid: { until: 'soon' } }, { time_windows: [{ start: '25:00', end: '26:00' }] }]) {
      expect(() => new Pdp({ actions: [scale], rules: [ruleOf({ not }, 'allow')], targets })).toThrow('is not valid');
    }
  });

  test('a mask is compared if the decision point can compute it', () => {
    const mask = (action: string, name: string, value: unknown) => `hmac-sha256:${action} ${name} ${String(value)}`;
    const match = { params: { password: { masked: ['hmac-sha256:scale password x'] } } };
    expect(answers(match, { params: { password: 'x' } }, { mask })).toBe('certain');
    expect(answers(match, { params: { password: 'y' } }, { mask })).toBe('no');
  });

  test('an approval rule in doubt hides no later deny', () => {
    const doubt = ruleOf({ params: { image: { glob: ['ours/**'] } } }, 'require_approval');
    const rules = [doubt, { ...base, name: 'deny', decision: 'deny' as const }];
    const pdp = new Pdp({ actions: [scale], rules, targets });
    expect(pdp.decide({ action: 'scale', at: 0 })).toMatchObject({ result: 'deny', policy_matched: 'deny' });
    expect(pdp.decide({ action: 'scale', at: 0, params: { image: 'ours/app' } })).toMatchObject({
      result: 'require_approval',
    });
  });

  test('another target of the same object is judged with the same parameters', () => {
    const bound = (id: string, owner: string): Target => ({
      ...at(id, owner),
      bindings: { image: 'a' },
      scope: { cluster: 'one' },
    });
    const locating = {
      ...scale,
      parameters: [sampleParameter('image', 'string', { locates: true }), sampleParameter('replicas', 'integer')],
    };
    const deny = ruleOf({ targets: { ids: ['twin'] }, params: { replicas: { min_value: 5 } } }, 'deny');
    const pdp = new Pdp({ actions: [locating], rules: [deny, base], targets: [bound('app', 'x'), bound('twin', 'x')] });
    expect(pdp.decide({ action: 'scale', target: 'app', params: { image: 'a', replicas: 1 }, at: 0 }).result).toBe(
      'allow',
    );
    expect(pdp.decide({ action: 'scale', target: 'app', params: { image: 'a', replicas: 5 }, at: 0 }).code).toBe(
      'target_ambiguous',
    );
    expect(pdp.decide({ action: 'scale', target: 'app', params: { image: 'a' }, at: 0 }).code).toBe('target_ambiguous');
  });
});

describe('explanations of conditions', () => {
  const allow = ruleOf(
    {
      tags: ['kubernetes'],
      params: { replicas: { min_value: 1, max_value: 5 }, password: { present: true } },
      targets: { owners: ['platform'], scopes: { clusters: ['staging'] } },
      not: { targets: { labels: { frozen: ['true'] } } },
    },
    'allow',
  );
  const pdp = new Pdp({ actions: [scale, stop], rules: [allow], targets });

  test('each condition says whether it holds, and no secret is shown', () => {
    const explanation = pdp.explain({
      action: 'scale',
      target: 'staging/app',
      params: { replicas: 9, password: 'p4ss-word' },
      at: 0,
    });
    const conditions = explanation.rules[0]?.conditions ?? [];
    expect(conditions.filter(({ holds }) => !holds).map(({ actual, condition }) => [condition, actual])).toEqual([
      ['params.replicas.max_value', 9],
      ['not', true],
    ]);
    expect(conditions.find(({ condition }) => condition === 'not')?.note).toBe('not.targets.labels.frozen holds.');
    expect(JSON.stringify(explanation)).not.toContain('p4ss-word');
  });

  test('doubt is explained', () => {
    const { rules } = pdp.explain({ action: 'stop', target: 'lost/app', at: 0 });
    const notes = Object.fromEntries((rules[0]?.conditions ?? []).map(({ condition, note }) => [condition, note]));
    expect(notes['params.replicas.max_value']).toBe(
      'The action stop has no such parameter. An allow rule needs certainty.',
    );
    expect(notes['targets.scopes']).toBe('The location of the target is unknown. An allow rule needs certainty.');
  });

  test('a change of a parameter is suggested, and gives the answer', () => {
    const rules = [ruleOf({ params: { replicas: { max_value: 5 } } }, 'allow')];
    const own = new Pdp({ actions: [scale], rules, targets });
    const { changes, verdict } = own.explain({ action: 'scale', params: { replicas: 9 }, at: 0 });
    expect(verdict.result).toBe('deny');
    const [change] = changes;
    expect(change).toMatchObject({ result: 'allow', edits: [{ field: 'params.replicas', change: 'set', from: 9 }] });
    const replicas = change?.edits[0]?.to;
    expect(own.decide({ action: 'scale', params: { replicas }, at: 0 }).result).toBe('allow');
  });
});
