import { expect } from 'vitest';
import { listAt, textAt } from '../../../src/api/json.ts';
import { call } from '../support/api.ts';
import { eventually, kubectl } from '../support/kubectl.ts';
import { ranOf } from '../support/live.ts';
import type { Entry, Place } from './columns.ts';
import { describe, listAll, make, observe, readOrNull, withoutNames } from './objects.ts';
import { makeLonely, makeWeb } from './workloads.ts';

const onNode = ({ node }: Place) => ({ node });
const onBeside = ({ beside }: Place) => ({ namespace: beside });
const namespacePath = (name: string) => `/api/v1/namespaces/${name}`;
const nodePath = ({ node }: Place) => `/api/v1/nodes/${node}`;

async function observeNode(place: Place) {
  return withoutNames([describe('Node', await call('GET', nodePath(place)))], place);
}

async function observeDrain(place: Place) {
  const node = describe('Node', await call('GET', nodePath(place)));
  return [withoutNames([node], place), await observe(place, 'Deployment', 'ReplicaSet', 'Pod')];
}

/** Reads a namespace and the ConfigMaps that every namespace gets. */
async function observeBeside(place: Place) {
  const found = await readOrNull(namespacePath(place.beside));
  const maps = found === null ? [] : await listAll('ConfigMap', place.beside);
  return withoutNames([describe('Namespace', found), ...maps.map((each) => describe('ConfigMap', each))], place);
}

async function makeBeside(place: Place): Promise<void> {
  await call('POST', '/api/v1/namespaces', { metadata: { name: place.beside } });
  await make('ConfigMap', { ...place, namespace: place.beside }, 'settings', { data: { color: 'blue' } });
}

/** Puts a node into the same state by another hand. */
async function cordonAgain({ node }: Place): Promise<void> {
  await kubectl(['uncordon', node]);
  await kubectl(['cordon', node]);
}

/** Cordons a node, and waits for the taint of its controller. */
async function makeCordoned(place: Place): Promise<void> {
  await kubectl(['cordon', place.node]);
  await eventually(
    () => call('GET', nodePath(place)),
    ({ spec }) => JSON.stringify(spec).includes('node.kubernetes.io/unschedulable'),
  );
}

const TOLERANT = { tolerations: [{ key: 'of-tests', operator: 'Exists' }] };
const WRONG_NODE = { params: { node: '--all' }, reason: /is not a (?:valid )?Kubernetes name/ } as const;
const NO_NODE = { params: { node: 'none' }, reason: /NotFound/ } as const;
const WRONG_NAMESPACE = { params: { namespace: 'Not_A_Name' }, reason: /does not match the pattern/ } as const;
const GONE = {
  code: 'not_reversible',
  reason: /has no rollback action/,
  why: 'The deleted objects cannot be restored.',
} as const;

export const CLUSTER: Readonly<Record<string, Entry>> = {
  'cordon-node': {
    needs: 'node',
    withNode: true,
    prepare: async () => undefined,
    params: onNode,
    observe: observeNode,
    columns: {
      dryRun: { difference: /^\+ spec\.unschedulable: true$/m },
      effect: async (_, { after_state: after }) => expect(after).toMatchObject({ schedulable: false }),
      twin: { kubectl: ({ node }) => kubectl(['cordon', node]) },
      refusal: NO_NODE,
      wrongParameter: WRONG_NODE,
      rollback: { restores: 'everything' },
      rollbackOfRollback: { restores: 'everything' },
      interference: { edit: cordonAgain, changed: /cordoned_by/ },
    },
  },

  'uncordon-node': {
    needs: 'node',
    withNode: true,
    prepare: makeCordoned,
    params: onNode,
    observe: observeNode,
    columns: {
      dryRun: { difference: /^- spec\.unschedulable: true$/m },
      effect: async (_, { after_state: after }) => expect(after).toMatchObject({ schedulable: true }),
      twin: { kubectl: ({ node }) => kubectl(['uncordon', node]) },
      refusal: NO_NODE,
      wrongParameter: WRONG_NODE,
      rollback: { restores: 'everything' },
      rollbackOfRollback: { restores: 'everything' },
      interference: { edit: ({ node }) => kubectl(['cordon', node]), changed: /cordoned_by/ },
    },
  },

  'drain-node': {
    needs: 'node',
    withNode: true,
    prepare: (where) => makeWeb(where, 2, { ...TOLERANT, nodeSelector: { 'kubernetes.io/hostname': where.node } }),
    params: ({ node }) => ({ node, ignore_daemonsets: true }),
    observe: observeDrain,
    columns: {
      dryRun: { difference: /^\+ spec\.unschedulable: true\n(?:[-+] .*\n)*- pod: .*\/web-/m },
      effect: async (_, { reason }) => expect(reason).toBe('2 pods were evicted. The node has no more pods to evict.'),
      twin: {
        kubectl: ({ node }) => kubectl(['drain', node, '--ignore-daemonsets']),
        deliberate:
          'Without "ignore_daemonsets", and before pods without a controller, it refuses before it cordons the node.',
      },
      refusal: {
        prepare: (where) => makeLonely(where, { ...TOLERANT, nodeName: where.node }),
        reason: /\/lonely have no controller that would start them on another node\./,
      },
      wrongParameter: { params: { timeout: 5 }, reason: /"timeout"/ },
      rollback: { restores: 'everything', warnings: [/is not declared reversible/] },
      rollbackOfRollback: {
        restores: (observed) => listAt(observed)[0] ?? null,
        why: 'It cordons the node and evicts nothing, so the pods that came back stay.',
      },
      interference: { edit: cordonAgain, changed: /cordoned_by/ },
    },
  },

  'create-namespace': {
    prepare: async () => undefined,
    params: onBeside,
    observe: observeBeside,
    columns: {
      dryRun: { difference: /^\+ metadata\.name: "beside-/m },
      effect: async ({ place: { beside } }) =>
        expect(await call('GET', namespacePath(beside))).toMatchObject({ status: { phase: 'Active' } }),
      twin: { kubectl: ({ beside }) => kubectl(['create', 'namespace', beside]) },
      refusal: { prepare: makeBeside, reason: /The namespace exists already\./ },
      wrongParameter: WRONG_NAMESPACE,
      rollback: { restores: 'everything', warnings: [/cannot be rolled back itself/] },
      rollbackOfRollback: GONE,
      interference: {
        edit: ({ beside }) => kubectl(['create', 'configmap', 'theirs', `--namespace=${beside}`]),
        changed: /contents/,
      },
    },
  },

  'delete-namespace': {
    prepare: makeBeside,
    params: onBeside,
    observe: observeBeside,
    columns: {
      dryRun: { difference: /^- metadata\.name: "beside-/m },
      effect: async ({ place: { beside } }) => expect(await readOrNull(namespacePath(beside))).toBeNull(),
      twin: { kubectl: ({ beside }) => kubectl(['delete', 'namespace', beside]) },
      refusal: {
        params: { namespace: 'kube-public' },
        reason: /The namespace belongs to the cluster itself\./,
      },
      wrongParameter: WRONG_NAMESPACE,
      rollback: GONE,
      rollbackOfRollback: GONE,
      interference: {
        /** Another person deletes the namespace of the request and creates it again. */
        race: async ({ live, params, place: { beside } }) => {
          const uid = textAt(await call('GET', namespacePath(beside)), 'metadata', 'uid') ?? '';
          await kubectl(['delete', 'namespace', beside]);
          await kubectl(['create', 'namespace', beside]);
          const report = ranOf(await live.act('delete-namespace', { ...params, uid }));
          expect(report).toMatchObject({
            outcome: 'failure',
            reason: expect.stringContaining('deleted and created again'),
          });
          expect(await call('GET', namespacePath(beside))).toMatchObject({ status: { phase: 'Active' } });
        },
      },
    },
  },
};
