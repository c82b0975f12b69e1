import { onTestFinished } from 'vitest';
import { call } from './api.ts';
import { eventually } from './kubectl.ts';

/**
 * Creates a node for the test of a namespace. Its taint keeps the pods of other tests away. kwok plays its kubelet.
 *
 * @returns the name of the node
 */
export async function makeNode(namespace: string): Promise<string> {
  const name = `node-of-${namespace}`;
  await call('POST', '/api/v1/nodes', {
    metadata: {
      name,
      labels: { 'kubernetes.io/hostname': name, type: 'kwok' },
      annotations: { 'kwok.x-k8s.io/node': 'fake' },
    },
    spec: { taints: [{ key: 'of-tests', value: 'true', effect: 'NoSchedule' }] },
    status: {
      allocatable: { cpu: '32', memory: '256Gi', pods: '110' },
      capacity: { cpu: '32', memory: '256Gi', pods: '110' },
    },
  });
  onTestFinished(async () => {
    await call('DELETE', `/api/v1/nodes/${name}`);
  });
  await eventually(
    () => call('GET', `/api/v1/nodes/${name}`),
    ({ spec, status }) =>
      JSON.stringify(status).includes('KubeletReady') && !JSON.stringify(spec).includes('not-ready'),
  );
  return name;
}
