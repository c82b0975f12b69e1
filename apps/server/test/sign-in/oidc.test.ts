import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, onTestFinished, test, vi } from 'vitest';
import { isLocalPath, readAttempt, writeAttempt } from '../../src/sign-in/oidc/attempt.ts';
import { readJson, startServer } from '../support/running.ts';
import { addUsers, signIn, withAccounts } from './support/people.ts';
import { CookieJar, type Person, startProvider } from './support/provider.ts';

beforeAll(() => void vi.stubEnv('TEST_OIDC_SECRET', 'client-secret'));
afterAll(() => void vi.unstubAllEnvs());

async function startSignOn(more: object = {}) {
  const provider = await startProvider();
  const server = await startServer({
    server: {
      oidc: {
        issuer: provider.issuer,
        client_id: 'agent-safe',
        client_secret_env: 'TEST_OIDC_SECRET',
        roles: { approver: ['sre'], viewer: ['everybody'], admin: ['root'] },
        allow_http_loopback: true,
        ...more,
      },
    },
  });
  provider.open(server.url);
  const start = (jar: CookieJar, query = '') => jar.follow(`${server.url}/api/v1/session/oidc${query}`, callback);
  const callback = `${server.url}/api/v1/session/oidc/callback`;
  /** Signs a person in, with a new browser. */
  const visit = async (person: Person, jar = new CookieJar(), query = '') => {
    provider.as(person);
    return jar.get(await start(jar, query));
  };
  return { provider, server, start, visit, callback };
}

const code = async (response: Response) => [response.status, (await readJson(response)).error.code];

test('a person of the provider signs in, and the groups give the roles at each sign-in', async () => {
  const { server, visit } = await startSignOn();
  const jar = new CookieJar();
  const done = await visit({ sub: 'ann', name: 'Ann', groups: ['sre', 'x'] }, jar, '?return_to=/approvals%3Fa=1');
  expect([done.status, done.headers.get('location')]).toEqual([303, '/approvals?a=1']);
  expect(done.headers.getSetCookie()).toEqual([
    expect.stringMatching(/^agent_safe_session=sess_[\w-]+; Path=\/; HttpOnly; SameSite=Strict$/),
    expect.stringMatching(/^agent_safe_oidc=; .*SameSite=Lax; Max-Age=0$/),
  ]);
  const session = await readJson(await jar.get(`${server.url}/api/v1/session`));
  expect(session).toMatchObject({
    user_id: 'ann',
    display_name: 'Ann',
    roles: ['approver'],
    groups: ['sre', 'x'],
    method: 'oidc',
  });
  // With other groups, the user has other roles, and the earlier session ends.
  const again = new CookieJar();
  await visit({ sub: 'ann', groups: ['everybody'] }, again);
  expect((await jar.get(`${server.url}/api/v1/session`)).status).toBe(401);
  expect(await readJson(await again.get(`${server.url}/api/v1/session`))).toMatchObject({ roles: ['viewer'] });
  // Without a group that has a role, the sign-in is refused, and no session is left.
  expect(await code(await visit({ sub: 'ann', groups: ['none'] }))).toEqual([401, 'sign_in_refused']);
  expect((await again.get(`${server.url}/api/v1/session`)).status).toBe(401);
});

test('T32 a user who is disabled stays out, with single sign-on too', async () => {
  const { server, visit } = await startSignOn();
  const jar = new CookieJar();
  await visit({ sub: 'ann', groups: ['sre'] }, jar);
  await withAccounts(server.folder, ({ users }) => users.disable('ann'));
  expect((await jar.get(`${server.url}/api/v1/session`)).status).toBe(401);
  expect(await code(await visit({ sub: 'ann', groups: ['sre'] }))).toEqual([403, 'user_disabled']);
});

test('T32 the provider never takes over a local user', async () => {
  const { server, visit } = await startSignOn();
  await addUsers(server.folder, [{ id: 'root', roles: ['admin'] }]);
  const root = await signIn(server, 'root');
  expect(await code(await visit({ sub: 'root', groups: ['everybody'] }))).toEqual([401, 'sign_in_refused']);
  expect(await code(await visit({ sub: 'root', groups: [] }))).toEqual([401, 'sign_in_refused']);
  expect((await root.send('GET', '/api/v1/users')).status).toBe(200);
});

test('T32 the answer of the provider counts once, and only in the browser that began', async () => {
  const { callback, provider, server, start } = await startSignOn();
  provider.as({ sub: 'ann', groups: ['sre'] });
  const jar = new CookieJar();
  const url = await start(jar);
  expect(url.startsWith(`${callback}?code=`)).toBe(true);
  // Another browser has no attempt, or one of its own.
  expect(await code(await new CookieJar().get(url))).toEqual([401, 'sign_in_refused']);
  const other = new CookieJar();
  await other.get(`${server.url}/api/v1/session/oidc`);
  expect(await code(await other.get(url))).toEqual([401, 'sign_in_refused']);
  const wrong = new URL(await start(jar));
  wrong.searchParams.set('state', 'a'.repeat(43));
  expect(await code(await jar.get(wrong.href))).toEqual([401, 'sign_in_refused']);
  expect(await code(await jar.get(wrong.href))).toEqual([401, 'sign_in_refused']);
  const right = await start(jar);
  const cookie = jar.cookie(server.url);
  expect((await jar.get(right)).status).toBe(303);
  const replayed = await fetch(right, { redirect: 'manual', headers: { cookie } });
  expect(await code(replayed)).toEqual([401, 'sign_in_refused']);
});

test('T32 an answer of another issuer, an error, and odd parameters are refused', async () => {
  const { callback, provider, start } = await startSignOn();
  provider.as({ sub: 'ann', groups: ['sre'] });
  for (const change of [
    (url: URL) => url.searchParams.set('iss', 'https://evil.example'),
    (url: URL) => url.searchParams.delete('iss'),
    (url: URL) => url.searchParams.set('code', 'other'),
    (url: URL) => url.searchParams.set('error', 'access_denied'),
  ]) {
    const jar = new CookieJar();
    const url = new URL(await start(jar));
    change(url);
    expect(await code(await jar.get(url.href))).toEqual([401, 'sign_in_refused']);
  }
  const jar = new CookieJar();
  const url = await start(jar);
  expect((await jar.get(`${url}&code=twice`)).status).toBe(400);
  expect((await jar.get(callback)).status).toBe(401);
});

test('T32 odd claims are refused', async () => {
  const { visit } = await startSignOn({ user_claim: 'email' });
  const person = { sub: 'ann', groups: ['sre'], email: 'ann@example.com', email_verified: true };
  for (const odd of [
    { ...person, email_verified: false },
    { ...person, email_verified: 'true' },
    { ...person, email: undefined },
    { ...person, email: ['ann@example.com'] },
    { ...person, email: 'two words' },
    { ...person, groups: [{ name: 'sre' }] },
    { ...person, _claim_names: { groups: 'src1' } },
  ])
    expect((await visit(odd)).status).toBe(401);
  expect((await visit(person)).status).toBe(303);
});

test('T32 the browser goes on to a path of this server only', async () => {
  const { server } = await startSignOn();
  const hostile = [
    'https://evil.example',
    '//evil.example',
    '/\\evil.example',
    '\\/evil.example',
    '/\t/evil.example',
    '/a\\..\\\\evil.example',
    'evil.example',
    '',
    '/a\r\nset-cookie: a=b',
    'javascript:alert(1)',
  ];
  for (const path of hostile) {
    expect([path, isLocalPath(path)]).toEqual([path, false]);
    const url = `${server.url}/api/v1/session/oidc?return_to=${encodeURIComponent(path)}`;
    expect([path, (await fetch(url, { redirect: 'manual' })).status]).toEqual([path, 422]);
  }
  for (const path of ['/', '/a?b=//c', '/approvals/req-1#x']) expect(isLocalPath(path)).toBe(true);
});

test('T32 a cookie of an attempt ends after ten minutes, and an edited one does not lead away', () => {
  const attempt = {
    state: 's'.repeat(43),
    nonce: 'n'.repeat(43),
    verifier: 'v'.repeat(43),
    returnTo: '/',
    startedAt: 0,
  };
  expect(readAttempt(writeAttempt(attempt), 599_999)).toEqual(attempt);
  expect(readAttempt(writeAttempt(attempt), 600_000)).toBeUndefined();
  expect(readAttempt(writeAttempt({ ...attempt, startedAt: 1 }), 0)).toBeUndefined();
  expect(readAttempt(writeAttempt({ ...attempt, returnTo: '//evil.example' }), 1)).toBeUndefined();
  for (const text of [undefined, '', 'e30', '%', 'bnVsbA']) expect(readAttempt(text, 1)).toBeUndefined();
});

test('T32 a provider that is down, endless or redirects is 503, and the others still sign in', async () => {
  const answers = [
    (response: import('node:http').ServerResponse) => void response.writeHead(500).end(),
    (response: import('node:http').ServerResponse) =>
      void response.writeHead(302, { location: 'http://127.0.0.1:1/' }).end(),
    (response: import('node:http').ServerResponse) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      response.end(`{"issuer":"${'a'.repeat(1_100_000)}"}`);
    },
  ];
  for (const answer of answers) {
    const http = createServer((_, response) => answer(response)).listen(0, '127.0.0.1');
    await once(http, 'listening');
    onTestFinished(() => void http.close());
    const issuer = `http://127.0.0.1:${(http.address() as AddressInfo).port}`;
    const { server } = await startSignOn({ issuer });
    expect((await fetch(`${server.url}/api/v1/session/oidc`, { redirect: 'manual' })).status).toBe(503);
    await addUsers(server.folder, [{ id: 'root', roles: ['admin'] }]);
    expect((await (await signIn(server, 'root')).send('GET', '/api/v1/session')).status).toBe(200);
  }
});
