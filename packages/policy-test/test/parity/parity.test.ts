import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { loadProject, readPolicyTests } from '@agent-safe/registry';
import { expect, test } from 'vitest';
import { runPolicyTests } from '../../src/index.ts';

const worlds = fileURLToPath(new URL('worlds', import.meta.url));

test.each(readdirSync(worlds))('%s is decided as agent-safe 0.11.0 decides it', (name) => {
  const at = (path: string) => `${worlds}/${name}/${path}`;
  const policySet = loadProject({ registry: at('actions'), policies: at('policies'), inventory: at('inventory.yaml') });
  const { cases, problems } = readPolicyTests(at('tests'));
  expect(problems).toEqual([]);
  const results = runPolicyTests(policySet, cases, { now: 0 });
  expect(results).toHaveLength(150);
  expect(results.filter(({ passed }) => !passed)).toEqual([]);
  // The world is worth its space only if several rules decide in it, and none does sometimes.
  expect(new Set(results.map(({ actual }) => actual.rule)).size).toBeGreaterThan(6);
});
