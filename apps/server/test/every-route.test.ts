import { describe, expect, test } from 'vitest';
import { allRoutes } from '../src/app/all-routes.ts';
import { admitted, callers, document, hopeless, openSessions, send, UNLIMITED } from './support/every-route.ts';
import { bodyOf, pathOf } from './support/requests.ts';
import { shareServer } from './support/server.ts';

const open = shareServer(undefined, { server: { limits: UNLIMITED } });
const closed = allRoutes.filter(({ access }) => access !== 'public');
const withBody = allRoutes.filter(({ body }) => body !== undefined);

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
    for (const [type, body, given] of bodies) {
      // A route may look for the thing in its path first.
      const statuses = route.params === undefined ? given : [...given, 404];
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

test('T32 every route refuses sessions that ended, and changes that another site could make', async () => {
  const server = open();
  const { ended, forged } = await openSessions(server);
  for (const route of closed) {
    for (const proof of ended) expect((await send(server, route, proof)).status, route.id).toBe(401);
    if (route.method === 'get') continue;
    for (const proof of forged) {
      const { body, status } = await send(server, route, proof);
      expect(status, route.id).toBe(403);
      expect(body.error.code, route.id).toMatch(/^(csrf|origin)_refused$/);
    }
  }
});

test('T32 every route that is open to admins takes their sessions', async () => {
  const server = open();
  for (const route of closed) {
    if (route.access === 'public' || route.access.user === undefined) continue;
    // Each has its own session, because some routes end sessions, and one revokes everything.
    const { live } = await openSessions(server);
    const { body, status } = await send(server, route, live);
    expect([status, body?.error?.code], route.id).not.toContain('forbidden');
    expect([401, 503], route.id).not.toContain(status === 401 && body.error.code === 'sign_in_refused' ? 0 : status);
  }
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
