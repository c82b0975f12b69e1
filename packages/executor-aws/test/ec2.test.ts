import { describe, expect, test } from 'vitest';
import { openLive, ranOf } from './support/live.ts';
import { isDown, NEEDS, REGION, runInstance } from './support/moto.ts';

describe.skipIf(isDown)(`EC2${NEEDS}`, () => {
  test('T30 an instance is stopped, and its rollback starts it again', async () => {
    const live = openLive();
    const params = { instance_id: await runInstance(), region: REGION };
    const stopped = ranOf(await live.act('ec2-stop-instance', params));
    expect(stopped).toMatchObject({
      outcome: 'success',
      before_state: { state: 'running', instance_type: 't3.micro' },
      after_state: { state: 'stopped', instance_type: 't3.micro' },
    });
    const planned = await live.runner.planRollback(stopped.audit_id);
    expect(planned).toMatchObject({ ok: true, action: 'ec2-start-instance', params });
    const started = await live.act('ec2-start-instance', params, { rollbackOf: stopped.audit_id });
    expect(started).toMatchObject({ outcome: 'success', after_state: { state: 'running' } });
    expect((await live.verify()).verdict).toBe('ok, unanchored');
  });
});
