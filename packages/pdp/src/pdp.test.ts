import type { Caller, PolicyMatch, PolicyRule, Target } from '@agent-safe/core';
import { sampleAction } from '@agent-safe/testkit';
import { describe, expect, test } from 'vitest';
import type { DecideRequest } from './compile/request.ts';
import { Pdp, type PdpOptions } from './pdp.ts';

const action = sampleAction({
  name: 'scale-deployment',
  parameters: [
    { name: 'namespace', type: 'string', required: true, description: '', locates: true, sensitive: false },
    { name: 'deployment', type: 'string', required: false, description: '', locates: true, sensitive: false },
    {
      name: 'replicas',
      type: 'integer',
      required: false,
      default: 1,
      description: '',
      locates: false,
      sensitive: false,
    },
  ],
  target_types: ['k8s-deployment'],
});

const target: Target = {
  id: 'dev/app',
  type: 'k8s-deployment',
  environment: 'dev',
  sensitivity: 'internal',
  owner: '',
  labels: { app: 'api', tier: 'backend' },
  bindings: { namespace: 'dev', deployment: ['app', 'app-*'] },
  scope: { cluster: 'dev' },
};

const caller: Caller = {
  agent_id: 'worker',
  verified: true,
  roles: ['deployer'],
  groups: ['web'],
  delegation_chain: ['root', 'middle'],
};
const alone: Caller = { ...caller, delegation_chain: [] };
const params = { namespace: 'dev', deployment: 'app' };
const at = Date.parse('2026-01-05T10:00Z');

function rule(name: string, decision: PolicyRule['decision'], match: PolicyMatch = {}, priority = 0): PolicyRule {
  return { name, description: '', priority, match, decision, reason: `Because of ${name}` };
}

function decide(options: Partial<PdpOptions>, request: Partial<DecideRequest> = {}) {
  const pdp = new Pdp({ actions: [action], rules: [rule('allow-all', 'allow')], targets: [target], ...options });
  return pdp.decide({ action: action.name, target: target.id, caller, params, at, ...request });
}

describe('rules', () => {
  test('the matching rule with the highest priority decides', () => {
    const rules = [
      rule('low', 'allow', {}, 1),
      rule('high', 'deny', {}, 9),
      rule('higher', 'allow', { actions: ['other'] }, 10),
    ];
    expect(decide({ rules })).toEqual({
      result: 'deny',
      code: 'rule',
      reason: 'Because of high',
      policy_matched: 'high',
      risk_class: 'medium',
      effective_risk: 'medium',
    });
  });

  test('among equal priorities, the first rule decides', () => {
    expect(decide({ rules: [rule('first', 'allow'), rule('second', 'deny')] }).policy_matched).toBe('first');
  });

  test('a request that no rule matches is denied by default', () => {
    expect(decide({ rules: [rule('other', 'allow', { actions: ['other'] })] })).toMatchObject({
      result: 'deny',
      code: 'default_deny',
      policy_matched: null,
    });
  });

  test('a rule can require an approval', () => {
    expect(decide({ rules: [rule('ask', 'require_approval')] })).toMatchObject({
      result: 'require_approval',
      code: 'rule',
    });
  });
});

describe('selectors', () => {
  test.each<[string, PolicyMatch, boolean]>([
    ['an action', { actions: ['scale-deployment'] }, true],
    ['a glob', { actions: ['restart-*', 'scale-*'] }, true],
    ['another action', { actions: ['restart-*'] }, false],
    ['an empty list of actions', { actions: [] }, false],
    ['an environment', { targets: { environments: ['prod', 'dev'] } }, true],
    ['another environment', { targets: { environments: ['prod'] } }, false],
    ['a sensitivity', { targets: { sensitivities: ['internal'] } }, true],
    ['another sensitivity', { targets: { sensitivities: ['public', 'critical'] } }, false],
    ['a type', { targets: { types: ['k8s-deployment'] } }, true],
    ['another type', { targets: { types: ['k8s-pod'] } }, false],
    ['all labels', { targets: { labels: { app: 'api', tier: 'backend' } } }, true],
    ['one label of two', { targets: { labels: { app: 'api', tier: 'frontend' } } }, false],
    ['an inherited label', { targets: { labels: { constructor: 'x' } } }, false],
    ['any known target', { targets: {} }, true],
    ['an agent', { callers: { agent_ids: ['other', 'worker'] } }, true],
    ['another agent', { callers: { agent_ids: ['root'] } }, false],
    ['a role', { callers: { roles: ['reader', 'deployer'] } }, true],
    ['another role', { callers: { roles: ['reader'] } }, false],
    ['a group', { callers: { groups: ['web'] } }, true],
    ['another group', { callers: { groups: ['data'] } }, false],
    ['the outermost delegator', { callers: { delegated_from: ['root'] } }, true],
    ['the delegator in the middle', { callers: { delegated_from: ['middle'] } }, true],
    ['the caller as its own delegator', { callers: { delegated_from: ['worker'] } }, false],
    ['enough depth', { callers: { max_delegation_depth: 2 } }, true],
    ['too little depth', { callers: { max_delegation_depth: 1 } }, false],
    ['delegation', { callers: { require_delegation: true } }, true],
    ['no delegation', { callers: { require_delegation: false } }, false],
    ['role and group', { callers: { roles: ['deployer'], groups: ['data'] } }, false],
    ['an effective risk', { risk_classes: ['medium'] }, true],
    ['another effective risk', { risk_classes: ['low', 'high', 'critical'] }, false],
    [
      'a time window',
      {
        time_windows: [
          { start_hour: 0, end_hour: 1 },
          { start_hour: 9, end_hour: 10 },
        ],
      },
      true,
    ],
    ['another time', { time_windows: [{ start_hour: 11, end_hour: 12 }] }, false],
    ['a change ticket that is missing', { require_ticket: true }, false],
    ['no change ticket', { require_ticket: false }, true],
    ['everything', {}, true],
  ])('%s', (_, match, matches) => {
    expect(decide({ rules: [rule('only', 'allow', match)] }).code).toBe(matches ? 'rule' : 'default_deny');
  });

  test('without a caller no callers selector matches, not even an empty one', () => {
    const rules = [
      rule('callers', 'allow', { callers: {} }),
      rule('shallow', 'allow', { callers: { max_delegation_depth: 9 } }),
    ];
    expect(decide({ rules }, { caller: undefined }).code).toBe('default_deny');
    expect(decide({ rules }, { caller: alone }).policy_matched).toBe('callers');
  });

  test('max_delegation_depth admits callers without delegation', () => {
    const rules = [rule('shallow', 'allow', { callers: { max_delegation_depth: 0 } })];
    expect(decide({ rules }, { caller: alone }).result).toBe('allow');
  });

  test('an empty ticket id counts as none', () => {
    const rules = [rule('ticket', 'allow', { require_ticket: true })];
    expect(decide({ rules }, { ticket_id: '' }).code).toBe('default_deny');
    expect(decide({ rules }, { ticket_id: 'JIRA-1' }).code).toBe('rule');
  });
});

describe('refusals before the rules', () => {
  test('an unknown action is denied as critical, with the closest match', () => {
    expect(decide({}, { action: 'scale-deploymnet' })).toMatchObject({
      result: 'deny',
      code: 'action_unknown',
      risk_class: 'critical',
      effective_risk: 'critical',
      reason: 'The registry has no action "scale-deploymnet". Did you mean "scale-deployment"?',
    });
  });

  test('T02 parameters are checked before the rules, even if none are given', () => {
    expect(decide({}, { params: undefined })).toMatchObject({
      result: 'deny',
      code: 'params_invalid',
      policy_matched: null,
    });
    expect(decide({}, { params: { ...params, replicas: 'many' } }).code).toBe('params_invalid');
  });

  test('T03 an unknown target is denied as critical', () => {
    expect(decide({}, { target: 'dev/ap' })).toMatchObject({
      result: 'deny',
      code: 'target_unknown',
      effective_risk: 'critical',
      reason: 'The inventory has no target "dev/ap". Did you mean "dev/app"?',
    });
    expect(decide({ targets: [] }).code).toBe('target_unknown');
  });

  test('without an inventory, a request counts as having no target', () => {
    const rules = [rule('any-target', 'allow', { targets: {} }, 1), rule('rest', 'require_approval')];
    expect(decide({ targets: undefined, rules })).toMatchObject({ policy_matched: 'rest', effective_risk: 'critical' });
    expect(decide({ rules }, { target: undefined })).toMatchObject({
      policy_matched: 'rest',
      effective_risk: 'critical',
    });
  });
});

describe('T01 a decision about a target allows nothing outside this target', () => {
  test.each<[string, Record<string, unknown>]>([
    ['another namespace', { namespace: 'kube-system', deployment: 'app' }],
    ['another deployment', { namespace: 'dev', deployment: 'api' }],
    ['a missing bound parameter', { namespace: 'dev' }],
    ['a name that starts with the bound one', { namespace: 'dev2', deployment: 'app' }],
    ['another case', { namespace: 'Dev', deployment: 'app' }],
  ])('%s', (_, given) => {
    expect(decide({}, { params: given })).toMatchObject({ result: 'deny', code: 'target_mismatch' });
  });

  test('values that match the binding pass, by name and by glob', () => {
    expect(decide({}, { params: { namespace: 'dev', deployment: 'app' } }).result).toBe('allow');
    expect(decide({}, { params: { namespace: 'dev', deployment: 'app-canary' } }).result).toBe('allow');
  });

  const wild = { ...target, bindings: { namespace: 'dev', deployment: '*' } };
  test.each([
    ['a path out of the namespace', '../../kube-system/pods/etcd-0'],
    ['a slash', 'a/b'],
    ['nothing', ''],
    ['the folder itself', '.'],
    ['the folder above', '..'],
    ['a flag', '--all'],
    ['a second argument', 'app --namespace=kube-system'],
    ['a line break', 'a\nb'],
    ['a query', 'x?foo=1#'],
    ['a wildcard', '*'],
    ['a colon that the binding does not contain', 'app:main'],
    ['the folder above, after a colon', 'a:../b'],
    ['two dots inside', 'app-..'],
    ['a hidden name', '.git'],
    ['a home', '~root'],
    ['a file reference', '@file'],
    ['an encoded slash', 'a%2fb'],
    ['a lookalike letter', 'аpp'],
    ['a value that is too long', 'a'.repeat(2_000)],
  ])('a wildcard binding does not admit %s', (_, deployment) => {
    expect(decide({ targets: [wild] }, { params: { namespace: 'dev', deployment } }).code).toBe('target_mismatch');
  });

  test('a wildcard binding admits names, and paths with the same number of slashes', () => {
    const arn = 'arn:aws:ecs:eu-west-1:111122223333:task/cluster/0a1b';
    const tasks = { ...target, bindings: { namespace: 'dev', deployment: 'arn:aws:ecs:*:*:task/*/*' } };
    expect(decide({ targets: [wild] }, { params: { namespace: 'dev', deployment: 'api-7d9f.v2_x' } }).result).toBe(
      'allow',
    );
    expect(decide({ targets: [tasks] }, { params: { namespace: 'dev', deployment: arn } }).result).toBe('allow');
    expect(decide({ targets: [tasks] }, { params: { namespace: 'dev', deployment: `${arn}/x` } }).code).toBe(
      'target_mismatch',
    );
  });

  test('a binding for a parameter that the action lacks is ignored', () => {
    expect(decide({ targets: [{ ...target, bindings: { ...target.bindings, pod: '*' } }] }).result).toBe('allow');
  });

  const strict: Partial<PdpOptions> = { strict: true };
  test.each<[string, Partial<PdpOptions>, Partial<DecideRequest>, string]>([
    ['no target', strict, { target: undefined }, 'target_required'],
    ['no inventory', { ...strict, targets: undefined }, {}, 'target_required'],
    ['a target of another type', { ...strict, targets: [{ ...target, type: 'k8s-pod' }] }, {}, 'target_type_mismatch'],
    [
      'an unbound locating parameter',
      { ...strict, targets: [{ ...target, bindings: { namespace: 'dev' } }] },
      {},
      'target_mismatch',
    ],
    [
      'an unbound locating parameter that is missing',
      { ...strict, targets: [{ ...target, bindings: { namespace: 'dev' } }] },
      { params: { namespace: 'dev' } },
      'target_mismatch',
    ],
    ['no scope', { ...strict, targets: [{ ...target, scope: undefined } as unknown as Target] }, {}, 'target_mismatch'],
  ])('strict mode denies %s; otherwise the rules decide', (_, options, request, code) => {
    expect(decide(options, request)).toMatchObject({ result: 'deny', code });
    expect(decide({ ...options, strict: false }, request).result).toBe('allow');
  });

  test('strict mode passes a fully bound request', () => {
    expect(decide(strict).result).toBe('allow');
  });
});

describe('requests from untyped code', () => {
  test.each<[string, Partial<Record<keyof DecideRequest, unknown>>, string, string]>([
    ['no action', { action: undefined }, 'request_invalid', '"action" must be a string'],
    ['a target that is a number', { target: 7 }, 'request_invalid', '"target" must be a string'],
    ['no time', { at: undefined }, 'request_invalid', '"at" must be the time'],
    ['NaN as the time', { at: Number.NaN }, 'request_invalid', '"at" must be the time'],
    ['a time beyond all dates', { at: 1e16 }, 'request_invalid', '"at" must be the time'],
    [
      'roles whose getter throws',
      {
        caller: {
          agent_id: 'a',
          groups: [],
          delegation_chain: [],
          get roles(): string[] {
            throw new Error('no');
          },
        },
      },
      'request_invalid',
      'reading a property threw an error',
    ],
    ['a ticket that is a number', { ticket_id: 7 }, 'request_invalid', '"ticket_id" must be a string'],
    ['a caller without roles', { caller: { agent_id: 'worker' } }, 'request_invalid', '"caller" must be a name'],
    ['a token instead of a name', { caller: 'eyJhbGciOiJub25lIn0.eyJhIjoxfQ.' }, 'caller_invalid', 'a token'],
  ])('%s is denied without an exception', (_, request, code, reason) => {
    const verdict = decide({}, request as Partial<DecideRequest>);
    expect(verdict).toMatchObject({ result: 'deny', code });
    expect(verdict.reason).toContain(reason);
  });

  test.each<[string, unknown, string]>([
    ['a misspelled field', { action: action.name, targt: target.id, at }, 'Did you mean "target"?'],
    ['an unknown field', { action: action.name, color: 'red', at }, 'The known fields are action, target,'],
    ['null', null, 'must be an object, but it is null'],
    ['a string', 'scale', 'must be an object, but it is a string'],
  ])('%s is denied', (_, request, reason) => {
    const pdp = new Pdp({ actions: [action], rules: [rule('allow-all', 'allow')], targets: [target] });
    const verdict = pdp.decide(request as DecideRequest);
    expect(verdict).toMatchObject({ result: 'deny', code: 'request_invalid' });
    expect(verdict.reason).toContain(reason);
    expect(pdp.evaluate(request as DecideRequest).verdict).toEqual(verdict);
    expect(pdp.explain(request as DecideRequest)).toMatchObject({ verdict, rules: [], changes: [] });
  });

  test('a bare name is an unverified caller without roles', () => {
    const rules = [rule('by-name', 'allow', { callers: { agent_ids: ['worker'] } })];
    expect(decide({ rules }, { caller: 'worker' }).policy_matched).toBe('by-name');
    expect(decide({ rules, requireVerifiedCallers: true }, { caller: 'worker' }).code).toBe('caller_unverified');
    expect(decide({ rules }, { caller: null }).code).toBe('default_deny');
  });

  test('ticketPattern decides whether a ticket id is valid', () => {
    const rules = [rule('with-ticket', 'allow', { require_ticket: true })];
    expect(decide({ rules }, { ticket_id: 'x' }).result).toBe('allow');
    expect(decide({ rules, ticketPattern: '[A-Z]+-[0-9]+' }, { ticket_id: 'x' }).result).toBe('deny');
    expect(decide({ rules, ticketPattern: '[A-Z]+-[0-9]+' }, { ticket_id: 'OPS-7' }).result).toBe('allow');
  });

  test('a decision within a decision changes neither answer', () => {
    const pdp = new Pdp({ actions: [action], rules: [rule('allow-all', 'allow')], targets: [target] });
    const inner = { action: action.name, target: target.id, params: { namespace: 'kube-system', replicas: 9 }, at };
    let answered: string | undefined;
    const outer = new Proxy(
      { namespace: 'dev', deployment: 'app' },
      {
        getOwnPropertyDescriptor: (params, name) => {
          answered = pdp.decide(inner).code;
          return Reflect.getOwnPropertyDescriptor(params, name);
        },
      },
    );
    const evaluation = pdp.evaluate({ ...inner, params: outer });
    expect(answered).toBe('target_mismatch');
    expect(evaluation.verdict.result).toBe('allow');
    expect(evaluation.params).toEqual({ namespace: 'dev', deployment: 'app', replicas: 1 });
  });
});
