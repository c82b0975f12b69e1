import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { actionsPath, inventoryPath } from '@agent-safe/catalog';
import { keySet, loadKeys, rotateKeys } from '@agent-safe/registry';
import { readKeySet } from '@agent-safe/tokens';
import { expect, onTestFinished, test, vi } from 'vitest';
import { AgentSafe } from '../src/index.ts';
import { EnvironmentVault, openRunner, type RunnerOpenOptions } from '../src/runner.ts';
import { fileTest, withPorts } from './support/ports.ts';
import { type Answers, makeProject } from './support/project.ts';
import { StandInCluster } from './support/stand-in-cluster.ts';

const scale = {
  action: 'scale-deployment',
  target: 'dev/test-app',
  params: { namespace: 'dev', deployment: 'app', replicas: 5 },
} as const;

/** A project, a caller that may request everything, and a runner with its own cluster. */
async function open(answers: Answers = { '*': 'allow' }, given: RunnerOpenOptions = {}) {
  const project = makeProject(answers);
  const cluster = new StandInCluster();
  cluster.replicas.set('dev/app', 2);
  const runnerOf = async (options: RunnerOpenOptions = {}) => {
    const all: RunnerOpenOptions = {
      registry: actionsPath,
      policies: join(project.folder, 'policies.yaml'),
      inventory: inventoryPath,
      keys: join(project.folder, 'keys.json'),
      auditLog: join(project.folder, 'audit.jsonl'),
      state: join(project.folder, 'state.db'),
      clock: () => project.time.now,
      executors: [cluster],
      vault: new EnvironmentVault({ environment: { AGENT_SAFE_KUBERNETES_TOKEN: 'a-token-of-the-cluster' } }),
      ...given,
      ...options,
    };
    const runner = await openRunner(withPorts(all));
    onTestFinished(() => runner.close());
    return runner;
  };
  const safe = await project.open();
  const ask = async (caller = 'deployer') => {
    const { audit_id, reason, ticket } = await safe.check({ ...scale, caller: await tokenOf(caller) });
    if (ticket === undefined) throw new Error(reason);
    return { auditId: audit_id, ticket: ticket.token };
  };
  const tokenOf = (agent: string) => safe.tokens.issue({ agent_id: agent });
  return { ...project, safe, cluster, runnerOf, ask, tokenOf };
}

const stand = { executor: 'stand-in' } as const;

test('a runner that is given an AgentSafe opens the project of that AgentSafe', async () => {
  const { ask, cluster, events, safe, tokenOf } = await open();
  const vault = new EnvironmentVault({ environment: { AGENT_SAFE_KUBERNETES_TOKEN: 'a-token-of-the-cluster' } });
  // No agent-safe.yaml is here or above, and no path is given.
  const runner = await openRunner({ safe, executors: [cluster], vault, policies: undefined });
  onTestFinished(() => runner.close());
  const { auditId, ticket } = await ask();
  expect(await runner.execute(ticket, stand)).toMatchObject({ ok: true, outcome: 'success' });
  expect(events().at(-1)).toMatchObject({ event_type: expect.any(String), audit_id: auditId });
  const rollback = await runner.checkRollback(auditId, { caller: await tokenOf('repairer') });
  expect(rollback).toMatchObject({ ok: true, decision: { result: 'allow', caller: 'repairer' } });
});

fileTest('a runner finds the agent-safe.yaml of its AgentSafe, also when the process works elsewhere', async () => {
  const { ask, cluster, folder, time } = await open();
  writeFileSync(
    join(folder, 'agent-safe.yaml'),
    `registry: ${actionsPath}\npolicies: ./policies.yaml\ninventory: ${inventoryPath}\nkeys: ./keys.json\naudit_log: ./audit.jsonl\n`,
  );
  const cwd = vi.spyOn(process, 'cwd').mockReturnValue(folder);
  const safe = await AgentSafe.open({ clock: () => time.now });
  onTestFinished(() => safe.close());
  cwd.mockRestore();
  const { ticket } = await ask();
  const runner = await openRunner({ safe, executors: [cluster], runner: { ambient_credentials: true } });
  onTestFinished(() => runner.close());
  expect(await runner.dryRun(ticket, { executor: 'dry-run' })).toMatchObject({ ok: true });
  // An option that is given counts in place of that of the AgentSafe.
  const other = await openRunner({ safe, tickets: { audience: 'another' } });
  onTestFinished(() => other.close());
  expect(await other.dryRun(ticket, { executor: 'dry-run' })).toMatchObject({ ok: false });
});

test('an allowed decision is executed, and a decision of its own rolls it back', async () => {
  const { ask, cluster, events, runnerOf, safe, tokenOf } = await open();
  const runner = await runnerOf();
  const { auditId, ticket } = await ask();
  expect(await runner.execute(ticket, stand)).toMatchObject({
    ok: true,
    outcome: 'success',
    before_state: { replicas: 2 },
    after_state: { replicas: 5 },
    credentials: { vault: 'environment', is_scoped: false, revoked: false },
  });
  expect(cluster.executions[0]?.credentials?.values).toEqual({ token: 'a-token-of-the-cluster' });
  const rollback = await runner.checkRollback(auditId, { caller: await tokenOf('repairer') });
  if (!rollback.ok) throw new Error(rollback.reason);
  expect(rollback.plan).toMatchObject({ action: 'scale-deployment', params: { replicas: 2 }, executor: 'stand-in' });
  expect(rollback.decision).toMatchObject({ result: 'allow', caller: 'repairer', correlation_id: auditId });
  expect(await runner.executeRollback(rollback)).toMatchObject({ ok: true, outcome: 'success' });
  expect(cluster.replicas.get('dev/app')).toBe(2);
  const again = await runner.generateRollback(auditId);
  expect(again.warnings).toContainEqual(expect.stringMatching(/^The execution was already rolled back, by evt-/));
  expect((await safe.audit.verify()).verdict).toMatch(/^ok/);
  const types = events().map(({ event_type }) => event_type);
  const run = [
    'execution_intent',
    'credential_issued',
    'state_capture',
    'execution_outcome',
    'state_capture',
    'credential_revoked',
  ];
  expect(types).toEqual(['decision', ...run, 'decision', ...run]);
  const ofRollback = events().slice(7);
  expect(ofRollback.every(({ correlation_id }) => correlation_id === auditId)).toBe(true);
});

test('T30 a caller without permission may not roll back an execution of another caller', async () => {
  const { ask, cluster, decideBy, runnerOf, tokenOf } = await open();
  const runner = await runnerOf();
  const { auditId, ticket } = await ask();
  await runner.execute(ticket, stand);
  decideBy({ '*': 'deny' });
  const rollback = await runner.checkRollback(auditId, { caller: await tokenOf('deployer') });
  expect(rollback).toMatchObject({ decision: { result: 'deny', code: 'rule' } });
  if (!rollback.ok) throw new Error(rollback.reason);
  await expect(runner.executeRollback(rollback)).rejects.toThrow('The rollback cannot be executed');
  expect(cluster.executions).toHaveLength(1);
});

test('T01 T30 a rollback runs in the scope of the original, even if the target has moved', async () => {
  const { ask, cluster, folder, runnerOf, tokenOf } = await open();
  const runner = await runnerOf();
  const { auditId, ticket } = await ask();
  await runner.execute(ticket, stand);
  const moved = readFileSync(inventoryPath, 'utf8').replaceAll('{ cluster: dev }', '{ cluster: staging }');
  writeFileSync(join(folder, 'inventory.yaml'), moved);
  const elsewhere = await runnerOf({ inventory: join(folder, 'inventory.yaml') });
  const rollback = await elsewhere.checkRollback(auditId, { caller: await tokenOf('deployer') });
  if (!rollback.ok) throw new Error(rollback.reason);
  expect(rollback.decision.result).toBe('allow');
  expect(await elsewhere.executeRollback(rollback)).toMatchObject({ ok: false, code: 'scope_mismatch' });
  expect(cluster.executions).toHaveLength(1);
});

test('T24 a ticket for another cluster is refused before anything is executed', async () => {
  const { cluster, events, runnerOf, safe, tokenOf } = await open();
  const runner = await runnerOf();
  const request = {
    ...scale,
    target: 'staging/api-server',
    params: { ...scale.params, namespace: 'staging', deployment: 'api' },
  };
  const { ticket } = await safe.check({ ...request, caller: await tokenOf('deployer') });
  expect(await runner.execute(ticket?.token ?? '', stand)).toMatchObject({ ok: false, code: 'scope_mismatch' });
  expect(cluster.executions).toEqual([]);
  expect(events().map(({ event_type }) => event_type)).toEqual(['decision', 'ticket_refused']);
});

test('T23 a ticket whose caller was revoked is refused', async () => {
  const { ask, cluster, runnerOf, safe } = await open();
  const runner = await runnerOf();
  const { ticket } = await ask();
  await safe.revocations.add({ agent: 'deployer' });
  expect(await runner.execute(ticket, stand)).toMatchObject({ ok: false, code: 'ticket_revoked' });
  expect(cluster.executions).toEqual([]);
});

test('a runner without signing keys uses public keys, and the keys that mask and encrypt', async () => {
  const { ask, folder, runnerOf } = await open();
  const { ticket } = await ask();
  const ring = loadKeys(join(folder, 'keys.json'));
  const { keys } = JSON.parse(readFileSync(join(folder, 'keys.json'), 'utf8')) as { keys: { purpose: string }[] };
  const secrets = join(folder, 'runner-keys.json');
  const mintNothing = keys.filter(({ purpose }) => purpose === 'mask' || purpose === 'seal');
  writeFileSync(secrets, JSON.stringify({ keys: mintNothing }), { mode: 0o600 });
  const verificationKeys = readKeySet(JSON.stringify(keySet(ring.tokens, Date.now())));
  const runner = await runnerOf({ keys: secrets, verificationKeys });
  expect(await runner.execute(ticket, stand)).toMatchObject({ ok: true, outcome: 'success' });
});

test('an open runner accepts keys that were added later', async () => {
  const { ask, folder, project, runnerOf } = await open().then((all) => ({ ...all, project: all }));
  const runner = await runnerOf();
  const file = join(folder, 'keys.json');
  const { text } = rotateKeys(readFileSync(file, 'utf8'), {
    purpose: 'token',
    now: project.time.now,
    overlap: 3_600_000,
    signsIn: 0,
  });
  writeFileSync(file, text, { mode: 0o600 });
  project.time.now += 1_000;
  const { ticket } = await ask();
  expect(await runner.execute(ticket, stand)).toMatchObject({ ok: true, outcome: 'success' });
});

test('T31 without a vault an action that declares credentials does not run, unless the settings allow it', async () => {
  const { ask, cluster, runnerOf } = await open({ '*': 'allow' }, { vault: false });
  const { ticket } = await ask();
  const strict = await runnerOf();
  expect(await strict.execute(ticket, stand)).toMatchObject({ ok: false, code: 'credentials_unconfigured' });
  expect(await strict.testVault()).toMatchObject({ vault: null, problem: expect.stringContaining('credential_vault') });
  const ambient = await runnerOf({ runner: { ambient_credentials: true } });
  expect(await ambient.execute(ticket, stand)).toMatchObject({ ok: true, outcome: 'success', credentials: null });
  expect(cluster.executions[0]?.credentials).toBeNull();
});

test('T31 credentials are reported without the secret, and issued once', async () => {
  const { ask, events, everything, runnerOf } = await open();
  const runner = await runnerOf();
  const { ticket } = await ask();
  const shown = await runner.resolveCredentials(ticket);
  expect(shown).toMatchObject({ ok: true, is_scoped: false, lease: null, grant: { type: 'kubernetes' } });
  const issued = await runner.resolveCredentials(ticket, { issue: true });
  expect(issued).toMatchObject({ lease: { values: { token: 'a-token-of-the-cluster' } } });
  expect(await runner.resolveCredentials(ticket, { issue: true })).toMatchObject({
    ok: false,
    code: 'ticket_replayed',
  });
  const lease = issued.ok ? (issued.lease?.lease_id ?? '') : '';
  expect(await runner.revokeCredential(lease)).toMatchObject({
    ok: false,
    reason: expect.stringContaining('Revoke them where they were created.'),
  });
  expect(events().at(-1)).toMatchObject({
    event_type: 'credential_revoked',
    lease_id: lease,
    revoked: false,
    is_scoped: false,
  });
  expect(everything()).not.toContain('a-token-of-the-cluster');
});

test('reconcile ignores executions with an outcome', async () => {
  const { ask, runnerOf } = await open();
  const runner = await runnerOf();
  await runner.execute((await ask()).ticket, stand);
  expect(await runner.reconcile()).toEqual({
    unknown: [],
    running: [],
    damaged: 0,
    issued: [],
    revoked: [],
    lapsed: [],
    unrevoked: [],
    busy: false,
  });
});

test.each<[string, RunnerOpenOptions, RegExp]>([
  ['no log', { auditLog: false }, /no audit log, and executions must be recorded/],
  ['a misspelled option', { executor: [] } as object, /Unknown option: executor\. Did you mean "executors"/],
  [
    'a misspelled setting',
    { runner: { cluster: {} } as object },
    /Unknown option: runner\.cluster\. Did you mean "clusters"/,
  ],
  ['no actions', { registry: undefined, config: false }, /There are no actions/],
])('%s is an error, and nothing stays open', async (_, options, message) => {
  const { runnerOf } = await open();
  await expect(runnerOf(options)).rejects.toThrow(message);
});

fileTest('settings come from agent-safe.yaml, and paths in it are relative to the file', async () => {
  vi.stubEnv('AWS_ACCESS_KEY_ID', undefined);
  onTestFinished(() => void vi.unstubAllEnvs());
  const { folder } = makeProject();
  mkdirSync(join(folder, 'sub'));
  const config = {
    registry: actionsPath,
    keys: 'keys.json',
    audit_log: 'audit.jsonl',
    runner: { clusters: { dev: { uid: 'x', kubeconfig: './dev.conf' } } },
    credential_vault: { backend: 'environment', variables: { kubernetes: { token: 'MY_TOKEN' } } },
  };
  writeFileSync(join(folder, 'agent-safe.yaml'), JSON.stringify(config));
  const runner = await openRunner({ cwd: join(folder, 'sub') });
  onTestFinished(() => runner.close());
  expect(await runner.testVault()).toMatchObject({
    vault: 'environment',
    is_scoped: false,
    types: expect.arrayContaining([{ type: 'kubernetes', problem: expect.stringContaining('MY_TOKEN') }]),
  });
});
