import * as z from 'zod';
import type { Route } from '../routes/route.ts';
import { Components } from './components.ts';

type Json = Readonly<Record<string, unknown>>;

/** The OpenAPI 3.1 document of the routes. */
export function describeApi(routes: readonly Route[], version: string): Json {
  const paths: Record<string, Record<string, Json>> = {};
  const schemas = new Components();
  for (const route of routes)
    paths[route.path] = { ...paths[route.path], [route.method]: describeRoute(route, schemas) };
  const error = schemas.describe(errorSchema, 'output');
  return {
    openapi: '3.1.0',
    info: { title: 'Agent-Safe', version, license: { name: 'Apache-2.0', identifier: 'Apache-2.0' } },
    paths,
    components: {
      securitySchemes: {
        bearer: { type: 'http', scheme: 'bearer', description: 'An identity token of an agent, or an API key.' },
        session: { type: 'apiKey', in: 'cookie', name: 'agent_safe_session', description: 'The session of a user.' },
      },
      schemas: { ...schemas.shared, Error: error, Problem: schemas.describe(problemSchema, 'output') },
      responses: {
        Refused: { description: 'The request was refused.', content: REFUSED },
      },
    },
  };
}

/** The access requests of AuthZEN refuse with problem details (RFC 9457), which have the same member. */
const REFUSED = {
  ...json({ $ref: '#/components/schemas/Error' }),
  'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } },
};

const FORM = { 'application/x-www-form-urlencoded': { schema: { type: 'object' } } };

const errorSchema = z.object({
  error: z.object({
    code: z.string().describe('Machine code of the refusal.'),
    reason: z.string().describe('Cause of the refusal, and a remedy.'),
  }),
});

const problemSchema = errorSchema.extend({ type: z.string(), title: z.string(), status: z.int(), detail: z.string() });

function describeRoute(route: Route, schemas: Components): Json {
  const { access, answers, body, id, summary, tag } = route;
  const refusals = [
    ...(body === undefined && route.isForm !== true ? [] : [400, 408, 413, 415]),
    ...(route.query === undefined && route.params === undefined ? [] : [400]),
    ...(access === 'public' ? [] : [401, 403]),
    ...(route.params === undefined ? [] : [404]),
    ...(route.refusals ?? []),
    429,
    503,
  ];
  return {
    operationId: id,
    summary,
    tags: [tag],
    security: access === 'public' ? [] : describeAccess(access),
    ...(access === 'public' ? {} : { 'x-access': access }),
    parameters: [...describeParameters(route, 'path', schemas), ...describeParameters(route, 'query', schemas)],
    ...(route.isForm === true ? { requestBody: { required: true, content: FORM } } : {}),
    ...(body === undefined
      ? {}
      : { requestBody: { required: route.isBodyOptional !== true, content: json(schemas.describe(body, 'input')) } }),
    responses: {
      ...Object.fromEntries(Object.entries(answers).map(([status, given]) => [status, describeAnswer(given, schemas)])),
      ...Object.fromEntries(
        [...new Set(refusals)].map((status) => [status, { $ref: '#/components/responses/Refused' }]),
      ),
    },
  };
}

function describeAccess({ agent, pep, user }: Exclude<Route['access'], 'public'>): readonly Json[] {
  return [
    ...(agent === true || pep !== undefined ? [{ bearer: [] }] : []),
    ...(user === undefined ? [] : [{ session: [] }]),
  ];
}

function describeAnswer({ contentType, description, schema }: Route['answers'][number], schemas: Components): Json {
  if (schema === undefined)
    return {
      description,
      ...(contentType === undefined ? {} : { content: { [contentType]: { schema: { type: 'string' } } } }),
    };
  return {
    description,
    content: { [contentType ?? 'application/json']: { schema: schemas.describe(schema, 'output') } },
  };
}

function describeParameters({ params, query }: Route, place: 'path' | 'query', schemas: Components): readonly Json[] {
  const schema = place === 'path' ? params : query;
  if (schema === undefined) return [];
  const { properties = {}, required = [] } = schemas.describe(schema, 'input') as {
    readonly properties?: Readonly<Record<string, Json>>;
    readonly required?: readonly string[];
  };
  return Object.entries(properties).map(([name, given]) => {
    const { description, ...rest } = given;
    return {
      name,
      in: place,
      required: place === 'path' || required.includes(name),
      ...(description === undefined ? {} : { description }),
      schema: rest,
    };
  });
}

function json(schema: Json): Json {
  return { 'application/json': { schema } };
}
