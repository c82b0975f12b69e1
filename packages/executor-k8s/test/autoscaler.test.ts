import type { JsonObject } from '@agent-safe/core';
import { expect, test } from 'vitest';
import type { ActionContext } from '../src/api/action-context.ts';
import { ApiError } from '../src/api/api-error.ts';
import { explainAutoscaler } from '../src/api/autoscaler.ts';
import { Cluster } from '../src/api/cluster.ts';
import { waitForScale } from '../src/api/rollout.ts';
import { MemoryCluster } from './support/memory-cluster.ts';

const signal = new AbortController().signal;
const params = { namespace: 'dev', deployment: 'web' };

function autoscaler(name: string, target: JsonObject, limits: JsonObject): [string, JsonObject] {
  const spec = { scaleTargetRef: target, ...limits };
  return [`/apis/autoscaling/v2/namespaces/dev/horizontalpodautoscalers/${name}`, { metadata: { name }, spec }];
}

/** A cluster in which the deployment "web" has 3 replicas. */
function open(...autoscalers: readonly (readonly [string, JsonObject])[]) {
  const web = { metadata: { name: 'web', generation: 1 }, spec: { replicas: 3 }, status: { observedGeneration: 1 } };
  const objects = { '/apis/apps/v1/namespaces/dev/deployments/web': web, ...Object.fromEntries(autoscalers) };
  const transport = new MemoryCluster(objects, signal);
  const context = { cluster: new Cluster(transport), params, signal, progress: () => undefined };
  return { transport, context: context as unknown as ActionContext };
}

const own = autoscaler('limits', { kind: 'Deployment', name: 'web' }, { minReplicas: 2, maxReplicas: 3 });

test.each<[string, readonly (readonly [string, JsonObject])[], number, string | undefined]>([
  ['none', [], 5, undefined],
  [
    'one of another deployment',
    [autoscaler('a', { kind: 'Deployment', name: 'api' }, { maxReplicas: 3 })],
    5,
    undefined,
  ],
  ['one of another kind', [autoscaler('a', { kind: 'StatefulSet', name: 'web' }, { maxReplicas: 3 })], 5, undefined],
  [
    'its own',
    [own],
    5,
    'The autoscaler "limits" would revert the change. It sets 2 to 3 replicas. Change its limits instead.',
  ],
  [
    'its own without a minimum',
    [autoscaler('limits', { kind: 'Deployment', name: 'web' }, { maxReplicas: 9 })],
    5,
    'The autoscaler "limits" would revert the change. It sets 1 to 9 replicas. Change its limits instead.',
  ],
  [
    'its own, to 0 replicas',
    [own],
    0,
    'With 0 replicas, the autoscaler "limits" (2 to 3 replicas) is off until the deployment is scaled up. To scale to 0 for good, delete the autoscaler first.',
  ],
])('the autoscaler of a deployment is named with its limits: %s', async (_, autoscalers, replicas, expected) => {
  expect(await explainAutoscaler(open(...autoscalers).context, replicas)).toBe(expected);
});

test('an autoscaler that reverts a scaling while its replicas start is named', async () => {
  expect(await waitForScale(open(own).context, 5)).toEqual({
    ok: false,
    code: 'effect_missing',
    reason:
      'The deployment was scaled to 3 replicas before the requested replicas existed. The autoscaler "limits" would revert the change. It sets 2 to 3 replicas. Change its limits instead.',
  });
});

test('without permission to list autoscalers, none is named', async () => {
  const { context, transport } = open(own);
  const send = transport.send.bind(transport);
  transport.send = async (request) => {
    if (request.path.includes('autoscalers')) throw new ApiError('Forbidden: no', 'Forbidden');
    return send(request);
  };
  expect(await waitForScale(context, 5)).toMatchObject({
    reason: 'The deployment was scaled to 3 replicas before the requested replicas existed.',
  });
});
