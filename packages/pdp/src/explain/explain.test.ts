import type { Caller, PolicyMatch, PolicyRule, Target } from '@agent-safe/core';
import { arbitraries, checkLaw, sampleAction } from '@agent-safe/testkit';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Pdp, type PdpOptions } from '../pdp.ts';
import type { DecideRequest } from '../request.ts';
import type { Change } from './edits.ts';

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
/** A Monday. */
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

  test('are shown in the order in which they are tried, with what fails; then those that are hidden', () => {
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

  test('each condition is told beside what the request says', () => {
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

  test('none is shown where the request was refused before any was tried', () => {
    expect(explain(rules, { params: {} }).rules).toEqual([]);
  });
});

describe('what would change the answer', () => {
  test.each<[string, readonly PolicyRule[], Partial<DecideRequest>, string]>([
    [
      'another target',
      [rule('dev', 'allow', { targets: { environments: ['dev'] } })],
      {},
      'on target "dev/app", with namespace "dev"',
    ],
    ['a role', [rule('role', 'allow', { callers: { roles: ['deployer'] } })], {}, 'with the role "deployer"'],
    ['a group', [rule('group', 'allow', { callers: { groups: ['web'] } })], {}, 'in the group "web"'],
    ['a ticket id', [rule('ticket', 'allow', { require_ticket: true })], {}, 'with the id of a change ticket'],
    ['no ticket id', [rule('ticket', 'allow', { require_ticket: false })], { ticket_id: 'X' }, 'without a ticket id'],
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
      'a role less',
      [rule('no-interns', 'deny', { callers: { roles: ['intern'] } }, 1), rule('all', 'allow', {})],
      { caller: { ...caller, roles: ['intern'] } },
      'without the role "intern"',
    ],
    [
      'two sides at once',
      [rule('both', 'allow', { callers: { roles: ['deployer'] }, require_ticket: true })],
      {},
      'with the id of a change ticket, with the role "deployer"',
    ],
    [
      'a target that the parameters fit',
      [rule('all', 'allow', {})],
      { params: { namespace: 'dev' } },
      'on target "dev/app"',
    ],
    [
      'a parameter that fits the target',
      [rule('all', 'allow', {})],
      { params: { namespace: 'dev' } },
      'with namespace "prod"',
    ],
    [
      'a slip in a name',
      [rule('all', 'allow', {})],
      { params: { namespac: 'prod' } },
      'with "namespac" named "namespace"',
    ],
    ['a slip in the action', [rule('all', 'allow', {})], { action: 'scael' }, 'with the action "scale"'],
    ['a slip in the target', [rule('all', 'allow', {})], { target: 'prod/ap' }, 'on target "prod/app"'],
  ])('%s', (_, rules, request, expected) => {
    const { changes, complete } = explain(rules, request);
    expect(texts(changes)).toContain(expected);
    expect(complete).toBe(true);
  });

  test('a time days away, where the next ones are no better', () => {
    const rules = [
      rule('weekdays', 'deny', { time_windows: [{ days: [0, 1, 2, 3, 4], start_hour: 9, end_hour: 17 }] }, 1),
      rule('ten', 'allow', { time_windows: [{ start_hour: 10, end_hour: 10 }] }),
    ];
    expect(texts(explain(rules).changes)).toContain('at 2026-01-10T10:00:00.000Z');
  });

  test.each<[string, unknown, readonly string[]]>([
    ['null where nothing was meant', { namespace: 'prod', replicas: null }, ['without the parameter "replicas"']],
    ['what cannot be read', { namespace: Number.NaN }, []],
    ['a list', [1], []],
  ])('parameters that are %s', (_, params, expected) => {
    expect(texts(explain([rule('all', 'allow', {})], { params }).changes)).toEqual(expected);
  });

  test('T21 what was given under a wrong name is shown nowhere, nor what follows from it', () => {
    const { changes } = explain([rule('all', 'allow', {})], { params: { namespce: 'my-SECRET' } });
    expect(JSON.stringify(changes)).not.toContain('SECRET');
    expect(texts(changes)).toContain('without the parameter "namespce", with namespace "prod"');
  });

  test('a verified caller, where an unverified one is refused', () => {
    const rules = [rule('worker', 'allow', { callers: { agent_ids: ['worker'] } })];
    const { changes } = explain(rules, { caller: 'worker' }, { requireVerifiedCallers: true });
    expect(texts(changes)).toEqual(['with a verified caller']);
  });

  test('nothing, where no change of three sides suffices', () => {
    expect(explain([rule('none', 'deny', {})])).toMatchObject({ changes: [], complete: true });
  });

  test('a change is not told where a part of it suffices', () => {
    const rules = [
      rule('role', 'allow', { callers: { roles: ['deployer'] } }),
      rule('role-and-ticket', 'allow', { callers: { roles: ['deployer'] }, require_ticket: true }),
    ];
    expect(texts(explain(rules).changes)).toEqual(['with the role "deployer"']);
  });

  test('a search that would be too long says that it left something out', () => {
    const many = (prefix: string) => Array.from({ length: 20 }, (_, index) => `${prefix}-${index}`);
    const callers = { roles: many('role'), groups: many('group'), agent_ids: many('agent') };
    const rules = [rule('never', 'deny', {}, 1), rule('unmet', 'allow', { callers })];
    const { changes, complete, tried } = explain(rules);
    expect({ changes, complete }).toEqual({ changes: [], complete: false });
    expect(tried).toBeLessThanOrEqual(501);
  });
});

test('T21 an explanation holds no value of a sensitive parameter, and none under a wrong name', () => {
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

/** The request as an explanation says that it should be. */
function apply(request: DecideRequest, { edits }: Change): DecideRequest | undefined {
  let changed: DecideRequest = request;
  for (const { change, expected, field, from, to } of edits) {
    const text = to as string;
    const own = (typeof changed.caller === 'object' ? changed.caller : undefined) ?? { ...caller, agent_id: 'anyone' };
    const params = { ...(changed.params as Record<string, unknown>) };
    const name = field.slice('params.'.length);
    if (field.startsWith('params.')) {
      if (change === 'set' && expected !== undefined) return undefined;
      if (change === 'set') params[name] = to;
      if (change === 'rename') params[text] = params[name];
      if (change !== 'set') delete params[name];
      changed = { ...changed, params };
    } else if (field === 'caller') changed = { ...changed, caller: undefined };
    else if (field === 'at') changed = { ...changed, at: Date.parse(text) };
    else if (field === 'ticket_id') changed = { ...changed, ticket_id: to === null ? undefined : 'JIRA-1' };
    else if (field === 'target' && to === null) changed = { ...changed, target: undefined };
    else if (field === 'target' || field === 'action') changed = { ...changed, [field]: text };
    else if (field === 'caller.agent_id')
      changed = { ...changed, caller: { ...own, agent_id: to === null ? 'anyone' : text } };
    else if (field === 'caller.delegation_chain') {
      changed = { ...changed, caller: { ...own, delegation_chain: to as readonly string[] } };
    } else {
      const key = field === 'caller.roles' ? 'roles' : 'groups';
      const list = change === 'add' ? [...own[key], text] : own[key].filter((value) => value !== from);
      changed = { ...changed, caller: { ...own, [key]: list } };
    }
  }
  return changed;
}

test('whoever follows an explanation gets the answer that it tells of, and the explained answer is the given one', () => {
  const world = fc.record({
    actions: arbitraries.actions(),
    rules: arbitraries.rules(),
    targets: arbitraries.targets(),
    strict: fc.boolean(),
  });
  let followed = 0;
  const property = fc.property(world, arbitraries.request(), (options, request) => {
    const pdp = new Pdp(options);
    const { changes, rules, verdict } = pdp.explain(request);
    expect(verdict).toEqual(pdp.decide(request));
    expect(rules.find(({ outcome }) => outcome === 'decides')?.rule ?? null).toBe(verdict.policy_matched);
    for (const change of changes) {
      expect(change.result).not.toBe(verdict.result);
      const changed = apply(request, change);
      if (changed === undefined) continue;
      const { policy_matched, result } = pdp.decide(changed);
      if (result !== change.result || policy_matched !== change.policy_matched) {
        expect({ request, changed, got: { result, policy_matched } }).toEqual({ request, changed, got: change });
      }
      followed++;
    }
  });
  checkLaw('explanations can be followed', property, { runs: 5_000 });
  expect(followed).toBeGreaterThan(100);
});

test('no single change is missed: where another target, role, group, agent or ticket would do, an explanation says as little', () => {
  const world = fc.record({
    actions: arbitraries.actions(),
    rules: arbitraries.rules(),
    targets: arbitraries.targets(),
    strict: fc.boolean(),
  });
  let compared = 0;
  const property = fc.property(world, arbitraries.request(), (options, request) => {
    const pdp = new Pdp(options);
    const { changes, complete, verdict } = pdp.explain(request);
    if (!complete) return;
    const { caller: own } = request;
    const callers = own === undefined ? [] : singleChangesOf(own);
    const others = [
      { ticket_id: request.ticket_id === 'JIRA-1' ? '' : 'JIRA-1' },
      { target: undefined },
      { caller: undefined },
      ...options.targets.map(({ id }) => ({ target: id })),
      ...callers.map((changed) => ({ caller: changed })),
    ];
    for (const other of others) {
      const { code, result } = pdp.decide({ ...request, ...other });
      // How to ask wrongly is told to nobody.
      if (result === verdict.result || (code !== 'rule' && code !== 'default_deny')) continue;
      compared++;
      const smallest = changes.find((change) => change.result === result);
      if (smallest?.edits.length !== 1) expect({ request, other, changes }).toEqual('one edit suffices');
    }
  });
  checkLaw('no single change is missed', property, { runs: 5_000 });
  expect(compared).toBeGreaterThan(100);
});

function singleChangesOf(own: Caller): readonly Caller[] {
  return [
    ...['deployer', 'reader', 'admin'].map((role) => ({ ...own, roles: [...own.roles, role] })),
    ...['platform', 'data'].map((group) => ({ ...own, groups: [...own.groups, group] })),
    ...['deployer-01', 'reader-01', 'orchestrator', 'worker', 'nobody-else'].map((agent_id) => ({ ...own, agent_id })),
    { ...own, delegation_chain: [] },
  ];
}
