import type { Route } from '../../src/routes/route.ts';

type Json = Readonly<Record<string, unknown>>;

/** The path of a route with a value for each parameter. */
export function pathOf(route: Route): string {
  return route.path.replaceAll(/\{\w+\}/g, 'unknown-1');
}

/** A body that the schema of the operation in the OpenAPI document accepts. */
export function bodyOf(route: Route, document: Json): unknown {
  const operation = (document.paths as Record<string, Record<string, Json>>)[route.path]?.[route.method];
  const { requestBody } = { ...operation } as { requestBody?: { content: Record<string, { schema: Json }> } };
  const schema = requestBody?.content['application/json']?.schema;
  return schema === undefined ? undefined : sample(schema, document);
}

function sample(schema: Json, document: Json): unknown {
  const {
    $ref,
    anyOf,
    const: constant,
    enum: names,
    type,
  } = schema as {
    $ref?: string;
    anyOf?: readonly Json[];
    const?: unknown;
    enum?: readonly unknown[];
    type?: string;
  };
  if ($ref !== undefined) {
    const { schemas } = document.components as { schemas: Record<string, Json> };
    return sample(schemas[$ref.slice($ref.lastIndexOf('/') + 1)] ?? {}, document);
  }
  if (anyOf?.[0] !== undefined) return sample(anyOf[0], document);
  if (constant !== undefined) return constant;
  if (names !== undefined) return names[0];
  if (type === 'object') return sampleObject(schema, document);
  if (type === 'array') return (schema.minItems ?? 0) === 0 ? [] : [sample((schema.items ?? {}) as Json, document)];
  if (type === 'integer' || type === 'number') return schema.minimum ?? 1;
  if (type === 'boolean') return true;
  if (schema.format === 'date-time') return '2026-01-05T12:00:00Z';
  return 'text';
}

function sampleObject({ properties = {}, required = [] }: Json, document: Json): Json {
  const given = properties as Record<string, Json>;
  return Object.fromEntries((required as string[]).map((name) => [name, sample(given[name] ?? {}, document)]));
}
