import type { JsonObject } from '@agent-safe/core';
import { type RawRequest, statusOf } from './raw.ts';

/** The requests by which each action takes effect. The API checks the permission before anything else. */
export function requestsOf(
  all: Readonly<Record<string, JsonObject>>,
  changes: JsonObject = {},
): Readonly<Record<string, readonly RawRequest[]>> {
  const { pod, namespace, node } = { ...all['exec-pod'], ...all['cordon-node'], ...changes } as Record<string, string>;
  const { pod: forced } = { ...all['force-delete-pod'], ...changes } as Record<string, string>;
  const name = (given: string) => (typeof changes.name === 'string' ? changes.name : given);
  const dry = 'dryRun=All&fieldManager=test';
  const core = `/api/v1/namespaces/${namespace}`;
  const deployment = `/apis/apps/v1/namespaces/${namespace}/deployments/${name('web')}`;
  const hpa = `/apis/autoscaling/v2/namespaces/${namespace}/horizontalpodautoscalers/${name('limits')}`;
  const policy = `/apis/networking.k8s.io/v1/namespaces/${namespace}/networkpolicies/${name('closed')}`;
  const apply = { contentType: 'application/apply-patch+yaml', body: {} } as const;
  const merge = { method: 'PATCH', contentType: 'application/merge-patch+json', body: {} } as const;
  return {
    'apply-network-policy': [{ method: 'PATCH', path: `${policy}?${dry}`, ...apply }],
    'cordon-node': [{ ...merge, path: `/api/v1/nodes/${node}?${dry}` }],
    'create-namespace': [{ method: 'POST', path: `/api/v1/namespaces?${dry}`, body: {} }],
    'delete-namespace': [{ method: 'DELETE', path: `${core}?dryRun=All` }],
    'delete-pod': [{ method: 'POST', path: `${core}/pods/${pod}/eviction?${dry}`, body: {} }],
    // A drain also cordons the node.
    'drain-node': [
      { ...merge, path: `/api/v1/nodes/${node}?${dry}` },
      { method: 'POST', path: `${core}/pods/${pod}/eviction?${dry}`, body: {} },
    ],
    'exec-pod': [{ method: 'POST', path: `${core}/pods/${pod}/exec?command=true` }],
    'force-delete-pod': [{ method: 'DELETE', path: `${core}/pods/${forced}?dryRun=All` }],
    'get-configmap': [{ method: 'GET', path: `${core}/configmaps/${name('settings')}` }],
    'get-pod-logs': [{ method: 'GET', path: `${core}/pods/${pod}/log` }],
    'get-secret': [{ method: 'GET', path: `${core}/secrets/${name('settings')}` }],
    'port-forward': [{ method: 'POST', path: `${core}/pods/${pod}/portforward?ports=80` }],
    'restart-deployment': [{ ...merge, path: `${deployment}?${dry}` }],
    'rollout-status': [{ method: 'GET', path: deployment }],
    'rollout-undo': [{ ...merge, path: `${deployment}?${dry}` }],
    'scale-deployment': [{ ...merge, path: `${deployment}/scale?${dry}` }],
    'scale-hpa': [{ ...merge, path: `${hpa}?${dry}` }],
    'uncordon-node': [{ ...merge, path: `/api/v1/nodes/${node}?${dry}` }],
    'update-configmap': [{ ...merge, path: `${core}/configmaps/${name('settings')}?${dry}` }],
    'update-hpa-limits': [{ ...merge, path: `${hpa}?${dry}` }],
    'update-image': [{ ...merge, path: `${deployment}?${dry}` }],
  };
}

const ROLLOUTS = ['restart-deployment', 'rollout-undo', 'update-image'];
const SCHEDULING = ['cordon-node', 'uncordon-node'];
/** Other actions that the credentials of an action permit on the same object, as decision 24 lists them. */
export const SAME: Readonly<Record<string, readonly string[]>> = {
  ...Object.fromEntries(ROLLOUTS.map((name) => [name, [...ROLLOUTS, 'rollout-status']])),
  ...Object.fromEntries(['drain-node', ...SCHEDULING].map((name) => [name, SCHEDULING])),
  ...Object.fromEntries(['scale-hpa', 'update-hpa-limits'].map((name) => [name, ['scale-hpa', 'update-hpa-limits']])),
  'drain-node': [...SCHEDULING, 'delete-pod', 'force-delete-pod'],
  'scale-deployment': ['rollout-status'],
  'update-configmap': ['get-configmap'],
};

/** Sends all requests of an action with a token. @returns 403 if the API forbids one of them, otherwise the status of the first */
export async function statusOfAction(token: string, requests: readonly RawRequest[] | undefined): Promise<number> {
  const statuses = await Promise.all((requests ?? []).map((each) => statusOf(token, each)));
  const [first] = statuses;
  if (first === undefined) throw new Error('The action has no request.');
  return statuses.includes(403) ? 403 : first;
}
