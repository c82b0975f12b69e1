import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { actionsPath, inventoryPath, policiesPath } from '@agent-safe/catalog';
import { type Action, type CheckRequest, canonicalJson, plain } from '@agent-safe/core';
import { generateKeys, loadProject, makeBundle } from '@agent-safe/registry';
import { afterAll, describe, expect, onTestFinished, test } from 'vitest';
import { withPorts } from '../test/support/ports.ts';
import { AgentSafe, type OpenOptions } from './index.ts';

const shipped: OpenOptions = { registry: actionsPath, policies: policiesPath, inventory: inventoryPath };
const noon = Date.parse('2026-01-05T12:00:00Z');

function open(options: OpenOptions = {}): Promise<AgentSafe> {
  return AgentSafe.open(withPorts({ ...shipped, clock: () => noon, ...options }));
}

function folderWith(files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'agent-safe-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content, { mode: 0o600 });
  return folder;
}

const restart: CheckRequest = {
  action: 'restart-deployment',
  target: 'dev/test-app',
  caller: 'deploy-agent',
  params: { namespace: 'dev', deployment: 'app' },
};

test('a decision has the request, the result and the reason', async () => {
  const decision = await (await open()).check({ ...restart, ticket_id: 'JIRA-1234' });
  expect(decision).toEqual({
    audit_id: expect.stringMatching(/^evt-[0-9a-f-]{36}$/) as string,
    result: 'allow',
    code: 'rule',
    reason: 'Development environment is unrestricted',
    action: 'restart-deployment',
    action_version: '1.0.0',
    target: 'dev/test-app',
    caller: 'deploy-agent',
    caller_verified: false,
    params: { namespace: 'dev', deployment: 'app' },
    risk_class: 'medium',
    effective_risk: 'low',
    policy_matched: 'allow-dev-all',
    digest: expect.stringMatching(/^[\w-]{43}$/) as string,
    policy_digest: expect.stringMatching(/^[\w-]{43}$/) as string,
    evaluated_at: '2026-01-05T12:00:00.000Z',
    ticket_id: 'JIRA-1234',
  });
});

test('decisions have unique ids, and equal requests have the same digest', async () => {
  const safe = await open();
  const [first, second] = [await safe.check(restart), await safe.check(restart)];
  expect(first.audit_id).not.toBe(second.audit_id);
  expect(first.digest).toBe(second.digest);
  expect((await safe.check({ ...restart, caller: 'other' })).digest).not.toBe(first.digest);
});

describe('the examples of the shipped catalog', () => {
  test.each<[CheckRequest, object]>([
    [
      {
        ...restart,
        target: 'prod/api-server',
        params: { namespace: 'prod', deployment: 'api-server' },
        caller: 'deploy-agent-01',
      },
      { result: 'require_approval', effective_risk: 'critical' },
    ],
    [
      {
        ...restart,
        target: 'prod/api-server',
        params: { namespace: 'prod', deployment: 'api' },
        ticket_id: 'JIRA-1234',
      },
      { result: 'require_approval', ticket_id: 'JIRA-1234' },
    ],
    [
      {
        action: 'get-configmap',
        target: 'dev/test-app',
        caller: 'agent-01',
        params: { namespace: 'dev', configmap: 'cfg' },
      },
      { result: 'allow' },
    ],
    [
      {
        action: 'exec-pod',
        target: 'dev/debug-pod',
        caller: 'agent-01',
        params: { namespace: 'dev', pod: 'p', command: ['ls'] },
      },
      { result: 'allow' },
    ],
    [
      {
        action: 'get-secret',
        target: 'dev/test-app',
        caller: 'agent-01',
        params: { namespace: 'dev', secret: 'db-creds' },
      },
      { result: 'allow' },
    ],
    [
      { action: 'restart-deployment', target: 'prod/api-server' },
      { result: 'deny', code: 'params_invalid' },
    ],
    [
      {
        action: 'scale-deployment',
        target: 'staging/api',
        params: { namespace: 'staging', deployment: 'api', replicas: 3 },
      },
      { result: 'deny', code: 'target_unknown', target: 'staging/api' },
    ],
  ])('%j', async (request, expected) => {
    expect(await (await open()).check(request)).toMatchObject(expected);
  });
});

describe('checkPlan', () => {
  test('decides each step, in order', async () => {
    const plan: CheckRequest[] = [
      restart,
      { ...restart, target: 'prod/web-frontend', params: { namespace: 'prod', deployment: 'web-frontend' } },
      { action: 'unheard-of' },
    ];
    const decisions = await (await open()).checkPlan(plan);
    expect(decisions.map(({ result }) => result)).toEqual(['allow', 'require_approval', 'deny']);
  });

  test('a step that is not a request is denied, and the others are decided', async () => {
    const decisions = await (await open()).checkPlan([null as unknown as CheckRequest, restart]);
    expect(decisions.map(({ code }) => code)).toEqual(['request_invalid', 'rule']);
  });

  test('a plan that is not a list is refused', async () => {
    await expect((await open()).checkPlan({} as unknown as CheckRequest[])).rejects.toMatchObject({
      code: 'ERR_PLAN_INVALID',
    });
  });
});

describe('malformed requests', () => {
  test.each<[unknown, string]>([
    [undefined, 'A request must be an object, but it is missing.'],
    ['restart', 'A request must be an object, but it is a string.'],
    [{}, '"action" is missing.'],
    [{ action: 7 }, '"action" must be a string, but it is an integer.'],
    [{ action: 'a'.repeat(300) }, '"action" is longer than 256 characters.'],
    [{ action: 'a\ud800' }, '"action" is not valid Unicode.'],
    [{ ...restart, target: '' }, '"target" is empty.'],
    [{ ...restart, target: ['dev/test-app'] }, '"target" must be a string, but it is an array.'],
    [{ ...restart, parms: {} }, 'A request has no field "parms". Did you mean "params"?'],
  ])('%j is denied as request_invalid', async (request, reason) => {
    const decision = await (await open()).check(request as CheckRequest);
    expect(decision).toMatchObject({
      result: 'deny',
      code: 'request_invalid',
      digest: null,
    });
    expect(decision.reason).toContain(reason);
  });

  test('a refusal repeats the readable parts of the request', async () => {
    const decision = await (await open()).check({ ...restart, caler: 'x' } as CheckRequest);
    expect(decision).toMatchObject({
      code: 'request_invalid',
      action: 'restart-deployment',
      target: 'dev/test-app',
      params: restart.params,
      risk_class: 'medium',
      effective_risk: 'low',
    });
  });

  test('a request that throws when it is read is denied', async () => {
    const throwing = {
      get action(): string {
        throw new Error('secret');
      },
    };
    expect(await (await open()).check(throwing)).toMatchObject({
      code: 'request_invalid',
      reason: expect.stringContaining('cannot be read') as string,
    });
  });

  test('a revoked proxy is denied, as request and as parameter', async () => {
    const { proxy, revoke } = Proxy.revocable({}, {});
    revoke();
    expect((await (await open()).check(proxy as CheckRequest)).code).toBe('request_invalid');
    expect((await (await open()).check({ ...restart, target: proxy as string })).code).toBe('request_invalid');
    expect((await (await open()).check({ ...restart, params: { namespace: proxy, deployment: 'app' } })).code).toBe(
      'params_invalid',
    );
  });

  test('T05 the caller chooses neither time nor correlation', async () => {
    const safe = await open();
    for (const field of ['timestamp', 'at', 'correlation_id', 'audit_id', 'evaluated_at']) {
      expect(await safe.check({ ...restart, [field]: '2020-01-01T00:00:00Z' })).toMatchObject({
        code: 'request_invalid',
      });
    }
  });
});

describe('callers', () => {
  const token = `${Buffer.from('{"alg":"HS256","typ":"JWT"}').toString('base64url')}.${Buffer.from('{"agent_id":"deploy-agent"}').toString('base64url')}.c2ln`;

  test('T12 without keys a token is refused, and the decision does not contain it', async () => {
    const decision = await (await open()).check({ ...restart, caller: token });
    expect(decision).toMatchObject({
      result: 'deny',
      code: 'caller_invalid',
      caller: null,
      caller_verified: false,
      effective_risk: 'low',
    });
    expect(JSON.stringify(decision)).not.toContain(token.slice(0, 20));
  });

  test('T21 a token in another field is refused, and the decision does not contain it', async () => {
    for (const field of ['target', 'ticket_id', 'action']) {
      const decision = await (await open()).check({ ...restart, [field]: token });
      expect(decision).toMatchObject({ result: 'deny', code: 'request_invalid' });
      expect(JSON.stringify(decision)).not.toContain(token.slice(0, 20));
    }
  });

  test('target and caller are optional', async () => {
    expect(await (await open()).check({ action: 'restart-deployment', params: restart.params })).toMatchObject({
      result: 'require_approval',
      target: null,
      caller: null,
      effective_risk: 'critical',
    });
  });

  test('require_verified_callers refuses names, and still reports the risk', async () => {
    const safe = await open({ requireVerifiedCallers: true });
    expect(await safe.check(restart)).toMatchObject({
      result: 'deny',
      code: 'caller_unverified',
      caller: 'deploy-agent',
      risk_class: 'medium',
      effective_risk: 'low',
    });
  });
});

describe('T21 sensitive parameters', () => {
  const invoke: CheckRequest = {
    action: 'lambda-invoke-function',
    target: 'prod/payment-processor',
    params: { function_name: 'payment-processor', region: 'us-east-1', payload: '{"card":"hunter2"}' },
  };

  test('become three stars without a key, and the request has no digest', async () => {
    const decision = await (await open()).check(invoke);
    expect(decision).toMatchObject({ params: { payload: '***' }, digest: null });
  });

  test('are masked with the key', async () => {
    const keys = join(folderWith({ 'keys.json': generateKeys() }), 'keys.json');
    const decision = await (await open({ keys })).check(invoke);
    expect(decision.params.payload).toMatch(/^hmac-sha256:[\w-]{43}$/);
    expect(decision.digest).toMatch(/^[\w-]{43}$/);
  });

  test.each<[string, CheckRequest]>([
    [
      'inside a value that should be text',
      { ...invoke, params: { ...invoke.params, region: { password: 'hunter2' } } },
    ],
    ['of a wrong type', { ...invoke, params: { ...invoke.params, payload: { card: 'hunter2' } } }],
    ['under a misspelled name', { ...invoke, params: { function_name: 'f', region: 'r', paylaod: 'hunter2' } }],
    ['of an unknown action', { ...invoke, action: 'lambda-invoke' }],
    ['of an unknown target', { ...invoke, target: 'prod/unheard-of' }],
    ['of a token caller', { ...invoke, caller: 'eyJhbGciOiJub25lIn0.e30.' }],
  ])('do not appear in a refusal, %s', async (_, request) => {
    const decision = await (await open()).check(request);
    expect(decision.result).toBe('deny');
    expect(JSON.stringify(decision)).not.toContain('hunter2');
  });
});

describe('open', () => {
  test('without options finds agent-safe.yaml above the working directory', async () => {
    const folder = folderWith({
      'agent-safe.yaml': `registry: ${actionsPath}\npolicies: ${policiesPath}\ninventory: ${inventoryPath}\nstrict: true\nticket_pattern: 'JIRA-\\d+'\n`,
    });
    const safe = await AgentSafe.open({ cwd: folder });
    expect((await safe.check({ ...restart, target: 'dev/debug-pod' })).code).toBe('target_type_mismatch');
    expect(await safe.check({ ...restart, ticket_id: 'JIRA-1' })).toHaveProperty('ticket_id', 'JIRA-1');
    expect(await safe.check({ ...restart, ticket_id: 'please' })).not.toHaveProperty('ticket_id');
  });

  test('with paths reads no configuration file', async () => {
    const folder = folderWith({ 'agent-safe.yaml': 'broken: [\n' });
    await expect(AgentSafe.open({ ...shipped, cwd: folder })).resolves.toBeInstanceOf(AgentSafe);
    await expect(AgentSafe.open({ cwd: folder })).rejects.toMatchObject({ code: 'ERR_CONFIG_INVALID' });
  });

  test('T03 refuses a missing path', async () => {
    await expect(open({ inventory: '/nowhere/inventory.yaml' })).rejects.toMatchObject({
      code: 'ERR_INVENTORY_INVALID',
    });
  });

  test('refuses an unknown option', async () => {
    await expect(AgentSafe.open({ ...shipped, stirct: true } as OpenOptions)).rejects.toThrow('Did you mean "strict"?');
  });

  test('refuses a ticket pattern with too large an automaton', async () => {
    await expect(open({ ticketPattern: '(a|b)*a(a|b){14}' })).rejects.toThrow(/too large an automaton/);
  });
});

test('listActions filters by tag and risk, by name', async () => {
  const safe = await open();
  expect(safe.actions()).toHaveLength(35);
  expect(safe.actions({ tag: 'kubernetes', risk: 'high' }).map(({ name }) => name)).toEqual([
    'apply-network-policy',
    'cordon-node',
    'exec-pod',
    'get-secret',
    'rollout-undo',
    'update-image',
  ]);
});

describe('T01 in strict mode no action of the catalog reaches beyond its target', async () => {
  // The policy allows everything, so that only the target check protects.
  const folder = mkdtempSync(join(tmpdir(), 'agent-safe-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const policies = join(folder, 'policies.yaml');
  writeFileSync(policies, 'rules:\n  - { name: all, match: {}, decision: allow, reason: Everything is allowed }\n');
  const actions = (await AgentSafe.open(shipped)).actions();

  function paramsFor(action: Action): Record<string, unknown> {
    const samples = { string: 'abc', integer: 1024, number: 1, boolean: true, array: ['abc'] } as const;
    const numbers = (least = 1, most = 1_000_000) => Math.min(Math.max(1024, least), most);
    return Object.fromEntries(
      action.parameters.map(({ constraints, items, name, type }) => [
        name,
        name === 'policy_arn'
          ? 'arn:aws:iam::aws:policy/ReadOnlyAccess'
          : type === 'integer'
            ? numbers(constraints?.min_value, constraints?.max_value)
            : type === 'array'
              ? [items?.constraints?.enum?.[0] ?? 'abc']
              : samples[type],
      ]),
    );
  }

  const isAws = ({ target_types }: Action) => target_types[0]?.startsWith('aws-') === true;
  const [account, cluster] = [{ account: '111122223333', region: 'abc' }, { cluster: 'one' }];
  const scopeFor = (action: Action) => (isAws(action) ? account : cluster);

  let inventories = 0;
  function inventoryFor(
    action: Action,
    change: { type?: string; bindings?: Record<string, string>; scope?: object | null } = {},
  ): string {
    const bindings =
      change.bindings ??
      Object.fromEntries(action.parameters.filter(({ locates }) => locates).map(({ name }) => [name, 'abc']));
    const scope = change.scope === null ? {} : { scope: change.scope ?? scopeFor(action) };
    const target = {
      id: 'it',
      type: change.type ?? action.target_types[0],
      environment: 'dev',
      sensitivity: 'public',
      bindings,
      ...scope,
    };
    const file = join(folder, `${++inventories}.yaml`);
    writeFileSync(file, JSON.stringify({ targets: [target] }));
    return file;
  }

  async function codeOf(action: Action, inventory: string, params: unknown, target: string | null = 'it') {
    const safe = await AgentSafe.open({
      registry: join(actionsPath, `${action.name}.yaml`),
      policies,
      inventory,
      strict: true,
    });
    const { code, result } = await safe.check({ action: action.name, target, params } as CheckRequest);
    return `${result} ${code}`;
  }

  test.each(actions.map((action) => [action.name, action] as const))('%s', async (_, action) => {
    const params = paramsFor(action);
    const right = inventoryFor(action);
    expect(await codeOf(action, right, params), 'a bound request passes').toBe('allow rule');
    expect(await codeOf(action, right, params, null), 'no target').toBe('deny target_required');
    expect(await codeOf(action, right, {}), 'empty params').toBe('deny params_invalid');
    expect(await codeOf(action, right, undefined), 'no params').toBe('deny params_invalid');
    expect(await codeOf(action, inventoryFor(action, { type: 'another-type' }), params), 'wrong type').toBe(
      'deny target_type_mismatch',
    );
    expect(await codeOf(action, inventoryFor(action, { scope: null }), params), 'no scope').toBe(
      'deny target_mismatch',
    );
    const wrong = inventoryFor(action, { scope: isAws(action) ? cluster : account });
    expect(await codeOf(action, wrong, params), 'a scope of another kind').toBe('deny target_mismatch');
    const locating = action.parameters.filter(({ locates }) => locates).map(({ name }) => name);
    expect(locating.length, 'a parameter locates the target').toBeGreaterThan(0);
    for (const name of locating) {
      expect(await codeOf(action, right, { ...params, [name]: 'other' }), `another ${name}`).toBe(
        'deny target_mismatch',
      );
      expect(await codeOf(action, right, { ...params, [name]: '*' }), `a glob as ${name}`).toMatch(
        /^deny (target_mismatch|params_invalid)$/,
      );
      const unbound = Object.fromEntries(locating.filter((other) => other !== name).map((other) => [other, 'abc']));
      expect(await codeOf(action, inventoryFor(action, { bindings: unbound }), params), `${name} not bound`).toBe(
        'deny target_mismatch',
      );
    }
  });
});

describe('explain', () => {
  const restartOnStaging: CheckRequest = {
    action: 'restart-deployment',
    target: 'staging/api-server',
    caller: 'bob',
    params: { namespace: 'staging', deployment: 'api-server' },
  };

  test('explains the answer of check, and the changes that would change it', async () => {
    const safe = await open({ strict: true });
    const { code, effective_risk, policy_matched, reason, result, risk_class } = await safe.check(restartOnStaging);
    const { changes, rules, verdict } = await safe.explain(restartOnStaging);
    expect(verdict).toEqual({ code, effective_risk, policy_matched, reason, result, risk_class });
    expect(rules).toHaveLength(6);
    expect(changes[0]).toMatchObject({
      result: 'allow',
      policy_matched: 'allow-deployer-staging',
      text: 'with the role "deployer"',
    });
  });

  test('accepts another time, unlike check', async () => {
    const rules = `rules:
  - { name: night, match: { time_windows: [{ start_hour: 22, end_hour: 5 }] }, decision: allow, reason: Quiet }
`;
    const policies = join(folderWith({ 'p.yaml': rules }), 'p.yaml');
    const safe = await open({ policies });
    expect((await safe.explain(restart)).changes).toMatchObject([
      { result: 'allow', text: 'at 2026-01-05T22:00:00.000Z' },
    ]);
    const explanation = await safe.explain(restart, { at: Date.parse('2026-01-05T23:00:00Z') });
    expect(explanation.verdict.result).toBe('allow');
  });

  test.each<[string, unknown]>([
    ['no request', null],
    ['an unknown field', { ...restart, tarket: 'x' }],
    ['a token in another field', { ...restart, target: 'eyJhbGciOiJub25lIn0.eyJhIjoxfQ.x' }],
  ])('the explanation of %s is the refusal only', async (_, request) => {
    const { changes, rules, verdict } = await (await open()).explain(request as CheckRequest);
    expect({ changes, code: verdict.code, rules }).toEqual({ changes: [], code: 'request_invalid', rules: [] });
  });

  test('T21 contains neither a sensitive value nor a token', async () => {
    const token = 'eyJhbGciOiJIUzI1NiJ9.eyJhZ2VudF9pZCI6InJvb3QifQ.c2lnbmF0dXJl';
    const safe = await open({ strict: true });
    for (const request of [
      { ...restartOnStaging, caller: token },
      {
        action: 'update-secret',
        target: 'dev/test-app',
        params: { namespace: 'dev', value: 'hunter2', valeu: 'hunter2' },
      },
      {
        action: 'update-configmap',
        target: 'staging/api-config',
        params: { data: { key: 'hunter2' }, value: 'hunter2' },
      },
    ]) {
      const text = JSON.stringify(await safe.explain(request));
      expect(text).not.toContain('hunter2');
      expect(text).not.toContain('eyJ');
    }
  });
});

describe('a bundle', () => {
  async function bundleFile(): Promise<string> {
    const policySet = loadProject(shipped);
    const settings = { strict: true, requireVerifiedCallers: false, ticketPattern: undefined };
    return join(folderWith({ 'b.json': canonicalJson(plain(makeBundle(policySet, settings, 1))) }), 'b.json');
  }

  test('decides like its project', async () => {
    const bundle = await bundleFile();
    const own = await (await open({ strict: true })).check(restart);
    const bundled = await (await AgentSafe.open({ bundle, clock: () => noon })).check(restart);
    expect(bundled).toEqual({ ...own, audit_id: bundled.audit_id });
  });

  test('cannot be combined with other paths', async () => {
    const bundle = await bundleFile();
    await expect(AgentSafe.open({ bundle, inventory: inventoryPath })).rejects.toMatchObject({
      code: 'ERR_CONFIG_INVALID',
      message: 'The option "inventory" cannot be combined with "bundle". Remove one of them.',
    });
    await expect(AgentSafe.open({ bundle: `${bundle}.none` })).rejects.toMatchObject({ code: 'ERR_BUNDLE_INVALID' });
  });
});
