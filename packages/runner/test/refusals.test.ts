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

describe('T24 a ticket for another execution', () => {
  test.each<[string, Case]>([
    ['an unknown action', { ticket: { action: 'other', definition: 'x' }, code: 'action_unknown' }],
    ['another definition', { ticket: { definition: 'another' }, code: 'definition_mismatch' }],
    ['another audience', { tickets: { audience: 'another-runner' }, code: 'ticket_invalid' }],
    ['another issuer', { tickets: { issuer: 'another' }, code: 'ticket_invalid' }],
    ['another key', { tickets: { keys: [sampleTokenKey().verification] }, code: 'ticket_invalid' }],
    ['another target than expected', { run: { expected: { target: 'prod/app' } }, code: 'ticket_mismatch' }],
    ['another action than expected', { run: { expected: { action: 'delete' } }, code: 'ticket_mismatch' }],
    ['other params than given', { run: { params: { size: 4 } }, code: 'params_mismatch' }],
    ['params that the ticket lacks', { run: { params: { extra: 1 } }, code: 'params_mismatch' }],
    ['params that are not an object', { run: { params: ['size'] }, code: 'params_mismatch' }],
    ['params that JSON cannot represent', { run: { params: { size: 1n } }, code: 'params_mismatch' }],
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
      'a sensitive param, and no mask key',
      {
        ticket: { action: 'set-secret', clear },
        run: { params: clear },
        others: { maskKey: undefined },
        code: 'params_mismatch',
      },
    ],
    ['no scope', { ticket: { scope: null }, code: 'scope_required' }],
    ['a scope with an unknown field', { ticket: { scope: { galaxy: 'ours' } }, code: 'scope_mismatch' }],
    ['an empty scope', { ticket: { scope: {} }, code: 'scope_mismatch' }],
    ['an executor that does not exist', { run: { executor: 'k8s' }, code: 'executor_unknown' }],
    ['an expired ticket', { later: 300, code: 'ticket_expired' }],
    ['an aborted signal', { run: { signal: AbortSignal.abort() }, code: 'aborted' }],
  ])('T24 %s: the run is refused and recorded, changes nothing, and the ticket stays unused', async (_, given) => {
    const used: string[] = [];
    const nonces: NonceStore = {
      redeem: async (nonce) => {
        used.push(nonce);
        return 'fresh';
      },
      isRedeemed: async () => false,
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

  test('T24 an action that the executor does not support is refused', async () => {
    class Other extends StandInExecutor {
      override supports(): SupportResult {
        return { ok: false, code: 'action_unsupported', reason: 'It does not implement the action.' };
      }
    }
    const bench = openBench({ executor: new Other() });
    expect(await bench.runner.run(bench.issue(), { executor: 'stand-in' })).toMatchObject({
      code: 'executor_unsupported',
    });
  });

  test('T24 a scope that is not configured is refused, and the ticket stays unused', async () => {
    class Serving extends StandInExecutor {
      known = false;
      override async checkScope(): Promise<ScopeResult> {
        if (this.known) return { ok: true };
        return { ok: false, code: 'scope_unknown', reason: 'The cluster "dev" is not configured.' };
      }
    }
    const executor = new Serving();
    const bench = openBench({ executor });
    const token = bench.issue();
    const refused = { ok: false, code: 'scope_mismatch', reason: 'The cluster "dev" is not configured.' };
    expect(await bench.runner.run(token, { executor: 'stand-in' })).toMatchObject(refused);
    expect(executor.calls).toEqual([]);
    executor.known = true;
    expect(await bench.runner.run(token, { executor: 'stand-in' })).toMatchObject({ outcome: 'success' });
  });

  test.each<[string, () => Promise<ScopeResult>]>([
    ['is another cluster', async () => ({ ok: false, code: 'scope_mismatch', reason: 'It is the cluster "prod".' })],
    ['cannot be reached', () => Promise.reject(new Error('connection refused'))],
  ])('T24 a target that %s is refused, and the same ticket runs once the target is there', async (_, failing) => {
    let answer = failing;
    const executor = new StandInExecutor({ state: { size: 1 }, answers: { checkScope: () => answer() } });
    const vault = new StandInVault();
    const bench = openBench({ executor, vault, actions: [leased] });
    const token = bench.issue();
    for (let times = 0; times < 2; times += 1) {
      expect(await bench.runner.run(token, { executor: 'stand-in' })).toMatchObject({
        ok: false,
        code: 'scope_mismatch',
        ticket_used: false,
      });
    }
    const refused = { event_type: 'ticket_refused', code: 'scope_mismatch' };
    expect(bench.events()).toMatchObject([refused, refused]);
    expect(executor.calls).toEqual(['checkScope', 'checkScope']);
    expect(vault.requests).toEqual([]);
    answer = async () => ({ ok: true });
    expect(await bench.runner.run(token, { executor: 'stand-in' })).toMatchObject({ outcome: 'success' });
    expect(executor.executions).toHaveLength(1);
  });

  test('T23 a used ticket is refused before the target is contacted', async () => {
    const bench = openBench();
    const token = bench.issue();
    expect(await bench.runner.run(token, { executor: 'stand-in' })).toMatchObject({ outcome: 'success' });
    const before = bench.executor.calls.length;
    // The log of another machine has no use of this ticket, but both share the state.
    const elsewhere = new Runner({ ...bench.all, history: undefined });
    for (const runner of [bench.runner, elsewhere]) {
      const replayed = { ok: false, code: 'ticket_replayed', ticket_used: true };
      expect(await runner.run(token, { executor: 'stand-in' })).toMatchObject(replayed);
    }
    expect(bench.executor.calls).toHaveLength(before);
    expect(bench.ofType('ticket_refused')).toHaveLength(2);
  });

  test('T23 of runners that contact the target with the same ticket at the same time, one executes', async () => {
    const waiting: (() => void)[] = [];
    // Each runner sees an unused ticket, and asks the target. The target answers after it was asked by all of them.
    const checkScope: Executor['checkScope'] = async (_, probe) => {
      if (probe?.execution.credentials !== null) return { ok: true };
      const answered = new Promise<void>((resolve) => waiting.push(resolve));
      if (waiting.length === 3) for (const resolve of waiting) resolve();
      await answered;
      return { ok: true };
    };
    const executor = new StandInExecutor({ state: { size: 1 }, answers: { checkScope } });
    const vault = new StandInVault();
    const bench = openBench({ executor, vault, actions: [leased] });
    const token = bench.issue();
    const runners = [bench.runner, new Runner(bench.all), new Runner(bench.all)];
    const results = await Promise.all(runners.map((runner) => runner.run(token, { executor: 'stand-in' })));
    expect(results.filter((result) => result.ok)).toMatchObject([{ outcome: 'success' }]);
    const lost = results.filter((result) => !result.ok);
    expect(lost).toMatchObject(Array(2).fill({ code: 'ticket_replayed', ticket_used: true }));
    expect(executor.executions).toHaveLength(1);
    expect(vault.requests).toHaveLength(1);
    expect(bench.ofType('execution_intent')).toHaveLength(1);
  });

  test('T23 a use that the log gets while the target answers is a replay, even if the state lacks it', async () => {
    let other: (() => Promise<unknown>) | undefined;
    const checkScope: Executor['checkScope'] = async () => {
      const run = other;
      other = undefined;
      await run?.();
      return { ok: true };
    };
    const executor = new StandInExecutor({ state: { size: 1 }, answers: { checkScope } });
    const bench = openBench({ executor });
    const token = bench.issue();
    const nonces = new MemoryNonceStore({ clock: bench.clock });
    const restored = new Runner({ ...bench.all, tickets: { ...bench.all.tickets, nonces } });
    other = () => bench.runner.run(token, { executor: 'stand-in' });
    expect(await restored.run(token, { executor: 'stand-in' })).toMatchObject({ code: 'ticket_replayed' });
    expect(executor.executions).toHaveLength(1);
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

  test('T23 one of many concurrent runs of a ticket in one process is executed', async () => {
    const bench = openBench();
    const token = bench.issue();
    const runs = Array.from({ length: 50 }, () => bench.runner.run(token, { executor: 'stand-in' }));
    const ran = (await Promise.all(runs)).filter((result) => result.ok);
    expect(ran).toHaveLength(1);
    expect(bench.executor.executions).toHaveLength(1);
  });

  test('T23 a ticket that was used according to the log is refused, even if the state lacks the use', async () => {
    const executor = new StandInExecutor({ state: { size: 1 } });
    const bench = openBench({ executor, actions: [leased], vault: new StandInVault() });
    const options = { executor: 'stand-in' };
    const [run, handedOut] = [bench.issue(), bench.issue()];
    expect(await bench.runner.run(run, options)).toMatchObject({ outcome: 'success' });
    expect(await bench.runner.resolveCredentials(handedOut, { issue: true })).toMatchObject({ ok: true });
    // The state, as restored from an older copy.
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
    // An unused ticket remains valid beside all other events of the log.
    expect(await forgetful().run(bench.issue(), options)).toMatchObject({ outcome: 'success' });
  });

  test('T23 a ticket is refused if the log cannot be searched', async () => {
    const readBackwards = () => {
      throw new AgentSafeError('ERR_AUDIT_INVALID', 'The log cannot be read.');
    };
    const bench = openBench({ history: { readBackwards, exclusively: (work) => work() } });
    expect(await bench.runner.run(bench.issue(), { executor: 'stand-in' })).toMatchObject({
      ok: false,
      code: 'audit_unavailable',
    });
  });

  test('T13 T23 nothing is done if the caller is revoked during the preparation', async () => {
    let revoked: object | undefined;
    const fail = () => Promise.reject(new Error('This function must not be called.'));
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

test('a ticket whose target and params were replaced is refused', async () => {
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
  ['a misspelled option', { other: true }, 'ERR_CONFIG_INVALID'],
  ['two actions of one name', { actions: [scale, scale] }, 'ERR_CONFIG_INVALID'],
  ['states without a key', { encryptionKeys: undefined }, 'ERR_CONFIG_INVALID'],
  ['a short key', { encryptionKeys: [new Uint8Array(16)] }, 'ERR_KEYS_INVALID'],
  ['an infinite timeout', { timeout: Number.POSITIVE_INFINITY }, 'ERR_CONFIG_INVALID'],
])('a runner with %s is not created', (_, changes, code) => {
  const { all } = openBench();
  expect(() => new Runner({ ...all, ...changes } as RunnerOptions)).toThrow(expect.objectContaining({ code }));
});

test.each<[string, object]>([
  ['a misspelled option', { executer: 'stand-in' }],
  ['a timeout of 0', { timeout: 0 }],
  ['a timeout that is not a number', { timeout: Number.NaN }],
])('a run with %s does not begin, and the ticket stays unused', async (_, options) => {
  const bench = openBench();
  const run = bench.runner.run(bench.issue(), { executor: 'stand-in', ...options });
  await expect(run).rejects.toMatchObject({ code: 'ERR_CONFIG_INVALID' });
  expect(bench.events()).toEqual([]);
});
