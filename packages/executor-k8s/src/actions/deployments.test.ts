import type { JsonValue } from '@agent-safe/core';
import { expect, test } from 'vitest';
import type { Work } from '../api/action-context.ts';
import type { Command } from '../kubectl/kubectl.ts';
import { rolloutUndo, updateImage } from './deployments.ts';

const annotations = { 'deployment.kubernetes.io/revision': '1' };
const templateWith = (image: string) => ({ metadata: { labels: { app: 'a' } }, spec: { containers: [{ image }] } });
const set = {
  metadata: { annotations, ownerReferences: [{ uid: 'u' }] },
  spec: { template: templateWith('a:1') },
};

/** A deployment that says that it is at revision 1, whatever it is made from. It stands in for a real one. */
function openStandIn(image: string, { generation = 1, observed = 1 } = {}) {
  const commands: Command[] = [];
  const deployment = {
    metadata: { uid: 'u', generation, annotations },
    spec: { template: templateWith(image) },
    status: { observedGeneration: observed },
  };
  const work: Work = {
    params: { namespace: 'dev', deployment: 'app', revision: 1 },
    notes: new Map(),
    context: { signal: AbortSignal.abort(), deadline: 0, clock: () => 0, progress: () => undefined },
    cluster: {
      signal: AbortSignal.abort(),
      mayHaveChanged: false,
      doubt: () => undefined,
      read: async (): Promise<JsonValue> => deployment,
      find: async () => deployment,
      list: async () => [set],
      change: async (command) => {
        commands.push(command);
        return deployment;
      },
      readText: () => Promise.reject(new Error('nobody asks')),
      ask: () => Promise.reject(new Error('nobody asks')),
      run: () => Promise.reject(new Error('nobody asks')),
    },
  };
  return { commands, work };
}

test('T30 the revision of a deployment is not known until its controller has seen the last change', async () => {
  const { work } = openStandIn('a:2', { generation: 2, observed: 1 });
  for (const action of [rolloutUndo, updateImage]) {
    expect(await action.readState?.({ ...work, params: { ...work.params, container: 'c' } })).toMatchObject({
      revision: { missing: 'Its controller has not seen its last change yet.' },
      uid: { value: 'u' },
    });
  }
});

test('T30 rollout-undo leaves another deployment of the same name alone', async () => {
  const { commands, work } = openStandIn('a:2');
  const answer = await rolloutUndo.execute({ ...work, params: { ...work.params, uid: 'of-the-one-before' } });
  expect(answer).toMatchObject({ outcome: 'failure', reason: expect.stringContaining('another deployment') });
  expect(commands).toEqual([]);
});

test('T30 rollout-undo goes by what a deployment is made from: its revision is written down some time later', async () => {
  const behind = openStandIn('a:2');
  expect(await rolloutUndo.execute(behind.work)).toMatchObject({ reason: 'It goes back to revision 1.' });
  expect(behind.commands).toHaveLength(1);
  expect(await rolloutUndo.settle?.(behind.work)).toMatch(/\S/);
  const there = openStandIn('a:1');
  expect(await rolloutUndo.execute(there.work)).toMatchObject({ reason: 'It is at revision 1 already.' });
  expect(there.commands).toEqual([]);
});
