import { AgentSafeError, type Executor, type NonceStore, type ScopeResult, type SupportResult } from '@agent-safe/core';
import { sampleAction, sampleTokenKey } from '@agent-safe/testkit';
import { MemoryNonceStore, type TicketVerifierOptions } from '@agent-safe/tickets';
import { describe, expect, test } from 'vitest';
import { Runner, type RunnerOptions, type RunOptions } from '../src/index.ts';
import { type BenchTicket, NOW, openBench, parameter, scale } from './support/bench.ts';
import { legacyTicket } from './support/legacy-ticket.ts';
import { StandInExecutor } from './support/stand-in-executor.ts';
import { StandInVault } from './support/stand-in-vault.ts';

const secretive = sampleAction({
  name: 'set-secret',
  parameters: [parameter('name'), parameter('value', { sensitive: true })],
});
const actions = [scale, secretive];
const leased = {
  ...scale,
  credentials: { type: 'kubernetes', fields: { resource_names: ['{{ params.name }}'] }, ttl: 300 },
};
const clear = { name: 'app', value: 'correct horse battery staple' };

interface Case {
  readonly ticket?: BenchTicket;
  readonly run?: Partial<RunOptions>;
  readonly tickets?: Partial<TicketVerifierOptions>;
  readonly others?: Partial<RunnerOptions>;
  readonly later?: number;
  readonly code: string;
}

describe('T24 a ticket for something else than what would be done', () => {
  test.each<[string, Case]>([
    ['the action is unknown here', { ticket: { action: 'other', definition: 'x' }, code: 'action_unknown' }],
    ['another definition', { ticket: { definition: 'another' }, code: 'definition_mismatch' }],
    ['another audience', { tickets: { audience: 'another-runner' }, code: 'ticket_invalid' }],
    ['another issuer', { tickets: { issuer: 'another' }, code: 'ticket_invalid' }],
    ['another key', { tickets: { keys: [sampleTokenKey().verification] }, code: 'ticket_invalid' }],
    ['another target than is expected', { run: { expected: { target: 'prod/app' } }, code: 'ticket_mismatch' }],
    ['another action than is expected', { run: { expected: { action: 'delete' } }, code: 'ticket_mismatch' }],
    ['other params than are given', { run: { params: { size: 4 } }, code: 'params_mismatch' }],
    ['params that were not decided on', { run: { params: { extra: 1 } }, code: 'params_mismatch' }],
    ['params that are none', { run: { params: ['size'] }, code: 'params_mismatch' }],
    ['params that JSON cannot hold', { run: { params: { size: 1n } }, code: 'params_mismatch' }],
    ['a param that the definition refuses', { ticket: { clear: { name: 'app', size: 'x' } }, code: 'params_mismatch' }],
    [
      'a param that the definition lacks',
      { ticket: { clear: { name: 'app', size: 1, more: 1 } }, code: 'params_mismatch' },
    ],
    ['a sensitive param that is not given', { ticket: { action: 'set-secret', clear }, code: 'params_required' }],
    [
      'another sensitive param',
      { ticket: { action: 'set-secret', clear }, run: { params: { value: 'another' } }, code: 'params_mismatch' },
    ],
    [
      'a sensitive param as its own mask',
      {
        ticket: { action: 'set-secret', params: { name: 'app', value: 'hmac-sha256:abc' } },
        run: { params: { value: 'hmac-sha256:abc' } },
        code: 'params_mismatch',
      },
    ],
    [
      'a sensitive param, and no key to compare it with',
      {
        ticket: { action: 'set-secret', clear },
        run: { params: clear },
        others: { maskKey: undefined },
        code: 'params_mismatch',
      },
    ],
    ['no place', { ticket: { scope: null }, code: 'scope_required' }],
    ['a place of an unknown kind', { ticket: { scope: { galaxy: 'ours' } }, code: 'scope_mismatch' }],
    ['no place at all within its scope', { ticket: { scope: {} }, code: 'scope_mismatch' }],
    ['an executor that is not there', { run: { executor: 'k8s' }, code: 'executor_unknown' }],
    ['a ticket that is over', { later: 300, code: 'ticket_expired' }],
    ['somebody who stopped it', { run: { signal: AbortSignal.abort() }, code: 'aborted' }],
  ])('T24 %s: it is refused and recorded, touches nothing, and the ticket stays good', async (_, given) => {
    const used: string[] = [];
    const nonces: NonceStore = {
      redeem: async (nonce) => {
        used.push(nonce);
        return 'fresh';
      },
    };
    const bench = openBench({ actions, ...given.others, tickets: { nonces, ...given.tickets } });
    const token = bench.issue(given.ticket);
    bench.time.now += (given.later ?? 0) * 1_000;
    const result = await bench.runner.run(token, { executor: 'stand-in', ...given.run });
    expect(result).toMatchObject({ ok: false, code: given.code });
    expect(result.reason).not.toContain('staple');
    expect(bench.events()).toMatchObject([{ event_type: 'ticket_refused', code: given.code }]);
    expect(bench.text()).not.toContain('staple');
    expect(bench.executor.calls).toEqual([]);
    expect(used).toEqual([]);
  });

  test('T24 what an executor cannot do is refused', async () => {
    class Other extends StandInExecutor {
      override supports(): SupportResult {
        return { ok: false, code: 'action_unsupported', reason: 'It does not know the action.' };
      }
    }
    const bench = openBench({ executor: new Other() });
    expect(await bench.runner.run(bench.issue(), { executor: 'stand-in' })).toMatchObject({
      code: 'executor_unsupported',
    });
  });

  test('T24 a place that is not configured is refused, and the ticket stays good', async () => {
    class Serving extends StandInExecutor {
      known = false;
      override async checkScope(): Promise<ScopeResult> {
        if (this.known) return { ok: true };
        return { ok: false, code: 'scope_unknown', reason: 'Nobody knows which cluster "dev" is.' };
      }
    }
    const executor = new Serving();
    const bench = openBench({ executor });
    const token = bench.issue();
    const refused = { ok: false, code: 'scope_mismatch', reason: 'Nobody knows which cluster "dev" is.' };
    expect(await bench.runner.run(token, { executor: 'stand-in' })).toMatchObject(refused);
    expect(executor.calls).toEqual([]);
    executor.known = true;
    expect(await bench.runner.run(token, { executor: 'stand-in' })).toMatchObject({ outcome: 'success' });
  });

  test.each<[string, () => Promise<ScopeResult>]>([
    [
      'says that it is another',
      async () => ({ ok: false, code: 'scope_mismatch', reason: 'It is the cluster "prod".' }),
    ],
    ['does not know', () => Promise.reject(new Error('connection refused'))],
  ])('T24 a system that %s is refused before anything is recorded as begun', async (_, checkScope) => {
    const bench = openBench({ executor: new StandInExecutor({ answers: { checkScope } }) });
    const token = bench.issue();
    expect(await bench.runner.run(token, { executor: 'stand-in' })).toMatchObject({
      ok: false,
      code: 'scope_mismatch',
    });
    expect(bench.events()).toMatchObject([{ event_type: 'ticket_refused', code: 'scope_mismatch' }]);
    // It was asked for, and so the ticket is used.
    expect(await bench.runner.run(token, { executor: 'stand-in' })).toMatchObject({ code: 'ticket_replayed' });
  });

  test('T23 a ticket runs once, and a dry run does not use it', async () => {
    const bench = openBench();
    const token = bench.issue();
    for (let times = 0; times < 2; times += 1) {
      expect(await bench.runner.dryRun(token, { executor: 'stand-in' })).toMatchObject({ ok: true });
    }
    expect(bench.events()).toEqual([]);
    expect(await bench.runner.run(token, { executor: 'stand-in' })).toMatchObject({ outcome: 'success' });
    expect(await bench.runner.run(token, { executor: 'stand-in' })).toMatchObject({ code: 'ticket_replayed' });
    expect(bench.executor.executions).toHaveLength(1);
  });

  test('T23 of many runs of one ticket in one process, one runs', async () => {
    const bench = openBench();
    const token = bench.issue();
    const runs = Array.from({ length: 50 }, () => bench.runner.run(token, { executor: 'stand-in' }));
    const ran = (await Promise.all(runs)).filter((result) => result.ok);
    expect(ran).toHaveLength(1);
    expect(bench.executor.executions).toHaveLength(1);
  });

  test('T23 a ticket that the log knows to be used is refused, though the state has forgotten it', async () => {
    const executor = new StandInExecutor({ state: { size: 1 } });
    const bench = openBench({ executor, actions: [leased], vault: new StandInVault() });
    const options = { executor: 'stand-in' };
    const [run, handedOut] = [bench.issue(), bench.issue()];
    expect(await bench.runner.run(run, options)).toMatchObject({ outcome: 'success' });
    expect(await bench.runner.resolveCredentials(handedOut, { issue: true })).toMatchObject({ ok: true });
    // As where an older copy of it is put back.
    const forgetful = () =>
      new Runner({
        ...bench.all,
        tickets: { ...bench.all.tickets, nonces: new MemoryNonceStore({ clock: bench.clock }) },
      });
    for (const ticket of [run, handedOut]) {
      expect(await forgetful().run(ticket, options)).toMatchObject({ ok: false, code: 'ticket_replayed' });
      const refused = { ok: false, code: 'ticket_replayed' };
      expect(await forgetful().resolveCredentials(ticket, { issue: true })).toMatchObject(refused);
    }
    expect(executor.executions).toHaveLength(1);
    expect(bench.ofType('ticket_refused')).toHaveLength(4);
    // What was decided and not used is as good as before, whatever stands in the log.
    expect(await forgetful().run(bench.issue(), options)).toMatchObject({ outcome: 'success' });
  });

  test('T23 a ticket is refused where the log cannot be asked', async () => {
    const readBackwards = () => {
      throw new AgentSafeError('ERR_AUDIT_INVALID', 'The log cannot be read.');
    };
    const bench = openBench({ history: { readBackwards, exclusively: (work) => work() } });
    expect(await bench.runner.run(bench.issue(), { executor: 'stand-in' })).toMatchObject({
      ok: false,
      code: 'audit_unavailable',
    });
  });

  test('T13 T23 whoever is revoked while it is prepared does nothing', async () => {
    let revoked: object | undefined;
    const fail = () => Promise.reject(new Error('nobody asks'));
    const revocations = { isRevoked: async () => revoked as never, revoke: fail, lift: fail, list: fail };
    const precheck: Executor['precheck'] = async () => {
      revoked = { kind: 'agent', id: 'worker-01', revoked_at: NOW, issued_until: null };
      return { ok: true, reason: '' };
    };
    const executor = new StandInExecutor({ answers: { precheck } });
    const vault = new StandInVault();
    const prechecks = [{ name: 'slow', description: '' }];
    const bench = openBench({ executor, vault, actions: [{ ...leased, prechecks }], tickets: { revocations } });
    expect(await bench.runner.run(bench.issue(), { executor: 'stand-in' })).toMatchObject({
      outcome: 'skipped',
      code: 'ticket_revoked',
      credentials: { revoked: true },
    });
    expect(executor.executions).toEqual([]);
  });

  test('T23 a ticket of a revoked caller is refused', async () => {
    const revocation = { kind: 'agent', id: 'worker-01', revoked_at: NOW, issued_until: null } as const;
    const isRevoked = async () => revocation;
    const fail = () => Promise.reject(new AgentSafeError('ERR_STORE_UNAVAILABLE', 'not here'));
    const revocations = { isRevoked, revoke: fail, lift: fail, list: fail };
    const bench = openBench({ tickets: { revocations } });
    expect(await bench.runner.run(bench.issue(), { executor: 'stand-in' })).toMatchObject({ code: 'ticket_revoked' });
    expect(bench.executor.calls).toEqual([]);
  });
});

test('T24 a ticket of 0.11 verifies, and is refused', async () => {
  const secret = new TextEncoder().encode('a shared secret of more than 32 bytes');
  const bench = openBench({ tickets: { keys: [{ alg: 'HS256', secret, acceptsLegacy: true }] } });
  const result = await bench.runner.run(legacyTicket(secret, bench.time.now), { executor: 'stand-in' });
  expect(result).toMatchObject({ ok: false, code: 'ticket_unbound' });
  expect(bench.events()).toMatchObject([{ event_type: 'ticket_refused', code: 'ticket_unbound' }]);
});

test('a ticket that its own target and params do not belong to is refused', async () => {
  const bench = openBench();
  const [header, payload = '', signature] = bench.issue().split('.');
  const claims = JSON.parse(Buffer.from(payload, 'base64url').toString()) as object;
  const forged = Buffer.from(JSON.stringify({ ...claims, target: 'prod/app' })).toString('base64url');
  const result = await bench.runner.run(`${header}.${forged}.${signature}`, { executor: 'stand-in' });
  expect(result).toMatchObject({ ok: false, code: 'ticket_invalid' });
});

test.each<[string, Partial<Record<keyof RunnerOptions | 'other', unknown>>, string]>([
  ['no log', { audit: undefined }, 'ERR_CONFIG_INVALID'],
  ['no store of nonces', { tickets: { keys: [sampleTokenKey().verification] } }, 'ERR_CONFIG_INVALID'],
  ['a misspelt option', { other: true }, 'ERR_CONFIG_INVALID'],
  ['two actions of one name', { actions: [scale, scale] }, 'ERR_CONFIG_INVALID'],
  ['states without a key', { encryptionKeys: undefined }, 'ERR_CONFIG_INVALID'],
  ['a short key', { encryptionKeys: [new Uint8Array(16)] }, 'ERR_KEYS_INVALID'],
  ['a timeout that never ends', { timeout: Number.POSITIVE_INFINITY }, 'ERR_CONFIG_INVALID'],
])('a runner with %s is not made', (_, changes, code) => {
  const { all } = openBench();
  expect(() => new Runner({ ...all, ...changes } as RunnerOptions)).toThrow(expect.objectContaining({ code }));
});

test.each<[string, object]>([
  ['a misspelt option', { executer: 'stand-in' }],
  ['no time', { timeout: 0 }],
  ['a timeout that is none', { timeout: Number.NaN }],
])('a run with %s is not begun, and the ticket stays good', async (_, options) => {
  const bench = openBench();
  const run = bench.runner.run(bench.issue(), { executor: 'stand-in', ...options });
  await expect(run).rejects.toMatchObject({ code: 'ERR_CONFIG_INVALID' });
  expect(bench.events()).toEqual([]);
});
