import { API_KEY_SCOPES, type ApiKeyScope } from '@agent-safe/core';
import { allRoutes } from '../../src/app/all-routes.ts';
import { ROLES, type Role } from '../../src/callers/principal.ts';
import { describeApi } from '../../src/openapi/document.ts';
import type { Route } from '../../src/routes/route.ts';
import { bodyOf, pathOf } from './requests.ts';
import type { Proof, TestServer } from './server.ts';

export const document = describeApi(allRoutes, '1');
/** Tests of every route are not about the number of requests. */
export const UNLIMITED = { requests_per_second: { address: 0, agent: 0, user: 0, pep: 0 } };

/** A caller, and whether a route is open to it. */
export interface Caller {
  readonly proof: Proof;
  readonly admits: (access: Exclude<Route['access'], 'public'>) => boolean;
}

export async function send(server: TestServer, route: Route, proof: Proof) {
  const method = route.method.toUpperCase();
  const query = route.id === 'waitForApproval' ? '?timeout=0' : '';
  if (route.id !== 'streamEvents')
    return server.send(method, `${pathOf(route)}${query}`, proof, bodyOf(route, document));
  const response = await server.fetch(new Request(`http://server.test${route.path}`, { headers: proof }));
  const isStream = response.status === 200;
  if (isStream) await response.body?.cancel();
  return { status: response.status, headers: response.headers, body: isStream ? undefined : await response.json() };
}

/** Credentials that must prove nothing. */
export async function hopeless(server: TestServer): Promise<readonly Proof[]> {
  const { safe } = server.project;
  const worker = await server.agent('any-worker');
  const token = (worker.authorization ?? '').slice('Bearer '.length);
  const decision = await safe.check({
    action: 'restart-deployment',
    target: 'dev/test-app',
    caller: token,
    params: { namespace: 'dev', deployment: 'app' },
  });
  await safe.revocations.add({ agent: 'revoked-worker' });
  server.time.ahead = -3_600_000;
  const expired = await server.agent('expired-worker', { ttl_seconds: 60 });
  server.time.ahead = 0;
  const key = (await server.pep(`pep-${Math.random()}`, [...API_KEY_SCOPES])).authorization ?? '';
  return [
    {},
    { authorization: '' },
    { authorization: 'Basic dXNlcjpwYXNz' },
    { authorization: 'Bearer' },
    { authorization: `Bearer ${token.slice(0, -4)}AAAA` },
    { authorization: `Bearer ${decision.ticket?.token ?? 'no-ticket'}` },
    await server.agent('revoked-worker'),
    expired,
    { authorization: `${key.slice(0, -4)}AAAA` },
    { cookie: 'agent_safe_session=unknown' },
  ];
}

export async function callers(server: TestServer): Promise<readonly Caller[]> {
  const users = ROLES.map((role: Role): Caller => {
    const admits = ({ user }: { user?: Role }) =>
      user !== undefined && (role === 'admin' || user === role || user === 'viewer');
    return { proof: server.user(`user-${role}`, [role]), admits };
  });
  const peps = API_KEY_SCOPES.map(async (scope): Promise<Caller> => {
    return { proof: await pepOf(server, scope), admits: ({ pep }) => pep === scope };
  });
  const agent = { proof: await server.agent('some-worker'), admits: ({ agent }: { agent?: true }) => agent === true };
  return [agent, ...(await Promise.all(peps)), ...users];
}

const keys = new Map<string, Promise<Proof>>();

function pepOf(server: TestServer, scope: ApiKeyScope): Promise<Proof> {
  const known = keys.get(scope) ?? server.pep(`scope-${scope.replace(':', '-')}`, [scope]);
  keys.set(scope, known);
  return known;
}

/** Headers of sessions that have ended, and of requests that another site could make. */
export async function openSessions({ context: { accounts } }: TestServer) {
  const begin = async (id: string): Promise<{ readonly cookie: string; readonly 'x-csrf-token': string }> => {
    const known = await accounts.users.get(id);
    if (!known.ok) await accounts.users.create({ id, roles: ['admin'] });
    const link = await accounts.signIn.createLink(id);
    const begun = link.ok ? await accounts.signIn.withLink(link.secret, null) : link;
    if (!begun.ok) throw new Error(begun.reason);
    return { cookie: `agent_safe_session=${begun.secret}`, 'x-csrf-token': begun.session.csrf_token };
  };
  const id = `admin-${Math.random().toString().slice(2)}`;
  const [signedOut, disabled, live, other] = [
    await begin(id),
    await begin(`${id}-disabled`),
    await begin(`${id}-live`),
    await begin(`${id}-live`),
  ];
  await accounts.sessions.endAll(id);
  await accounts.users.disable(`${id}-disabled`);
  return {
    ended: [signedOut, disabled, { ...live, cookie: live.cookie.slice(0, -4) }] as readonly Proof[],
    forged: [
      { cookie: live.cookie },
      { ...live, 'x-csrf-token': other['x-csrf-token'] },
      { ...live, origin: 'https://evil.example' },
      { ...live, 'sec-fetch-site': 'cross-site' },
    ] as readonly Proof[],
    live: live as Proof,
  };
}

/** A caller that the route is open to. */
export async function admitted(server: TestServer, { access }: Route): Promise<Proof> {
  if (access === 'public') return {};
  if (access.user !== undefined) return server.user('root', ['admin']);
  if (access.agent === true) return server.agent('some-worker');
  return pepOf(server, access.pep ?? 'evaluate');
}
