import type { IncomingMessage, ServerResponse } from 'node:http';
import type { ServerLimits } from '@agent-safe/schemas';
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import { Hono } from 'hono';
import { authorize } from '../callers/authenticate.ts';
import type { Principal } from '../callers/principal.ts';
import { describeIssues } from '../http/describe-issues.ts';
import { readBody, readForm } from '../http/read-body.ts';
import { type HttpRefusal, type Reply, refusal, refuse } from '../http/reply.ts';
import { type ResponseHeaders, respond, send } from '../http/respond.ts';
import type { Entered } from '../project/generations.ts';
import type { Route, RouteRequest } from '../routes/route.ts';
import { type RequestObserver, toRequestId } from './request-observer.ts';

/** Services of the application beside its routes. */
export interface AppServices {
  /** Begins a request with the project that is loaded now. */
  readonly enter: () => Entered;
  readonly observer: RequestObserver;
  readonly limits: Pick<ServerLimits, 'body_bytes' | 'body_depth'>;
  /** Counts a request. @returns false if its caller, or its address without valid credentials, made too many */
  readonly admit: (principal: Principal | undefined, request: Request, env: Env) => boolean;
  /** Finds the address of the client; undefined for a Unix socket. */
  readonly findAddress: (request: Request, env: Env) => string | undefined;
  /** Returns the headers of each answer. */
  readonly headers: ResponseHeaders;
  /** Begins a span, if traces are configured. */
  readonly trace: (request: Request, route: Route) => Trace | undefined;
  readonly onError: (error: unknown, path: string) => void;
}

/** The span of one request. */
interface Trace {
  readonly id: string;
  end(status: number): void;
}

/** The message and the answer of Node.js. Absent in tests that call the application directly. */
type Env = Partial<{ readonly incoming: IncomingMessage; readonly outgoing: ServerResponse }> | undefined;

/** Builds the application of the routes. */
export function makeApp(routes: readonly Route[], services: AppServices): Hono {
  const app = new Hono();
  const methods = new Map<string, Set<string>>();
  for (const route of routes) {
    const path = route.path.replaceAll(/\{(\w+)\}/g, ':$1');
    methods.set(path, (methods.get(path) ?? new Set()).add(route.method.toUpperCase()));
    app.on(route.method.toUpperCase(), path, ({ env, req }) =>
      run(route, req.raw, { path: req.param(), query: req.queries() }, services, env as Env),
    );
  }
  for (const [path, allowed] of methods) {
    const allow = [...allowed].toSorted().join(', ');
    const reason = `The method is not allowed here. Use ${allow}.`;
    const refused = { ...refusal(405, 'method_not_allowed', reason), headers: { allow } };
    app.options(path, ({ env, req }) => {
      const preflight = services.headers.preflight(req.raw, allow);
      return preflight ?? runWithoutRoute(refused, req.raw, services, env as Env);
    });
    app.all(path, ({ env, req }) => runWithoutRoute(refused, req.raw, services, env as Env));
  }
  app.notFound(({ env, req }) => runWithoutRoute(NOT_FOUND, req.raw, services, env as Env));
  app.onError((error, { req }) => {
    // The path is the client's, and may hold a secret.
    services.onError(error, 'unknown');
    return respond(req.raw, refuse(FAILED), services.headers, toRequestId(req.raw.headers.get('x-request-id')));
  });
  return app;
}

const NOT_FOUND = refusal(404, 'not_found', 'There is nothing at this path. See /api/v1/openapi.json.');
/** An unforeseen error must not become a decision. */
const FAILED = refusal(503, 'unavailable', 'The server could not answer. Nothing was allowed. Look at its log.');
const TOO_MANY = {
  ...refusal(429, 'too_many_requests', 'Too many requests. Send fewer in a second.'),
  headers: { 'retry-after': '1' },
};

interface Given {
  readonly path: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, readonly string[]>>;
}

/** Answers a request, and tells the observer. */
async function run(route: Route, request: Request, given: Given, services: AppServices, env: Env): Promise<Response> {
  const { headers, observer } = services;
  const start = observer.begin();
  const requestId = toRequestId(request.headers.get('x-request-id'));
  const entered = services.enter();
  const trace = services.trace(request, route);
  // A long answer makes no progress while it waits.
  if (route.isLong === true) env?.incoming?.socket.setTimeout(0);
  let answered: { readonly reply: Reply; readonly principal: Principal | undefined };
  try {
    answered = await answer(route, request, given, { services, entered, env, trace });
  } catch (error) {
    services.onError(error, route.path);
    answered = { reply: refuse(FAILED), principal: undefined };
  }
  const { principal, reply } = answered;
  const { outgoing } = env ?? {};
  const isSent = outgoing !== undefined && request.method !== 'HEAD' && !(reply instanceof Response);
  if (isSent) send(outgoing, request, reply, headers, requestId);
  const response = isSent ? RESPONSE_ALREADY_SENT : respond(request, reply, headers, requestId);
  const body = reply instanceof Response ? undefined : reply.body;
  observer.end({ route, principal, body, status: reply.status, requestId, start, traceId: trace?.id });
  trace?.end(reply.status);
  // A stream uses the project until its last byte.
  if (reply instanceof Response && outgoing !== undefined) outgoing.once('close', () => entered.leave());
  else entered.leave();
  return response;
}

function runWithoutRoute(refused: HttpRefusal, request: Request, services: AppServices, env: Env): Response {
  const { headers, observer } = services;
  const start = observer.begin();
  const requestId = toRequestId(request.headers.get('x-request-id'));
  const told = services.admit(undefined, request, env) ? refused : TOO_MANY;
  const reply = refuse(told);
  const body = { error: { code: told.code } };
  observer.end({ route: undefined, principal: undefined, body, status: reply.status, requestId, start });
  return respond(request, reply, headers, requestId);
}

interface Context {
  readonly services: AppServices;
  readonly entered: Entered;
  readonly env: Env;
  readonly trace: Trace | undefined;
}

async function answer(
  route: Route,
  request: Request,
  given: Given,
  { entered, env, services, trace }: Context,
): Promise<{ readonly reply: Reply; readonly principal: Principal | undefined }> {
  const { headers, method } = request;
  const principal = await authorize(headers, method, route.access, entered.credentials);
  const known = 'ok' in principal ? undefined : principal;
  if (!services.admit(known, request, env)) return { reply: refuse(TOO_MANY), principal: known };
  if ('ok' in principal) return { reply: refuse(principal), principal: undefined };
  const read = await readParts(route, request, given, services);
  if (!read.ok) return { reply: refuse(read), principal };
  const { body, path, query } = read;
  const routeRequest: RouteRequest = {
    principal,
    body,
    query,
    path,
    headers,
    get signal() {
      return request.signal;
    },
    get address() {
      return services.findAddress(request, env);
    },
    correlationId: trace === undefined ? undefined : `trace:${trace.id}`,
    isStillAdmitted: async () => !('ok' in (await authorize(headers, method, route.access, entered.credentials))),
  };
  return { reply: await route.handle(routeRequest, entered.server), principal };
}

type Part = { readonly ok: true; readonly value: unknown } | HttpRefusal;

async function readParts(
  route: Route,
  request: Request,
  given: Given,
  { limits }: AppServices,
): Promise<
  { readonly ok: true; readonly path: unknown; readonly query: unknown; readonly body: unknown } | HttpRefusal
> {
  const path = readPart(route.params, given.path, 'path');
  if (!path.ok) return path;
  const query = readPart(route.query, single(given.query), 'query');
  if (!query.ok) return query;
  const body = await readRouteBody(route, request, limits);
  if (!body.ok) return body;
  return { ok: true, path: path.value, query: query.value, body: body.value };
}

async function readRouteBody(route: Route, request: Request, limits: AppServices['limits']): Promise<Part> {
  if (route.isForm === true) return readForm(request, limits);
  if (route.body === undefined || (route.isBodyOptional === true && hasNoBody(request)))
    return { ok: true, value: undefined };
  const read = await readBody(request, limits, route.wrongTypeStatus);
  return read.ok ? readPart(route.body, read.value, 'body') : read;
}

function hasNoBody({ headers }: Request): boolean {
  return Number(headers.get('content-length') ?? 0) === 0 && !headers.has('transfer-encoding');
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
