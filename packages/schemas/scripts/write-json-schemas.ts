import { writeFileSync } from 'node:fs';
import { jsonSchema, SCHEMA_NAMES } from '../src/index.ts';

for (const name of SCHEMA_NAMES) {
  const file = new URL(`../json/${name}.schema.json`, import.meta.url);
  writeFileSync(file, `${JSON.stringify(jsonSchema(name), undefined, 2)}\n`);
}
