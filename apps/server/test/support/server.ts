import { dirname } from 'node:path';
import { ApiKeys } from '@agent-safe/accounts';
import type { ApiKeyScope } from '@agent-safe/core';
import type { OpenOptions } from '@agent-safe/sdk';
import { servicesOf } from '@agent-safe/sdk/server';
import { shareFolder } from '@agent-safe/testkit/folders';
import { afterAll, beforeAll } from 'vitest';
import * as z from 'zod';
import { allRoutes } from '../../src/app/all-routes.ts';
import { makeApp } from '../../src/app/app.ts';
import { openPolicing } from '../../src/app/policing.ts';
import { RequestObserver } from '../../src/app/request-observer.ts';
import { openServerAccounts } from '../../src/callers/accounts.ts';
import type { Credentials } from '../../src/callers/authenticate.ts';
import { openCredentials } from '../../src/callers/credentials.ts';
import type { Role, UserPrincipal } from '../../src/callers/principal.ts';
import { ServerLog } from '../../src/log/server-log.ts';
import { ServerMetrics } from '../../src/metrics/server-metrics.ts';
import { loadProject } from '../../src/project/load-project.ts';
import type { LoadedProject, ServerContext } from '../../src/project/server-context.ts';
import type { Route } from '../../src/routes/route.ts';
import { writeProject } from './project.ts';

interface Answered {
  readonly status: number;
  readonly headers: Headers;
  // biome-ignore lint/suspicious/noExplicitAny: tests read the members of any answer.
  readonly body: any;
}

/** Headers that prove a caller. */
export type Proof = Readonly<Record<string, string>>;

/** The application without a socket. Every answer is compared with the schema of its route. */
export interface TestServer {
  readonly project: LoadedProject;
  readonly context: ServerContext;
  readonly routes: readonly Route[];
  readonly errors: readonly unknown[];
  readonly fetch: (request: Request) => Promise<Response>;
  readonly send: (method: string, path: string, proof?: Proof, body?: unknown) => Promise<Answered>;
  /** Issues an identity token for an agent. */
  readonly agent: (agent_id: string, more?: Readonly<Record<string, unknown>>) => Promise<Proof>;
  /** Creates an API key. */
  readonly pep: (name: string, scopes: readonly ApiKeyScope[]) => Promise<Proof>;
  /** Opens a session of a user with roles. */
  readonly user: (id: string, roles: readonly Role[], groups?: readonly string[]) => Proof;
  readonly keys: ApiKeys;
  /** Milliseconds that the clock of the project is ahead. */
  readonly time: { ahead: number };
  readonly folder: string;
  readonly close: () => Promise<void>;
}

/** Opens the server of a project. Sessions are those that `user` opens, because accounts are not what these tests are about. */
async function openServer(config: string, options: OpenOptions = {}): Promise<TestServer> {
  const time = { ahead: 0 };
  const project = await loadProject({ config, clock: () => Date.now() + time.ahead, ...options });
  const errors: unknown[] = [];
  const closing = new AbortController();
  const metrics = new ServerMetrics();
  const settings = project.settings.server;
  const known = openServerAccounts(project.safe);
  const publicUrl = () => 'http://server.test';
  const context: ServerContext = {
    project: () => project,
    settings,
    accounts: known,
    isSecure: false,
    publicUrl,
    closing: closing.signal,
    onError: (error) => errors.push(error),
    operations: {
      checkReady: async () => undefined,
      reloadError: () => undefined,
      readMetrics: async () => metrics.format(),
    },
  };
  const users = new Map<string, UserPrincipal>();
  const routes = allRoutes.map(checked);
  const accounts = servicesOf(project.safe).accounts;
  if (accounts === undefined) throw new Error('The project has no accounts.');
  const keys = new ApiKeys(accounts);
  const real = openCredentials(project.safe, settings, known, { isSecure: false, publicUrl });
  const credentials: Credentials = {
    ...real,
    session: async (headers, method) => users.get(headers.get('cookie') ?? '') ?? real.session(headers, method),
  };
  const app = makeApp(routes, {
    ...openPolicing(settings, { isBehindProxy: false, isSecure: false }),
    enter: () => ({ server: context, credentials, leave: () => undefined }),
    observer: new RequestObserver(new ServerLog(undefined, 'off', Date.now, () => undefined), metrics),
    limits: settings.limits,
    trace: () => undefined,
    onError: context.onError,
  });
  const fetch = async (request: Request) => app.fetch(request);
  return {
    project,
    context,
    routes,
    errors,
    fetch,
    keys,
    time,
    folder: dirname(config),
    async send(method, path, proof = {}, body) {
      const headers = { ...proof, ...(body === undefined ? {} : { 'content-type': 'application/json' }) };
      const init = { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) };
      const response = await fetch(new Request(`http://server.test${path}`, init));
      const text = await response.text();
      return { status: response.status, headers: response.headers, body: readAnswer(response, text) };
    },
    async agent(agent_id, more = {}) {
      return { authorization: `Bearer ${await project.safe.tokens.issue({ agent_id, ...more })}` };
    },
    async pep(name, scopes) {
      const created = await keys.create({ name, scopes });
      if (!created.ok) throw new Error(created.reason);
      return { authorization: `Bearer ${created.secret}` };
    },
    user(id, roles, groups = []) {
      const cookie = `test=${id}:${roles.join('+')}:${groups.join('+')}`;
      users.set(cookie, { kind: 'user', id, agentId: `user:${id}`, roles, groups });
      return { cookie };
    },
    async close() {
      closing.abort();
      await known.close();
      await keys.close();
      await project.safe.close();
      metrics.close();
    },
  };
}

/** Opens one server for all tests of a file. Call it outside a test. */
export function shareServer(
  ...project: Parameters<typeof writeProject> extends [string, ...infer Rest] ? Rest : never
): () => TestServer {
  const folder = shareFolder();
  let server: TestServer | undefined;
  beforeAll(async () => {
    server = await openServer(writeProject(folder(), ...project));
  });
  afterAll(() => server?.close());
  return () => {
    if (server === undefined) throw new Error('The server is not open yet.');
    return server;
  };
}

function readAnswer({ headers }: Response, text: string): unknown {
  if (text === '') return undefined;
  return headers.get('content-type')?.includes('json') === true ? JSON.parse(text) : text;
}

/** A route that fails if its answer does not fit its schema. */
function checked(route: Route): Route {
  return {
    ...route,
    async handle(request, server) {
      const reply = await route.handle(request, server);
      if (reply instanceof Response || reply.status >= 400) return reply;
      const answer = route.answers[reply.status];
      if (answer === undefined) throw new Error(`${route.id} does not document the status ${reply.status}.`);
      // A client reads the JSON, which has no undefined members.
      const body: unknown = reply.body === undefined ? undefined : JSON.parse(JSON.stringify(reply.body));
      const read = answer.schema?.safeParse(body);
      if (read?.success === false) throw new Error(`${route.id}: ${z.prettifyError(read.error)}`);
      return reply;
    },
  };
}
