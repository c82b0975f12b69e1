import { expect, test } from 'vitest';
import { DAY, HOUR, MINUTE, START, type TestAccounts, testAccounts } from '../../test/accounts.ts';
import { openAccounts } from '../accounts.ts';

async function signedIn(accounts: TestAccounts = testAccounts(), id = 'alice') {
  const opened = openAccounts(accounts.services, { ttl_seconds: 43_200, idle_seconds: 3_600 });
  const created = await opened.users.create({ id, roles: ['approver'], groups: ['sre'] });
  if (!created.ok && created.code !== 'user_exists') throw new Error(created.reason);
  const link = await opened.signIn.createLink(id);
  if (!link.ok) throw new Error(link.reason);
  const issued = await opened.signIn.withLink(link.secret, null);
  if (!issued.ok) throw new Error(issued.reason);
  return { ...opened, accounts, issued, secret: issued.secret };
}

test('a session is the verified caller user:ID with its roles and groups', async () => {
  const { issued, secret, sessions } = await signedIn();
  const verified = await sessions.verify(secret);
  expect(verified).toEqual(issued.session);
  expect(verified).toMatchObject({
    user_id: 'alice',
    roles: ['approver'],
    method: 'link',
    caller: { agent_id: 'user:alice', verified: true, roles: ['approver'], groups: ['sre'], delegation_chain: [] },
  });
});

test('T32 neither the store nor the log holds the secret of a session or a link', async () => {
  const { accounts, issued, secret } = await signedIn();
  const { links, sessions } = accounts.store;
  const stored = JSON.stringify([await sessions.list(), await links.list(), accounts.recorded]);
  expect(stored).toContain(issued.session.session_id);
  expect(stored).not.toContain(secret.split('_')[2]);
  expect(stored).not.toContain(issued.session.csrf_token);
});

test('T11 a session, an API key and a link are never accepted in place of each other', async () => {
  const { keys, secret, sessions, signIn } = await signedIn();
  const key = await keys.create({ name: 'gateway' });
  const link = await signIn.createLink('alice');
  const all = { sess: secret, ask: key.ok ? key.secret : '', link: link.ok ? link.secret : '' };
  for (const [kind, text] of Object.entries(all)) {
    for (const prefix of ['sess', 'ask', 'link']) {
      const given = text.replace(/^[a-z]+_/, `${prefix}_`);
      const isOwn = prefix === kind;
      expect((await sessions.verify(given)).ok, `${kind} as ${prefix}`).toBe(isOwn && kind === 'sess');
      expect((await keys.verify(given)).ok, `${kind} as ${prefix}`).toBe(isOwn && kind === 'ask');
      if (!isOwn) expect((await signIn.withLink(given, null)).ok, `${kind} as ${prefix}`).toBe(false);
    }
  }
});

test('T32 a session ends after its idle time and after its longest life', async () => {
  const { accounts, secret, sessions } = await signedIn();
  accounts.time.now = START + HOUR - 1;
  expect(await sessions.verify(secret)).toMatchObject({ ok: true });
  await sessions.close();
  for (let passed = 0; passed < 10; passed += 1) {
    accounts.time.now += HOUR - MINUTE;
    expect(await sessions.verify(secret)).toMatchObject({ ok: true });
    await sessions.close();
  }
  accounts.time.now = START + 12 * HOUR;
  expect(await sessions.verify(secret)).toMatchObject({ ok: false, code: 'session_expired' });
  const second = await signedIn();
  second.accounts.time.now = START + HOUR;
  expect(await second.sessions.verify(second.secret)).toMatchObject({ ok: false, code: 'session_expired' });
});

test('T32 a clock that is set back does not make a session valid', async () => {
  const { accounts, secret, sessions } = await signedIn();
  accounts.time.now = START - 1;
  expect(await sessions.verify(secret)).toMatchObject({ ok: false, code: 'session_expired' });
});

test.each([
  ['the user is disabled', 'user_disabled', (s: Signed) => s.users.disable('alice')],
  ['the agent user:ID is revoked', 'user_disabled', (s: Signed) => s.accounts.services.revoke({ agent: 'user:alice' })],
  [
    'the session is revoked',
    'session_ended',
    (s: Signed) => s.accounts.services.revoke({ token: s.issued.session.session_id }),
  ],
  ['everything is revoked', 'session_ended', (s: Signed) => s.accounts.services.revoke({ all: true })],
  ['the password is set', 'session_invalid', (s: Signed) => s.users.setPassword('alice', 'correct horse battery')],
  ['the roles change', 'session_invalid', (s: Signed) => s.users.change('alice', { roles: ['viewer'] })],
  ['the groups change', 'session_invalid', (s: Signed) => s.users.change('alice', { groups: [] })],
  ['the user is removed', 'session_invalid', (s: Signed) => s.users.remove('alice')],
  ['the user signs out', 'session_invalid', (s: Signed) => s.sessions.signOut(s.issued.session)],
])('T32 a session ends at once if %s', async (_, code, act) => {
  const signed = await signedIn();
  const elsewhere = openAccounts(signed.accounts.services);
  expect(await elsewhere.sessions.verify(signed.secret)).toMatchObject({ ok: true });
  await act(signed);
  const expected = code === 'user_disabled' ? /user_disabled|session_invalid/ : new RegExp(code);
  for (const { sessions } of [signed, elsewhere]) {
    expect(await sessions.verify(signed.secret)).toMatchObject({ ok: false, code: expect.stringMatching(expected) });
  }
});

type Signed = Awaited<ReturnType<typeof signedIn>>;

test('T32 a session that was put after the change of the user is ended, too', async () => {
  const { accounts, secret, sessions, users } = await signedIn();
  const [stored] = await accounts.store.sessions.list('alice');
  await users.change('alice', { roles: ['admin'] });
  if (stored !== undefined) await accounts.store.sessions.put(stored);
  expect(await sessions.verify(secret)).toMatchObject({ ok: false, code: 'session_ended' });
  await users.remove('alice');
  if (stored !== undefined) await accounts.store.sessions.put(stored);
  accounts.time.now += 1;
  await users.create({ id: 'alice', roles: ['admin'] });
  if (stored !== undefined) await accounts.store.sessions.put(stored);
  expect(await sessions.verify(secret)).toMatchObject({ ok: false });
});

test('T32 enabling a user does not bring sessions back', async () => {
  const { accounts, secret, sessions, users } = await signedIn();
  const [stored] = await accounts.store.sessions.list('alice');
  await users.disable('alice');
  accounts.time.now += 1;
  await users.enable('alice');
  if (stored !== undefined) await accounts.store.sessions.put(stored);
  expect(await sessions.verify(secret)).toMatchObject({ ok: false, code: 'session_ended' });
});

test('a new name of the user keeps the session', async () => {
  const { secret, sessions, users } = await signedIn();
  await users.change('alice', { display_name: 'Alice L.' });
  expect(await sessions.verify(secret)).toMatchObject({ ok: true, display_name: 'Alice L.' });
});

test('T32 the CSRF token belongs to one session', async () => {
  const first = await signedIn();
  const second = await signedIn(first.accounts);
  const [one, two] = [first.issued.session, second.issued.session];
  expect(first.sessions.isCsrfToken(one, one.csrf_token)).toBe(true);
  for (const given of [
    two.csrf_token,
    '',
    undefined,
    null,
    one.csrf_token.slice(1),
    [one.csrf_token],
    one.session_id,
  ]) {
    expect(first.sessions.isCsrfToken(one, given)).toBe(false);
  }
});

test('a user has at most 20 sessions, and the oldest ends', async () => {
  const first = await signedIn();
  for (let count = 0; count < 20; count += 1) {
    first.accounts.time.now += 1_000;
    await signedIn(first.accounts);
  }
  expect(await first.accounts.store.sessions.list('alice')).toHaveLength(20);
  expect(await first.sessions.verify(first.secret)).toMatchObject({ ok: false });
  expect(first.accounts.recorded.filter(({ event_type }) => event_type === 'session_ended')).toMatchObject([
    { fields: { reason: 'too_many', session_ids: [first.issued.session.session_id] } },
  ]);
});

test('T32 a sign-in link works once, within a minute, and only whole', async () => {
  const { accounts, signIn } = await signedIn();
  const make = async () => {
    const link = await signIn.createLink('alice');
    return link.ok ? link.secret : '';
  };
  const link = await make();
  const cut = `${link.slice(0, -1)}${link.endsWith('A') ? 'B' : 'A'}`;
  expect(await signIn.withLink(cut, null)).toMatchObject({ ok: false, code: 'link_invalid' });
  const answers = await Promise.all(Array.from({ length: 20 }, () => signIn.withLink(link, null)));
  expect(answers.filter(({ ok }) => ok)).toHaveLength(1);
  expect(await signIn.withLink(link, null)).toMatchObject({ ok: false, code: 'link_invalid' });
  const late = await make();
  accounts.time.now += MINUTE;
  expect(await signIn.withLink(late, null)).toMatchObject({ ok: false, code: 'link_invalid' });
  const early = await make();
  accounts.time.now -= DAY;
  expect(await signIn.withLink(early, null)).toMatchObject({ ok: false, code: 'link_invalid' });
});

test('T32 a disabled user gets no link, and an earlier link is void', async () => {
  const { signIn, users } = await signedIn();
  const link = await signIn.createLink('alice');
  await users.disable('alice');
  expect(await signIn.withLink(link.ok ? link.secret : '', null)).toMatchObject({ ok: false });
  expect(await signIn.createLink('alice')).toMatchObject({ ok: false, code: 'user_disabled' });
  expect(await signIn.createLink('nobody')).toMatchObject({ ok: false, code: 'user_not_found' });
});
