import type { JsonValue } from '@agent-safe/core';
import { expect, test } from 'vitest';
import type { Work } from '../action.ts';
import type { Command } from '../kubectl.ts';
import { rolloutUndo } from './deployments.ts';

const annotations = { 'deployment.kubernetes.io/revision': '1' };
const templateWith = (image: string) => ({ metadata: { labels: { app: 'a' } }, spec: { containers: [{ image }] } });
const set = {
  metadata: { annotations, ownerReferences: [{ uid: 'u' }] },
  spec: { template: templateWith('a:1') },
};

/** A deployment that says that it is at revision 1, whatever it is made from. It stands in for a real one. */
function openStandIn(image: string) {
  const commands: Command[] = [];
  const deployment = { metadata: { uid: 'u', annotations }, spec: { template: templateWith(image) } };
  const work: Work = {
    params: { namespace: 'dev', deployment: 'app', revision: 1 },
    notes: new Map(),
    context: { signal: AbortSignal.abort(), deadline: 0, clock: () => 0, progress: () => undefined },
    cluster: {
      signal: AbortSignal.abort(),
      mayHaveChanged: false,
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

test('T30 rollout-undo goes by what a deployment is made from: its revision is written down some time later', async () => {
  const behind = openStandIn('a:2');
  expect(await rolloutUndo.execute(behind.work)).toMatchObject({ reason: 'It goes back to revision 1.' });
  expect(behind.commands).toHaveLength(1);
  expect(await rolloutUndo.settle?.(behind.work)).toMatch(/\S/);
  const there = openStandIn('a:1');
  expect(await rolloutUndo.execute(there.work)).toMatchObject({ reason: 'It is at revision 1 already.' });
  expect(there.commands).toEqual([]);
});
