import { testExecutor } from '@agent-safe/testkit/suites';
import { describe, expect, test } from 'vitest';
import { type ActionCase, type Fixture, testAction } from './support/action-suite.ts';
import { LEASED_KEY, SECRET } from './support/key-vault.ts';
import { ACTIONS, openLive, ranOf } from './support/live.ts';
import {
  ACCOUNT,
  changeInstance,
  instanceState,
  isDown,
  NEEDS,
  protectInstance,
  REGION,
  runInstance,
} from './support/moto.ts';

/** Makes an instance in one state, for an action that leads to another. */
async function instance(from: string, to: string, interfere?: 'start' | 'stop'): Promise<Fixture> {
  const instance_id = await runInstance();
  if (from === 'stopped') await changeInstance(instance_id, 'stop');
  return {
    params: { instance_id, region: REGION },
    read: () => instanceState(instance_id),
    after: to,
    states: { before: { state: from }, after: { state: to } },
    ...(interfere !== undefined && { interfere: () => changeInstance(instance_id, interfere) }),
  };
}

const SHARED: Pick<ActionCase, 'missing' | 'wrong'> = {
  missing: { instance_id: 'i-00000000000000000' },
  wrong: [{ instance_id: '' }, { instance_id: '--all' }, { instance_id: 'i-0123456789abcdef0,i-0123456789abcdef1' }],
};

testAction({
  ...SHARED,
  action: 'ec2-stop-instance',
  write: 'StopInstances',
  make: () => instance('running', 'stopped', 'start'),
  rollback: 'ec2-start-instance',
});

testAction({
  ...SHARED,
  action: 'ec2-start-instance',
  write: 'StartInstances',
  make: () => instance('stopped', 'running', 'stop'),
  rollback: 'ec2-stop-instance',
});

testAction({
  ...SHARED,
  action: 'ec2-reboot-instance',
  write: 'RebootInstances',
  make: () => instance('running', 'running'),
  isInvisible: true,
});

testAction({
  ...SHARED,
  action: 'ec2-terminate-instance',
  write: 'TerminateInstances',
  make: () => instance('running', 'terminated'),
});

describe.skipIf(isDown)(`instances${NEEDS}`, () => {
  test('T29 an instance that is protected against termination is not terminated', async () => {
    const instance_id = await runInstance();
    await protectInstance(instance_id);
    const { act } = openLive();
    const report = ranOf(await act('ec2-terminate-instance', { instance_id, region: REGION }));
    expect(report).toMatchObject({ outcome: 'skipped', code: 'precheck_failed' });
    expect(report.reason).toContain('termination-protection failed: The instance is protected against termination.');
    expect(await instanceState(instance_id)).toBe('running');
  });

  test('T29 a terminated instance is not started, although the API of the tests would start it', async () => {
    const instance_id = await runInstance();
    await changeInstance(instance_id, 'terminate');
    const { act } = openLive();
    const report = ranOf(await act('ec2-start-instance', { instance_id, region: REGION }));
    expect(report).toMatchObject({ outcome: 'failure', reason: 'Nothing was done. The instance is terminated.' });
    expect(await instanceState(instance_id)).toBe('terminated');
  });

  test('T30 an instance that is stopped already is not changed, and has no rollback', async () => {
    const instance_id = await runInstance();
    await changeInstance(instance_id, 'stop');
    const { act, runner } = openLive();
    const report = ranOf(await act('ec2-stop-instance', { instance_id, region: REGION }));
    expect(report).toMatchObject({ outcome: 'success', reason: 'The instance is stopped already.', diff: [] });
    expect(await runner.planRollback(report.audit_id)).toMatchObject({ ok: false, code: 'nothing_to_roll_back' });
  });

  testExecutor('aws', async () => {
    const instance_id = await runInstance();
    const action = ACTIONS.find(({ name }) => name === 'ec2-stop-instance');
    if (action === undefined) throw new Error('The catalog must have ec2-stop-instance.');
    return {
      executor: openLive().executor,
      execution: {
        audit_id: 'evt-1',
        action,
        params: { instance_id, region: REGION },
        target: { id: 'test/instance', type: 'aws-ec2-instance', scope: { account: ACCOUNT, region: REGION } },
        credentials: {
          lease_id: 'lease-1',
          type: 'aws',
          values: { access_key_id: LEASED_KEY, secret_access_key: SECRET },
          expires_at: '2126-01-01T00:00:00.000Z',
        },
      },
      elsewhere: { account: '999999999999', region: REGION },
    };
  });
});
