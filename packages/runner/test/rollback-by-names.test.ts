import type { Action, JsonObject } from '@agent-safe/core';
import { anyDraft, sampleAction } from '@agent-safe/testkit';
import { describe, expect, test } from 'vitest';
import { openBench, parameter, scale } from './support/bench.ts';
import { StandInExecutor } from './support/stand-in-executor.ts';

const run = { executor: 'stand-in' } as const;
const field = (name: string) => ({ name, type: 'any', description: '', required: false, sensitive: false });
/** A bench whose actions change the state to `after`. */
function open(actions: readonly Action[], state: JsonObject = {}, after: JsonObject = state) {
  const executor = new StandInExecutor({ state });
  const execute = executor.execute.bind(executor);
  executor.execute = async (...given) => {
    executor.state = { ...after };
    return execute(...given);
  };
  return openBench({ actions, executor });
}

describe('T55 an action without rollback_params', () => {
  test('gives the parameters of the same names, as in 0.11', async () => {
    const cordon = sampleAction({
      name: 'cordon',
      parameters: [parameter('node', { locates: true }), parameter('reason', { required: false }), parameter('wait')],
      rollback_action: 'uncordon',
    });
    const uncordon = sampleAction({
      name: 'uncordon',
      parameters: [parameter('node', { locates: true }), parameter('reason', { required: false })],
    });
    const bench = open([cordon, uncordon]);
    await bench.runner.run(bench.issue({ clear: { node: 'n1', wait: 'no' } }), run);
    await bench.runner.run(bench.issue({ clear: { node: 'n2', wait: 'no', reason: 'disk' } }), run);
    const first = await bench.runner.planRollback('evt-decision-1');
    expect(first).toMatchObject({ ok: true, action: 'uncordon', params: { node: 'n1' } });
    expect(first.warnings.join()).not.toContain('"reason"');
    expect(await bench.runner.planRollback('evt-decision-2')).toMatchObject({ params: { node: 'n2', reason: 'disk' } });
  });

  test('gives the state before for a parameter that the request lacks', async () => {
    const remove = sampleAction({
      name: 'remove',
      parameters: [parameter('name', { locates: true })],
      rollback_action: 'add',
      state_fields: [field('size')],
    });
    const add = sampleAction({
      name: 'add',
      parameters: [parameter('name', { locates: true }), parameter('size', { type: 'integer' })],
    });
    const bench = open([remove, add], { size: 4 }, {});
    await bench.runner.run(bench.issue({ clear: { name: 'app' } }), run);
    expect(await bench.runner.planRollback('evt-decision-1')).toMatchObject({ params: { name: 'app', size: 4 } });
  });

  test('that is its own rollback restores the state, and does not repeat itself', async () => {
    const bench = open([{ ...scale, rollback_params: {} }], { size: 1 });
    await bench.runner.run(bench.issue({ clear: { name: 'app', size: 3 } }), run);
    expect(await bench.runner.planRollback('evt-decision-1')).toMatchObject({ params: { name: 'app', size: 1 } });
  });

  test('stores secrets and large values encrypted, and gives them to the rollback only', async () => {
    const set = sampleAction({
      name: 'set',
      parameters: [parameter('name'), parameter('value', { sensitive: true })],
      rollback_action: 'set',
      state_fields: [{ ...field('value'), sensitive: true }],
    });
    const bench = open([set], { value: 'hunter2-before' });
    const params = { value: 'hunter2-after' };
    await bench.runner.run(bench.issue({ clear: { name: 'db', ...params } }), { ...run, params });
    expect(await bench.runner.planRollback('evt-decision-1')).toMatchObject({
      params: { name: 'db', value: 'hunter2-before' },
    });
    expect(bench.text()).not.toContain('hunter2');
  });

  test('gives required parameters that rollback_params lack, and no optional ones', async () => {
    const parameters = [parameter('name'), parameter('zone'), parameter('note', { required: false })];
    const move = sampleAction({
      name: 'move',
      parameters,
      rollback_action: 'move-back',
      rollback_params: { name: { source: 'params.name' } },
    });
    const bench = open([move, sampleAction({ name: 'move-back', parameters })]);
    await bench.runner.run(bench.issue({ clear: { name: 'app', zone: 'a', note: 'x' } }), run);
    expect(await bench.runner.planRollback('evt-decision-1')).toMatchObject({ params: { name: 'app', zone: 'a' } });
  });
});

describe('T55 a state that a program reported', () => {
  const id = 'evt-decision-9';
  const decision = (fields: JsonObject = {}) =>
    anyDraft({
      event_type: 'decision',
      event_id: id,
      fields: {
        audit_id: id,
        result: 'allow',
        action: 'scale',
        target: 'dev/app',
        params: { name: 'app', size: 3 },
        ...fields,
      },
    });
  const state = (fields: JsonObject) =>
    anyDraft({ event_type: 'state_capture', fields: { audit_id: id, action: 'scale', target: 'dev/app', ...fields } });

  test('is enough for a plan', async () => {
    const bench = open([scale]);
    await bench.log.append([decision(), state({ before_state: { size: 2 }, after_state: { size: 3 } })]);
    expect(await bench.runner.planRollback(id)).toMatchObject({
      ok: true,
      action: 'scale',
      params: { name: 'app', size: 2 },
      target: 'dev/app',
      executor: null,
      outcome: 'success',
      warnings: [expect.stringContaining('A program reported the state before')],
    });
  });

  test('is not enough without a state before, or if the decision did not allow the action', async () => {
    for (const drafts of [
      [decision()],
      [decision(), state({ after_state: { size: 3 } })],
      [decision({ result: 'deny' }), state({ before_state: { size: 2 } })],
      [
        decision(),
        state({ before_state: { size: 2 } }),
        anyDraft({ event_type: 'decision', fields: { audit_id: id, result: 'deny', code: 'audit_unavailable' } }),
      ],
    ]) {
      const bench = open([scale]);
      await bench.log.append(drafts);
      expect(await bench.runner.planRollback(id)).toMatchObject({ ok: false, code: 'execution_unknown' });
    }
  });

  test.each(['***', `hmac-sha256:${'a'.repeat(43)}`, `sha256:${'a'.repeat(43)} (9000 bytes) x…`])(
    'does not give %s as a value',
    async (name) => {
      const bench = open([scale]);
      await bench.log.append([decision({ params: { name, size: 3 } }), state({ before_state: { size: 2 } })]);
      expect(await bench.runner.planRollback(id)).toMatchObject({ ok: false, code: 'state_missing' });
    },
  );

  test('never replaces what the runner captured, also if it comes later', async () => {
    const bench = open([scale], { size: 1 });
    await bench.runner.run(bench.issue({ clear: { name: 'app', size: 3 } }), run);
    const fields = { audit_id: 'evt-decision-1', before_state: { size: 999 }, after_state: { size: 3 } };
    await bench.log.append([state(fields)]);
    expect(await bench.runner.planRollback('evt-decision-1')).toMatchObject({ params: { name: 'app', size: 1 } });
  });
});
