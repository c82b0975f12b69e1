import type { JsonObject } from '@agent-safe/core';
import { describe, expect, test } from 'vitest';
import { type ActionCase, type Fixture, testAction } from './support/action-suite.ts';
import { openLive, ranOf } from './support/live.ts';
import {
  createService,
  type EcsNames,
  isDown,
  NEEDS,
  REGION,
  readService,
  readTask,
  runTask,
  scaleService,
} from './support/moto.ts';

async function readCounts(names: EcsNames) {
  const { desired, running } = await readService(names);
  return { desired, running };
}

async function service(params: JsonObject): Promise<Fixture> {
  const names = await createService(2);
  return {
    params: { ...names, ...params, region: REGION },
    read: () => readCounts(names),
    after: { desired: 4, running: 4 },
    states: { before: { desired_count: 2 }, after: { desired_count: 4, running_count: 4 } },
    interfere: () => scaleService(names, 5),
  };
}

const SHARED: Pick<ActionCase, 'missing' | 'wrong' | 'write'> = {
  write: 'UpdateService',
  missing: { service: 'none' },
  wrong: [{ cluster: 'a/b' }, { service: '' }, { service: 'a b' }, { desired_count: -1 }],
};

testAction({
  ...SHARED,
  action: 'ecs-scale-service',
  make: () => service({ desired_count: 4 }),
  rollback: 'ecs-scale-service',
});

testAction({
  ...SHARED,
  action: 'ecs-update-service',
  make: () => service({ desired_count: 4 }),
  rollback: 'ecs-update-service',
});

testAction({
  action: 'ecs-stop-task',
  write: 'StopTask',
  missing: { task: '00000000000000000000000000000000' },
  wrong: [{ task: 'a/b' }, { task: '' }, { cluster: 'a:b' }],
  async make() {
    const { cluster, task } = await runTask();
    return {
      params: { cluster, task, reason: 'a test', region: REGION },
      read: () => readTask(cluster, task),
      after: { status: 'STOPPED', reason: 'a test' },
      states: { before: { last_status: 'RUNNING' }, after: { last_status: 'STOPPED' } },
    };
  },
});

describe.skipIf(isDown)(`services${NEEDS}`, () => {
  test('T29 force_new_deployment deploys the tasks again, and leaves their number', async () => {
    const names = await createService(2);
    const before = await readService(names);
    const { act } = openLive();
    const report = ranOf(await act('ecs-update-service', { ...names, force_new_deployment: true, region: REGION }));
    expect(report).toMatchObject({ outcome: 'success', reason: 'Its tasks were deployed again.' });
    const after = await readService(names);
    expect(after).toMatchObject({ desired: 2, running: 2 });
    expect(after.deployment).not.toBe(before.deployment);
  });

  test('a service that was scaled to 0 has no tasks', async () => {
    const names = await createService(2);
    const { act } = openLive();
    const report = ranOf(await act('ecs-scale-service', { ...names, desired_count: 0, region: REGION }));
    expect(report).toMatchObject({ outcome: 'success', after_state: { desired_count: 0, running_count: 0 } });
  });
});
