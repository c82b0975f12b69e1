import { sampleAction } from '@agent-safe/testkit';
import { describe, expect, test } from 'vitest';
import { type BenchTicket, openBench, parameter } from './support/bench.ts';
import { StandInExecutor } from './support/stand-in-executor.ts';

const mail = sampleAction({
  name: 'send-email',
  target_types: [],
  sensitivity: 'internal',
  parameters: [parameter('to')],
});
const none = { target: null, target_type: null, scope: null } as const;
const clear = { to: 'a@example.com' };

function open(ticket: BenchTicket) {
  const executor = new StandInExecutor({ state: {} });
  const bench = openBench({ actions: [mail], executor });
  const run = () => bench.runner.run(bench.issue({ clear, ...ticket }), { executor: executor.name });
  return { ...bench, executor, run };
}

describe('T58 the runner', () => {
  test('executes an action without a target, although the ticket has no scope', async () => {
    const { ofType, run } = open(none);
    expect(await run()).toMatchObject({ ok: true, outcome: 'success' });
    expect(ofType('execution_intent')).toMatchObject([{ action: 'send-email', target: null, target_type: null }]);
  });

  test.each<[string, BenchTicket]>([
    ['a target', { ...none, target: 'dev/app' }],
    ['a type of target', { ...none, target_type: 'vm' }],
    ['a scope', { ...none, scope: { cluster: 'dev' } }],
    ['an empty scope', { ...none, scope: {} }],
    ['all of a target', {}],
  ])('refuses a ticket for it with %s', async (_, ticket) => {
    const { executor, ofType, run } = open(ticket);
    const refused = await run();
    expect(refused).toMatchObject({ ok: false, code: 'scope_mismatch' });
    expect(refused.reason).toContain('"send-email" is an action without a target, but the ticket names one.');
    expect(executor.calls.filter((call) => call.startsWith('execute'))).toEqual([]);
    expect(ofType('execution_intent')).toEqual([]);
  });

  test('still needs the scope of the target for every other action', async () => {
    const executor = new StandInExecutor({ state: {} });
    const restart = sampleAction({ parameters: [parameter('to')] });
    const bench = openBench({ actions: [restart], executor });
    const refused = await bench.runner.run(bench.issue({ clear, ...none }), { executor: executor.name });
    expect(refused).toMatchObject({ ok: false, code: 'scope_required' });
  });
});
