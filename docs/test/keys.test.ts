import { expect, test } from 'vitest';
import { read } from './support/repository.ts';

/** Names of all keys that a JSON Schema declares, at every depth. */
function keysOf(schema: unknown): readonly string[] {
  if (Array.isArray(schema)) return schema.flatMap(keysOf);
  if (typeof schema !== 'object' || schema === null) return [];
  return Object.entries(schema).flatMap(([name, value]) => [
    ...(name === 'properties' ? Object.keys(value as object) : []),
    ...keysOf(value),
  ]);
}

const settingsPages = ['docs/reference/settings.md', 'docs/reference/audit-log.md'];
const documentsPages = ['docs/reference/documents.md'];

test.each([
  ['agent-safe', 50, settingsPages],
  ['action', 30, documentsPages],
  ['policies', 20, documentsPages],
  ['inventory', 10, documentsPages],
  ['policy-tests', 15, documentsPages],
  ['plan', 5, documentsPages],
])('the reference names every key of %s.schema.json', (name, least, pages) => {
  const text = pages.map(read).join('');
  const keys = new Set(keysOf(JSON.parse(read(`packages/schemas/json/${name}.schema.json`))));
  expect(keys.size).toBeGreaterThanOrEqual(least);
  expect([...keys].filter((key) => !new RegExp(`\\b${key}\\b`).test(text))).toEqual([]);
});
