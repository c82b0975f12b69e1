import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { API_KEY_SCOPES, type ApiKeyScope } from '@agent-safe/core';
import { describe, expect, test } from 'vitest';
import { ROLES, type Role } from '../src/callers/principal.ts';
import { describeApi } from '../src/openapi/document.ts';
import { allRoutes } from '../src/routes/all-routes.ts';
import type { Route } from '../src/routes/route.ts';
import { bodyOf, pathOf } from './support/requests.ts';
import { type Proof, shareServer, type TestServer } from './support/server.ts';

/** These tests are not about the number of requests. */
const UNLIMITED = { requests_per_second: { address: 0, agent: 0, user: 0, pep: 0 } };
const open = shareServer(undefined, { server: { limits: UNLIMITED } });
const document = describeApi(allRoutes, '1');
const closed = allRoutes.filter(({ access }) => access !== 'public');
const withBody = allRoutes.filter(({ body }) => body !== undefined);
/** A caller, and whether a route is open to it. */
interface Caller {
  readonly proof: Proof;
  readonly admits: (access: Exclude<Route['access'], 'public'>) => boolean;
}

test('the OpenAPI document has every route', () => {
  const paths = document.paths as Record<string, Record<string, unknown>>;
  const operations = Object.entries(paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((each) => `${each} ${path}`),
  );
  expect(operations.toSorted()).toEqual(allRoutes.map(({ method, path }) => `${method} ${path}`).toSorted());
  const ids = allRoutes.map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
});

describe.each(closed.map((route) => [`${route.method} ${route.path}`, route] as const))('%s', (_, route) => {
  test('T32 no credentials, and credentials that prove nothing, are refused', async () => {
    const server = open();
    for (const proof of await hopeless(server)) {
      const { body, status } = await send(server, route, proof);
      expect(status, JSON.stringify(proof)).toBe(401);
      expect(body).toEqual({ error: { code: expect.any(String), reason: expect.any(String) } });
      for (const secret of Object.values(proof).flatMap((text) => text.match(/\S{20,}/g) ?? []))
        expect(JSON.stringify(body)).not.toContain(secret);
    }
  });

  test('T32 a caller of another kind, scope or role is refused, and the others are not', async () => {
    const server = open();
    if (route.access === 'public') return;
    for (const { admits, proof } of await callers(server)) {
      const { status } = await send(server, route, proof);
      expect([401, 403].includes(status) && status === 401, route.id).toBe(false);
      if (!admits(route.access)) expect(status, route.id).toBe(403);
      // A route may refuse what an admitted caller asks for, but it was asked.
      else expect(status, route.id).not.toBe(401);
    }
  });
});

describe.each(withBody.map((route) => [`${route.method} ${route.path}`, route] as const))('%s', (_, route) => {
  test('T32 a body that cannot be read is refused, and nothing fails', async () => {
    const server = open();
    const proof = await admitted(server, route);
    const deep = `${'['.repeat(5_000)}${']'.repeat(5_000)}`;
    const bodies: readonly (readonly [string, string, readonly number[]])[] = [
      ['application/json', '{"a":', [400]],
      ['application/json', '', 'isBodyOptional' in route ? [200, 201, 400, 404, 409, 422] : [400]],
      ['application/json', '\ud800', [400]],
      ['application/json', 'null', [400]],
      ['application/json', '[]', [400]],
      ['application/json', '"text"', [400]],
      ['application/json', deep, [400]],
      ['application/json', `{"a":${deep}}`, [400]],
      ['application/json', `"${'x'.repeat(1_100_000)}"`, [413]],
      ['text/plain', '{}', [400, 415]],
      ['application/x-www-form-urlencoded', 'a=b', [400, 415]],
    ];
    for (const [type, body, statuses] of bodies) {
      const headers = { ...proof, 'content-type': type };
      const request = new Request(`http://server.test${pathOf(route)}`, {
        method: route.method.toUpperCase(),
        headers,
        body,
      });
      const response = await server.fetch(request);
      expect(statuses, `${type} ${body.slice(0, 20)}`).toContain(response.status);
      expect(await response.json()).toMatchObject({ error: { code: expect.any(String) } });
    }
    // AuthZEN ignores unknown fields. The native API does not, because a misspelled restriction would be lost.
    if (!route.path.startsWith('/api/v1/')) return;
    const given = bodyOf(route, document);
    const unknown = { ...(given as object), unknown_field: 1, proto__: {} };
    const { body, status } = await server.send(route.method.toUpperCase(), pathOf(route), proof, unknown);
    expect(status).toBe(400);
    expect(body.error.code).toBe('request_invalid');
  });
});

test('T32 every route refuses other methods, unknown parameters and parameters that are given twice', async () => {
  const server = open();
  for (const route of allRoutes) {
    const path = pathOf(route);
    const others = allRoutes.filter((each) => each.path === route.path).map(({ method }) => method);
    const method = (['delete', 'put', 'get', 'post'] as const).find((each) => !others.includes(each)) ?? 'patch';
    const wrong = await server.send(method.toUpperCase(), path);
    expect(wrong.status, path).toBe(405);
    expect(wrong.headers.get('allow')).toContain(route.method.toUpperCase());
    if (route.query === undefined) continue;
    const proof = await admitted(server, route);
    for (const query of ['unknown=1', 'limit=1&limit=2', 'limit=x', 'limit=1e999', 'before=-1', 'since=never']) {
      const { status } = await server.send(route.method.toUpperCase(), `${path}?${query}`, proof);
      expect([400, 404], `${path}?${query}`).toContain(status);
    }
  }
});

test('T32 a missing log and state are 503, and allow nothing', async () => {
  const server = open();
  const worker = await server.agent('last-worker');
  const { folder } = server;
  rmSync(join(folder, 'audit.jsonl'));
  rmSync(join(folder, 'state.db'));
  for (const route of allRoutes) {
    const proof = route.access === 'public' ? {} : await admitted(server, route).catch(() => worker);
    const { body, status } = await send(server, route, proof);
    expect(status === 503 || status < 500, `${route.id}: ${status}`).toBe(true);
    expect(JSON.stringify(body ?? ''), route.id).not.toContain(folder);
    expect(body?.result, route.id).not.toBe('allow');
    expect(body?.decision, route.id).not.toBe(true);
  }
  // The last test of the file, because it breaks the server.
  expect(server.errors.every((error) => error instanceof Error)).toBe(true);
});

async function send(server: TestServer, route: Route, proof: Proof) {
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
async function hopeless(server: TestServer): Promise<readonly Proof[]> {
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

async function callers(server: TestServer): Promise<readonly Caller[]> {
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

/** A caller that the route is open to. */
async function admitted(server: TestServer, { access }: Route): Promise<Proof> {
  if (access === 'public') return {};
  if (access.user !== undefined) return server.user('root', ['admin']);
  if (access.agent === true) return server.agent('some-worker');
  return pepOf(server, access.pep ?? 'evaluate');
}
