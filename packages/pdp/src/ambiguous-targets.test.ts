import type { Action, ActionParameter, PolicyRule, Target } from '@agent-safe/core';
import { sampleAction } from '@agent-safe/testkit';
import { describe, expect, test } from 'vitest';
import { type DecideRequest, Pdp, type PdpOptions } from './index.ts';

const at = Date.parse('2026-03-02T12:00:00Z');

function parameter(name: string, changes: Partial<ActionParameter> = {}): ActionParameter {
  return { name, type: 'string', required: true, description: '', locates: true, sensitive: false, ...changes };
}

const restart = sampleAction({
  name: 'restart-deployment',
  target_types: ['k8s-deployment', 'k8s-workload'],
  parameters: [
    parameter('namespace'),
    parameter('deployment'),
    parameter('container', { required: false, locates: false }),
  ],
});

function targetOf(id: string, changes: Partial<Target> = {}): Target {
  const [environment = ''] = id.split('/');
  return {
    id,
    type: 'k8s-deployment',
    environment: environment === 'prod' ? 'prod' : 'dev',
    sensitivity: 'internal',
    owner: '',
    labels: {},
    bindings: { namespace: 'shop', deployment: 'web' },
    scope: { cluster: 'main' },
    ...changes,
  };
}

function ruleOf(name: string, decision: PolicyRule['decision'], match: PolicyRule['match'], priority = 0): PolicyRule {
  return { name, description: '', priority, match, decision, reason: `Because of ${name}` };
}

const rules = [
  ruleOf('allow-dev', 'allow', { targets: { environments: ['dev'] } }),
  ruleOf('ask-prod', 'require_approval', { targets: { environments: ['prod'] } }),
];
const params = { namespace: 'shop', deployment: 'web' };

interface Variant extends Partial<PdpOptions> {
  readonly request?: Partial<DecideRequest>;
}

function decide(targets: readonly Target[], target: string, { request, ...options }: Variant = {}) {
  const pdp = new Pdp({ actions: [restart], rules, targets, ...options });
  return pdp.decide({ action: 'restart-deployment', target, params, at, ...request });
}

const dev = targetOf('dev/app');
const prod = targetOf('prod/app');

describe('T37 one object under two targets has the stricter answer', () => {
  test('the reason names the other target and says what to do', () => {
    expect(decide([dev, prod], 'dev/app')).toEqual({
      result: 'deny',
      code: 'target_ambiguous',
      reason:
        'Target "dev/app" is ambiguous: "prod/app" admits the same parameters and is stricter. Request "prod/app", or make the bindings of the two targets disjoint.',
      policy_matched: null,
      risk_class: 'medium',
      effective_risk: 'medium',
    });
    expect(decide([dev, prod], 'prod/app')).toMatchObject({ result: 'require_approval', code: 'rule' });
    expect(decide([prod, dev], 'dev/app').code).toBe('target_ambiguous');
    expect(decide([dev, prod], 'dev/app', { strict: true }).code).toBe('target_ambiguous');
  });

  test('a long id leaves the reason short', () => {
    const long = targetOf(`prod/${'x'.repeat(5_000)}`);
    expect(decide([dev, long], 'dev/app').reason.length).toBeLessThan(500);
  });

  test.each<[string, Partial<Target>]>([
    ['no scope', { scope: undefined as never }],
    ['an empty scope', { scope: {} }],
    ['a scope with an empty cluster', { scope: { cluster: '' } }],
    ['a scope that does not declare the cluster', { scope: { region: 'eu-west-1' } }],
    ['lists of bindings that share a value', { bindings: { namespace: ['a', 'shop'], deployment: ['web', 'api'] } }],
    ['globs that share a value', { bindings: { namespace: 's*', deployment: 'web' } }],
    ['fewer bindings, which are not wider', { bindings: { deployment: ['web'] } }],
    ['another type that the action accepts', { type: 'k8s-workload' }],
    ['a binding for a parameter that the request lacks', { bindings: { ...params, container: 'main' } }],
    ['bindings for parameters of other actions', { bindings: { ...params, replicas: 3 } }],
  ])('the other target has %s', (_, changes) => {
    const wide = targetOf('dev/app', { bindings: { namespace: ['shop', 'other'], deployment: ['web', 'worker'] } });
    const other = targetOf('prod/app', changes);
    expect(decide([wide, other], 'dev/app').code).toBe('target_ambiguous');
    expect(decide([other, wide], 'dev/app').code).toBe('target_ambiguous');
  });

  test.each<[string, Partial<Target>, Partial<Target>]>([
    ['another cluster', {}, { scope: { cluster: 'second' } }],
    [
      'another region of the same account',
      { scope: { account: '111122223333', region: 'eu-west-1' } },
      { scope: { account: '111122223333', region: 'us-east-1' } },
    ],
    ['another value', {}, { bindings: { namespace: 'shop', deployment: 'api' } }],
    ['a glob that the value does not match', {}, { bindings: { namespace: 'shop', deployment: 'api-*' } }],
    ['a type that the action does not accept', {}, { type: 'k8s-namespace', bindings: { namespace: 'shop' } }],
  ])('the other target is another object: %s', (_, own, changes) => {
    const targets = [targetOf('dev/app', own), targetOf('prod/app', changes)];
    expect(decide(targets, 'dev/app')).toMatchObject({ result: 'allow', code: 'rule' });
  });

  test('an equal answer with a higher risk is denied', () => {
    const all = [ruleOf('all', 'allow', {})];
    const critical = targetOf('dev/critical', { sensitivity: 'critical' });
    expect(decide([dev, critical], 'dev/app', { rules: all }).code).toBe('target_ambiguous');
    expect(decide([dev, critical], 'dev/critical', { rules: all }).result).toBe('allow');
    const alike = targetOf('dev/alike');
    expect(decide([dev, alike], 'dev/app', { rules: all }).result).toBe('allow');
  });

  test('a denial keeps its own reason', () => {
    const frozen = [ruleOf('freeze', 'deny', {})];
    expect(decide([dev, prod], 'dev/app', { rules: frozen })).toMatchObject({ code: 'rule', policy_matched: 'freeze' });
    expect(decide([dev, prod], 'dev/app', { rules: [] }).code).toBe('default_deny');
  });

  test('rules that a change ticket, the time or the caller turns on count', () => {
    const ticketed = [
      ruleOf('freeze', 'deny', { targets: { environments: ['prod'] }, require_ticket: true }, 9),
      ruleOf(
        'night',
        'deny',
        { targets: { environments: ['prod'] }, time_windows: [{ start_hour: 22, end_hour: 5 }] },
        8,
      ),
      ruleOf('interns', 'deny', { targets: { environments: ['prod'] }, callers: { roles: ['intern'] } }, 7),
      ruleOf('all', 'allow', {}),
    ];
    const ask = (request: Partial<DecideRequest>) => decide([dev, prod], 'dev/app', { rules: ticketed, request }).code;
    const intern = { agent_id: 'a', verified: true, roles: ['intern'], groups: [], delegation_chain: [] };
    expect(ask({})).toBe('rule');
    expect(ask({ ticket_id: 'JIRA-1' })).toBe('target_ambiguous');
    expect(ask({ at: Date.parse('2026-03-02T23:00:00Z') })).toBe('target_ambiguous');
    expect(ask({ caller: intern })).toBe('target_ambiguous');
  });

  test('a floor of the other target counts', () => {
    const floored = [
      ruleOf('ask-sre', 'require_approval', { targets: { environments: ['prod'] }, callers: { roles: ['sre'] } }, 9),
      ruleOf('all', 'allow', {}),
    ];
    const variant = { rules: floored, verifiesCallers: true, request: { caller: 'nobody' } };
    expect(decide([dev, prod], 'dev/app', variant).code).toBe('target_ambiguous');
  });

  test('a delegate that is limited to one name of an object gets no answer for the other', () => {
    const all = [ruleOf('all', 'allow', {})];
    const twin = targetOf('dev/twin');
    const delegate = { agent_id: 'b', verified: true, roles: [], groups: [], delegation_chain: ['a'] };
    const limited = { ...delegate, delegation_scopes: [{ targets: ['dev/app'] }] };
    const ask = (caller: DecideRequest['caller'], targets: readonly Target[]) =>
      decide(targets, 'dev/app', { rules: all, request: { caller } }).code;
    expect(ask(delegate, [dev, twin])).toBe('rule');
    expect(ask(limited, [dev, twin])).toBe('target_ambiguous');
    expect(ask({ ...delegate, delegation_scopes: [{ targets: ['dev/*'] }] }, [dev, twin])).toBe('rule');
    expect(ask(limited, [dev, targetOf('dev/other', { bindings: { deployment: '*' } })])).toBe('rule');
  });

  test('strict mode: a target that it refuses is stricter', () => {
    const { scope: _, ...unscoped } = dev;
    const twin = { ...unscoped, id: 'dev/twin' };
    expect(decide([dev, twin], 'dev/app').code).toBe('rule');
    expect(decide([dev, twin], 'dev/app', { strict: true }).code).toBe('target_ambiguous');
  });
});

describe('T37 a target that is strictly narrower than another one has precedence', () => {
  test.each<[string, Target['bindings'], Target['bindings']]>([
    ['a value beside no binding', params, { namespace: 'shop' }],
    ['a value beside a glob', params, { namespace: 'shop', deployment: '*' }],
    ['a value beside a list with a glob', params, { namespace: 'shop', deployment: ['api', 'w*'] }],
    ['a glob beside a wider glob', { deployment: 'web*' }, { deployment: 'w*' }],
    ['a glob beside *', { deployment: 'web*', namespace: '*' }, { deployment: '*', namespace: '*' }],
    ['a glob beside no binding', { deployment: 'w*b' }, {}],
    ['a list beside globs that contain it', { deployment: ['web', 'web-*'] }, { deployment: ['api', 'web*'] }],
  ])('%s', (_, narrow, wide) => {
    const own = targetOf('dev/app', { bindings: narrow });
    const other = targetOf('prod/all', { bindings: wide });
    expect(decide([own, other], 'dev/app')).toMatchObject({ result: 'allow', code: 'rule' });
    const strict = targetOf('prod/app', { bindings: narrow });
    const all = targetOf('dev/all', { bindings: wide });
    expect(decide([strict, all], 'dev/all').code).toBe('target_ambiguous');
    expect(decide([strict, all], 'prod/app').code).toBe('rule');
  });

  test.each<[string, Target['bindings'], Target['bindings']]>([
    ['equal bindings', params, params],
    ['equal lists in another order', { deployment: ['web', 'api'] }, { deployment: ['api', 'web'] }],
    ['a list that a glob contains, and the glob', { deployment: ['w*', 'web'] }, { deployment: 'w*' }],
    ['globs that overlap', { deployment: 'w*' }, { deployment: '*b' }],
    ['one narrower and one wider binding', { namespace: 'shop' }, { deployment: 'web' }],
    ['* beside no binding', { ...params, namespace: '*' }, { deployment: 'web' }],
    ['no binding beside *', { deployment: 'web' }, { namespace: '*', deployment: 'web' }],
    ['a value beside the same value and one of another type', { deployment: 'web' }, { deployment: ['web', 7] }],
    ['no bindings at all', {}, {}],
    ['a value beside a list that has it', params, { namespace: 'shop', deployment: ['web', 'api'] }],
    ['a value beside a list that has it and a glob', params, { namespace: 'shop', deployment: ['web', 'api-*'] }],
    ['a list beside a longer list', { deployment: ['web', 'api'] }, { deployment: ['api', 'web', 'job'] }],
    ['a value of a parameter that does not locate', { ...params, container: 'main' }, params],
  ])('not so: %s', (_, left, right) => {
    const own = targetOf('dev/app', { bindings: left });
    const other = targetOf('prod/app', { bindings: right });
    const request = { params: { ...params, container: 'main' } };
    expect(decide([own, other], 'dev/app', { request }).code).toBe('target_ambiguous');
  });

  test('values that the parameter cannot have do not make a binding wider', () => {
    const size = parameter('size', { constraints: { enum: ['small', 'large'] } });
    const force = parameter('force', { type: 'boolean' });
    const count = parameter('count', { type: 'integer', constraints: { max_value: 9 } });
    const actions = [
      sampleAction({ name: 'restart-deployment', target_types: ['vm'], parameters: [size, force, count] }),
    ];
    const request = { params: { size: 'small', force: true, count: 1 } };
    const ask = (left: Target['bindings'], right: Target['bindings']) => {
      const own = targetOf('dev/app', { type: 'vm', bindings: left });
      const other = targetOf('prod/app', { type: 'vm', bindings: right });
      return decide([own, other], 'dev/app', { actions, request }).code;
    };
    expect(ask({ size: ['small', 'large'] }, {})).toBe('target_ambiguous');
    expect(ask({ size: 'small' }, { size: ['small', 'medium'] })).toBe('target_ambiguous');
    expect(ask({ size: 'small' }, {})).toBe('rule');
    expect(ask({ force: [true, false] }, {})).toBe('target_ambiguous');
    expect(ask({ force: true }, {})).toBe('rule');
    expect(ask({ count: 1 }, { count: [1, 10] })).toBe('target_ambiguous');
    expect(ask({ count: 1 }, {})).toBe('rule');
  });
});

describe('T37 targets that bindings or ids identify', () => {
  const stop = (changes: Partial<Action>) => [
    sampleAction({ name: 'restart-deployment', target_types: ['vm'], ...changes }),
  ];
  const vm = (id: string, bindings: Target['bindings'] = {}) => targetOf(id, { type: 'vm', bindings });

  test('the id alone, if no parameter locates and no binding contradicts', () => {
    const vms = [vm('dev/one'), vm('prod/two')];
    expect(decide(vms, 'dev/one', { actions: stop({}), request: { params: {} } }).code).toBe('rule');
    const forced = parameter('force', { type: 'boolean', locates: false, required: false });
    const actions = stop({ parameters: [forced] });
    expect(decide(vms, 'dev/one', { actions, request: { params: { force: true } } }).code).toBe('rule');
  });

  test('bindings, also of parameters that do not locate', () => {
    const actions = stop({ parameters: [parameter('name', { locates: false })] });
    const vms = [vm('dev/one', { name: ['a', 'b'] }), vm('prod/two', { name: ['a', 'c'] })];
    expect(decide(vms, 'dev/one', { actions, request: { params: { name: 'a' } } }).code).toBe('target_ambiguous');
    expect(decide(vms, 'dev/one', { actions, request: { params: { name: 'b' } } }).code).toBe('rule');
  });

  test('a default counts as the value, and a missing value may be any', () => {
    const actions = stop({ parameters: [parameter('name'), parameter('zone', { required: false, default: 'a' })] });
    const own = vm('dev/one', { name: ['x', 'y'] });
    const ask = (zone: string, given: object = {}) =>
      decide([own, vm('prod/two', { name: 'x', zone })], 'dev/one', {
        actions,
        request: { params: { name: 'x', ...given } },
      }).code;
    expect(ask('a')).toBe('target_ambiguous');
    expect(ask('b')).toBe('rule');
    expect(ask('b', { zone: 'b' })).toBe('target_ambiguous');
    const optional = stop({ parameters: [parameter('name'), parameter('zone', { required: false })] });
    const request = { params: { name: 'x' } };
    expect(
      decide([own, vm('prod/two', { name: 'x', zone: 'b' })], 'dev/one', { actions: optional, request }).code,
    ).toBe('target_ambiguous');
  });

  test('an action that accepts namespaces and deployments judges both', () => {
    const label = sampleAction({
      name: 'restart-deployment',
      target_types: ['k8s-deployment', 'k8s-namespace'],
      parameters: [parameter('namespace')],
    });
    const space = targetOf('prod/shop', { type: 'k8s-namespace', bindings: { namespace: 'shop' } });
    const request = { params: { namespace: 'shop' } };
    // The binding of the deployment has no effect: both mean the namespace.
    expect(decide([dev, space], 'dev/app', { actions: [label], request }).code).toBe('target_ambiguous');
    expect(decide([dev, space], 'dev/app').code).toBe('rule');
  });

  test('a request without a target has its own answer', () => {
    const all = [ruleOf('all', 'allow', {}), ...rules];
    expect(decide([dev, prod], undefined as never, { rules: all }).code).toBe('rule');
  });
});

test('T37 100,000 targets are not tried one by one', () => {
  const many = Array.from({ length: 100_000 }, (_, place) =>
    targetOf(`${place % 2 === 0 ? 'dev' : 'prod'}/app-${place}`, {
      bindings: { namespace: 'shop', deployment: place % 3 === 0 ? `app-${place}-*` : `app-${place}` },
      scope: { cluster: `cluster-${place % 10}` },
    }),
  );
  const all = targetOf('dev/all', { bindings: { namespace: '*', deployment: '*' }, scope: { cluster: 'cluster-1' } });
  const pdp = new Pdp({ actions: [restart], rules, targets: [...many, all], strict: false });
  const ask = (place: number, target = 'dev/all') =>
    pdp.decide({ action: 'restart-deployment', target, params: { namespace: 'shop', deployment: `app-${place}` }, at })
      .code;
  // The first request builds the index.
  expect(ask(1)).toBe('target_ambiguous');
  expect(ask(11)).toBe('target_ambiguous');
  expect(ask(2)).toBe('rule');
  expect(ask(4, 'dev/app-4')).toBe('rule');
  const started = performance.now();
  for (let place = 0; place < 10_000; place++) ask(place);
  // Trying all targets takes a minute.
  expect(performance.now() - started).toBeLessThan(2_000);
});
