import { type ActionCase, type Fixture, testAction } from './support/action-suite.ts';
import { changeInstance, instanceState, REGION, runInstance } from './support/moto.ts';

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
