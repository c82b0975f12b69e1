import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { actionsPath, inventoryPath, policiesPath } from '@agent-safe/catalog';
import type { RevocationSubject } from '@agent-safe/core';
import { generateKeys, loadKeys, rotateKeys, verificationKeys } from '@agent-safe/registry';
import { makeFolder } from '@agent-safe/testkit/folders';
import { TicketVerifier } from '@agent-safe/tickets';
import { describe, expect, onTestFinished, test } from 'vitest';
import { fileDescribe, fileTest, logText, revocationsOf, withPorts } from '../test/support/ports.ts';
import { AgentSafe, type OpenOptions } from './index.ts';

const restart = {
  action: 'restart-deployment',
  target: 'dev/test-app',
  params: { namespace: 'dev', deployment: 'app' },
};

function project() {
  const folder = makeFolder();
  const keys = join(folder, 'keys.json');
  const state = join(folder, 'state.db');
  writeFileSync(keys, generateKeys(), { mode: 0o600 });
  const open = async (options: OpenOptions = {}): Promise<AgentSafe> => {
    const all = {
      registry: actionsPath,
      policies: policiesPath,
      inventory: inventoryPath,
      auditLog: join(folder, 'audit.jsonl'),
      keys,
      state,
      ...options,
    };
    const safe = await AgentSafe.open(withPorts(all));
    onTestFinished(() => safe.close());
    return safe;
  };
  const verifier = () => {
    const revocations = revocationsOf(state);
    return new TicketVerifier({ keys: verificationKeys(loadKeys(keys).tokens), revocations });
  };
  return { folder, keys, state, open, verifier };
}

describe('requests in progress while everything is revoked', () => {
  test('T13 T23 yield neither a valid ticket nor a valid child token', async () => {
    const { open, verifier } = project();
    const safe = await open();
    const parent_token = await safe.tokens.issue({ agent_id: 'root' });
    const checks = Array.from({ length: 20 }, () => safe.check({ ...restart, caller: parent_token }));
    const bare = Array.from({ length: 20 }, () => safe.check(restart));
    const children = Array.from({ length: 20 }, (_, index) =>
      safe.tokens.delegate({ parent_token, child_agent_id: `c${index}` }),
    );
    await safe.revocations.add({ all: true });
    const after = verifier();
    for (const { ticket } of await Promise.all([...checks, ...bare])) {
      if (ticket !== undefined) expect(await after.verify(ticket.token)).toMatchObject({ code: 'ticket_revoked' });
    }
    for (const child of await Promise.all(children)) {
      if (child.ok) expect(await safe.tokens.verify(child.token)).toMatchObject({ code: 'caller_revoked' });
    }
  });
});

fileDescribe('an unreadable state', () => {
  test.each<[string, (state: string) => void]>([
    ['a dangling link', (state) => symlinkSync(`${state}.elsewhere/nowhere`, state)],
    ['a folder', (state) => mkdirSync(state)],
    ['a file that is no database', (state) => writeFileSync(state, 'something else')],
  ])('(%s) denies, and does not count as empty', async (_, make) => {
    const { open, state } = project();
    make(state);
    const safe = await open();
    expect(await safe.check({ ...restart, caller: 'somebody' })).toMatchObject({ code: 'state_unavailable' });
    const caller = await safe.tokens.issue({ agent_id: 'a' });
    expect(await safe.check({ ...restart, caller })).toMatchObject({ code: 'state_unavailable' });
  });
});

fileTest('a state without its folder denies, because its disk may not be mounted', async () => {
  const { folder, open } = project();
  const safe = await open({ state: join(folder, 'disk', 'state.db') });
  expect(await safe.check({ ...restart, caller: 'a' })).toMatchObject({ code: 'state_unavailable' });
  await safe.revocations.add({ agent: 'b' });
  expect(await safe.check({ ...restart, caller: 'a' })).toMatchObject({ result: 'allow' });
});

test('T10 a shared secret is copied, so that its owner may erase it', async () => {
  const secret = Buffer.from('0123456789abcdef0123456789abcdef');
  const safe = await project().open({ keys: undefined, signingKey: secret });
  const caller = await safe.tokens.issue({ agent_id: 'a' });
  secret.fill(0);
  expect(await safe.check({ ...restart, caller })).toMatchObject({ result: 'allow', caller: 'a' });
});

describe('T21 a malformed delegation request', () => {
  const secret = 'wJalrXUtnFEMIK7MDENGbPxRfiCYEXAMPLEKEYa1';
  test.each<[string, unknown]>([
    ['a secret as a role', { child_agent_id: 'w', child_roles: [secret] }],
    ['a secret as a field', { child_agent_id: 'w', [secret]: 1 }],
    ['a getter', Object.defineProperty({ child_agent_id: 'w' }, 'child_roles', { enumerable: true, get: () => [] })],
    [
      'a list with an iterator of its own',
      { child_agent_id: 'w', actions: Object.assign(['a'], { [Symbol.iterator]: 1 }) },
    ],
  ])('(%s) is refused or read as plain data, and the reason has no secret', async (_, request) => {
    const { folder, open } = project();
    const safe = await open();
    const parent_token = await safe.tokens.issue({ agent_id: 'root' });
    const result = await safe.tokens.delegate(Object.assign(request as object, { parent_token }) as never);
    expect(JSON.stringify(result) + logText(join(folder, 'audit.jsonl'))).not.toContain(secret);
  });

  test('without any value is refused too', async () => {
    const safe = await project().open();
    expect(await safe.tokens.delegate(undefined as never)).toMatchObject({ ok: false, code: 'caller_invalid' });
  });
});

describe('the subject of a revocation', () => {
  test.each<[string, object]>([
    ['nothing', {}],
    ['a misspelled field', { agent_id: 'a' }],
    ['all, as text', { all: 'true' }],
    ['all, turned off', { all: false }],
    ['two subjects', { agent: 'a', all: true }],
    ['a pattern', { agent: 'worker-*' }],
    ['a malformed token id', { token: 'short' }],
    ['no object', 'a' as never],
  ])('(%s) is refused, and nothing is revoked', async (_, subject) => {
    const safe = await project().open();
    const caller = await safe.tokens.issue({ agent_id: 'a' });
    const revoking = safe.revocations.add(subject as RevocationSubject);
    await expect(revoking).rejects.toMatchObject({ code: 'ERR_REVOCATION_INVALID' });
    expect(await safe.check({ ...restart, caller })).toMatchObject({ result: 'allow' });
  });

  test('T20 a revocation is not lifted if the change cannot be recorded', async () => {
    const { folder, open } = project();
    const recording = await open();
    await recording.revocations.add({ agent: 'a' });
    const safe = await open({ auditLog: join(folder, 'nowhere', 'audit.jsonl') });
    await expect(safe.revocations.lift('a')).rejects.toMatchObject({ code: 'ERR_AUDIT_UNAVAILABLE' });
    expect(await recording.check({ ...restart, caller: 'a' })).toMatchObject({ code: 'caller_revoked' });
  });

  test('a revoked child gets no token, and after it is lifted the refusal of an older token says to ask for a new one', async () => {
    let now = Date.parse('2026-01-05T12:00:00.000Z');
    const safe = await project().open({ clock: () => now });
    const parent_token = await safe.tokens.issue({ agent_id: 'root' });
    const before = await safe.tokens.delegate({ parent_token, child_agent_id: 'w' });
    await safe.revocations.add({ agent: 'w' });
    const refused = await safe.tokens.delegate({ parent_token, child_agent_id: 'w' });
    expect(refused).toMatchObject({ ok: false, code: 'child_revoked' });
    now += 1_000;
    await safe.revocations.lift('w');
    const verdict = await safe.tokens.verify(before.ok ? before.token : '');
    expect(verdict).toMatchObject({ ok: false, reason: expect.stringContaining('Ask for a new token') });
  });
});

describe('a rotation', () => {
  test('applies in a running process: it signs and verifies with the new key', async () => {
    const { keys, open } = project();
    const [running, other] = [await open(), await open()];
    const old = await running.tokens.issue({ agent_id: 'a' });
    const rotation = { purpose: 'token', now: Date.now(), overlap: 3_600_000, signsIn: 0 } as const;
    const { kid, text } = rotateKeys(readFileSync(keys, 'utf8'), rotation);
    writeFileSync(keys, text, { mode: 0o600 });
    const token = await running.tokens.issue({ agent_id: 'a' });
    expect(Buffer.from(token.split('.')[0] ?? '', 'base64url').toString()).toContain(kid);
    for (const caller of [old, token])
      expect(await other.check({ ...restart, caller })).toMatchObject({ result: 'allow' });
  });

  test('T10 does not let the shared secret sign when the keys of the project have expired', async () => {
    const { keys, open } = project();
    const rotation = { purpose: 'token', now: Date.now(), overlap: 0, signsIn: 86_400_000 } as const;
    const text = rotateKeys(readFileSync(keys, 'utf8'), rotation).text;
    const { keys: entries } = JSON.parse(text) as { keys: { purpose: string; signs_from?: string }[] };
    const waiting = entries.filter(({ purpose, signs_from }) => purpose !== 'token' || signs_from !== undefined);
    writeFileSync(keys, JSON.stringify({ keys: waiting }), { mode: 0o600 });
    const safe = await open({ signingKey: '0123456789abcdef0123456789abcdef' });
    await expect(safe.tokens.issue({ agent_id: 'a' })).rejects.toMatchObject({ code: 'ERR_KEYS_INVALID' });
  });
});
