import { writeFileSync } from 'node:fs';
import { DOCUMENT_NAMES, jsonSchema } from '../src/index.ts';

for (const name of DOCUMENT_NAMES) {
  const file = new URL(`../json/${name}.schema.json`, import.meta.url);
  writeFileSync(file, `${JSON.stringify(jsonSchema(name), undefined, 2)}\n`);
}
