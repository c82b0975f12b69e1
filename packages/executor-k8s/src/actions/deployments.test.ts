import type { JsonValue } from '@agent-safe/core';
import { expect, test } from 'vitest';
import type { ActionContext } from '../api/action-context.ts';
import type { ApiRequest } from '../api/request.ts';
import { rolloutUndo, updateImage } from './deployments.ts';

const annotations = { 'deployment.kubernetes.io/revision': '1' };
const templateWith = (image: string) => ({ metadata: { labels: { app: 'a' } }, spec: { containers: [{ image }] } });
const set = {
  metadata: { annotations, ownerReferences: [{ uid: 'u' }] },
  spec: { template: templateWith('a:1') },
};

/** A deployment that says that it is at revision 1, whatever it is made from. It stands in for a real one. */
function openStandIn(image: string, { generation = 1, observed = 1 } = {}) {
  const requests: ApiRequest[] = [];
  const deployment = {
    metadata: { uid: 'u', generation, annotations },
    spec: { template: templateWith(image) },
    status: { observedGeneration: observed },
  };
  const nobody = () => Promise.reject(new Error('nobody asks'));
  const context: ActionContext = {
    params: { namespace: 'dev', deployment: 'app', revision: 1 },
    carry: new Map(),
    signal: AbortSignal.abort(),
    deadline: 0,
    clock: () => 0,
    progress: () => undefined,
    cluster: {
      mayHaveChanged: false,
      markUncertain: () => undefined,
      read: async (): Promise<JsonValue> => deployment,
      find: async () => deployment,
      list: async () => [set],
      change: async (request) => {
        requests.push(request);
        return deployment;
      },
      readLog: nobody,
      ask: nobody,
      exec: nobody,
      forwardPort: nobody,
      describe: () => 'nobody asks',
    },
  };
  return { requests, context };
}

test('T30 the revision of a deployment is not known until its controller has seen the last change', async () => {
  const { context } = openStandIn('a:2', { generation: 2, observed: 1 });
  for (const action of [rolloutUndo, updateImage]) {
    expect(await action.readState?.({ ...context, params: { ...context.params, container: 'c' } })).toMatchObject({
      revision: { missing: 'Its controller has not seen its last change yet.' },
      uid: { value: 'u' },
    });
  }
});

test('T30 rollout-undo leaves another deployment of the same name alone', async () => {
  const { context, requests } = openStandIn('a:2');
  const answer = await rolloutUndo.execute({ ...context, params: { ...context.params, uid: 'of-the-one-before' } });
  expect(answer).toMatchObject({ ok: false, code: 'failure', reason: expect.stringContaining('another deployment') });
  expect(requests).toEqual([]);
});

test('T30 rollout-undo goes by what a deployment is made from: its revision is written down some time later', async () => {
  const behind = openStandIn('a:2');
  expect(await rolloutUndo.execute(behind.context)).toMatchObject({ reason: 'It goes back to revision 1.' });
  expect(behind.requests).toHaveLength(1);
  expect(await rolloutUndo.waitForEffect?.(behind.context)).toMatchObject({ ok: false });
  const there = openStandIn('a:1');
  expect(await rolloutUndo.execute(there.context)).toMatchObject({ reason: 'It is at revision 1 already.' });
  expect(there.requests).toEqual([]);
});
