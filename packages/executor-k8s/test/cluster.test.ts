import type { JsonValue } from '@agent-safe/core';
import { expect, test } from 'vitest';
import { Cluster } from '../src/api/cluster.ts';
import { patch } from '../src/api/request.ts';
import { MemoryCluster } from './support/memory-cluster.ts';

const PATH = '/api/v1/nodes/a';
const ID = 'agent-safe.dev/audit-id';
const node = (annotations: object) => ({ metadata: { name: 'a', uid: 'uid-1', ...annotations }, spec: {} });
const THEIRS = node({ annotations: { seen: 'now' } });
const label = (uid: string) =>
  patch('json', PATH, [
    { op: 'test', path: '/metadata/uid', value: uid },
    { op: 'add', path: '/spec/size', value: 1 },
  ]);

/** A cluster with a node that was read before it had an annotation. */
async function openRead() {
  const memory = new MemoryCluster({ [PATH]: node({}) }, new AbortController().signal);
  const cluster = new Cluster(memory, 'evt-1');
  await cluster.read(PATH);
  return { cluster, memory };
}

test('the first annotation of an object does not replace an annotation that another writer adds at the same time', async () => {
  const { cluster, memory } = await openRead();
  memory.objects.set(PATH, THEIRS);
  await cluster.change(label('uid-1'));
  expect(memory.objects.get(PATH)).toEqual({
    metadata: { name: 'a', uid: 'uid-1', annotations: { seen: 'now', [ID]: 'evt-1' } },
    spec: { size: 1 },
  });
  expect(memory.changes).toHaveLength(2);
});

test.each<[string, JsonValue, number]>([
  ['is not repeated', node({}), 1],
  ['is repeated once if another writer adds an annotation', THEIRS, 2],
])('T29 a patch that is refused for another cause %s, and changes nothing', async (_, now, requests) => {
  const { cluster, memory } = await openRead();
  memory.objects.set(PATH, now as typeof THEIRS);
  await expect(cluster.change(label('uid-2'))).rejects.toThrow('Invalid');
  expect(memory.objects.get(PATH)).toEqual(now);
  expect(memory.changes).toHaveLength(requests);
  expect(cluster.mayHaveChanged).toBe(false);
});
