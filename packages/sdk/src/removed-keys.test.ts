import { chmodSync, copyFileSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { actionsPath, inventoryPath } from '@agent-safe/catalog';
import { completeKeys, generateKeys, keySet, loadKeys, rotateKeys } from '@agent-safe/registry';
import { makeFolder } from '@agent-safe/testkit/folders';
import { readKeySet, type VerificationKey } from '@agent-safe/tickets';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { withPorts } from '../test/support/ports.ts';
import { StandInCluster } from '../test/support/stand-in-cluster.ts';
import { AgentSafe, type OpenOptions } from './index.ts';
import { openRunner } from './runner.ts';

const NOON = Date.parse('2026-03-02T12:00:00Z');
const restart = {
  action: 'restart-deployment',
  target: 'dev/test-app',
  params: { namespace: 'dev', deployment: 'app' },
};
const rollback = { action: 'delete-pod', target: 'dev/test-app', params: { namespace: 'dev', pod: 'app' } };

/** A project whose clock only the test moves, and the warnings of its keys. */
function project() {
  const folder = makeFolder({
    'policies.yaml': [
      'rules:',
      '  - {name: ask, priority: 20, match: {actions: [delete-pod]}, decision: require_approval, reason: Ask}',
      '  - {name: all, priority: 10, match: {}, decision: allow, reason: Fine}',
    ].join('\n'),
  });
  const keys = join(folder, 'keys.json');
  writeFileSync(keys, generateKeys(), { mode: 0o600 });
  const time = { now: NOON };
  const warnings: string[] = [];
  const spy = vi.spyOn(process, 'emitWarning').mockImplementation((text) => void warnings.push(String(text)));
  onTestFinished(() => spy.mockRestore());
  const open = async (options: OpenOptions = {}): Promise<AgentSafe> => {
    const all = {
      registry: actionsPath,
      policies: join(folder, 'policies.yaml'),
      inventory: inventoryPath,
      auditLog: join(folder, 'audit.jsonl'),
      keys,
      state: join(folder, 'state.db'),
      clock: () => time.now,
      ...options,
    };
    const safe = await AgentSafe.open(withPorts(all));
    onTestFinished(() => safe.close());
    return safe;
  };
  return { folder, keys, time, warnings, open };
}

/** Rewrites the entries of a key file. */
function edit(keys: string, change: (entries: Record<string, string>[]) => Record<string, string>[]): void {
  const { keys: entries } = JSON.parse(readFileSync(keys, 'utf8')) as { keys: Record<string, string>[] };
  writeFileSync(`${keys}.next`, JSON.stringify({ keys: change(entries) }), { mode: 0o600 });
  renameSync(`${keys}.next`, keys);
}

const GONE: readonly [string, (keys: string) => void][] = [
  ['is deleted', (keys) => rmSync(keys)],
  ['can be read by others', (keys) => chmodSync(keys, 0o644)],
  ['is damaged', (keys) => writeFileSync(keys, 'damaged')],
];

describe.each(GONE)('T46 while the key file %s', (_, act) => {
  test('no request is allowed, and nothing is signed, until it is back', async () => {
    const { folder, keys, open, time, warnings } = project();
    const safe = await open();
    const caller = await safe.tokens.issue({ agent_id: 'a', ttl_seconds: 7_200 });
    const { ticket } = await safe.check({ ...restart, caller });
    const dryRun = () => safe.runner.dryRun(ticket?.token ?? '', { executor: 'dry-run' });
    expect(await dryRun()).toMatchObject({ ok: true });
    copyFileSync(keys, join(folder, 'saved.json'));
    act(keys);
    time.now += 1_000;
    const refused = { result: 'deny', code: 'caller_invalid', reason: expect.stringContaining('key file') };
    for (const given of [caller, 'a', undefined]) {
      const decision = await safe.check({ ...restart, caller: given });
      expect(decision).toMatchObject(refused);
      expect(decision.ticket).toBeUndefined();
    }
    expect((await safe.explain(restart)).verdict).toMatchObject(refused);
    expect(await safe.tokens.verify(caller)).toMatchObject({ ok: false, code: 'caller_invalid' });
    await expect(safe.tokens.issue({ agent_id: 'a' })).rejects.toMatchObject({ code: 'ERR_KEYS_INVALID' });
    await expect(safe.tokens.delegate({ parent_token: caller, child_agent_id: 'b' })).rejects.toMatchObject({
      code: 'ERR_KEYS_INVALID',
    });
    expect(await dryRun()).toMatchObject({ ok: false, code: 'ticket_invalid' });
    await expect(safe.audit.checkpoint()).rejects.toMatchObject({ code: 'ERR_KEYS_INVALID' });
    await expect(safe.audit.verify()).rejects.toMatchObject({ code: 'ERR_KEYS_INVALID' });
    expect(await safe.approvals.list()).toMatchObject({ ok: false, code: 'state_unavailable' });
    expect(warnings).toEqual([expect.stringContaining('Until then, nothing is verified or signed with it.')]);

    renameSync(join(folder, 'saved.json'), keys);
    chmodSync(keys, 0o600);
    time.now += 1_000;
    expect(await safe.check({ ...restart, caller })).toMatchObject({ result: 'allow', ticket: expect.anything() });
    expect(await dryRun()).toMatchObject({ ok: true });
    expect(await safe.approvals.list()).toMatchObject({ ok: true });
    expect(await safe.audit.checkpoint()).toContain('agent-safe/checkpoint-');
  });

  test('the shared secret of 0.11 neither verifies nor signs', async () => {
    const { keys, open, time } = project();
    const signingKey = '0123456789abcdef0123456789abcdef';
    const issuer = await open({ keys: undefined, signingKey });
    const caller = await issuer.tokens.issue({ agent_id: 'a', ttl_seconds: 7_200 });
    const safe = await open({ signingKey });
    expect(await safe.check({ ...restart, caller })).toMatchObject({ result: 'allow' });
    act(keys);
    time.now += 1_000;
    expect(await safe.check({ ...restart, caller })).toMatchObject({ code: 'caller_invalid' });
    await expect(safe.tokens.issue({ agent_id: 'a' })).rejects.toMatchObject({ code: 'ERR_KEYS_INVALID' });
  });
});

describe('T46 a key that is removed from the key file', () => {
  test('verifies no token, no delegation and no ticket any more, also in a short-lived process that waits', async () => {
    const { keys, open, time } = project();
    const [safe, short] = [await open(), await open({ shortLived: true })];
    const caller = await safe.tokens.issue({ agent_id: 'a', ttl_seconds: 7_200 });
    const child = await safe.tokens.delegate({ parent_token: caller, child_agent_id: 'b' });
    const { ticket } = await safe.check({ ...restart, caller });
    writeFileSync(
      keys,
      rotateKeys(readFileSync(keys, 'utf8'), { purpose: 'token', now: NOON, overlap: 9e7, signsIn: 0 }).text,
    );
    time.now += 1_000;
    const next = await safe.tokens.issue({ agent_id: 'a', ttl_seconds: 7_200 });
    edit(keys, (entries) => entries.filter(({ verifies_until }) => verifies_until === undefined));
    time.now += 1_000;
    for (const each of [safe, short]) {
      for (const token of [caller, child.ok ? child.token : '']) {
        expect(await each.check({ ...restart, caller: token })).toMatchObject({
          result: 'deny',
          code: 'caller_invalid',
        });
      }
      expect(await each.check({ ...restart, caller: next })).toMatchObject({ result: 'allow', caller_verified: true });
      expect(await each.runner.dryRun(ticket?.token ?? '', { executor: 'dry-run' })).toMatchObject({
        ok: false,
        code: 'ticket_invalid',
      });
    }
  });

  test('leaves callers without a token unverified, also if no key for tokens is left', async () => {
    const { folder, keys, open, time } = project();
    writeFileSync(
      join(folder, 'policies.yaml'),
      'rules: [{name: a, match: {callers: {agent_ids: [a]}}, decision: allow, reason: Fine}]',
    );
    const safe = await open();
    expect(await safe.check({ ...restart, caller: 'a' })).toMatchObject({ result: 'deny' });
    edit(keys, (entries) => entries.filter(({ purpose }) => purpose !== 'token'));
    time.now += 1_000;
    expect(await safe.check({ ...restart, caller: 'a' })).toMatchObject({ result: 'deny', caller_verified: false });
  });

  test('a first key that is added later makes callers without a token unverified', async () => {
    const { folder, keys, open, time } = project();
    writeFileSync(
      join(folder, 'policies.yaml'),
      'rules: [{name: a, match: {callers: {agent_ids: [a]}}, decision: allow, reason: Fine}]',
    );
    edit(keys, (entries) => entries.filter(({ purpose }) => purpose !== 'token'));
    const safe = await open();
    expect(await safe.check({ ...restart, caller: 'a' })).toMatchObject({ result: 'allow' });
    writeFileSync(keys, completeKeys(readFileSync(keys, 'utf8')) ?? '', { mode: 0o600 });
    time.now += 1_000;
    expect(await safe.check({ ...restart, caller: 'a' })).toMatchObject({ result: 'deny' });
    const caller = await safe.tokens.issue({ agent_id: 'a' });
    expect(await safe.check({ ...restart, caller })).toMatchObject({ result: 'allow' });
  });

  test('signs no checkpoint, and checkpoints that it signed are not valid any more', async () => {
    const { keys, open, time } = project();
    const safe = await open();
    await safe.check(restart);
    const first = await safe.audit.checkpoint();
    writeFileSync(
      keys,
      rotateKeys(readFileSync(keys, 'utf8'), { purpose: 'checkpoint', now: NOON, overlap: 0, signsIn: 0 }).text,
    );
    time.now += 1_000;
    await safe.check(restart);
    const second = await safe.audit.checkpoint();
    const kidOf = (note: string) => /agent-safe\/(checkpoint-\w+)/.exec(note)?.[1];
    expect(kidOf(second)).not.toBe(kidOf(first));
    edit(keys, (entries) => entries.filter(({ kid }) => kid !== kidOf(second)));
    time.now += 1_000;
    await safe.check(restart);
    await expect(safe.audit.checkpoint()).rejects.toMatchObject({ message: expect.stringContaining('no known key') });
  });

  test('makes open approval requests void, and new ones work', async () => {
    const { keys, open, time } = project();
    const safe = await open();
    const approver = await safe.tokens.issue({ agent_id: 'alice', roles: ['approver'], ttl_seconds: 7_200 });
    const caller = await safe.tokens.issue({ agent_id: 'a', ttl_seconds: 7_200 });
    const { request_id = '' } = await safe.check({ ...rollback, caller });
    expect(await safe.approvals.approve(request_id, { approver, reason: 'Fine' })).toMatchObject({ ok: true });
    edit(keys, (entries) => entries.filter(({ purpose }) => purpose !== 'approval'));
    time.now += 1_000;
    const without = await safe.check({ ...rollback, caller });
    expect(without).toMatchObject({
      result: 'require_approval',
      reason: expect.stringContaining('no key for approvals'),
    });
    writeFileSync(keys, completeKeys(readFileSync(keys, 'utf8')) ?? '', { mode: 0o600 });
    time.now += 1_000;
    expect(await safe.approvals.get(request_id)).toMatchObject({ ok: false, code: 'approval_tampered' });
    const again = await safe.check({ ...rollback, caller });
    expect(again).toMatchObject({ result: 'require_approval', request_id: expect.any(String) });
    expect(again.request_id).not.toBe(request_id);
  });
});

test('T46 a request that waited while its key was removed is denied, and gets no ticket', async () => {
  const { keys, open, time } = project();
  const safe = await open({ rateLimit: { max_requests: 100 } });
  const caller = await safe.tokens.issue({ agent_id: 'a', ttl_seconds: 7_200 });
  // The request waits for the lookup of an approval, as for a busy state.
  const { ApprovalGateway } = await import('./services/approval-gateway.ts');
  const find = vi.spyOn(ApprovalGateway.prototype, 'find').mockImplementation(() => {
    rmSync(keys);
    time.now += 1_000;
    return Promise.resolve({ ok: true });
  });
  onTestFinished(() => find.mockRestore());
  const decision = await safe.check({ ...restart, caller });
  expect(decision).toMatchObject({ result: 'deny', code: 'caller_invalid' });
  expect(decision.ticket).toBeUndefined();
});

test('T46 public keys of a function are asked for at each use', async () => {
  const { keys, open } = project();
  const issuer = await open();
  const caller = await issuer.tokens.issue({ agent_id: 'a', ttl_seconds: 7_200 });
  let trusted: readonly VerificationKey[] = readKeySet(JSON.stringify(keySet(loadKeys(keys).tokens, NOON)));
  const safe = await open({ verificationKeys: () => trusted });
  expect(await safe.check({ ...restart, caller })).toMatchObject({ result: 'allow', caller_verified: true });
  trusted = [];
  for (const given of [caller, 'a']) {
    expect(await safe.check({ ...restart, caller: given })).toMatchObject({ result: 'deny', code: 'caller_invalid' });
  }
});

test('T46 keys that the settings no longer name stop in a running process, until they are named again', async () => {
  const { folder, keys, open, time } = project();
  const config = join(folder, 'agent-safe.yaml');
  const text = `registry: ${actionsPath}\npolicies: ./policies.yaml\n`;
  writeFileSync(config, `${text}keys: ./keys.json\n`);
  const safe = await open({ config, keys: undefined, registry: undefined, policies: undefined });
  const own = await open({ config, keys });
  const caller = await safe.tokens.issue({ agent_id: 'a', ttl_seconds: 7_200 });
  for (const changed of ['', 'keys: ./other.json\n']) {
    writeFileSync(config, text + changed);
    time.now += 1_000;
    const decision = await safe.check({ ...restart, caller });
    expect(decision).toMatchObject({ code: 'caller_invalid', reason: expect.stringContaining('Restart the process') });
    await expect(safe.tokens.issue({ agent_id: 'a' })).rejects.toMatchObject({ code: 'ERR_KEYS_INVALID' });
    // A key file that the program itself gives does not depend on the settings.
    expect(await own.check({ ...restart, caller })).toMatchObject({ result: 'allow' });
    writeFileSync(config, `${text}keys: ./keys.json\n`);
    time.now += 1_000;
    expect(await safe.check({ ...restart, caller })).toMatchObject({ result: 'allow' });
  }
  writeFileSync(config, `${text}keys: [\n`);
  time.now += 1_000;
  expect(await safe.check({ ...restart, caller })).toMatchObject({ result: 'allow' });
});

test('T46 a signing key whose variable the settings no longer name stops in a running process', async () => {
  const { folder, open, time } = project();
  const signingKey = '0123456789abcdef0123456789abcdef';
  const config = join(folder, 'agent-safe.yaml');
  writeFileSync(config, 'signing_key_env: A_KEY\n');
  vi.stubEnv('A_KEY', signingKey);
  onTestFinished(() => void vi.unstubAllEnvs());
  const safe = await open({ config, keys: undefined });
  const caller = await safe.tokens.issue({ agent_id: 'a', ttl_seconds: 7_200 });
  expect(await safe.check({ ...restart, caller })).toMatchObject({ result: 'allow', caller_verified: true });
  writeFileSync(config, 'strict: false\n');
  time.now += 1_000;
  expect(await safe.check({ ...restart, caller })).toMatchObject({ result: 'deny', code: 'caller_invalid' });
  expect(await safe.check({ ...restart, caller: 'a' })).toMatchObject({ result: 'deny', code: 'caller_invalid' });
});

test('T46 a ticket whose key is removed before its action begins is not executed', async () => {
  const { keys, open, time } = project();
  const safe = await open();
  const caller = await safe.tokens.issue({ agent_id: 'a', ttl_seconds: 7_200 });
  const cluster = new StandInCluster();
  const runner = await openRunner({ safe, executors: [cluster], runner: { ambient_credentials: true } });
  onTestFinished(() => runner.close());
  const scale = {
    action: 'scale-deployment',
    target: 'dev/test-app',
    params: { namespace: 'dev', deployment: 'app', replicas: 3 },
  };
  cluster.replicas.set('dev/app', 1);
  const run = async (act: () => void) => {
    const { ticket, reason } = await safe.check({ ...scale, caller });
    if (ticket === undefined) throw new Error(reason);
    const precheck = vi.spyOn(cluster, 'precheck').mockImplementation(() => {
      act();
      return Promise.resolve({ ok: true, reason: 'Fine.' });
    });
    onTestFinished(() => precheck.mockRestore());
    return runner.execute(ticket.token, { executor: 'stand-in' });
  };
  expect(await run(() => undefined)).toMatchObject({ ok: true, outcome: 'success' });
  const skipped = await run(() => {
    rmSync(keys, { force: true });
    time.now += 1_000;
  });
  expect(skipped).toMatchObject({ outcome: 'skipped', code: 'ticket_revoked' });
  expect(cluster.executions).toHaveLength(1);
});
