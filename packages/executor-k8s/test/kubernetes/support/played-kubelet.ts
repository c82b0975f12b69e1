import type { JsonObject } from '@agent-safe/core';
import { deployment, eventually, getJson, kubectl } from './kubectl.ts';

/** State of one container, as a kubelet reports it. */
export interface PlayedContainer {
  readonly name: string;
  readonly state: JsonObject;
  readonly lastState?: JsonObject;
}

/**
 * Builds a deployment whose pods become available late, by default after the end of the test. Simulated nodes pull no image and start no container:
 * their pods run at once.
 */
export function slowDeployment(
  namespace: string,
  name: string,
  replicas: number,
  changes: JsonObject = {},
  seconds = 599,
): object {
  const built = deployment(namespace, name, replicas, changes) as { readonly spec: object };
  return { ...built, spec: { ...built.spec, minReadySeconds: seconds } };
}

interface Pod {
  readonly metadata: { readonly name: string };
  readonly spec: { readonly containers: readonly { readonly name: string; readonly image: string }[] };
  readonly status: { readonly phase: string };
}

/** Writes the status of the running pods that have an image, as a kubelet would whose container does not start. */
export async function playKubelet(
  namespace: string,
  image: string,
  kind: 'containerStatuses' | 'initContainerStatuses',
  { lastState = {}, name, state }: PlayedContainer,
): Promise<void> {
  const pods = await eventually(
    async () => {
      const { items } = (await getJson('pods', `--namespace=${namespace}`)) as unknown as { items: readonly Pod[] };
      return items.filter(({ spec, status }) => status.phase === 'Running' && spec.containers[0]?.image === image);
    },
    ({ length }) => length > 0,
  );
  const container = { name, image, imageID: '', ready: false, restartCount: 1, state, lastState };
  const status = {
    conditions: [{ type: 'Ready', status: 'False', reason: 'ContainersNotReady' }],
    [kind]: [container],
  };
  for (const { metadata } of pods) {
    const patch = ['--subresource=status', '--type=strategic', `--patch=${JSON.stringify({ status })}`];
    await kubectl(['patch', 'pod', metadata.name, `--namespace=${namespace}`, ...patch]);
  }
}
