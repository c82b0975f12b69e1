import { actionsPath } from '@agent-safe/catalog';
import { type Executor, LeaseRefused } from '@agent-safe/core';
import { loadProject } from '@agent-safe/registry';
import { describe, expect, test, vi } from 'vitest';
import { renderGrant } from '../src/credentials/render-grant.ts';
import { resourceNameRules } from '../src/executor-kit/index.ts';
import { EnvironmentVault, Runner } from '../src/index.ts';
import { openBench, scale } from './support/bench.ts';
import { type Answers, StandInExecutor } from './support/stand-in-executor.ts';
import { StandInVault } from './support/stand-in-vault.ts';

const run = { executor: 'stand-in' } as const;
const leased = {
  ...scale,
  credentials: { type: 'kubernetes', fields: { verbs: ['patch'], resource_names: ['{{ params.name }}'] }, ttl: 300 },
};

test('T31 without a vault and without ambient credentials, an action that declares some does not run', async () => {
  const bench = openBench({ actions: [leased] });
  expect(await bench.runner.run(bench.issue(), run)).toMatchObject({ ok: false, code: 'credentials_unconfigured' });
  expect(bench.executor.calls).toEqual([]);
});

test('T31 with ambient credentials allowed, the action runs with them, and the log says so', async () => {
  const bench = openBench({ actions: [leased], ambientCredentials: true });
  expect(await bench.runner.run(bench.issue(), run)).toMatchObject({ outcome: 'success', credentials: null });
  expect(bench.ofType('execution_intent')).toMatchObject([{ credentials: 'ambient' }]);
  expect(bench.executor.executions).toMatchObject([{ credentials: null }]);
});

test('T31 credentials are recorded before they are issued, used, and revoked', async () => {
  const vault = new StandInVault();
  const bench = openBench({ actions: [leased], vault });
  vault.onIssue = ({ lease_id }) => {
    expect(bench.ofType('credential_issued')).toMatchObject([{ lease_id, vault: 'stand-in-vault', is_scoped: true }]);
  };
  const result = await bench.runner.run(bench.issue(), { ...run, timeout: 45 });
  const [request] = vault.requests;
  const lease_id = request?.lease_id ?? '';
  expect(request).toMatchObject({
    ttl: 45,
    fields: { verbs: ['patch'], resource_names: ['app'] },
    scope: { cluster: 'dev' },
    audit_id: 'evt-decision-1',
    action: leased.name,
    caller: 'worker-01',
    caller_verified: true,
  });
  expect(result).toMatchObject({ outcome: 'success', credentials: { lease_id, vault: vault.name, revoked: true } });
  expect(bench.executor.executions).toMatchObject([
    { credentials: { values: { token: `lease-secret-of-${lease_id}` } } },
  ]);
  expect(bench.executor.calls.filter((call) => call === 'checkScope')).toHaveLength(2);
  expect(vault.revoked).toEqual([lease_id]);
  expect(bench.ofType('credential_revoked')).toMatchObject([{ lease_id, revoked: true }]);
  expect(bench.text()).not.toContain('lease-secret');
});

test('T31 credentials of another target are not used', async () => {
  const vault = new StandInVault();
  const checkScope: Executor['checkScope'] = async (_, probe) =>
    probe?.execution.credentials == null
      ? { ok: true }
      : { ok: false, code: 'scope_mismatch', reason: 'The credentials belong to the account 999999999999.' };
  const executor = new StandInExecutor({ answers: { checkScope } });
  const bench = openBench({ actions: [leased], vault, executor });
  expect(await bench.runner.run(bench.issue(), run)).toMatchObject({ outcome: 'skipped', code: 'scope_mismatch' });
  expect(executor.executions).toEqual([]);
  expect(vault.revoked).toHaveLength(1);
});

describe('T31 credentials are revoked', () => {
  test.each<[string, (vault: StandInVault) => void, Answers]>([
    [
      'the vault refuses',
      (vault: StandInVault) => (vault.onIssue = () => Promise.reject(new LeaseRefused('sealed'))),
      {},
    ],
    ['a check blocks', () => undefined, { precheck: async () => ({ ok: false, code: 'failed', reason: '' }) }],
    ['the action fails', () => undefined, { execute: () => Promise.reject(new Error('no')) }],
  ])('where %s', async (_, prepare, answers) => {
    const vault = new StandInVault();
    prepare(vault);
    const prechecks = [{ name: 'pdb-check', description: '' }];
    const executor = new StandInExecutor({ answers });
    const bench = openBench({ actions: [{ ...leased, prechecks }], vault, executor });
    expect(await bench.runner.run(bench.issue(), run)).toMatchObject({ ok: true, credentials: { revoked: true } });
    expect(vault.revoked).toHaveLength(1);
    expect(bench.ofType('credential_revoked')).toMatchObject([{ revoked: true }]);
  });

  test('later, if revoking fails at first: a warning says so, and reconcile tries again', async () => {
    const vault = new StandInVault();
    vault.onRevoke = () => Promise.reject(new Error('The vault is down.'));
    const bench = openBench({ actions: [leased], vault });
    const result = await bench.runner.run(bench.issue(), run);
    expect(result).toMatchObject({ outcome: 'success', credentials: { revoked: false } });
    expect(result).toMatchObject({ warnings: [expect.stringContaining('The vault is down.')] });
    expect(bench.ofType('credential_revoked')).toMatchObject([{ revoked: false }]);
    expect(await bench.runner.reconcile()).toMatchObject({ revoked: [], unrevoked: [] });
    bench.time.now += 3_600_000;
    expect(await bench.runner.reconcile()).toMatchObject({
      revoked: [],
      unrevoked: [{ reason: 'The vault is down.' }],
    });
    vault.onRevoke = () => undefined;
    const lease_id = vault.requests[0]?.lease_id;
    const issued = bench.ofType('credential_issued')[0];
    if (issued?.event_type !== 'credential_issued') throw new Error('No lease was recorded.');
    const { deadline, scope, ttl } = issued;
    expect(await bench.runner.reconcile()).toMatchObject({ unknown: [], revoked: [lease_id], unrevoked: [] });
    // A process that did not issue the lease gives the vault the record of the log.
    const latest_issue = Date.parse(deadline) + 60_000;
    expect(vault.recorded).toEqual([undefined, { scope, ttl, latest_issue }, { scope, ttl, latest_issue }]);
    expect(await bench.runner.reconcile()).toMatchObject({ revoked: [], unrevoked: [] });
  });

  test('never, if their vault is no longer configured: reconcile lists them until they expire, and once more then', async () => {
    const vault = new StandInVault();
    vault.onRevoke = () => Promise.reject(new Error('The vault is down.'));
    const bench = openBench({ actions: [leased], vault });
    await bench.runner.run(bench.issue(), run);
    const { vault: _, ...without } = bench.all;
    const other = new Runner(without);
    const lease_id = vault.requests[0]?.lease_id;
    bench.time.now += 3_600_000;
    for (const _again of [1, 2]) {
      expect(await other.reconcile()).toMatchObject({ lapsed: [], unrevoked: [{ lease_id }] });
    }
    bench.time.now += 25 * 3_600_000;
    expect(await other.reconcile()).toMatchObject({ lapsed: [lease_id], revoked: [], unrevoked: [] });
    expect(bench.ofType('credential_revoked').at(-1)).toMatchObject({ lease_id, revoked: false, lapsed: true });
    expect(await other.reconcile()).toMatchObject({ lapsed: [], revoked: [], unrevoked: [] });
  });
});

describe('T31 a lease that arrives late', () => {
  test('is revoked when it arrives, and not reported as revoked before', async () => {
    const vault = new StandInVault();
    const stop = new AbortController();
    const late = Promise.withResolvers<void>();
    vault.onIssue = () => {
      stop.abort();
      return late.promise;
    };
    const bench = openBench({ actions: [leased], vault });
    const result = await bench.runner.run(bench.issue(), { ...run, timeout: 1, signal: stop.signal });
    expect(result).toMatchObject({
      outcome: 'error',
      code: 'credentials_unavailable',
      credentials: { revoked: false },
    });
    expect(bench.ofType('credential_revoked')).toMatchObject([
      { revoked: false, reason: expect.stringContaining('may still issue them') },
    ]);
    expect(vault.revoked).toHaveLength(1);
    late.resolve();
    await vi.waitUntil(() => vault.revoked.length === 2, { timeout: 30_000 });
    bench.time.now += 3_600_000;
    expect(await bench.runner.reconcile()).toMatchObject({ revoked: [vault.requests[0]?.lease_id] });
  });

  // A caller that stops waiting for a remote vault, or loses the connection, does not know whether the vault continues.
  test.each<[string, boolean]>([
    ['that stops when its signal is aborted', true],
    ['whose connection is lost', false],
  ])('from a vault %s is not reported as revoked, and reconcile revokes it', async (_, isTold) => {
    const vault = new StandInVault();
    const stop = new AbortController();
    vault.onIssue = () => {
      if (isTold) stop.abort();
      return Promise.reject(new Error('gone'));
    };
    const bench = openBench({ actions: [leased], vault });
    const options = { ...run, signal: stop.signal };
    expect(await bench.runner.run(bench.issue(), options)).toMatchObject({
      code: 'credentials_unavailable',
      credentials: { revoked: false },
      warnings: [expect.stringContaining('reconcile')],
    });
    expect(await bench.runner.resolveCredentials(bench.issue(), { issue: true })).toMatchObject({
      code: 'credentials_unavailable',
      reason: expect.stringContaining('reconcile'),
    });
    bench.time.now += 3_600_000;
    const leases = vault.requests.map(({ lease_id }) => lease_id);
    expect(leases).toHaveLength(2);
    expect(await bench.runner.reconcile()).toMatchObject({ revoked: leases, unrevoked: [] });
  });

  test('is not requested after the time limit', async () => {
    const vault = new StandInVault();
    const bench = openBench({ actions: [leased], vault });
    // The machine slept while the intent was written.
    const audit = {
      append: async (...given: Parameters<typeof bench.log.append>) => {
        const appended = await bench.log.append(...given);
        bench.time.now += 120_000;
        return appended;
      },
    };
    const runner = new Runner({ ...bench.all, audit });
    const result = await runner.run(bench.issue(), { ...run, timeout: 60 });
    expect(result).toMatchObject({ outcome: 'error', reason: expect.stringContaining('The time limit ended') });
    expect(vault.requests).toEqual([]);
    expect(bench.executor.executions).toEqual([]);
  });
});

describe('revokeCredential', () => {
  test('revokes credentials of this vault, and refuses a lease that the log lacks', async () => {
    const vault = new StandInVault();
    const bench = openBench({ actions: [leased], vault });
    await bench.runner.resolveCredentials(bench.issue(), { issue: true });
    const lease = vault.requests[0]?.lease_id ?? '';
    expect(await bench.runner.reconcile()).toMatchObject({ issued: [{ lease_id: lease }], revoked: [] });
    expect(await bench.runner.revokeCredential('lease-typo')).toEqual({
      ok: false,
      code: 'lease_unknown',
      reason: 'The log has no credentials "lease-typo". Check the id of the lease.',
    });
    class OtherVault extends StandInVault {
      override readonly name = 'another' as 'stand-in-vault';
    }
    const elsewhere = new Runner({ ...bench.all, vault: new OtherVault() });
    expect(await elsewhere.revokeCredential(lease)).toMatchObject({
      ok: false,
      code: 'vault_unknown',
      reason: expect.stringContaining('The vault "stand-in-vault" issued these credentials'),
    });
    expect(vault.revoked).toEqual([]);
    expect(await bench.runner.revokeCredential(lease)).toEqual({ ok: true });
    expect(vault.revoked).toEqual([lease]);
    expect(bench.ofType('credential_revoked')).toMatchObject([{ lease_id: lease, revoked: true, is_scoped: true }]);
    expect(await bench.runner.reconcile()).toMatchObject({ issued: [], revoked: [] });
  });
});

describe('resolveCredentials', () => {
  test.each([{ isue: true }, { timeout: 0 }])(
    'refuses the options %o, and the ticket stays unused',
    async (options) => {
      const bench = openBench({ actions: [leased], vault: new StandInVault() });
      const asked = bench.runner.resolveCredentials(bench.issue(), options);
      await expect(asked).rejects.toMatchObject({ code: 'ERR_CONFIG_INVALID' });
      expect(bench.events()).toEqual([]);
    },
  );

  test('T28 T31 issues no credentials if the runner limits the commands', async () => {
    const vault = new StandInVault();
    const prechecks = [{ name: 'command-allowlist', description: '' }];
    const bench = openBench({ actions: [{ ...leased, prechecks }], vault, commandAllowlist: ['date'] });
    const token = bench.issue();
    expect(await bench.runner.resolveCredentials(token)).toMatchObject({ lease: null });
    expect(await bench.runner.resolveCredentials(token, { issue: true })).toMatchObject({
      code: 'credentials_refused',
    });
    expect(vault.requests).toEqual([]);
  });

  test('limits the lifetime of the grant and of the run to the same time', async () => {
    const bench = openBench({ actions: [leased], vault: new StandInVault() });
    const longer = { ...run, timeout: 900 };
    expect(await bench.runner.dryRun(bench.issue(), longer)).toMatchObject({
      timeout_seconds: 300,
      credentials: { ttl: 300 },
    });
  });

  test('shows the grant without the secret, and does not use the ticket', async () => {
    const vault = new StandInVault();
    const bench = openBench({ actions: [leased], vault });
    const token = bench.issue();
    expect(await bench.runner.resolveCredentials(token)).toMatchObject({
      ok: true,
      grant: { type: 'kubernetes', fields: { resource_names: ['app'] }, ttl: 300 },
      vault: vault.name,
      is_scoped: true,
      lease: null,
    });
    expect(vault.requests).toEqual([]);
    expect(bench.events()).toEqual([]);
    expect(await bench.runner.run(token, run)).toMatchObject({ outcome: 'success' });
  });

  test('T23 issues the credentials once for a ticket, and reconcile revokes them after their lifetime', async () => {
    const vault = new StandInVault();
    const bench = openBench({ actions: [leased], vault });
    const token = bench.issue();
    const handed = await bench.runner.resolveCredentials(token, { issue: true });
    const lease_id = vault.requests[0]?.lease_id ?? '';
    expect(handed).toMatchObject({ lease: { lease_id, values: { token: `lease-secret-of-${lease_id}` } } });
    expect(bench.ofType('credential_issued')).toMatchObject([{ lease_id }]);
    expect(await bench.runner.run(token, run)).toMatchObject({ ok: false, code: 'ticket_replayed' });
    expect(await bench.runner.resolveCredentials(token, { issue: true })).toMatchObject({ code: 'ticket_replayed' });
    expect(await bench.runner.reconcile()).toMatchObject({ revoked: [] });
    bench.time.now += 400_000;
    expect(await bench.runner.reconcile()).toMatchObject({ unknown: [], revoked: [lease_id] });
  });

  test('issues credentials that can be revoked earlier', async () => {
    const vault = new StandInVault();
    const bench = openBench({ actions: [leased], vault });
    await bench.runner.resolveCredentials(bench.issue(), { issue: true });
    const lease_id = vault.requests[0]?.lease_id ?? '';
    expect(await bench.runner.revokeCredential(lease_id)).toEqual({ ok: true });
    bench.time.now += 400_000;
    expect(await bench.runner.reconcile()).toMatchObject({ revoked: [] });
    expect(vault.revoked).toEqual([lease_id]);
  });
});

describe('EnvironmentVault', () => {
  const subject = { audit_id: 'evt-1', action: 'ec2-stop-instance', caller: null, caller_verified: false };
  const request = { lease_id: 'lease-1', ...subject, type: 'aws', fields: {}, scope: null, ttl: 60 };

  test('returns the variables, and reports that it does not scope them', async () => {
    const environment = { AWS_ACCESS_KEY_ID: 'id', AWS_SECRET_ACCESS_KEY: 'secret' };
    const vault = new EnvironmentVault({ environment, clock: () => 0 });
    expect(vault.isScoped).toBe(false);
    expect(await vault.issue(request)).toEqual({
      lease_id: 'lease-1',
      type: 'aws',
      values: { access_key_id: 'id', secret_access_key: 'secret' },
      expires_at: '1970-01-01T00:01:00.000Z',
    });
    expect(await vault.test('aws')).toEqual({ ok: true });
    expect(await vault.test('kubernetes')).toEqual({
      ok: false,
      code: 'variables_missing',
      reason: 'Credentials of type "kubernetes" need the environment variable AGENT_SAFE_KUBERNETES_TOKEN. Set it.',
    });
    expect(await vault.revoke()).toMatchObject({ ok: false, code: 'not_revocable' });
  });

  test('names the missing variable, and quotes no value', async () => {
    const vault = new EnvironmentVault({ environment: { AWS_ACCESS_KEY_ID: 'planted-secret' } });
    const failure = await vault.issue(request).catch((error: unknown) => String(error));
    expect(failure).toContain('AWS_SECRET_ACCESS_KEY');
    expect(failure).not.toContain('planted-secret');
    expect(await vault.test('aws')).toMatchObject({
      ok: false,
      reason: expect.stringContaining('AWS_SECRET_ACCESS_KEY'),
    });
    await expect(vault.issue({ ...request, type: 'constructor' })).rejects.toThrow(
      'No environment variables are configured for credentials of type',
    );
  });
});

describe('T31 the catalog', () => {
  const { actions } = loadProject({ registry: actionsPath });

  test.each(actions.map((action) => [action.name, action] as const))(
    '%s gets no more than it declares',
    (_, action) => {
      const params = Object.fromEntries(
        action.parameters.map(({ name, type }) => [
          name,
          type === 'integer' ? 1 : type === 'boolean' ? true : type === 'array' ? ['x'] : 'x-1',
        ]),
      );
      const scope = { cluster: 'dev', account: '123456789012', region: 'eu-west-1' };
      const result = renderGrant({ action, params, scope, timeout: 300, rules: resourceNameRules(5) });
      expect(result).toMatchObject({ ok: true });
      expect(JSON.stringify(result)).not.toMatch(/[*{?]{2}|\*/);
    },
  );
});
