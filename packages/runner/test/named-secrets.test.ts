import type { Executor } from '@agent-safe/core';
import { sampleAction } from '@agent-safe/testkit';
import { expect, test } from 'vitest';
import { openBench, parameter } from './support/bench.ts';
import { StandInExecutor } from './support/stand-in-executor.ts';

const OLD = 'hunter2-before';
const NEW = 'hunter2-after';
const OTHER = 'another-secret-of-the-map';
const field = (name: string) => ({ name, type: 'any', description: '', required: false, sensitive: false });

/** As `update-configmap` of the catalog. */
const action = sampleAction({
  name: 'set-key',
  parameters: [parameter('key'), parameter('value')],
  rollback_action: 'set-key',
  rollback_params: { key: { source: 'params.key' }, value: { source: 'before_state.previous_value' } },
  state_fields: [field('data'), field('previous_value')],
});
const clear = { key: 'DB_PASSWORD', value: NEW };

function open(data: Record<string, string> = {}) {
  const state = { data: { DB_PASSWORD: OLD, host: 'db', ...data }, previous_value: OLD };
  const executor = new StandInExecutor({ state });
  const said = `set DB_PASSWORD=${NEW}, was ${OLD}, beside apiToken: ${OTHER}`;
  const execute: Executor['execute'] = async () => {
    executor.state = { ...state, data: { ...state.data, DB_PASSWORD: NEW }, previous_value: NEW };
    return { ok: true, reason: said, output: null };
  };
  const dryRun: Executor['dryRun'] = async () => {
    return { ok: true, reason: said, steps: [said], difference: `- apiToken: ${OTHER}\n- DB_PASSWORD: ${OLD}\n` };
  };
  return openBench({ actions: [action], executor: Object.assign(executor, { execute, dryRun }) });
}

test('T51 the value of a secret key is in no record or message, and the rollback restores it', async () => {
  const bench = open({ apiToken: OTHER });
  const token = bench.issue({ clear });
  const options = { executor: 'stand-in', params: { value: NEW } };
  const shown = [
    await bench.runner.dryRun(token, options),
    await bench.runner.run(token, { executor: 'stand-in' }),
    await bench.runner.run(token, options),
  ];
  expect(shown).toMatchObject([
    { ok: true },
    { ok: false, code: 'params_required' },
    { ok: true, before_state: { data: { DB_PASSWORD: '***', apiToken: '***', host: 'db' }, previous_value: '***' } },
  ]);
  const plan = await bench.runner.planRollback('evt-decision-1');
  if (!plan.ok) throw new Error(plan.reason);
  expect(plan.params).toEqual({ key: 'DB_PASSWORD', value: OLD });
  const all = `${bench.text()} ${JSON.stringify([shown, { ...plan, params: null }])}`;
  for (const secret of [OLD, NEW, OTHER]) expect(all).not.toContain(secret);
});

test('T51 a ticket with a value in plain text under a secret key is refused', async () => {
  const bench = open();
  const token = bench.issue({ clear, params: clear });
  expect(await bench.runner.run(token, { executor: 'stand-in', params: { value: NEW } })).toMatchObject({ ok: false });
  expect(bench.executor.executions).toEqual([]);
});

test('T50 a large state is recorded in parts, and the rollback gets the whole value', async () => {
  const large = 'x'.repeat(60_000);
  const executor = new StandInExecutor({
    state: { data: { a: large, b: 'é'.repeat(300_000) }, previous_value: large },
  });
  const bench = openBench({ actions: [action], executor });
  await bench.runner.run(bench.issue({ clear: { key: 'a', value: 'small' } }), { executor: 'stand-in' });
  for (const line of bench.text().split('\n')) expect(line.length).toBeLessThan(8_192);
  const [before] = bench.ofType('state_capture');
  expect(before).toMatchObject({
    before_state: { previous_value: expect.stringMatching(/^sha256:[\w-]{43} \(60000 bytes\) x{64}…$/) },
    sealed: ['before_state.previous_value'],
  });
  executor.state = { ...executor.state, previous_value: 'other' };
  expect(await bench.runner.planRollback('evt-decision-1')).toMatchObject({
    ok: true,
    params: { key: 'a', value: large },
  });
});

test('T50 T55 a run warns of a rollback whose values are larger than a request allows', async () => {
  const executor = new StandInExecutor({ state: { data: {}, previous_value: 'x'.repeat(70_000) } });
  const bench = openBench({ actions: [action], executor });
  const report = await bench.runner.run(bench.issue({ clear: { key: 'a', value: 'small' } }), { executor: 'stand-in' });
  const warning = expect.stringMatching(/^A rollback cannot restore the state before: it needs 7\d{4} bytes/);
  expect(report).toMatchObject({ ok: true, warnings: expect.arrayContaining([warning]) });
  expect(await bench.runner.planRollback('evt-decision-1')).toMatchObject({ ok: false, code: 'params_too_large' });
});
