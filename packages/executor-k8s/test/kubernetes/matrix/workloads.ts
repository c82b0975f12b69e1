import type { JsonObject } from '@agent-safe/core';
import { expect } from 'vitest';
import { listAt, textAt } from '../../../src/api/json.ts';
import { call } from '../support/api.ts';
import { deployment, eventually, kubectl } from '../support/kubectl.ts';
import { ranOf } from '../support/live.ts';
import type { Entry, Place } from './columns.ts';
import { make, observe, pathOf, untilComplete } from './objects.ts';

const IMAGE = 'registry.k8s.io/pause';

/** Creates the deployment `web`, and waits for its pods. */
export async function makeWeb(place: Place, replicas = 2, changes: JsonObject = {}): Promise<void> {
  const { spec } = deployment(place.namespace, 'web', replicas, changes) as { readonly spec: JsonObject };
  await make('Deployment', place, 'web', { spec });
  await untilComplete(place);
}

/** Creates a running pod without a controller. */
export async function makeLonely(place: Place, more: JsonObject = {}): Promise<void> {
  const containers = [{ name: 'main', image: `${IMAGE}:3.8` }];
  await make('Pod', place, 'lonely', { spec: { containers, ...more } });
  await eventually(
    () => call('GET', pathOf('Pod', place.namespace, 'lonely')),
    (pod) => textAt(pod, 'status', 'phase') === 'Running',
  );
}

const onWeb = ({ namespace }: Place) => ({ namespace, deployment: 'web' });
export const observeWeb = (place: Place) => observe(place, 'Deployment', 'ReplicaSet', 'Pod');

/** Runs kubectl in the namespace of a place. */
export const operator = ({ namespace }: Place, ...words: readonly string[]) =>
  kubectl([...words, `--namespace=${namespace}`]);

async function imagesOf({ namespace }: Place): Promise<readonly (string | undefined)[]> {
  const found = await call('GET', pathOf('Deployment', namespace, 'web'));
  return listAt(found, 'spec', 'template', 'spec', 'containers').map((each) => textAt(each, 'image'));
}

const setImage = async (place: Place, version: string) => {
  await operator(place, 'set', 'image', 'deployment/web', `main=${IMAGE}:${version}`);
  await untilComplete(place);
};

const pause = (place: Place) => operator(place, 'rollout', 'pause', 'deployment/web');
const WRONG_NAME = { params: { deployment: '--all' }, reason: /is not a (?:valid )?Kubernetes name/ } as const;
const NOTHING_READ = {
  code: 'nothing_to_roll_back',
  reason: /The execution changed nothing/,
  why: 'It reads the progress and changes nothing.',
} as const;
const NOT_RESTARTED = {
  code: 'not_reversible',
  reason: /has no rollback action/,
  why: 'The pods before the restart do not exist any more, and the new pods have the same template.',
} as const;

export const WORKLOADS: Readonly<Record<string, Entry>> = {
  'restart-deployment': {
    prepare: makeWeb,
    params: onWeb,
    observe: observeWeb,
    columns: {
      dryRun: { difference: /^\+ spec\.template\.metadata\.annotations\.kubectl\.kubernetes\.io\/restartedAt: / },
      effect: async ({ place }, { after_state: after, before_state: before }) => {
        expect(after?.generation).toBe(Number(before?.generation) + 1);
        expect(JSON.stringify(await observeWeb(place))).toContain('kubectl.kubernetes.io/restartedAt');
      },
      twin: { kubectl: (place) => operator(place, 'rollout', 'restart', 'deployment/web') },
      refusal: {
        prepare: async (place) => {
          await operator(place, 'scale', 'deployment/web', '--replicas=1');
          await untilComplete(place);
        },
        reason: /1 of 1 replicas are available\. At least 2 are required\./,
      },
      wrongParameter: WRONG_NAME,
      rollback: NOT_RESTARTED,
      rollbackOfRollback: NOT_RESTARTED,
      interference: {
        /** A second restart while the first one waits for a quota. */
        race: async ({ live, params, place }) => {
          await make('ResourceQuota', place, 'two', { spec: { hard: { pods: '2' } } });
          let other: Promise<unknown> | undefined;
          const progress = (message: string) => {
            if (message.includes('replicas are updated'))
              other ??= operator(place, 'rollout', 'restart', 'deployment/web');
          };
          const report = ranOf(await live.act('restart-deployment', params, { progress }));
          expect(report).toMatchObject({
            outcome: 'failure',
            code: 'not_settled',
            reason: expect.stringContaining('Another change was made to the deployment'),
          });
          await other;
        },
      },
    },
  },

  'rollout-status': {
    prepare: makeWeb,
    params: onWeb,
    observe: observeWeb,
    columns: {
      dryRun: { difference: null },
      effect: async (_, { output }) => expect(output).toMatchObject({ complete: true, replicas: 2, revision: 1 }),
      twin: {
        kubectl: async (place) => {
          const said = await operator(place, 'rollout', 'status', 'deployment/web', '--watch=false');
          expect(said).toContain('successfully rolled out');
        },
        deliberate: 'It does not wait for the end of a rollout, as kubectl does by default.',
      },
      refusal: { params: { deployment: 'none' }, reason: /NotFound/ },
      wrongParameter: WRONG_NAME,
      rollback: NOTHING_READ,
      rollbackOfRollback: NOTHING_READ,
      interference: {
        /** A new rollout that cannot begin. */
        race: async ({ live, params, place }) => {
          await pause(place);
          await operator(place, 'set', 'image', 'deployment/web', `main=${IMAGE}:3.9`);
          const report = ranOf(await live.act('rollout-status', params));
          expect(report).toMatchObject({ outcome: 'success', output: { complete: false, updated_replicas: 0 } });
        },
      },
    },
  },

  'rollout-undo': {
    prepare: async (place) => {
      await makeWeb(place);
      await operator(place, 'annotate', 'deployment/web', 'kubernetes.io/change-cause=second');
      await setImage(place, '3.9');
    },
    params: onWeb,
    observe: observeWeb,
    columns: {
      dryRun: { difference: /^\+ template\.spec\.containers\.0\.image: "registry\.k8s\.io\/pause:3\.8"$/m },
      effect: async ({ place }) => expect(await imagesOf(place)).toEqual([`${IMAGE}:3.8`, `${IMAGE}:3.6`]),
      twin: { kubectl: (place) => operator(place, 'rollout', 'undo', 'deployment/web') },
      refusal: { prepare: pause, reason: /The deployment is paused/ },
      wrongParameter: { params: { revision: 0 }, reason: /"revision"/ },
      rollback: { restores: 'everything' },
      rollbackOfRollback: { restores: 'everything' },
      interference: { edit: (place) => setImage(place, '3.5'), changed: /revision/ },
    },
  },

  'scale-deployment': {
    prepare: makeWeb,
    params: (place) => ({ ...onWeb(place), replicas: 3 }),
    observe: observeWeb,
    columns: {
      dryRun: { difference: /^- spec\.replicas: 2\n\+ spec\.replicas: 3$/ },
      effect: async (_, { after_state: after }) =>
        expect(after).toMatchObject({ replicas: 3, available_replicas: 3, ready_replicas: 3 }),
      twin: {
        kubectl: (place) => operator(place, 'scale', 'deployment/web', '--replicas=3'),
        deliberate: 'Both use the subresource, so the deployment has no annotation of the decision.',
      },
      refusal: {
        prepare: (place) => operator(place, 'autoscale', 'deployment', 'web', '--min=1', '--max=3', '--cpu=50%'),
        reason: /The autoscaler "web" would revert the change\./,
      },
      wrongParameter: { params: { replicas: -1 }, reason: /"replicas"/ },
      rollback: { restores: 'everything' },
      rollbackOfRollback: { restores: 'everything' },
      interference: {
        edit: async (place) => {
          await operator(place, 'scale', 'deployment/web', '--replicas=4');
          await untilComplete(place);
        },
        changed: /replicas/,
      },
    },
  },

  'update-image': {
    prepare: makeWeb,
    params: (place) => ({ ...onWeb(place), container: 'main', image: `${IMAGE}:3.9` }),
    observe: observeWeb,
    columns: {
      dryRun: { difference: /^\+ spec\.template\.spec\.containers\.0\.image: "registry\.k8s\.io\/pause:3\.9"$/m },
      effect: async ({ place }) => expect(await imagesOf(place)).toEqual([`${IMAGE}:3.9`, `${IMAGE}:3.6`]),
      twin: { kubectl: (place) => operator(place, 'set', 'image', 'deployment/web', `main=${IMAGE}:3.9`) },
      refusal: { params: { container: 'third' }, reason: /The deployment has no container "third"\./ },
      wrongParameter: { params: { image: '-bad image' }, reason: /"image"/ },
      rollback: { restores: 'everything' },
      rollbackOfRollback: { restores: 'everything' },
      interference: { edit: (place) => setImage(place, '3.5'), changed: /current_image/ },
    },
  },
};
