import { randomBytes } from 'node:crypto';
import type { Execution } from '@agent-safe/core';
import { testExecutor } from '@agent-safe/testkit/suites';
import { describe, onTestFinished } from 'vitest';
import { apply, isDown, kubectl, LIVE, NEEDS } from './support/kubectl.ts';
import { ACTIONS, EXECUTOR, makeExecutor, readUid } from './support/live.ts';

describe.skipIf(isDown)(`kubectl in a real cluster${NEEDS}`, () => {
  testExecutor(EXECUTOR, async () => {
    const namespace = `test-${randomBytes(4).toString('hex')}`;
    await kubectl(['create', 'namespace', namespace]);
    onTestFinished(async () => {
      await kubectl(['delete', 'namespace', namespace, '--wait=false']);
    });
    await apply(
      { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'settings', namespace }, data: { color: 'blue' } },
      { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'editor', namespace } },
    );
    await kubectl([
      'create',
      'rolebinding',
      'editor',
      `--namespace=${namespace}`,
      '--clusterrole=edit',
      `--serviceaccount=${namespace}:editor`,
    ]);
    const token = await kubectl(['create', 'token', 'editor', `--namespace=${namespace}`]);
    const action = ACTIONS.find(({ name }) => name === 'update-configmap');
    if (action === undefined) throw new Error('The catalog must have update-configmap.');
    const execution: Execution = {
      audit_id: 'evt-1',
      action,
      params: { namespace, configmap: 'settings', key: 'color', value: 'red' },
      target: { id: 'dev/settings', type: 'k8s-configmap', scope: { cluster: 'dev' } },
      credentials: {
        lease_id: 'lease-1',
        type: 'kubernetes',
        values: { token },
        expires_at: '2126-01-01T00:00:00.000Z',
      },
    };
    const clusters = {
      dev: { uid: await readUid(LIVE.kubeconfig), kubeconfig: LIVE.kubeconfig },
      other: { uid: 'somebody-else', kubeconfig: LIVE.kubeconfig },
    };
    return {
      executor: makeExecutor({ clusters }),
      execution,
      elsewhere: { cluster: 'other' },
    };
  });
});
