import { expect, test } from 'vitest';
import { createKey, readJson, startServer } from '../support/running.ts';
import { addUsers, cookieOf, openBrowser, PASSWORD, post, signIn, withAccounts } from './support/people.ts';

const password = PASSWORD;
const alice = { id: 'alice', roles: ['viewer'] } as const;
const root = { id: 'root', roles: ['admin'] } as const;

test('T32 the cookie is invisible to scripts, other sites and other hosts', async () => {
  const plain = await startServer();
  await addUsers(plain.folder, [{ ...alice, password }]);
  const begun = await post(`${plain.url}/api/v1/session`, { user: 'alice', password: PASSWORD });
  expect(begun.headers.getSetCookie()[0]).toMatch(
    /^agent_safe_session=sess_[\w-]+; Path=\/; HttpOnly; SameSite=Strict$/,
  );
  expect(await begun.text()).not.toContain(cookieOf(begun).split('=')[1]);
  const proxied = await startServer({ server: { behind_proxy: true } });
  await addUsers(proxied.folder, [{ ...alice, password }]);
  const secure = await post(`${proxied.url}/api/v1/session`, { user: 'alice', password: PASSWORD });
  expect(secure.headers.getSetCookie()[0]).toMatch(
    /^__Host-agent_safe_session=sess_[\w-]+; Path=\/; HttpOnly; SameSite=Strict; Secure$/,
  );
  // A cookie without the prefix may come from another host.
  const bare = cookieOf(secure).replace('__Host-', '');
  expect((await fetch(`${proxied.url}/api/v1/session`, { headers: { cookie: bare } })).status).toBe(401);
});

test('T32 a change needs the CSRF token of its own session, and a page of this server', async () => {
  const server = await startServer();
  await addUsers(server.folder, [root]);
  const browser = await signIn(server, 'root');
  const other = await signIn(server, 'root');
  const add = (headers: object) => browser.send('POST', '/api/v1/users', { id: 'new' }, headers);
  const origin = new URL(server.url).origin;
  const refused: readonly [object, string][] = [
    [{ 'x-csrf-token': '' }, 'csrf_refused'],
    [{ 'x-csrf-token': other.csrf }, 'csrf_refused'],
    [{ 'x-csrf-token': browser.csrf.toUpperCase() }, 'csrf_refused'],
    [{ 'x-csrf-token': `${browser.csrf}, ${browser.csrf}` }, 'csrf_refused'],
    [{ origin: 'https://evil.example' }, 'origin_refused'],
    [{ origin: 'null' }, 'origin_refused'],
    [{ origin: `${origin}0` }, 'origin_refused'],
    [{ origin: origin.replace('127.0.0.1', 'localhost') }, 'origin_refused'],
    [{ 'sec-fetch-site': 'cross-site' }, 'origin_refused'],
    [{ 'sec-fetch-site': 'same-site', origin }, 'origin_refused'],
  ];
  for (const [headers, code] of refused) {
    const response = await add(headers);
    expect([headers, response.status, (await readJson(response)).error.code]).toEqual([headers, 403, code]);
  }
  const methods = [
    ['PUT', '/api/v1/users/root', { display_name: 'Root' }],
    ['DELETE', '/api/v1/session'],
    ['DELETE', '/api/v1/users/root'],
    ['POST', '/api/v1/users/root/disable'],
  ] as const;
  for (const [method, path, body] of methods) {
    expect((await browser.send(method, path, body, { 'x-csrf-token': 'none' })).status).toBe(403);
  }
  expect((await add({ origin, 'sec-fetch-site': 'same-origin' })).status).toBe(201);
});

test('T32 another site cannot sign a browser in', async () => {
  const server = await startServer();
  await addUsers(server.folder, [{ ...alice, password }]);
  const body = { user: 'alice', password: PASSWORD };
  const url = `${server.url}/api/v1/session`;
  expect((await post(url, body, { origin: 'https://evil.example' })).status).toBe(403);
  expect((await post(url, body, { 'sec-fetch-site': 'cross-site' })).status).toBe(403);
  expect((await post(url, body, { 'content-type': 'text/plain' })).status).toBe(415);
});

test('T32 a sign-in begins a new session, and ends the session that the browser had', async () => {
  const server = await startServer();
  await addUsers(server.folder, [alice, { ...root, password }]);
  const before = await signIn(server, 'alice');
  const body = { user: 'root', password: PASSWORD };
  const fixed = `agent_safe_session=sess_${'a'.repeat(16)}_${'b'.repeat(43)}`;
  expect(cookieOf(await post(`${server.url}/api/v1/session`, body, { cookie: fixed }))).not.toBe(fixed);
  const after = await post(`${server.url}/api/v1/session`, body, { cookie: before.cookie });
  expect(cookieOf(after)).not.toBe(before.cookie);
  expect((await before.send('GET', '/api/v1/session')).status).toBe(401);
  const both = `${before.cookie}; ${cookieOf(after)}`;
  expect((await fetch(`${server.url}/api/v1/session`, { headers: { cookie: both } })).status).toBe(401);
});

test('T32 a stolen cookie ends with the sign-out, and the other sessions stay', async () => {
  const server = await startServer();
  await addUsers(server.folder, [alice]);
  const here = await signIn(server, 'alice');
  const there = await signIn(server, 'alice');
  const { sessions } = await readJson(await here.send('GET', '/api/v1/sessions'));
  expect(sessions).toHaveLength(2);
  expect(JSON.stringify(sessions)).not.toContain(here.cookie.split('=')[1]);
  const out = await here.send('DELETE', '/api/v1/session');
  expect([out.status, out.headers.getSetCookie()[0]]).toEqual([204, expect.stringContaining('Max-Age=0')]);
  expect((await openBrowser(server.url, here.cookie, here.session).send('GET', '/api/v1/session')).status).toBe(401);
  expect((await there.send('GET', '/api/v1/session')).status).toBe(200);
});

test('T32 a user ends own sessions, and no others', async () => {
  const server = await startServer();
  await addUsers(server.folder, [alice, root]);
  const [first, second, other] = [
    await signIn(server, 'alice'),
    await signIn(server, 'alice'),
    await signIn(server, 'root'),
  ];
  const end = (id: string) => first.send('DELETE', `/api/v1/sessions/${id}`);
  expect((await end(other.session.session_id)).status).toBe(404);
  expect((await end(second.session.session_id)).status).toBe(204);
  expect((await second.send('GET', '/api/v1/session')).status).toBe(401);
  expect((await other.send('GET', '/api/v1/session')).status).toBe(200);
  const ended = await other.send('DELETE', '/api/v1/users/alice/sessions');
  expect(await readJson(ended)).toEqual({ ended: 1 });
  expect((await first.send('GET', '/api/v1/session')).status).toBe(401);
});

test('T32 failed sign-ins are throttled, also across a reload, and a password change counts', async () => {
  const now = Date.now();
  const server = await startServer({ options: { clock: () => now } });
  await addUsers(server.folder, [
    { ...alice, password },
    { id: 'bob', password },
  ]);
  const browser = await signIn(server, 'alice', () => now);
  const wrong = () => post(`${server.url}/api/v1/session`, { user: 'bob', password: 'wrong' });
  const codes = [];
  for (let count = 0; count < 6; count++) codes.push((await wrong()).status);
  expect(codes).toEqual([401, 401, 401, 401, 401, 429]);
  await server.server.reload();
  const right = await post(`${server.url}/api/v1/session`, { user: 'bob', password: PASSWORD });
  expect(right.status).toBe(429);
  expect(Number(right.headers.get('retry-after'))).toBeGreaterThan(0);
  const change = { current_password: 'guess', new_password: 'another long password' };
  for (let count = 0; count < 5; count++)
    expect((await browser.send('POST', '/api/v1/password', change)).status).toBe(401);
  expect((await browser.send('POST', '/api/v1/password', change)).status).toBe(429);
});

test('T32 a new password ends all sessions and begins one', async () => {
  const server = await startServer();
  await addUsers(server.folder, [{ ...alice, password }]);
  const [here, there] = [await signIn(server, 'alice'), await signIn(server, 'alice')];
  const change = (new_password: string) =>
    here.send('POST', '/api/v1/password', { current_password: PASSWORD, new_password });
  expect((await change('short')).status).toBe(422);
  expect((await there.send('GET', '/api/v1/session')).status).toBe(200);
  const changed = await change('another long password');
  expect(changed.status).toBe(201);
  expect((await here.send('GET', '/api/v1/session')).status).toBe(401);
  expect((await there.send('GET', '/api/v1/session')).status).toBe(401);
  const next = await fetch(`${server.url}/api/v1/session`, { headers: { cookie: cookieOf(changed) } });
  expect(next.status).toBe(200);
  expect((await post(`${server.url}/api/v1/session`, { user: 'alice', password: PASSWORD })).status).toBe(401);
});

test('T32 a user who is disabled is out at once, by the server or by another process', async () => {
  const server = await startServer();
  await addUsers(server.folder, [{ ...alice, password }, root]);
  const [admin, user] = [await signIn(server, 'root'), await signIn(server, 'alice')];
  expect((await admin.send('POST', '/api/v1/users/alice/disable')).status).toBe(200);
  expect((await user.send('GET', '/api/v1/session')).status).toBe(401);
  const again = await post(`${server.url}/api/v1/session`, { user: 'alice', password: PASSWORD });
  expect([again.status, (await readJson(again)).error.code]).toEqual([403, 'user_disabled']);
  expect((await admin.send('POST', '/api/v1/users/alice/enable')).status).toBe(200);
  expect((await user.send('GET', '/api/v1/session')).status).toBe(401);
  const next = await signIn(server, 'alice');
  await withAccounts(server.folder, ({ users }) => users.disable('alice'));
  expect((await next.send('GET', '/api/v1/session')).status).toBe(401);
});

test('T32 a stream and a wait of a user end when the user is disabled', async () => {
  const server = await startServer();
  await addUsers(server.folder, [alice, root]);
  const [admin, user] = [await signIn(server, 'root'), await signIn(server, 'alice')];
  const stream = await user.send('GET', '/api/v1/events');
  expect(stream.status).toBe(200);
  const all = stream.text();
  await admin.send('POST', '/api/v1/users/alice/disable');
  const text = await all;
  // Nothing that was recorded after the revocation gets out.
  expect(text).not.toContain('session_ended');
});

test('T32 a session expires, also if the clock is set back', async () => {
  let now = Date.now();
  const server = await startServer({ options: { clock: () => now } });
  await addUsers(server.folder, [alice]);
  const user = await signIn(server, 'alice', () => now);
  now += 3_600_001;
  const expired = await user.send('GET', '/api/v1/session');
  expect([expired.status, (await readJson(expired)).error.code]).toEqual([401, 'session_expired']);
  now -= 2 * 3_600_001;
  expect((await user.send('GET', '/api/v1/session')).status).toBe(401);
});

test('T32 only admins manage users and API keys', async () => {
  const server = await startServer();
  await addUsers(server.folder, [{ id: 'olga', roles: ['viewer', 'operator', 'approver'] }, root]);
  const [admin, user] = [await signIn(server, 'root'), await signIn(server, 'olga')];
  const calls = [
    ['GET', '/api/v1/users'],
    ['POST', '/api/v1/users', { id: 'new', roles: ['admin'] }],
    ['PUT', '/api/v1/users/olga', { roles: ['admin'] }],
    ['POST', '/api/v1/users/root/password', { password: 'another long password' }],
    ['POST', '/api/v1/api-keys', { name: 'new' }],
    ['GET', '/api/v1/api-keys'],
  ] as const;
  for (const [method, path, body] of calls) expect((await user.send(method, path, body)).status).toBe(403);
  for (const [method, path, body] of calls.slice(0, 3))
    expect((await admin.send(method, path, body)).status).toBeLessThan(300);
  expect(server.audit()).toContain('"changed_by":"user:root"');
});

test('an admin creates, rotates and revokes an API key', async () => {
  const server = await startServer();
  await addUsers(server.folder, [root]);
  const admin = await signIn(server, 'root');
  await createKey(server.folder, ['evaluate']);
  const created = await readJson(
    await admin.send('POST', '/api/v1/api-keys', { name: 'gateway', scopes: ['audit:read'] }),
  );
  const use = (secret: string) =>
    fetch(`${server.url}/api/v1/audit/events`, { headers: { authorization: `Bearer ${secret}` } });
  expect((await use(created.secret)).status).not.toBe(401);
  const id = created.key.key_id;
  const rotated = await readJson(await admin.send('POST', `/api/v1/api-keys/${id}/rotate`, { grace_seconds: 0 }));
  expect((await use(created.secret)).status).toBe(401);
  expect((await use(rotated.secret)).status).not.toBe(401);
  expect((await admin.send('DELETE', `/api/v1/api-keys/${id}`)).status).toBe(200);
  expect((await use(rotated.secret)).status).toBe(401);
  const { keys } = await readJson(await admin.send('GET', '/api/v1/api-keys'));
  expect(JSON.stringify(keys)).not.toContain(rotated.secret);
  expect(keys).toHaveLength(2);
});

test('T32 a sign-in link works once, on this machine, within a minute, and not behind a proxy', async () => {
  let now = Date.now();
  const server = await startServer({ options: { clock: () => now } });
  const link = (await server.server.signInLink()) ?? '';
  expect(link.startsWith(`${server.url}/api/v1/session/link?secret=`)).toBe(true);
  const foreign = { redirect: 'manual', headers: { 'sec-fetch-site': 'cross-site' } } as const;
  expect((await fetch(link, foreign)).status).toBe(403);
  const opened = await fetch(link, { redirect: 'manual' });
  expect([opened.status, opened.headers.get('location')]).toEqual([303, '/api/v1/session']);
  const session = await fetch(`${server.url}/api/v1/session`, { headers: { cookie: cookieOf(opened) } });
  expect(await readJson(session)).toMatchObject({ user_id: 'admin', roles: ['admin'], method: 'link' });
  expect((await fetch(link, { redirect: 'manual' })).status).toBe(401);
  const late = (await server.server.signInLink()) ?? '';
  now += 60_000;
  expect((await fetch(late, { redirect: 'manual' })).status).toBe(401);
  for (const each of [link, late]) expect(JSON.stringify(server.log())).not.toContain(each.split('=')[1]);
  await withAccounts(server.folder, ({ users }) => users.disable('admin'));
  expect(await server.server.signInLink()).toBeUndefined();
  const proxied = await startServer({ server: { behind_proxy: true } });
  expect(await proxied.server.signInLink()).toBeUndefined();
  await addUsers(proxied.folder, [root]);
  const made = await withAccounts(proxied.folder, ({ signIn: links }) => links.createLink('root'));
  const path = `${proxied.url}/api/v1/session/link`;
  const body = { link: made.ok ? made.secret : '' };
  expect((await post(path, body, { 'x-forwarded-for': '192.0.2.7' })).status).toBe(403);
});
