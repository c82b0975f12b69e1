import { expect, test } from 'vitest';
import { MINUTE, SECOND, START, testAccounts } from '../../test/accounts.ts';
import { openAccounts } from '../accounts.ts';
import { addressKey, Throttle } from './throttle.ts';
import { WorkQueue } from './work-queue.ts';

const RIGHT = 'correct horse battery staple';

async function withAlice() {
  const accounts = testAccounts();
  const opened = openAccounts(accounts.services);
  const created = await opened.users.create({ id: 'alice', roles: ['viewer'], password: RIGHT });
  if (!created.ok) throw new Error(created.reason);
  return { ...opened, accounts };
}

test('a user signs in with the password, and the log says so', async () => {
  const { accounts, sessions, signIn } = await withAlice();
  const result = await signIn.withPassword('alice', RIGHT, '192.0.2.7');
  expect(result).toMatchObject({ ok: true, session: { user_id: 'alice', method: 'password' } });
  expect(await sessions.verify(result.ok ? result.secret : '')).toMatchObject({ ok: true });
  expect(accounts.recorded.at(-1)).toMatchObject({
    event_type: 'sign_in',
    fields: { result: 'ok', user_id: 'alice', method: 'password', address: '192.0.2.7' },
  });
  expect(JSON.stringify([accounts.recorded, await accounts.store.users.list()])).not.toContain(RIGHT);
});

test('T32 a wrong password, an unknown user and a user without a password have one answer', async () => {
  const { accounts, signIn, users } = await withAlice();
  await users.create({ id: 'bob' });
  await signIn.withIdentity({ id: 'carol' }, null);
  const answers = [
    await signIn.withPassword('alice', 'wrong password here', '192.0.2.7'),
    await signIn.withPassword('nobody', RIGHT, '192.0.2.7'),
    await signIn.withPassword('bob', RIGHT, '192.0.2.7'),
    await signIn.withPassword('carol', RIGHT, '192.0.2.7'),
    await signIn.withPassword('bob', '', '192.0.2.7'),
    await signIn.withPassword(undefined, RIGHT, '192.0.2.7'),
    await signIn.withPassword({ toString: () => 'alice' }, RIGHT, '192.0.2.7'),
    await signIn.withPassword('alice', 'x'.repeat(5_000), '192.0.2.7'),
  ];
  for (const answer of answers) expect(answer).toEqual(answers[0]);
  expect(answers[0]).toMatchObject({ ok: false, code: 'sign_in_refused' });
  const refused = accounts.recorded.filter(({ event_type }) => event_type === 'sign_in');
  // The text of an unknown user may be a password.
  expect(refused.slice(1).map(({ fields }) => 'user_id' in fields && fields.user_id)).toEqual([
    'alice',
    null,
    'bob',
    'carol',
    'bob',
  ]);
});

test('T32 a disabled user is refused with the right password, and with single sign-on', async () => {
  const { signIn, users } = await withAlice();
  await signIn.withIdentity({ id: 'carol', roles: ['admin'] }, null);
  for (const id of ['alice', 'carol']) await users.disable(id);
  expect(await signIn.withPassword('alice', RIGHT, null)).toMatchObject({ ok: false, code: 'user_disabled' });
  expect(await signIn.withPassword('alice', 'wrong password here', null)).toMatchObject({ code: 'sign_in_refused' });
  expect(await signIn.withIdentity({ id: 'carol', roles: ['admin'] }, null)).toMatchObject({ code: 'user_disabled' });
  await users.remove('carol');
  expect(await signIn.withIdentity({ id: 'carol', roles: ['admin'] }, null)).toMatchObject({ code: 'user_disabled' });
});

test('T32 a provider never takes over a local user, and its roles follow each sign-in', async () => {
  const { signIn, users } = await withAlice();
  expect(await signIn.withIdentity({ id: 'alice', roles: ['admin'] }, null)).toMatchObject({
    ok: false,
    code: 'sign_in_refused',
  });
  expect(await signIn.withIdentity({ id: 'ALICE', roles: ['admin'] }, null)).toMatchObject({
    ok: false,
    code: 'sign_in_refused',
  });
  expect(await users.get('alice')).toMatchObject({ user: { roles: ['viewer'], source: 'local' } });
  expect(await signIn.withIdentity({ id: 'carol', roles: ['admin'] }, null)).toMatchObject({ ok: true });
  expect(await signIn.withIdentity({ id: 'carol' }, null)).toMatchObject({ session: { roles: [] } });
});

test('T32 failures of one user delay the next attempt, parallel ones too, and a success forgets them', async () => {
  const { accounts, signIn } = await withAlice();
  const attempt = (password: string, address = '192.0.2.7') => signIn.withPassword('alice', password, address);
  const answers = await Promise.all(
    Array.from({ length: 30 }, (_, at) => attempt('wrong password here', `192.0.2.${at}`)),
  );
  const codes = answers.map((answer) => (answer.ok ? '' : answer.code));
  expect(codes.filter((code) => code === 'sign_in_refused')).toHaveLength(5);
  expect(codes.filter((code) => code === 'sign_in_throttled')).toHaveLength(25);
  expect(await attempt(RIGHT)).toMatchObject({ code: 'sign_in_throttled', retry_after_seconds: 1 });
  accounts.time.now += SECOND;
  expect(await attempt('wrong password here')).toMatchObject({ code: 'sign_in_refused' });
  expect(await attempt(RIGHT)).toMatchObject({ code: 'sign_in_throttled', retry_after_seconds: 2 });
  accounts.time.now += 2 * SECOND;
  expect(await attempt(RIGHT)).toMatchObject({ ok: true });
  expect(await attempt('wrong password here')).toMatchObject({ code: 'sign_in_refused' });
});

test('T32 an unknown user is throttled as a known one', async () => {
  const { signIn } = await withAlice();
  const codes = async (user: string) => {
    const answers = await Promise.all(
      Array.from({ length: 7 }, (_, at) => signIn.withPassword(user, 'wrong password here', `198.51.100.${at}`)),
    );
    return answers.map((answer) => (answer.ok ? '' : answer.code));
  };
  expect(await codes('nobody')).toEqual(await codes('alice'));
});

test('T32 failures from one address delay every user there', async () => {
  const { signIn } = await withAlice();
  for (let at = 0; at < 20; at += 1) {
    expect(await signIn.withPassword(`user-${at}`, 'wrong password here', '2001:db8:1:2::1')).toMatchObject({
      code: 'sign_in_refused',
    });
  }
  expect(await signIn.withPassword('alice', RIGHT, '2001:db8:1:2:ffff::9')).toMatchObject({
    code: 'sign_in_throttled',
  });
  expect(await signIn.withPassword('alice', RIGHT, '2001:db8:1:3::1')).toMatchObject({ ok: true });
});

test('T32 a flood of refused sign-ins is five events and a count', async () => {
  const { accounts, signIn } = await withAlice();
  const start = accounts.recorded.length;
  for (let at = 0; at < 200; at += 1) await signIn.withLink(`link_${'A'.repeat(16)}_${'B'.repeat(43)}`, null);
  expect(accounts.recorded.slice(start)).toHaveLength(5);
  accounts.time.now += MINUTE;
  await signIn.withLink('', null);
  expect(accounts.recorded.slice(start + 5)).toMatchObject([
    {
      event_type: 'sign_ins_refused',
      fields: {
        count: 195,
        recorded: 5,
        since: new Date(START).toISOString(),
        until: new Date(START + MINUTE).toISOString(),
      },
    },
    { event_type: 'sign_in', fields: { result: 'refused', code: 'link_invalid', user_id: null } },
  ]);
  for (let at = 0; at < 9; at += 1) await signIn.withLink('', null);
  await signIn.close();
  expect(accounts.recorded.at(-1)).toMatchObject({ event_type: 'sign_ins_refused', fields: { count: 5 } });
});

test('T32 a sign-in that cannot be recorded begins no session', async () => {
  const { accounts, signIn } = await withAlice();
  accounts.fails.log = true;
  expect(await signIn.withPassword('alice', RIGHT, null)).toMatchObject({ ok: false, code: 'audit_unavailable' });
  expect(await accounts.store.sessions.list()).toEqual([]);
  accounts.fails.log = false;
  accounts.fails.revocations = true;
  expect(await signIn.withPassword('alice', RIGHT, null)).toMatchObject({ ok: false, code: 'state_unavailable' });
});

test('a password hash with other costs is replaced at the next sign-in, and sessions stay', async () => {
  const { accounts, sessions, signIn } = await withAlice();
  const first = await signIn.withPassword('alice', RIGHT, null);
  const user = await accounts.store.users.get('alice');
  if (user === undefined) throw new Error('no user');
  const { scryptSync } = await import('node:crypto');
  const salt = Buffer.alloc(16, 7);
  const hash = scryptSync(RIGHT, salt, 32, { N: 2 ** 10, r: 8, p: 1 }).toString('base64url');
  const password = `$scrypt$ln=10,r=8,p=1$${salt.toString('base64url')}$${hash}`;
  await accounts.store.users.put({ ...user, version: user.version + 1, password });
  expect(await signIn.withPassword('alice', RIGHT, null)).toMatchObject({ ok: true });
  expect((await accounts.store.users.get('alice'))?.password).toMatch(/^\$scrypt\$ln=15,r=8,p=3\$/);
  expect(await signIn.withPassword('alice', RIGHT, null)).toMatchObject({ ok: true });
  expect(await sessions.verify(first.ok ? first.secret : '')).toMatchObject({ ok: true });
});

test.each(['', '$scrypt$ln=40,r=8,p=1$', '$scrypt$ln=20,r=32,p=1$AAAAAAAAAAAAAAAAAAAAAA$', '$2b$10$abc', 'plain'])(
  'T32 a damaged or hostile password hash accepts no password: %s',
  async (start) => {
    const { accounts, signIn } = await withAlice();
    const user = await accounts.store.users.get('alice');
    if (user === undefined) throw new Error('no user');
    const password = start.endsWith('$') ? `${start}${'A'.repeat(43)}` : start;
    await accounts.store.users.put({ ...user, version: user.version + 1, password });
    for (const given of [RIGHT, '', 'plain']) {
      expect(await signIn.withPassword('alice', given, null)).toMatchObject({ ok: false, code: 'sign_in_refused' });
    }
  },
);

test('letters in another Unicode form are the same password', async () => {
  const { signIn, users } = await withAlice();
  await users.setPassword('alice', 'caf\u00e9 au lait, s\u00ed');
  expect(await signIn.withPassword('alice', 'cafe\u0301 au lait, si\u0301', null)).toMatchObject({ ok: true });
});

test.each([
  'short',
  'aaaaaaaaaaaaaaaa',
  'abababababababab',
  'alicealicealice',
  'x'.repeat(257),
  '',
  undefined as never,
  7 as never,
])('a password that is too easy is refused: %s', async (password) => {
  const { users } = await withAlice();
  expect(await users.setPassword('alice', password)).toMatchObject({ ok: false, code: 'password_invalid' });
});

test('waiting sign-ins are limited, and one runs at a time', async () => {
  const queue = new WorkQueue(3);
  let [running, most] = [0, 0];
  const work = async () => {
    running += 1;
    most = Math.max(most, running);
    await Promise.resolve();
    running -= 1;
  };
  const all = [
    queue.run(work),
    queue.run(work),
    queue.run(() => work().then(() => Promise.reject(new Error('failed')))),
  ];
  expect(queue.run(work)).toBeUndefined();
  expect((await Promise.allSettled(all.map(async (each) => each))).map(({ status }) => status)).toEqual([
    'fulfilled',
    'fulfilled',
    'rejected',
  ]);
  expect(most).toBe(1);
  await queue.run(work);
});

test('T32 made-up names push no other name out of the throttle, and failures are forgotten after their time', () => {
  const throttle = new Throttle({ free: 2, longest: MINUTE, forgets: 10 * MINUTE });
  for (let count = 0; count < 20; count += 1) throttle.begin('alice', START);
  for (let count = 0; count < 200_000; count += 1) throttle.begin(`made up ${count}`, START);
  expect(throttle.wait('alice', START)).toBe(MINUTE);
  expect(throttle.wait('alice', START + MINUTE)).toBe(0);
  expect(throttle.wait('alice', START - MINUTE)).toBe(MINUTE);
  throttle.begin('alice', START + MINUTE);
  expect(throttle.wait('alice', START + MINUTE)).toBe(MINUTE);
  expect(throttle.wait('alice', START + 11 * MINUTE)).toBe(0);
  throttle.begin('alice', START + 11 * MINUTE);
  expect(throttle.wait('alice', START + 11 * MINUTE)).toBe(0);
});

test.each([
  ['192.0.2.7', '192.0.2.7'],
  ['::ffff:192.0.2.7', '192.0.2.7'],
  ['2001:db8::1', '2001:db8:0:0::/64'],
  ['2001:0DB8:0:0:ffff::', '2001:db8:0:0::/64'],
  ['::1', '0:0:0:0::/64'],
  ['fe80::1%eth0', 'fe80:0:0:0::/64'],
  [null, 'local'],
])('the address %s counts as %s', (address, key) => {
  expect(addressKey(address)).toBe(key);
});
