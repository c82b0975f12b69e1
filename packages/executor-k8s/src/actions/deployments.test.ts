import type { JsonValue } from '@agent-safe/core';
import { expect, test } from 'vitest';
import type { ActionContext } from '../api/action-context.ts';
import type { ApiRequest } from '../api/request.ts';
import { rolloutUndo } from './deployments.ts';
import { updateImage } from './images.ts';

const annotations = { 'deployment.kubernetes.io/revision': '1' };
const templateWith = (image: string) => ({ metadata: { labels: { app: 'a' } }, spec: { containers: [{ image }] } });
const set = {
  metadata: { annotations, ownerReferences: [{ uid: 'u' }] },
  spec: { template: templateWith('a:1') },
};

/** Stand-in for a deployment with the revision annotation 1 and any template. */
function openStandIn(image: string, { generation = 1, observed = 1 } = {}) {
  const requests: ApiRequest[] = [];
  const deployment = {
    metadata: { uid: 'u', generation, annotations },
    spec: { template: templateWith(image) },
    status: { observedGeneration: observed },
  };
  const nobody = () => Promise.reject(new Error('unused'));
  const context: ActionContext = {
    params: { namespace: 'dev', deployment: 'app', revision: 1 },
    carry: new Map(),
    signal: AbortSignal.abort(),
    deadline: 0,
    clock: () => 0,
    progress: () => undefined,
    warn: () => undefined,
    cluster: {
      mayHaveChanged: false,
      markUncertain: () => undefined,
      waitForChanges: (wait) => wait(),
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
      describe: () => 'unused',
    },
  };
  return { requests, context };
}

test('T30 the revision of a deployment is unknown until its controller has processed the last change', async () => {
  const { context } = openStandIn('a:2', { generation: 2, observed: 1 });
  for (const action of [rolloutUndo, updateImage]) {
    expect(await action.readState?.({ ...context, params: { ...context.params, container: 'c' } })).toMatchObject({
      revision: { missing: 'The controller has not processed the last change of the deployment yet.' },
      uid: { value: 'u' },
    });
  }
});

test('T30 rollout-undo does not change another deployment of the same name', async () => {
  const { context, requests } = openStandIn('a:2');
  const answer = await rolloutUndo.execute({ ...context, params: { ...context.params, uid: 'of-the-one-before' } });
  expect(answer).toMatchObject({
    ok: false,
    code: 'failure',
    reason: expect.stringContaining('deleted and created again'),
  });
  expect(requests).toEqual([]);
});

test('T30 rollout-undo compares templates, because the revision annotation is updated later', async () => {
  const behind = openStandIn('a:2');
  expect(await rolloutUndo.execute(behind.context)).toMatchObject({
    reason: 'The deployment goes back to revision 1.',
  });
  expect(behind.requests).toHaveLength(1);
  expect(await rolloutUndo.waitForEffect?.(behind.context)).toMatchObject({ ok: false });
  const there = openStandIn('a:1');
  expect(await rolloutUndo.execute(there.context)).toMatchObject({
    reason: 'The deployment is at revision 1 already.',
  });
  expect(there.requests).toEqual([]);
});
