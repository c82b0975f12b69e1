import { expect, test } from 'vitest';
import { DAY, HOUR, MINUTE, SECOND, START, type TestAccounts, testAccounts } from '../../test/accounts.ts';
import { ApiKeys } from './api-keys.ts';

async function issue(accounts: TestAccounts, request: Partial<Parameters<ApiKeys['create']>[0]> = {}) {
  const keys = new ApiKeys(accounts.services);
  const issued = await keys.create({ name: 'gateway', ...request });
  if (!issued.ok) throw new Error(issued.reason);
  return { keys, secret: issued.secret, id: issued.key.key_id };
}

test('a new key is the verified caller pep:NAME with its scopes', async () => {
  const accounts = testAccounts();
  const { id, keys, secret } = await issue(accounts, { scopes: ['search', 'evaluate'] });
  expect(secret).toMatch(/^ask_[A-Za-z0-9]{16}_[A-Za-z0-9]{43}$/);
  expect(await keys.verify(secret)).toEqual({
    ok: true,
    key_id: id,
    scopes: ['evaluate', 'search'],
    caller: { agent_id: 'pep:gateway', verified: true, roles: [], groups: [], delegation_chain: [] },
  });
});

test('T32 neither the store nor the log holds the secret', async () => {
  const accounts = testAccounts();
  const { keys, secret } = await issue(accounts);
  const rotated = await keys.rotate('gateway');
  const stored = JSON.stringify([await accounts.store.keys.list(), accounts.recorded, await keys.list()]);
  for (const text of [secret, rotated.ok ? rotated.secret : '']) {
    expect(stored).not.toContain(text.split('_')[2]);
  }
  expect(accounts.recorded.map(({ fields }) => fields)).toMatchObject([
    { change: 'created', name: 'gateway', changed_by: null, previous_until: null },
    { change: 'rotated', name: 'gateway', previous_until: new Date(START + DAY).toISOString() },
  ]);
});

test('T32 a wrong, foreign, cut or changed key is refused with one answer', async () => {
  const accounts = testAccounts();
  const { id, keys, secret } = await issue(accounts);
  const other = await issue(accounts, { name: 'other' });
  const [, , own = ''] = secret.split('_');
  const [, , foreign = ''] = other.secret.split('_');
  const refused = [
    '',
    'ask_',
    secret.slice(0, -1),
    `${secret}A`,
    ` ${secret}`,
    `${secret}\n`,
    secret.toLowerCase(),
    `sess_${id}_${own}`,
    `ask_${id}_${foreign}`,
    `ask_${other.id}_${own}`,
    `ask_${'A'.repeat(16)}_${own}`,
    `ask_${id}_${own.slice(0, -1)}${own.endsWith('A') ? 'B' : 'A'}`,
    undefined,
    null,
    7,
    { toString: () => secret },
    [secret],
  ];
  const answers = await Promise.all(refused.map((text) => keys.verify(text)));
  for (const [at, answer] of answers.entries()) {
    expect(answer, String(at)).toMatchObject({ ok: false, code: 'key_invalid' });
    expect(answer).toEqual(answers[0]);
  }
  expect(await keys.verify(secret)).toMatchObject({ ok: true });
});

test('T32 an expired key is refused from its last millisecond on', async () => {
  const accounts = testAccounts();
  const { keys, secret } = await issue(accounts, { ttl_seconds: 3_600 });
  accounts.time.now = START + HOUR - 1;
  expect(await keys.verify(secret)).toMatchObject({ ok: true });
  accounts.time.now = START + HOUR;
  expect(await keys.verify(secret)).toMatchObject({ ok: false, code: 'key_expired' });
  expect(await keys.rotate('gateway')).toMatchObject({ ok: false, code: 'key_ended' });
  expect(await keys.rotate('gateway', { ttl_seconds: 60 })).toMatchObject({ ok: true });
});

test.each([
  ['the key', (id: string) => ({ token: id })],
  ['the agent of the key', () => ({ agent: 'pep:gateway' })],
  ['everything', () => ({ all: true as const })],
])('T32 revoking %s ends a key at once, although it was used a moment ago', async (_, subject) => {
  const accounts = testAccounts();
  const { id, keys, secret } = await issue(accounts);
  const elsewhere = new ApiKeys(accounts.services);
  expect(await keys.verify(secret)).toMatchObject({ ok: true });
  expect(await elsewhere.verify(secret)).toMatchObject({ ok: true });
  await accounts.services.revoke(subject(id));
  expect(await keys.verify(secret)).toMatchObject({ ok: false, code: 'key_revoked' });
  expect(await elsewhere.verify(secret)).toMatchObject({ ok: false, code: 'key_revoked' });
  expect(await keys.list()).toMatchObject([{ status: 'revoked' }]);
});

test('a rotated key has a new secret, and the old one is valid for the grace period', async () => {
  const accounts = testAccounts();
  const { keys, secret } = await issue(accounts);
  expect(await keys.verify(secret)).toMatchObject({ ok: true });
  const rotated = await new ApiKeys(accounts.services).rotate('gateway', { grace_seconds: 3_600 });
  if (!rotated.ok) throw new Error(rotated.reason);
  accounts.time.now = START + HOUR - 1;
  expect(await keys.verify(secret)).toMatchObject({ ok: true });
  expect(await keys.verify(rotated.secret)).toMatchObject({ ok: true });
  accounts.time.now = START + HOUR;
  expect(await keys.verify(secret)).toMatchObject({ ok: false, code: 'key_expired' });
  expect(await keys.verify(rotated.secret)).toMatchObject({ ok: true });
});

test('T32 a rotation without grace ends the old secret: at once here, and within a second elsewhere', async () => {
  const accounts = testAccounts();
  const { keys, secret } = await issue(accounts);
  const elsewhere = new ApiKeys(accounts.services);
  await keys.verify(secret);
  await elsewhere.verify(secret);
  const rotated = await keys.rotate('gateway', { grace_seconds: 0 });
  expect(await keys.verify(secret)).toMatchObject({ ok: false, code: 'key_invalid' });
  expect(await elsewhere.verify(rotated.ok ? rotated.secret : '')).toMatchObject({ ok: true });
  accounts.time.now += SECOND;
  expect(await elsewhere.verify(secret)).toMatchObject({ ok: false, code: 'key_invalid' });
});

test('T32 a second rotation ends the first secret, and a revoked key is never rotated', async () => {
  const accounts = testAccounts();
  const { keys, secret } = await issue(accounts);
  await keys.rotate('gateway');
  await keys.rotate('gateway');
  expect(await keys.verify(secret)).toMatchObject({ ok: false, code: 'key_invalid' });
  await keys.revoke('gateway');
  expect(await keys.rotate('gateway')).toMatchObject({ ok: false, code: 'key_ended' });
  expect(await keys.create({ name: 'gateway' })).toMatchObject({ ok: true });
});

test('T32 a state that does not answer refuses every key', async () => {
  const accounts = testAccounts();
  const { keys, secret } = await issue(accounts);
  await keys.verify(secret);
  accounts.fails.revocations = true;
  expect(await keys.verify(secret)).toEqual({ ok: false, code: 'state_unavailable', reason: 'The state is locked.' });
});

test('a key that cannot be recorded is not created, and a rotation that cannot be recorded changes nothing', async () => {
  const accounts = testAccounts();
  const { keys, secret } = await issue(accounts);
  accounts.fails.log = true;
  await expect(keys.create({ name: 'second' })).rejects.toThrow('The audit log is full.');
  await expect(keys.rotate('gateway', { grace_seconds: 0 })).rejects.toThrow('The audit log is full.');
  expect((await keys.list()).map(({ name }) => name)).toEqual(['gateway']);
  expect(await keys.verify(secret)).toMatchObject({ ok: true });
});

test('the last use is stored at most once a minute', async () => {
  const accounts = testAccounts();
  const { id, keys, secret } = await issue(accounts);
  const touched: number[] = [];
  const touch = accounts.store.keys.touch.bind(accounts.store.keys);
  accounts.store.keys.touch = async (given, at) => {
    touched.push(at);
    await touch(given, at);
  };
  for (let passed = 0; passed <= 3 * MINUTE; passed += 7 * SECOND) {
    accounts.time.now = START + passed;
    expect(await keys.verify(secret)).toMatchObject({ ok: true });
  }
  await keys.close();
  expect(touched).toEqual([0, 63, 126].map((seconds) => START + seconds * SECOND));
  expect((await accounts.store.keys.get(id))?.used_at).toBe(START + 126 * SECOND);
});

test.each([
  [{ name: '' }, 'key_name_invalid'],
  [{ name: '../gateway' }, 'key_name_invalid'],
  [{ name: 'a:b' }, 'key_name_invalid'],
  [{ name: 'a b' }, 'key_name_invalid'],
  [{ name: 'a'.repeat(65) }, 'key_name_invalid'],
  [{ name: 'gateway' }, 'key_name_taken'],
  [{ name: 'b', scopes: [] }, 'key_scope_unknown'],
  [{ name: 'b', scopes: ['evaluat'] as never }, 'key_scope_unknown'],
  [{ name: 'b', scopes: 'evaluate' as never }, 'key_scope_unknown'],
  [{ name: 'b', ttl_seconds: 0 }, 'key_lifetime_invalid'],
  [{ name: 'b', ttl_seconds: 1.5 }, 'key_lifetime_invalid'],
  [{ name: 'b', ttl_seconds: Number.POSITIVE_INFINITY }, 'key_lifetime_invalid'],
])('a malformed request creates no key: %j', async (request, code) => {
  const accounts = testAccounts();
  const { keys } = await issue(accounts);
  expect(await keys.create(request)).toMatchObject({ ok: false, code });
  expect(await keys.list()).toHaveLength(1);
});
