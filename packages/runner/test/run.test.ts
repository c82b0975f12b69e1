import { expect, test } from 'vitest';
import { openBench } from './support/bench.ts';

test('a ticket runs, and leaves proof of before, after and outcome', async () => {
  const { executor, issue, ofType, events, runner, verify } = openBench();
  const result = await runner.run(issue(), { executor: 'stand-in' });
  expect(result).toMatchObject({
    ran: true,
    outcome: 'success',
    code: null,
    reason: 'Done.',
    before_state: { size: 1 },
    after_state: { size: 3 },
    diff: [{ op: 'replace', path: '/size', value: 3 }],
    recorded: true,
    warnings: [],
  });
  expect(executor.calls).toEqual(['refuseScope', 'readState', 'execute', 'settle', 'readState']);
  expect(events().map(({ event_type }) => event_type)).toEqual([
    'execution_intent',
    'state_capture',
    'execution_outcome',
    'state_capture',
  ]);
  expect(ofType('execution_intent')).toMatchObject([
    { audit_id: 'evt-decision-1', action: 'scale', target: 'dev/app', executor: 'stand-in', params: { size: 3 } },
  ]);
  expect(await verify()).toMatchObject({ verdict: 'ok, unanchored' });
});

test('the dry-run executor does nothing, needs no credentials, and its outcome is skipped', async () => {
  const { executor, issue, ofType, runner } = openBench();
  const result = await runner.run(issue(), { executor: 'dry-run' });
  expect(result).toMatchObject({ ran: true, outcome: 'skipped', before_state: null, warnings: [] });
  expect(result.reason).toContain('scale on dev/app in dev with name=app, size=3');
  expect(executor.calls).toEqual([]);
  expect(ofType('execution_outcome')).toMatchObject([{ outcome: 'skipped', executor: 'dry-run' }]);
});
