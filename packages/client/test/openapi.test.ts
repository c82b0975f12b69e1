import { expect, test } from 'vitest';
import { connect, type Fetch, type HttpClient } from '../src/index.ts';
import { RESTART, startServer } from './support/server.ts';

interface Parameter {
  readonly name: string;
  readonly in: string;
}
interface Operation {
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: object }>> };
}
type Paths = Readonly<Record<string, Readonly<Record<string, Operation>>>>;

/** Calls of the client, each with all that it can send. */
const CALLS: readonly ((client: HttpClient) => unknown)[] = [
  (client) => client.check({ ...RESTART, ticket_id: 'CHG-1' }, { subject: { type: 'user', id: 'a' } }),
  (client) => client.preview(RESTART),
  (client) => client.checkPlan([RESTART]),
  (client) => client.explain(RESTART, { at: '2026-01-01T00:00:00Z' }),
  (client) => client.execute('ticket', { executor: 'dry-run', params: {}, timeout: 1 }),
  (client) => client.dryRun('ticket', { executor: 'dry-run' }),
  (client) => client.approvals.list({ status: 'denied', caller: 'a', digest: 'd', limit: 1 }),
  (client) => client.approvals.get('apr-1'),
  (client) => client.approvals.wait('apr-1', { timeout: 1 }),
  ...(['approve', 'deny', 'withdraw', 'reopen', 'cancel'] as const).map(
    (verb) => (client: HttpClient) => client.approvals[verb]('apr-1', 'Why'),
  ),
  (client) => client.listActions({ tag: 'a', risk: 'low' }),
  (client) => client.listTargets({ type: 'a', environment: 'dev', sensitivity: 'public' }),
  (client) =>
    client.whoCan({
      action: 'a',
      target: 'b',
      type: 'c',
      params: {},
      ticket_id: 'd',
      limit: 1,
      after: 'e',
      at: '2026-01-01T00:00:00Z',
    }),
  (client) => client.whatCan({ caller: 'a', action: 'b', target: 'c' }),
  (client) =>
    client.listEvents({
      before: 2,
      after: 1,
      limit: 1,
      type: 'decision',
      caller: 'a',
      target: 'b',
      action: 'c',
      result: 'allow',
      code: 'rule',
      audit_id: 'e',
      correlation_id: 'f',
      since: '2026-01-01T00:00:00Z',
      until: '2026-01-01T00:00:00Z',
    }),
  (client) => client.liveEvents({ type: 'decision', after: 1 }).next(),
  (client) => client.listLimits('a'),
  (client) => client.listRevocations(),
  (client) => client.revoke({ agent: 'a' }),
  (client) => client.liftRevocation('a'),
];

/** Routes that a later server has. */
const LATER = ['/api/v1/runs', '/api/v1/runs/dry-run'];

test('every request of the client is an operation of the OpenAPI document, with known members', async () => {
  const { url } = await startServer();
  const document = (await (await fetch(`${url}/api/v1/openapi.json`)).json()) as {
    readonly paths: Paths;
    readonly components: object;
  };
  const checked = new Set<string>();
  const check: Fetch = async (address, { body, method }) => {
    const { pathname, searchParams } = new URL(address);
    const template = Object.keys(document.paths).find((path) => matches(path, pathname));
    if (template === undefined && LATER.includes(pathname)) return refused();
    const operation = document.paths[template ?? '']?.[method.toLowerCase()];
    expect(operation, `${method} ${pathname}`).toBeDefined();
    const known = (operation?.parameters ?? []).filter((parameter) => parameter.in === 'query').map(({ name }) => name);
    expect(known).toEqual(expect.arrayContaining([...searchParams.keys()]));
    const schema = operation?.requestBody?.content['application/json']?.schema;
    expect(schema === undefined).toBe(body === undefined);
    if (body !== undefined)
      expect(membersOf(schema, document)).toEqual(expect.arrayContaining(Object.keys(JSON.parse(body) as object)));
    checked.add(`${method} ${template}`);
    return refused();
  };
  const client = connect({ url, token: 'token', fetch: check, retries: 0 });
  for (const call of CALLS) await Promise.resolve(call(client)).catch(() => undefined);
  expect(checked.size).toBeGreaterThan(20);
});

function refused() {
  const text = JSON.stringify({ error: { code: 'forbidden', reason: 'A test.' } });
  return { status: 403, headers: { get: () => 'application/json' }, text: async () => text, body: null };
}

function matches(template: string, path: string): boolean {
  const [parts, given] = [template.split('/'), path.split('/')];
  return parts.length === given.length && parts.every((part, index) => part.startsWith('{') || part === given[index]);
}

/** Names of the members of a schema, through references and alternatives. */
function membersOf(schema: unknown, document: object): readonly string[] {
  const {
    $ref,
    anyOf = [],
    properties = {},
  } = schema as { readonly $ref?: string; readonly anyOf?: readonly unknown[]; readonly properties?: object };
  if ($ref !== undefined) {
    const found = $ref
      .slice(2)
      .split('/')
      .reduce<unknown>((value, key) => (value as Readonly<Record<string, unknown>>)[key], document);
    return membersOf(found, document);
  }
  return [...Object.keys(properties), ...anyOf.flatMap((each) => membersOf(each, document))];
}
