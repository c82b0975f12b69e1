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

test('the catalog declares exactly these checks as blocking', () => {
  const declared = actions.flatMap(({ prechecks }) => prechecks);
  for (const { blocking, name } of declared) {
    expect([name, blocking]).toEqual([name, BLOCKING.includes(name) ? true : undefined]);
  }
  expect(new Set(declared.filter(({ blocking }) => blocking).map(({ name }) => name))).toEqual(new Set(BLOCKING));
});

test('T24 a definition without `blocking` keeps its digest', () => {
  const drain = actions.find(({ name }) => name === 'drain-node');
  if (drain === undefined) throw new Error('The catalog must have drain-node.');
  // The file without `blocking`, read by the current reader.
  const older = { ...drain, prechecks: drain.prechecks.map(({ description, name }) => ({ name, description })) };
  expect(digestAction(older)).toBe('ydkKgW3VTrCFkCuKSIo371th0XUNimNrN5xGOHYTsYs');
  expect(digestAction(drain)).not.toBe(digestAction(older));
  expect(drain.prechecks.map((check) => Object.hasOwn(check, 'blocking'))).toEqual([false, false, true]);
});
