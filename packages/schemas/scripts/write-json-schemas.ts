import { writeFileSync } from 'node:fs';
import { DOCUMENT_NAMES, EVENT_SCHEMA_NAMES, eventJsonSchema, jsonSchema } from '../src/index.ts';

const schemas = [
  ...DOCUMENT_NAMES.map((name) => [name, jsonSchema(name)] as const),
  ...EVENT_SCHEMA_NAMES.map((name) => [name, eventJsonSchema(name)] as const),
];
for (const [name, schema] of schemas) {
  const file = new URL(`../json/${name}.schema.json`, import.meta.url);
  writeFileSync(file, `${JSON.stringify(schema, undefined, 2)}\n`);
}
