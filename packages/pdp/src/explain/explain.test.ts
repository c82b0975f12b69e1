import type { Caller, DelegationScope, PolicyMatch, PolicyRule, Target } from '@agent-safe/core';
import { arbitraries, checkLaw, sampleAction } from '@agent-safe/testkit';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { DecideRequest } from '../compile/request.ts';
import { Pdp, type PdpOptions } from '../pdp.ts';
import type { Change, Edit } from './counterfactual/edits.ts';

const action = sampleAction({
  name: 'scale',
  target_types: ['app'],
  parameters: [
    { name: 'namespace', type: 'string', required: true, description: '', locates: true, sensitive: false },
    {
      name: 'replicas',
      type: 'integer',
      required: false,
      default: 1,
      description: '',
      constraints: { min_value: 0, max_value: 10 },
      locates: false,
      sensitive: false,
    },
    {
      name: 'password',
      type: 'string',
      required: false,
      description: '',
      constraints: { min_length: 8 },
      locates: false,
      sensitive: true,
    },
  ],
});

function target(id: string, environment: Target['environment'], namespace: string): Target {
  const rest = { type: 'app', sensitivity: 'internal', owner: '', labels: {}, scope: { cluster: 'one' } } as const;
  return { id, environment, bindings: { namespace }, ...rest };
}

function rule(name: string, decision: PolicyRule['decision'], match: PolicyMatch, priority = 0): PolicyRule {
  return { name, description: '', priority, match, decision, reason: `Because of ${name}` };
}

const caller: Caller = { agent_id: 'worker', verified: true, roles: [], groups: [], delegation_chain: [] };
/** A Monday at noon. */
const at = Date.parse('2026-01-05T20:10:00Z');

function explain(
  rules: readonly PolicyRule[],
  request: Partial<DecideRequest> = {},
  options: Partial<PdpOptions> = {},
) {
  const targets = [target('dev/app', 'dev', 'dev'), target('prod/app', 'prod', 'prod')];
  const pdp = new Pdp({ actions: [action], rules, targets, strict: true, ...options });
  return pdp.explain({ action: 'scale', target: 'prod/app', caller, params: { namespace: 'prod' }, at, ...request });
}

function texts(changes: readonly Change[], result = 'allow'): readonly string[] {
  return changes.filter((change) => change.result === result).map(({ text }) => text);
}

describe('the rules', () => {
  const rules = [
    rule('night', 'deny', { time_windows: [{ start_hour: 22, end_hour: 5 }] }, 9),
    rule('prod', 'require_approval', { targets: { environments: ['prod'] } }, 5),
    rule('other', 'allow', { actions: ['delete-*'] }, 4),
    rule('worker', 'allow', { callers: { agent_ids: ['worker'], roles: ['deployer'] } }, 3),
    rule('all', 'allow', {}, 1),
  ];

  test('are listed in evaluation order with their failing conditions, then the hidden ones', () => {
    const { hides, rules: explained, verdict } = explain(rules);
    expect(verdict.policy_matched).toBe('prod');
    expect(explained.map(({ outcome, rule: name }) => [name, outcome])).toEqual([
      ['night', 'fails'],
      ['prod', 'decides'],
      ['all', 'hidden'],
    ]);
    expect(hides).toEqual(['all']);
    expect(explained[0]?.conditions).toEqual([
      {
        condition: 'time_windows',
        holds: false,
        expected: [{ start_hour: 22, end_hour: 5 }],
        actual: '2026-01-05T20:10:00.000Z',
      },
    ]);
  });

  test('each condition is listed with the value of the request', () => {
    const match: PolicyMatch = {
      actions: ['restart'],
      targets: { environments: ['dev'], sensitivities: ['public'], types: ['vm'], labels: { team: 'web' } },
      callers: {
        agent_ids: ['other'],
        roles: ['deployer'],
        groups: ['web'],
        delegated_from: ['root'],
        max_delegation_depth: 0,
        require_delegation: true,
      },
      risk_classes: ['low'],
      require_ticket: true,
    };
    const [found] = explain([rule('all', 'allow', match)]).rules;
    expect(found?.conditions.map(({ actual, condition, holds }) => [condition, actual, holds])).toEqual([
      ['actions', 'scale', false],
      ['targets.environments', 'prod', false],
      ['targets.sensitivities', 'internal', false],
      ['targets.types', 'app', false],
      ['targets.labels.team', null, false],
      ['callers.agent_ids', 'worker', false],
      ['callers.roles', [], false],
      ['callers.groups', [], false],
      ['callers.delegated_from', [], false],
      ['callers.max_delegation_depth', 0, true],
      ['callers.require_delegation', false, false],
      ['risk_classes', 'medium', false],
      ['require_ticket', false, false],
    ]);
  });

  test('no rule is listed if the request was refused before the rules', () => {
    expect(explain(rules, { params: {} }).rules).toEqual([]);
  });
});

describe('changes', () => {
  test.each<[string, readonly PolicyRule[], Partial<DecideRequest>, string]>([
    [
      'another target',
      [rule('dev', 'allow', { targets: { environments: ['dev'] } })],
      {},
      'on target "dev/app", with namespace "dev"',
    ],
    ['a role', [rule('role', 'allow', { callers: { roles: ['deployer'] } })], {}, 'with the role "deployer"'],
    ['a group', [rule('group', 'allow', { callers: { groups: ['web'] } })], {}, 'in the group "web"'],
    ['a ticket id', [rule('ticket', 'allow', { require_ticket: true })], {}, 'with a change ticket'],
    [
      'no ticket id',
      [rule('ticket', 'allow', { require_ticket: false })],
      { ticket_id: 'X' },
      'without a change ticket',
    ],
    [
      'a time',
      [rule('day', 'allow', { time_windows: [{ start_hour: 9, end_hour: 17, timezone: 'Asia/Kolkata' }] })],
      {},
      'at 2026-01-06T03:30:00.000Z',
    ],
    [
      'a lower parameter',
      [rule('all', 'allow', {})],
      { params: { namespace: 'prod', replicas: 99 } },
      'with replicas 10',
    ],
    ['another agent', [rule('other', 'allow', { callers: { agent_ids: ['other'] } })], {}, 'as the agent "other"'],
    ['any caller', [rule('any', 'allow', { callers: {} })], { caller: undefined }, 'as any caller'],
    ['delegation', [rule('root', 'allow', { callers: { delegated_from: ['root'] } })], {}, 'delegated by "root"'],
    [
      'no delegation',
      [rule('alone', 'allow', { callers: { require_delegation: false } })],
      { caller: { ...caller, delegation_chain: ['root'] } },
      'without delegation',
    ],
    [
      'one role less',
      [rule('no-interns', 'deny', { callers: { roles: ['intern'] } }, 1), rule('all', 'allow', {})],
      { caller: { ...caller, roles: ['intern'] } },
      'without the role "intern"',
    ],
    [
      'two sides',
      [rule('both', 'allow', { callers: { roles: ['deployer'] }, require_ticket: true })],
      {},
      'with a change ticket, with the role "deployer"',
    ],
    [
      'a target that matches the parameters',
      [rule('all', 'allow', {})],
      { params: { namespace: 'dev' } },
      'on target "dev/app"',
    ],
    [
      'a parameter that matches the target',
      [rule('all', 'allow', {})],
      { params: { namespace: 'dev' } },
      'with namespace "prod"',
    ],
    [
      'a typo in a name',
      [rule('all', 'allow', {})],
      { params: { namespac: 'prod' } },
      'with "namespac" renamed to "namespace"',
    ],
    ['a typo in the action', [rule('all', 'allow', {})], { action: 'scael' }, 'with the action "scale"'],
    ['a typo in the target', [rule('all', 'allow', {})], { target: 'prod/ap' }, 'on target "prod/app"'],
  ])('%s', (_, rules, request, expected) => {
    const { changes, complete } = explain(rules, request);
    expect(texts(changes)).toContain(expected);
    expect(complete).toBe(true);
  });

  test('a time days away, if earlier times do not help', () => {
    const rules = [
      rule('weekdays', 'deny', { time_windows: [{ days: [0, 1, 2, 3, 4], start_hour: 9, end_hour: 17 }] }, 1),
      rule('ten', 'allow', { time_windows: [{ start_hour: 10, end_hour: 10 }] }),
    ];
    expect(texts(explain(rules).changes)).toContain('at 2026-01-10T10:00:00.000Z');
  });

  test.each<[string, unknown, readonly string[]]>([
    ['null for an optional parameter', { namespace: 'prod', replicas: null }, ['without the parameter "replicas"']],
    ['unreadable', { namespace: Number.NaN }, []],
    ['a list', [1], []],
  ])('parameters that are %s', (_, params, expected) => {
    expect(texts(explain([rule('all', 'allow', {})], { params }).changes)).toEqual(expected);
  });

  test('T21 the value under a wrong name is not shown, nor anything derived from it', () => {
    const { changes } = explain([rule('all', 'allow', {})], { params: { namespce: 'my-SECRET' } });
    expect(JSON.stringify(changes)).not.toContain('SECRET');
    expect(texts(changes)).toContain('without the parameter "namespce", with namespace "prod"');
  });

  test('a verified caller, if an unverified one is refused', () => {
    const rules = [rule('worker', 'allow', { callers: { agent_ids: ['worker'] } })];
    const { changes } = explain(rules, { caller: 'worker' }, { requireVerifiedCallers: true });
    expect(texts(changes)).toEqual(['with a verified caller']);
  });

  test('nothing, if no change of three sides suffices', () => {
    expect(explain([rule('none', 'deny', {})])).toMatchObject({ changes: [], complete: true });
  });

  test('a change is not reported if a smaller part suffices', () => {
    const rules = [
      rule('role', 'allow', { callers: { roles: ['deployer'] } }),
      rule('role-and-ticket', 'allow', { callers: { roles: ['deployer'] }, require_ticket: true }),
    ];
    expect(texts(explain(rules).changes)).toEqual(['with the role "deployer"']);
  });

  test('a search that is too long reports that it is incomplete', () => {
    const many = (prefix: string) => Array.from({ length: 20 }, (_, index) => `${prefix}-${index}`);
    const callers = { roles: many('role'), groups: many('group'), agent_ids: many('agent') };
    const rules = [rule('never', 'deny', {}, 1), rule('unmet', 'allow', { callers })];
    const { changes, complete, tried } = explain(rules);
    expect({ changes, complete }).toEqual({ changes: [], complete: false });
    expect(tried).toBeLessThanOrEqual(501);
  });
});

describe('unverified callers, with keys', () => {
  const keys: Partial<PdpOptions> = { verifiesCallers: true };
  const worker: PolicyMatch = { callers: { agent_ids: ['worker'] } };

  test('T12 conditions report the missing proof instead of the value', () => {
    const rules = [rule('named', 'allow', worker, 1), rule('interns', 'deny', { callers: { roles: ['intern'] } })];
    const { rules: explained, verdict } = explain(rules, { caller: 'worker' }, keys);
    expect(verdict.policy_matched).toBe('interns');
    expect(explained.flatMap(({ conditions }) => conditions)).toEqual([
      {
        condition: 'callers.agent_ids',
        holds: false,
        expected: ['worker'],
        actual: 'worker',
        note: 'The caller is unverified.',
      },
      {
        condition: 'callers.roles',
        holds: true,
        expected: ['intern'],
        actual: [],
        note: 'The caller is unverified, so it may be anyone.',
      },
    ]);
    expect(explain([rule('any', 'allow', { callers: {} })], { caller: undefined }, keys).rules[0]?.conditions).toEqual([
      {
        condition: 'callers',
        holds: false,
        expected: {},
        actual: null,
        note: 'The caller is unverified.',
      },
    ]);
  });

  test('T35 an approval rule that matches without proof is a floor, and says so', () => {
    const rules = [
      rule('sre', 'require_approval', { callers: { roles: ['sre'] } }, 100),
      rule('prod', 'deny', { targets: { environments: ['prod'] } }, 50),
      rule('all', 'allow', {}),
    ];
    const dev = { target: 'dev/app', params: { namespace: 'dev' } };
    const { rules: explained, verdict } = explain(rules, { caller: 'worker', ...dev }, keys);
    expect(verdict).toMatchObject({ result: 'require_approval', code: 'rule', policy_matched: 'sre' });
    expect(verdict.approval_rules).toEqual(['sre', 'all']);
    expect(explained.map(({ outcome }) => outcome)).toEqual(['floor', 'fails', 'decides']);
    expect(explained[0]?.conditions[0]?.note).toBe('not proven: floor. The caller is unverified, so it may be anyone.');
    const denied = explain(rules, { caller: 'worker' }, keys);
    expect(denied.verdict).toMatchObject({ result: 'deny', policy_matched: 'prod' });
  });

  const role: PolicyMatch = { callers: { roles: ['deployer'] } };
  test.each<[string, readonly PolicyRule[], DecideRequest['caller'], readonly string[]]>([
    ['a token for its name', [rule('named', 'allow', worker)], 'worker', ['with a verified caller']],
    ['a token for a missing name', [rule('any', 'allow', { callers: {} })], undefined, ['with a verified caller']],
    [
      'a token for a claimed role',
      [rule('role', 'allow', role)],
      { ...caller, verified: false, roles: ['deployer'] },
      ['with a verified caller'],
    ],
    [
      'a token and a role',
      [rule('role', 'allow', role)],
      'worker',
      ['with a verified caller, with the role "deployer"'],
    ],
    [
      'a token and another name',
      [rule('named', 'allow', worker)],
      'other',
      ['with a verified caller, as the agent "worker"'],
    ],
    [
      'a token, to avoid a rule that every unverified caller matches',
      [rule('interns', 'deny', { callers: { roles: ['intern'] } }, 1), rule('all', 'allow', {})],
      'worker',
      ['with a verified caller'],
    ],
    ['nothing, if the caller makes no difference', [rule('none', 'allow', { actions: ['other'] })], 'worker', []],
  ])('T12 %s', (_, rules, asker, expected) => {
    const { changes, complete } = explain(rules, { caller: asker }, keys);
    expect(texts(changes)).toEqual(expected);
    expect(complete).toBe(true);
  });

  test('T12 the edit is the same as if callers must be verified', () => {
    const edits = [{ field: 'caller', change: 'set', from: 'worker', to: null, expected: 'an identity token' }];
    for (const settings of [keys, { ...keys, requireVerifiedCallers: true }]) {
      expect(explain([rule('named', 'allow', worker)], { caller: 'worker' }, settings).changes).toMatchObject([
        { edits },
      ]);
    }
  });

  test('no change removes the caller if callers must be verified', () => {
    const rules = [rule('worker', 'deny', worker, 1), rule('all', 'allow', {})];
    expect(texts(explain(rules).changes)).toContain('without a caller');
    const { changes } = explain(rules, {}, { ...keys, requireVerifiedCallers: true });
    expect(texts(changes)).toEqual(['as an agent that no rule names']);
  });
});

describe('delegated callers, with keys', () => {
  const grants = [{ parent: 'root', children: ['worker', 'planner'] }];
  const keys: Partial<PdpOptions> = { verifiesCallers: true, delegation: { max_depth: 3, grants } };
  const worker: PolicyMatch = { callers: { agent_ids: ['worker'] } };
  const madeUp: Caller = { ...caller, delegation_chain: ['stranger'] };

  test('T13 an unproven name fails an allow rule, and the condition names the missing grant', () => {
    const rules = [
      rule('named', 'allow', worker, 1),
      rule('planned', 'allow', { callers: { delegated_from: ['planner'] } }, 1),
      rule('denied', 'deny', worker),
    ];
    const asker: Caller = { ...caller, delegation_chain: ['root', 'stranger', 'planner'] };
    const note = 'The name is not proven: delegation.grants does not allow "root" to delegate to "stranger".';
    expect(explain(rules, { caller: asker }, keys).rules.map(({ conditions }) => conditions)).toEqual([
      [{ condition: 'callers.agent_ids', holds: false, expected: ['worker'], actual: 'worker', note }],
      [
        {
          condition: 'callers.delegated_from',
          holds: false,
          expected: ['planner'],
          actual: ['root', 'stranger', 'planner'],
          note,
        },
      ],
      [{ condition: 'callers.agent_ids', holds: true, expected: ['worker'], actual: 'worker' }],
    ]);
  });

  test.each<[string, PolicyMatch, Caller, readonly string[]]>([
    ['its own token', worker, madeUp, ['without delegation', 'delegated by "root"']],
    [
      'a delegation by an agent with the grant',
      { callers: { agent_ids: ['worker'], require_delegation: true } },
      madeUp,
      ['delegated by "root"'],
    ],
    [
      'a granted name',
      { callers: { agent_ids: ['planner'], delegated_from: ['root'] } },
      { ...caller, delegation_chain: ['root'] },
      ['as the agent "planner"'],
    ],
  ])('T13 changes offer %s', (_, match, asker, expected) => {
    const { changes, complete } = explain([rule('only', 'allow', match)], { caller: asker }, keys);
    expect(texts(changes)).toEqual(expected);
    expect(complete).toBe(true);
  });

  test.each<[string, readonly DelegationScope[], readonly string[]]>([
    ['another target, or another delegation', [{ targets: ['dev/*'] }], ['on target "dev/app", with namespace "dev"']],
    ['another delegation, after the expiry', [{ exp: 0 }], []],
    ['a covered action', [{ actions: ['res*'] }], ['with the action "restart", without the parameter "namespace"']],
  ])('T13 changes offer %s', (_, scopes, expected) => {
    const asker: Caller = { ...caller, delegation_chain: ['root'], delegation_scopes: scopes };
    const actions = [action, sampleAction({ name: 'restart', target_types: ['app'] })];
    const { changes, complete, rules, verdict } = explain(
      [rule('all', 'allow', {})],
      { caller: asker },
      { ...keys, actions },
    );
    expect(verdict.code).toBe('delegation_scope');
    expect(rules).toEqual([]);
    const anyway = ['without delegation', 'without delegation scopes', 'without a caller'];
    expect(texts(changes).toSorted()).toEqual([...anyway, ...expected].sort());
    expect(complete).toBe(true);
  });

  test('T13 another chain is reported together with the removed scopes', () => {
    const asker: Caller = { ...caller, delegation_chain: ['stranger'], delegation_scopes: [{ actions: ['scale'] }] };
    const rules = [rule('root', 'allow', { callers: { delegated_from: ['root'] } })];
    expect(texts(explain(rules, { caller: asker }, keys).changes)).toEqual([
      'delegated by "root", without delegation scopes',
    ]);
  });

  test('T13 changes offer shorter chains for a chain that is too deep', () => {
    const asker: Caller = { ...caller, delegation_chain: ['a', 'b', 'c', 'd'] };
    expect(texts(explain([rule('all', 'allow', {})], { caller: asker }, keys).changes)).toContain('without delegation');
  });
});

test('T21 an explanation contains no value of a sensitive or misnamed parameter', () => {
  const params = {
    namespace: 'nowhere',
    password: 'hunter2',
    passwort: 'hunter2-hunter2',
    replicas: { key: 'hunter2' },
  };
  const explanation = explain([rule('all', 'allow', {})], { params });
  expect(JSON.stringify(explanation)).not.toContain('hunter2');
  expect(explanation.changes[0]?.edits.map(({ field }) => field)).toContain('params.password');
});

/** Applies the edits of an explanation to the request. */
function apply(request: DecideRequest, { edits }: Change): DecideRequest | undefined {
  let changed: DecideRequest = request;
  for (const edit of edits) {
    const { change, expected, field, to } = edit;
    const text = to as string;
    const params = { ...(changed.params as Record<string, unknown>) };
    const name = field.slice('params.'.length);
    if (field.startsWith('params.')) {
      if (change === 'set' && expected !== undefined) return undefined;
      if (change === 'set') params[name] = to;
      if (change === 'rename') params[text] = params[name];
      if (change !== 'set') delete params[name];
      changed = { ...changed, params };
    } else if (field === 'at') changed = { ...changed, at: Date.parse(text) };
    else if (field === 'ticket_id') changed = { ...changed, ticket_id: to === null ? undefined : 'JIRA-1' };
    else if (field === 'target' && to === null) changed = { ...changed, target: undefined };
    else if (field === 'target' || field === 'action') changed = { ...changed, [field]: text };
    else changed = { ...changed, caller: applyToCaller(readOwn(changed), edit) };
  }
  return changed;
}

/** A caller with another chain, whose delegators hold what the caller holds. */
function delegatedBy(own: Caller, chain: readonly string[]): Caller {
  const { groups, roles } = own;
  return { ...own, delegation_chain: chain, delegation_holdings: chain.map(() => ({ roles, groups })) };
}

function readOwn({ caller: own }: DecideRequest): Caller {
  if (typeof own === 'string') return { ...caller, verified: false, agent_id: own };
  return own ?? { ...caller, agent_id: 'anyone' };
}

function applyToCaller(own: Caller, { change, field, from, to }: Edit): Caller | undefined {
  const text = to as string;
  const { delegation_scopes: _, ...unscoped } = own;
  switch (field) {
    case 'caller':
      return change === 'remove' ? undefined : { ...own, verified: true };
    case 'caller.agent_id':
      return { ...own, agent_id: to === null ? 'anyone' : text };
    case 'caller.delegation_scopes':
      return unscoped;
    case 'caller.delegation_chain':
      return delegatedBy(unscoped, to as readonly string[]);
    default: {
      const key = field === 'caller.roles' ? 'roles' : 'groups';
      // An edit changes the caller and all delegators alike.
      const edit = (list: readonly string[]) =>
        change === 'add' ? [...list, text] : list.filter((value) => value !== from);
      const { delegation_holdings: holdings } = own;
      const edited = { ...own, [key]: edit(own[key]) };
      if (holdings === undefined) return edited;
      return { ...edited, delegation_holdings: holdings.map((each) => ({ ...each, [key]: edit(each[key]) })) };
    }
  }
}

const settings = {
  requireVerifiedCallers: fc.integer({ min: 0, max: 3 }).map((some) => some === 0),
  verifiesCallers: fc.boolean(),
  delegation: arbitraries.delegation(),
};
const anything = fc.record({
  actions: arbitraries.actions(),
  rules: arbitraries.rules(),
  targets: arbitraries.targets(),
  strict: fc.boolean(),
  ...settings,
});
/** A world in which only the caller decides. */
const callersOnly = fc.record({
  actions: fc.constant(['scale-pod', 'get-pod'].map((name) => sampleAction({ name }))),
  rules: arbitraries.callerRules(),
  targets: fc.constant(['t0', 't3'].map((id) => target(id, 'dev', 'any'))),
  strict: fc.constant(false),
  ...settings,
});
const plainRequest = arbitraries
  .request(arbitraries.delegatedCaller())
  .map((request) => ({ ...request, action: 'scale-pod', target: 't0', params: {} }));

/** A verified caller, an unverified one, a bare name, or none. */
function sometimesBare(requests: fc.Arbitrary<DecideRequest & { readonly caller?: Caller }>) {
  return fc
    .record({ request: requests, isBare: fc.integer({ min: 0, max: 4 }) })
    .map(
      ({ isBare, request }): DecideRequest =>
        isBare === 0 ? { ...request, caller: request.caller?.agent_id } : request,
    );
}

const worlds = [
  ['of everything', 5_000, anything, sometimesBare(arbitraries.request(arbitraries.delegatedCaller()))],
  ['of callers', 30_000, callersOnly, sometimesBare(plainRequest)],
] as const;

test.each(worlds)(
  'a request changed as explained gets the reported answer, in a world %s',
  (name, runs, world, asked) => {
    let followed = 0;
    const property = fc.property(world, asked, (options, request) => {
      const pdp = new Pdp(options);
      const { changes, rules, verdict } = pdp.explain(request);
      expect(verdict).toEqual(pdp.decide(request));
      const decider = rules.find(({ outcome }) => outcome === 'decides');
      const floor = decider?.decision === 'allow' ? rules.find(({ outcome }) => outcome === 'floor') : undefined;
      expect((floor ?? decider)?.rule ?? null).toBe(verdict.policy_matched);
      for (const change of changes) {
        expect(change.result).not.toBe(verdict.result);
        const changed = apply(request, change);
        if (changed === undefined) continue;
        const { code, policy_matched, result } = pdp.decide(changed);
        expect(['rule', 'default_deny']).toContain(code);
        if (result !== change.result || policy_matched !== change.policy_matched) {
          expect({ request, changed, got: { result, policy_matched } }).toEqual({ request, changed, got: change });
        }
        followed++;
      }
    });
    checkLaw(`explanations can be followed in a world ${name}`, property, { runs });
    expect(followed).toBeGreaterThan(100);
  },
);

test.each(worlds)(
  'an explanation misses no single change and reports the smallest, in a world %s',
  (name, runs, world, asked) => {
    let compared = 0;
    const property = fc.property(world, asked, (options, request) => {
      const pdp = new Pdp(options);
      const { changes, complete, verdict } = pdp.explain(request);
      if (!complete || verdict.code === 'caller_unverified') return;
      const others: readonly Partial<DecideRequest>[] = [
        { ticket_id: request.ticket_id === 'JIRA-1' ? '' : 'JIRA-1' },
        { target: undefined },
        { caller: undefined },
        ...options.targets.map(({ id }) => ({ target: id })),
        ...(verdict.code === 'delegation_scope' ? options.actions.map(({ name }) => ({ action: name })) : []),
        ...singleChangesOf(request, options.verifiesCallers).map((changed) => ({ caller: changed })),
      ];
      for (const other of others) {
        const { code, result } = pdp.decide({ ...request, ...other });
        // Changes that make the request invalid are not reported.
        if (result === verdict.result || (code !== 'rule' && code !== 'default_deny')) continue;
        compared++;
        const smallest = changes.find((change) => change.result === result);
        if (smallest?.edits.length !== 1) expect({ request, other, changes }).toEqual('one edit suffices');
      }
    });
    checkLaw(`no single change is missed in a world ${name}`, property, { runs });
    expect(compared).toBeGreaterThan(50);
  },
);

function singleChangesOf(request: DecideRequest, verifiesCallers: boolean): readonly Caller[] {
  if (request.caller === undefined && !verifiesCallers) return [];
  const own = readOwn(request);
  const { delegation_scopes: scopes, ...unscoped } = own;
  const token = { ...own, verified: true };
  // Roles and names of an unverified caller have no effect.
  if (verifiesCallers && (request.caller === undefined || !own.verified)) return [token];
  return [
    ...['deployer', 'reader', 'admin'].map((role) => ({ ...own, roles: [...own.roles, role] })),
    ...['platform', 'data'].map((group) => ({ ...own, groups: [...own.groups, group] })),
    ...['deployer-01', 'reader-01', 'orchestrator', 'worker', 'nobody-else'].map((agent_id) => ({ ...own, agent_id })),
    delegatedBy(unscoped, []),
    // With scopes, another chain is one change and the missing scopes are another one.
    ...(scopes === undefined || scopes.length === 0
      ? ['deployer-01', 'orchestrator', 'nobody-else'].map((agent) => delegatedBy(unscoped, [agent]))
      : []),
  ];
}
