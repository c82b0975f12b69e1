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

describe('what is under way while everything is revoked', () => {
  test('T13 T23 no ticket and no child that was asked for before slips through', async () => {
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

fileDescribe('a state that nobody can look at', () => {
  test.each<[string, (state: string) => void]>([
    ['a link that leads nowhere', (state) => symlinkSync(`${state}.elsewhere/nowhere`, state)],
    ['a folder', (state) => mkdirSync(state)],
    ['no database', (state) => writeFileSync(state, 'something else')],
  ])('(%s) is a denial, and not an empty one', async (_, make) => {
    const { open, state } = project();
    make(state);
    const safe = await open();
    expect(await safe.check({ ...restart, caller: 'somebody' })).toMatchObject({ code: 'state_unavailable' });
    const caller = await safe.tokens.issue({ agent_id: 'a' });
    expect(await safe.check({ ...restart, caller })).toMatchObject({ code: 'state_unavailable' });
  });
});

fileTest('a state whose folder is not there is a denial: its disk may not be mounted', async () => {
  const { folder, open } = project();
  const safe = await open({ state: join(folder, 'disk', 'state.db') });
  expect(await safe.check({ ...restart, caller: 'a' })).toMatchObject({ code: 'state_unavailable' });
  await safe.revocations.add({ agent: 'b' });
  expect(await safe.check({ ...restart, caller: 'a' })).toMatchObject({ result: 'allow' });
});

test('T10 a shared secret counts as it was given, also when its owner erases it', async () => {
  const secret = Buffer.from('0123456789abcdef0123456789abcdef');
  const safe = await project().open({ keys: undefined, signingKey: secret });
  const caller = await safe.tokens.issue({ agent_id: 'a' });
  secret.fill(0);
  expect(await safe.check({ ...restart, caller })).toMatchObject({ result: 'allow', caller: 'a' });
});

describe('T21 what is no request for a delegation', () => {
  const secret = 'wJalrXUtnFEMIK7MDENGbPxRfiCYEXAMPLEKEYa1';
  test.each<[string, unknown]>([
    ['a secret as a role', { child_agent_id: 'w', child_roles: [secret] }],
    ['a secret as a field', { child_agent_id: 'w', [secret]: 1 }],
    ['a getter', Object.defineProperty({ child_agent_id: 'w' }, 'child_roles', { enumerable: true, get: () => [] })],
    [
      'a list with an iterator of its own',
      { child_agent_id: 'w', actions: Object.assign(['a'], { [Symbol.iterator]: 1 }) },
    ],
  ])('(%s) is refused or read as plain data, and no secret is repeated', async (_, request) => {
    const { folder, open } = project();
    const safe = await open();
    const parent_token = await safe.tokens.issue({ agent_id: 'root' });
    const result = await safe.tokens.delegate(Object.assign(request as object, { parent_token }) as never);
    expect(JSON.stringify(result) + logText(join(folder, 'audit.jsonl'))).not.toContain(secret);
  });

  test('nothing at all is refused as well', async () => {
    const safe = await project().open();
    expect(await safe.tokens.delegate(undefined as never)).toMatchObject({ ok: false, code: 'caller_invalid' });
  });
});

describe('what to revoke', () => {
  test.each<[string, object]>([
    ['nothing', {}],
    ['a misspelt field', { agent_id: 'a' }],
    ['all, as a text', { all: 'true' }],
    ['all, turned off', { all: false }],
    ['two things', { agent: 'a', all: true }],
    ['a pattern', { agent: 'worker-*' }],
    ['an id that no token has', { token: 'short' }],
    ['no object', 'a' as never],
  ])('(%s) is refused, and nobody is revoked', async (_, subject) => {
    const safe = await project().open();
    const caller = await safe.tokens.issue({ agent_id: 'a' });
    const revoking = safe.revocations.add(subject as RevocationSubject);
    await expect(revoking).rejects.toMatchObject({ code: 'ERR_REVOCATION_INVALID' });
    expect(await safe.check({ ...restart, caller })).toMatchObject({ result: 'allow' });
  });

  test('T20 an agent is not let act again where that cannot be recorded', async () => {
    const { folder, open } = project();
    const recording = await open();
    await recording.revocations.add({ agent: 'a' });
    const safe = await open({ auditLog: join(folder, 'nowhere', 'audit.jsonl') });
    await expect(safe.revocations.lift('a')).rejects.toMatchObject({ code: 'ERR_AUDIT_UNAVAILABLE' });
    expect(await recording.check({ ...restart, caller: 'a' })).toMatchObject({ code: 'caller_revoked' });
  });

  test('a child that is revoked gets no token, and after it is lifted an older one says to ask for another', async () => {
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
    expect(verdict).toMatchObject({ ok: false, reason: expect.stringContaining('Ask for one') });
  });
});

describe('a rotation', () => {
  test('is seen by a process that runs: it signs with the new key, and believes what others sign with it', async () => {
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

  test('to a file that cannot be used leaves the keys from before, with a warning', async () => {
    const { keys, open } = project();
    const safe = await open();
    const warned = new Promise<Error>((resolve) => void process.once('warning', resolve));
    const caller = await safe.tokens.issue({ agent_id: 'a' });
    writeFileSync(keys, 'damaged');
    expect(await safe.check({ ...restart, caller })).toMatchObject({ result: 'allow' });
    expect((await warned).message).toContain('The previous keys stay in use');
  });

  test('T10 the shared secret does not sign because the keys of the project are over', async () => {
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
