import { fileURLToPath } from 'node:url';
import { actionsPath } from '@agent-safe/catalog';
import { digestAction } from '@agent-safe/core';
import { loadProject } from '@agent-safe/registry';
import { expect, test } from 'vitest';

const { actions } = loadProject({ registry: actionsPath });

/** Names of the checks that always blocked in 0.11. */
const BLOCKING = [
  ...['command-allowlist', 'has-controller', 'hpa-check', 'min-max-valid', 'minimum-replicas', 'namespace-not-exists'],
  ...['not-system-namespace', 'pdb-check', 'policy-valid', 'termination-protection'],
];

/** Checks of this version that block. */
const NEWLY_BLOCKING = ['not-administrator', 'policy-not-all-actions', 'policy-not-public'];
const ALL_BLOCKING = [...BLOCKING, ...NEWLY_BLOCKING];

test('the catalog declares exactly these checks as blocking', () => {
  const declared = actions.flatMap(({ prechecks }) => prechecks);
  for (const { blocking, name } of declared) {
    expect([name, blocking]).toEqual([name, ALL_BLOCKING.includes(name) ? true : undefined]);
  }
  expect(new Set(declared.filter(({ blocking }) => blocking).map(({ name }) => name))).toEqual(new Set(ALL_BLOCKING));
});

test('T24 a definition without `blocking` keeps its digest', () => {
  const folder = new URL('fixtures/without-blocking', import.meta.url);
  const [older] = loadProject({ registry: fileURLToPath(folder) }).actions;
  if (older === undefined) throw new Error('The folder must have drain-node.');
  expect(digestAction(older)).toBe('ydkKgW3VTrCFkCuKSIo371th0XUNimNrN5xGOHYTsYs');
  expect(older.prechecks.map((check) => Object.hasOwn(check, 'blocking'))).toEqual([false, false, false]);
  const prechecks = older.prechecks.map((check) => ({ ...check, blocking: true }));
  expect(digestAction({ ...older, prechecks })).not.toBe(digestAction(older));
});
