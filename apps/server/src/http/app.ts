import { Hono } from 'hono';
import { authorize, type Credentials } from '../callers/authenticate.ts';
import type { ServerContext } from '../project/server-context.ts';
import type { Route } from '../routes/route.ts';
import { describeIssues } from './describe-issues.ts';
import { readBody } from './read-body.ts';
import { type HttpRefusal, type Reply, refusal, refuse } from './reply.ts';

/** Builds the application of the routes. */
export function makeApp(routes: readonly Route[], server: ServerContext, credentials: Credentials): Hono {
  const app = new Hono();
  const methods = new Map<string, Set<string>>();
  for (const route of routes) {
    const path = route.path.replaceAll(/\{(\w+)\}/g, ':$1');
    methods.set(path, (methods.get(path) ?? new Set()).add(route.method.toUpperCase()));
    app.on(route.method.toUpperCase(), path, async ({ req }) =>
      respond(req.raw, await answer(route, req.raw, { path: req.param(), query: req.queries() }, server, credentials)),
    );
  }
  for (const [path, allowed] of methods) {
    const allow = [...allowed].toSorted().join(', ');
    const reason = `The method is not allowed here. Use ${allow}.`;
    const reply = refuse({ ...refusal(405, 'method_not_allowed', reason), headers: { allow } });
    app.all(path, ({ req }) => respond(req.raw, reply));
  }
  app.notFound(({ req }) => respond(req.raw, refuse(NOT_FOUND)));
  app.onError((error, { req }) => {
    server.onError(error, req.path);
    return respond(req.raw, refuse(FAILED));
  });
  return app;
}

const NOT_FOUND = refusal(404, 'not_found', 'There is nothing at this path. See /api/v1/openapi.json.');
/** An unforeseen error must not become a decision. */
const FAILED = refusal(503, 'unavailable', 'The server could not answer. Nothing was allowed. Look at its log.');

interface Given {
  readonly path: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, readonly string[]>>;
}

async function answer(
  route: Route,
  request: Request,
  given: Given,
  server: ServerContext,
  credentials: Credentials,
): Promise<Reply> {
  const { headers, method, signal } = request;
  const principal = await authorize(headers, method, route.access, credentials);
  if ('ok' in principal) return refuse(principal);
  const path = readPart(route.params, given.path, 'path');
  if (!path.ok) return refuse(path);
  const query = readPart(route.query, single(given.query), 'query');
  if (!query.ok) return refuse(query);
  const body = await readRouteBody(route, request);
  if (!body.ok) return refuse(body);
  const parts = { body: body.value, query: query.value, path: path.value };
  return route.handle({ principal, ...parts, headers, signal }, server);
}

type Part = { readonly ok: true; readonly value: unknown } | HttpRefusal;

async function readRouteBody(route: Route, request: Request): Promise<Part> {
  if (route.body === undefined) return { ok: true, value: undefined };
  const read = await readBody(request, route.wrongTypeStatus);
  return read.ok ? readPart(route.body, read.value, 'body') : read;
}

function readPart(schema: Route['body'], value: unknown, part: string): Part {
  if (schema === undefined) return { ok: true, value: undefined };
  const read = schema.safeParse(value);
  if (read.success) return { ok: true, value: read.data };
  return refusal(400, 'request_invalid', describeIssues(read.error.issues, part));
}

/** A parameter that is given twice stays a list, which no schema of a single value accepts. */
function single(query: Given['query']): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    Object.entries(query).map(([name, values]) => [name, values.length === 1 ? values[0] : values]),
  );
}

function respond(request: Request, reply: Reply): Response {
  if (reply instanceof Response) return reply;
  const { body, headers, status } = reply;
  const id = request.headers.get('x-request-id');
  const all: Record<string, string> = {
    'cache-control': 'no-store',
    ...(id !== null && /^[\x21-\x7e]{1,256}$/.test(id) ? { 'x-request-id': id } : {}),
    ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    ...headers,
  };
  return new Response(body === undefined ? null : JSON.stringify(body), { status, headers: all });
}
