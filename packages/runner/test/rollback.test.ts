import { readFileSync, writeFileSync } from 'node:fs';
import { AuditLog } from '@agent-safe/audit';
import { actionsPath } from '@agent-safe/catalog';
import {
  type Action,
  canonicalJson,
  type DecisionFields,
  digestAction,
  type JsonObject,
  type JsonValue,
  type MissingField,
} from '@agent-safe/core';
import { loadProject } from '@agent-safe/registry';
import { anyDraft, checkAsyncLaw, sampleAction } from '@agent-safe/testkit';
import fc from 'fast-check';
import { describe, expect, onTestFinished, test } from 'vitest';
import { MemoryEncryptedStateStore, Runner } from '../src/index.ts';
import { ENCRYPTION_KEY, openBench, parameter, scale } from './support/bench.ts';
import { MemoryRunLog } from './support/memory-run-log.ts';
import { StandInExecutor } from './support/stand-in-executor.ts';

const run = { executor: 'stand-in' } as const;
const clear = { name: 'app', size: 3 };
const field = (name: string, sensitive = false) => ({
  name,
  type: 'string',
  description: '',
  required: true,
  sensitive,
});

test('T30 a plan restores the captured state, with the correlation id of the original', async () => {
  const bench = openBench();
  const decision = anyDraft({
    event_type: 'decision',
    event_id: 'evt-decision-1',
    fields: { correlation_id: 'plan-7' },
  });
  await bench.log.append([decision]);
  await bench.runner.run(bench.issue({ clear }), run);
  expect(await bench.runner.planRollback('evt-decision-1')).toEqual({
    ok: true,
    rollback_of: 'evt-decision-1',
    action: 'scale',
    params: { name: 'app', size: 1 },
    shown_params: { name: 'app', size: 1 },
    target: 'dev/app',
    target_type: 'vm',
    scope: { cluster: 'dev' },
    executor: 'stand-in',
    correlation_id: 'plan-7',
    outcome: 'success',
    warnings: [],
  });
  // Planning executes nothing.
  expect(bench.executor.executions).toHaveLength(1);
});

test('T30 a rollback can be rolled back, with the same correlation id', async () => {
  const bench = openBench();
  await bench.runner.run(bench.issue({ clear }), run);
  const back = await bench.runner.planRollback('evt-decision-1');
  if (!back.ok) throw new Error(back.reason);
  const { correlation_id, params } = back;
  expect(correlation_id).toBe('evt-decision-1');
  const options = { ...run, correlationId: correlation_id };
  expect(await bench.runner.run(bench.issue({ clear: params }), options)).toMatchObject({ after_state: { size: 1 } });
  const forth = await bench.runner.planRollback('evt-decision-2');
  expect(forth).toMatchObject({ ok: true, params: { name: 'app', size: 3 }, correlation_id: 'evt-decision-1' });
});

test('T30 a second rollback of the same execution has a warning', async () => {
  const bench = openBench();
  await bench.runner.run(bench.issue({ clear }), run);
  const back = await bench.runner.planRollback('evt-decision-1');
  if (!back.ok) throw new Error(back.reason);
  await bench.runner.run(bench.issue({ clear: back.params }), { ...run, rollbackOf: back.rollback_of });
  expect(bench.ofType('execution_intent').at(-1)).toMatchObject({ rollback_of: 'evt-decision-1' });
  expect(await bench.runner.planRollback('evt-decision-1')).toMatchObject({
    ok: true,
    warnings: [expect.stringMatching(/^The execution was already rolled back, by evt-decision-2\./)],
  });
});

test('T43 a ticket rolls back the execution that it names, and no other', async () => {
  const bench = openBench();
  await bench.runner.run(bench.issue({ clear }), run);
  const back = () => bench.issue({ clear: { name: 'app', size: 1 }, rollback_of: 'evt-decision-1' });
  const other = await bench.runner.run(back(), { ...run, rollbackOf: 'evt-decision-2' });
  expect(other).toMatchObject({ ok: false, code: 'ticket_mismatch' });
  expect(await bench.runner.run(back(), run)).toMatchObject({ outcome: 'success' });
  expect(bench.ofType('execution_intent').at(-1)).toMatchObject({ rollback_of: 'evt-decision-1' });
});

test('T43 the ticket of a decision about no rollback rolls back nothing', async () => {
  const bench = openBench();
  await bench.runner.run(bench.issue({ clear }), run);
  const decided = { audit_id: 'evt-plain', result: 'allow' } as unknown as DecisionFields;
  await bench.log.append([{ event_type: 'decision', event_id: 'evt-plain', fields: decided }]);
  const token = bench.issue({ clear: { name: 'app', size: 1 }, audit_id: 'evt-plain' });
  expect(await bench.runner.run(token, { ...run, rollbackOf: 'evt-decision-1' })).toMatchObject({
    ok: false,
    code: 'ticket_mismatch',
  });
});

test('T30 a later change is not undone, unless the rollback overwrites it', async () => {
  const bench = openBench();
  await bench.runner.run(bench.issue({ clear }), run);
  const takeBack = (options: object = {}) =>
    bench.runner.run(bench.issue({ clear: { name: 'app', size: 1 } }), {
      ...run,
      rollbackOf: 'evt-decision-1',
      ...options,
    });
  bench.executor.state.size = 7;
  expect(await takeBack()).toMatchObject({
    outcome: 'skipped',
    code: 'changed_since',
    reason: expect.stringMatching(/^Changed since the original execution: size\. The rollback would undo that change/),
    after_state: null,
  });
  expect(bench.executor.state.size).toBe(7);
  expect(await takeBack({ overwrite: true })).toMatchObject({
    outcome: 'success',
    after_state: { size: 1 },
    warnings: ['Changed since the original execution: size. The rollback undoes that change too.'],
  });
});

describe('T30 the comparison before a rollback', () => {
  const unread = { ok: true as const, state: {}, missing: [{ field: 'size', reason: 'forbidden' }] };
  const absent = {
    ok: true as const,
    state: {},
    missing: [{ field: 'size', reason: 'It has no value.', absent: true as const }],
  };

  /** Rolls back an execution with the given states: after the execution, and before the rollback. */
  async function takeBack(after: typeof unread | undefined, before: typeof unread | undefined, options: object = {}) {
    const bench = openBench();
    const readState = bench.executor.readState.bind(bench.executor);
    let reads = 0;
    bench.executor.readState = async (...given) => {
      reads += 1;
      const answer = reads === 2 ? after : reads === 3 ? before : undefined;
      return answer ?? readState(...given);
    };
    await bench.runner.run(bench.issue({ clear }), run);
    const back = bench.issue({ clear: { name: 'app', size: 1 } });
    return bench.runner.run(back, { ...run, rollbackOf: 'evt-decision-1', ...options });
  }

  test.each<[string, typeof unread | undefined, typeof unread | undefined, object]>([
    ['an unchanged field is restored', undefined, undefined, { outcome: 'success' }],
    ['a field that was not read after the execution is restored', unread, undefined, { outcome: 'success' }],
    ['a removed field is left alone', undefined, absent, { outcome: 'skipped', code: 'changed_since' }],
    ['an added field is left alone', absent, undefined, { outcome: 'skipped', code: 'changed_since' }],
    ['a field that cannot be read is left alone', undefined, unread, { outcome: 'skipped', code: 'changed_since' }],
  ])('%s', async (_, after, before, expected) => {
    expect(await takeBack(after, before)).toMatchObject(expected);
  });

  test('with overwrite, a field that cannot be read is restored', async () => {
    expect(await takeBack(undefined, unread, { overwrite: true })).toMatchObject({ outcome: 'success' });
  });

  test('another object of the same name is left alone, even with overwrite', async () => {
    const [size] = scale.state_fields;
    if (size === undefined) throw new Error('The action must have a field.');
    const action = { ...scale, state_fields: [size, { ...size, name: 'uid' }] };
    const executor = new StandInExecutor({ state: { size: 1, uid: 'one' } });
    const bench = openBench({ actions: [action], executor });
    await bench.runner.run(bench.issue({ clear }), run);
    executor.state.uid = 'two';
    const options = { ...run, rollbackOf: 'evt-decision-1', overwrite: true };
    expect(await bench.runner.run(bench.issue({ clear: { name: 'app', size: 1 } }), options)).toMatchObject({
      outcome: 'skipped',
      reason: expect.stringContaining('The object was deleted and created again'),
    });
    expect(executor.state.size).toBe(3);
  });
});

describe('T30 after a crash, the comparison is with the state before and the requested value', () => {
  /** Ends the runner before it reads the state after, and rolls back while the object has another state. */
  async function takeBackAt(size: number, options: object = {}, bench = openBench(), state: JsonObject = {}) {
    const audit = { append: bench.log.append.bind(bench.log) };
    const append = async (...given: Parameters<typeof audit.append>) => {
      const isLast = given[0].some((draft) => draft.event_type === 'execution_outcome');
      if (isLast) throw new Error('The machine has lost its power.');
      return audit.append(...given);
    };
    const dying = new Runner({ ...bench.all, audit: { append } });
    await dying.run(bench.issue({ clear }), run);
    bench.time.now += 3_600_000;
    await bench.runner.reconcile();
    Object.assign(bench.executor.state, state, { size });
    const token = bench.issue({ clear: { name: 'app', size: 1 }, evaluated_at: bench.time.now });
    return bench.runner.run(token, { ...run, rollbackOf: 'evt-decision-1', ...options });
  }

  test.each([1, 3])('a rollback of the size %i runs', async (size) => {
    expect(await takeBackAt(size)).toMatchObject({ outcome: 'success', after_state: { size: 1 } });
  });

  test.each<[JsonValue, string]>([
    [['a'], 'success'],
    [[], 'success'],
    [['b'], 'skipped'],
  ])('a list that the request did not name may be as before or empty: %j', async (rules, outcome) => {
    const action = {
      ...scale,
      parameters: [...scale.parameters, parameter('rules', { type: 'array', required: false })],
      state_fields: [...scale.state_fields, { ...field('rules'), type: 'array' }],
      rollback_params: { ...scale.rollback_params, rules: { source: 'before_state.rules' } },
    };
    const executor = new StandInExecutor({ state: { size: 1, rules: ['a'] } });
    const bench = openBench({ actions: [action], executor });
    expect(await takeBackAt(3, {}, bench, { rules })).toMatchObject({ outcome });
  });

  test('a size that another writer set is left alone, unless the rollback overwrites it', async () => {
    expect(await takeBackAt(7)).toMatchObject({
      code: 'changed_since',
      reason: expect.stringMatching(/^Changed since the original execution: size\./),
    });
    expect(await takeBackAt(7, { overwrite: true })).toMatchObject({ outcome: 'success', after_state: { size: 1 } });
  });
});

test('T30 a rollback that restores no value compares every field with one value', async () => {
  const create = sampleAction({
    name: 'create',
    parameters: [parameter('name')],
    rollback_action: 'delete',
    rollback_params: { name: { source: 'params.name' } },
    state_fields: [field('contents'), { ...field('rights'), type: 'array' }],
  });
  const remove = { ...create, name: 'delete', rollback_action: null, rollback_params: {} };
  const executor = new StandInExecutor({ state: { contents: 'none', rights: ['a'] } });
  const bench = openBench({ actions: [create, remove], executor });
  const named = { name: 'team' };
  await bench.runner.run(bench.issue({ action: 'create', definition: digestAction(create), clear: named }), run);
  const takeBack = () => {
    const token = bench.issue({ action: 'delete', definition: digestAction(remove), clear: named });
    return bench.runner.run(token, { ...run, rollbackOf: 'evt-decision-1' });
  };
  executor.state = { contents: 'a deployment', rights: ['a'] };
  expect(await takeBack()).toMatchObject({ code: 'changed_since', reason: expect.stringContaining('contents') });
  // A list describes more than the action changed.
  executor.state = { contents: 'none', rights: ['a', 'b'] };
  expect(await takeBack()).toMatchObject({ outcome: 'success' });
});

describe('T30 a long text', () => {
  const action = {
    ...scale,
    parameters: [parameter('name'), parameter('size')],
    state_fields: [field('size')],
  };
  const long = 'x'.repeat(5_000);
  const open = (changes: object = {}) =>
    openBench({ actions: [action], executor: new StandInExecutor({ state: { size: long } }), ...changes });

  test('is recorded by its digest, encrypted for the rollback, and compared', async () => {
    const bench = open();
    const report = await bench.runner.run(bench.issue({ clear: { name: 'app', size: 'short' } }), run);
    const digest = expect.stringMatching(/^sha256:[\w-]{43} \(5000 bytes\) x{64}…$/);
    expect(report).toMatchObject({ outcome: 'success', warnings: [], before_state: { size: digest } });
    const plan = await bench.runner.planRollback('evt-decision-1');
    if (!plan.ok) throw new Error(plan.reason);
    expect(plan.params).toEqual({ name: 'app', size: long });
    const back = { ...run, rollbackOf: 'evt-decision-1' };
    expect(await bench.runner.run(bench.issue({ clear: plan.params }), back)).toMatchObject({ outcome: 'success' });
    // The state after the rollback is a digest too, and a change of the text is noticed.
    const forth = { ...run, rollbackOf: 'evt-decision-2' };
    bench.executor.state.size = 'y'.repeat(5_000);
    const again = () => bench.runner.run(bench.issue({ clear: { name: 'app', size: 'short' } }), forth);
    expect(await again()).toMatchObject({ code: 'changed_since' });
    bench.executor.state.size = long;
    expect(await again()).toMatchObject({ outcome: 'success' });
  });

  test('is recorded in full without a key, because the rollback would lack it', async () => {
    const bench = open({ states: undefined, encryptionKeys: undefined });
    const report = await bench.runner.run(bench.issue({ clear: { name: 'app', size: 'short' } }), run);
    expect(report).toMatchObject({ before_state: { size: long }, warnings: [] });
    expect(await bench.runner.planRollback('evt-decision-1')).toMatchObject({ ok: true, params: { size: long } });
  });
});

describe('T30 a rollback refers to the original execution, whichever runner executes it', () => {
  const decision =
    (scope: JsonObject | null = { cluster: 'dev' }) =>
    async () => {
      const bench = openBench();
      await bench.runner.run(bench.issue({ clear }), run);
      const fields = { correlation_id: 'evt-decision-1', rollback_of: 'evt-decision-1' };
      await bench.log.append([anyDraft({ event_type: 'decision', event_id: 'evt-decision-2', fields })]);
      const result = await bench.runner.run(bench.issue({ clear: { name: 'app', size: 1 }, scope }), run);
      return { bench, result };
    };

  test('its events have the correlation of its decision', async () => {
    const { bench, result } = await decision()();
    expect(result).toMatchObject({ ok: true, outcome: 'success' });
    const own = bench.events().filter((event) => 'audit_id' in event && event.audit_id === 'evt-decision-2');
    expect(own.map(({ event_type }) => event_type)).toContain('execution_outcome');
    for (const event of own) {
      expect(event).toMatchObject({ correlation_id: 'evt-decision-1', rollback_of: 'evt-decision-1' });
    }
  });

  test('an event of a writer with a slow clock does not hide the decision', async () => {
    const bench = openBench();
    await bench.runner.run(bench.issue({ clear }), run);
    const fields = { correlation_id: 'evt-decision-1', rollback_of: 'evt-decision-1' };
    await bench.log.append([anyDraft({ event_type: 'decision', event_id: 'evt-decision-2', fields })]);
    const now = bench.time.now;
    bench.time.now -= 3_600_000;
    await bench.log.append([anyDraft({ event_type: 'revocation', fields: {} })]);
    bench.time.now = now;
    bench.executor.state.size = 7;
    const result = await bench.runner.run(bench.issue({ clear: { name: 'app', size: 1 } }), run);
    expect(result).toMatchObject({ outcome: 'skipped', code: 'changed_since' });
  });

  test('if its decision may be an unreadable line, nothing is done', async () => {
    const bench = openBench();
    await bench.log.append([anyDraft({ event_type: 'decision', event_id: 'evt-decision-1', fields: { note: 'x' } })]);
    writeFileSync(bench.path, readFileSync(bench.path, 'utf8').replace('"note":', '"note"?'));
    const result = await bench.runner.run(bench.issue({ clear }), run);
    expect(result).toMatchObject({ ok: false, code: 'audit_unavailable' });
    expect(bench.executor.executions).toEqual([]);
  });

  test('a torn line that the log has closed is ignored', async () => {
    const bench = openBench();
    await bench.log.append([anyDraft({ event_type: 'revocation', fields: {} })]);
    await bench.log.append([anyDraft({ event_type: 'revocation', fields: {} })]);
    writeFileSync(bench.path, bench.text().slice(0, -30));
    const after = new AuditLog(bench.path, { clock: bench.clock });
    onTestFinished(() => after.close());
    await after.append([anyDraft({ event_type: 'revocation', fields: {} })]);
    expect(bench.text()).toContain('"event_type":"log_sealed"');
    const runner = new Runner({ ...bench.all, audit: after });
    expect(await runner.run(bench.issue({ clear }), run)).toMatchObject({ ok: true, outcome: 'success' });
  });

  test('if the action to roll back is unknown, nothing is done', async () => {
    const bench = openBench();
    await bench.runner.run(bench.issue({ clear }), run);
    const other = new Runner({ ...bench.all, actions: [{ ...scale, name: 'other' }] });
    const token = bench.issue({
      action: 'other',
      clear: { name: 'app', size: 1 },
      definition: digestAction({ ...scale, name: 'other' }),
    });
    expect(await other.run(token, { ...run, rollbackOf: 'evt-decision-1' })).toMatchObject({
      ok: false,
      code: 'action_unknown',
    });
  });

  test('it does not run in another scope', async () => {
    const { bench, result } = await decision({ cluster: 'staging' })();
    expect(result).toMatchObject({ ok: false, code: 'scope_mismatch' });
    expect(bench.executor.executions).toHaveLength(1);
  });
});

test('T30 an execution that did nothing is not rolled back, with any outcome', async () => {
  for (const outcome of ['failure', 'error', 'timeout', 'success'] as const) {
    const ended = outcome === 'success' ? { ok: true as const } : { ok: false as const, code: outcome };
    const execute = async () => ({ ...ended, reason: 'It existed already.', output: null, nothingDone: true });
    const bench = openBench({ executor: new StandInExecutor({ answers: { execute } }) });
    await bench.runner.run(bench.issue({ clear }), run);
    expect(bench.ofType('execution_outcome')).toMatchObject([{ outcome, nothing_done: true }]);
    expect(await bench.runner.planRollback('evt-decision-1')).toMatchObject({ code: 'nothing_to_roll_back' });
  }
});

test('an empty log has nothing to roll back or to reconcile', async () => {
  const bench = openBench();
  expect(await bench.runner.planRollback('evt-decision-1')).toMatchObject({ code: 'execution_unknown' });
  expect(await bench.runner.reconcile()).toMatchObject({ unknown: [], running: [], issued: [] });
});

describe('T30 there is no plan', () => {
  test.each<[string, string, Partial<Action>, ConstructorParameters<typeof StandInExecutor>[0]]>([
    ['for an action without a rollback action', 'not_reversible', { rollback_action: null }, { state: { size: 1 } }],
    ['with an unknown rollback action', 'action_unknown', { rollback_action: 'other' }, { state: { size: 1 } }],
    ['for an execution that changed nothing', 'nothing_to_roll_back', {}, { state: { size: 3 } }],
    ['for a state that is unknown', 'state_missing', {}, { state: {} }],
    ['for a field that had no value', 'state_missing', {}, { state: { size: null } }],
    ['for a value that the rollback does not accept', 'params_invalid', {}, { state: { size: 'large' } }],
  ])('%s', async (_, code, changes, options) => {
    const bench = openBench({ actions: [{ ...scale, ...changes }], executor: new StandInExecutor(options) });
    await bench.runner.run(bench.issue({ clear }), run);
    expect(await bench.runner.planRollback('evt-decision-1')).toMatchObject({ ok: false, code });
  });

  test('for a decision without an execution, or an execution that did nothing', async () => {
    const bench = openBench({ actions: [{ ...scale, prechecks: [{ name: 'command-allowlist', description: '' }] }] });
    await bench.runner.run(bench.issue({ clear }), run);
    expect(await bench.runner.planRollback('evt-decision-0')).toMatchObject({ code: 'execution_unknown' });
    expect(await bench.runner.planRollback('evt-decision-1')).toMatchObject({ code: 'nothing_to_roll_back' });
    await bench.runner.run(bench.issue({ clear }), { executor: 'dry-run' });
    expect(await bench.runner.planRollback('evt-decision-2')).toMatchObject({ code: 'nothing_to_roll_back' });
  });

  test('while the execution runs; afterwards there is one, with a warning', async () => {
    const bench = openBench();
    let during: unknown;
    const readState = bench.executor.readState.bind(bench.executor);
    bench.executor.execute = async () => {
      during = await bench.runner.planRollback('evt-decision-1');
      throw new Error('reset by peer');
    };
    bench.executor.readState = readState;
    await bench.runner.run(bench.issue({ clear }), run);
    expect(during).toMatchObject({ ok: false, code: 'still_running' });
    expect(await bench.runner.planRollback('evt-decision-1')).toMatchObject({
      ok: true,
      outcome: 'error',
      warnings: [
        expect.stringContaining('The states before and after the execution are equal'),
        expect.stringContaining('The outcome was error'),
      ],
    });
  });
});

describe('T30 a plan warns of values that it does not restore', () => {
  const optional = {
    ...scale,
    parameters: [
      parameter('name'),
      parameter('size', { type: 'integer', required: false }),
      parameter('mode', { required: false }),
    ],
    state_fields: [...scale.state_fields, field('mode')],
    rollback_params: { ...scale.rollback_params, mode: { source: 'before_state.mode' } },
  };
  const none = { field: 'size', reason: 'It has no value.', absent: true };
  const unread = { field: 'size', reason: 'The API was down.' };

  test('no value, if the rollback lists those that it removes', async () => {
    const removing = {
      ...optional,
      parameters: [...optional.parameters, parameter('remove', { type: 'array', required: false })],
      state_fields: [...optional.state_fields, { ...field('lacking'), type: 'array' }],
      rollback_params: { ...optional.rollback_params, remove: { source: 'before_state.lacking' } },
    };
    const state = { mode: 'slow', lacking: ['size'] };
    const readState = async () => ({ ok: true as const, state, missing: [none] });
    const bench = openBench({ actions: [removing], executor: new StandInExecutor({ answers: { readState } }) });
    await bench.runner.run(bench.issue({ clear }), run);
    const plan = await bench.runner.planRollback('evt-decision-1');
    expect(plan).toMatchObject({ ok: true, params: { name: 'app', mode: 'slow', remove: ['size'] } });
    expect(plan.warnings.join(' ')).not.toContain('is not restored');
  });

  test('a value that was absent', async () => {
    const readState = async () => ({ ok: true as const, state: { mode: 'slow' }, missing: [none] });
    const bench = openBench({ actions: [optional], executor: new StandInExecutor({ answers: { readState } }) });
    await bench.runner.run(bench.issue({ clear }), run);
    expect(await bench.runner.planRollback('evt-decision-1')).toMatchObject({
      ok: true,
      params: { name: 'app', mode: 'slow' },
      warnings: expect.arrayContaining([expect.stringContaining('"size" is not restored')]),
    });
  });

  test.each<[string, JsonObject, readonly MissingField[]]>([
    ['a value that could not be read', { mode: 'slow' }, [unread]],
    ['a value that was not read', { mode: 'slow' }, []],
    ['every value', {}, [none, { ...none, field: 'mode' }]],
  ])('and does not omit a required value: %s', async (_, state, missing) => {
    const executor = new StandInExecutor({ answers: { readState: async () => ({ ok: true, state, missing }) } });
    const bench = openBench({ actions: [optional], executor });
    await bench.runner.run(bench.issue({ clear }), run);
    expect(await bench.runner.planRollback('evt-decision-1')).toMatchObject({ ok: false, code: 'state_missing' });
  });

  test('a parameter that is not reset', async () => {
    const action = { ...scale, parameters: [...scale.parameters, parameter('mode')] };
    const bench = openBench({ actions: [action] });
    await bench.runner.run(bench.issue({ clear: { ...clear, mode: 'fast' } }), run);
    const plan = await bench.runner.planRollback('evt-decision-1');
    expect(plan.warnings).toContain('The rollback does not reset "mode", which the execution set.');
  });

  test('a changed definition, and an action that is not reversible', async () => {
    const bench = openBench();
    await bench.runner.run(bench.issue({ clear }), run);
    const later = new Runner({ ...bench.all, actions: [{ ...scale, reversible: false }] });
    expect(await later.planRollback('evt-decision-1')).toMatchObject({
      ok: true,
      warnings: [expect.stringContaining('definition'), expect.stringContaining('not declared reversible')],
    });
  });
});

describe('T30 secrets', () => {
  const rotate = sampleAction({
    name: 'rotate',
    parameters: [parameter('name'), parameter('value', { sensitive: true })],
    reversible: true,
    rollback_action: 'rotate',
    rollback_params: { name: { source: 'params.name' }, value: { source: 'before_state.value' } },
    state_fields: [field('value', true)],
  });
  const given = { name: 'db', value: 'the new password' };
  const open = (changes: object = {}) =>
    openBench({
      actions: [rotate],
      executor: new StandInExecutor({ state: { value: 'the old password' } }),
      ...changes,
    });

  test('are encrypted for the rollback, and in plain text only in its plan', async () => {
    const bench = open();
    await bench.runner.run(bench.issue({ clear: given }), { ...run, params: given });
    const plan = await bench.runner.planRollback('evt-decision-1');
    expect(plan).toMatchObject({ ok: true, params: { name: 'db', value: 'the old password' }, warnings: [] });
    expect(plan.ok && plan.shown_params.value).toMatch(/^hmac-sha256:/);
    expect(await bench.all.states?.get('evt-decision-1')).toMatch(/^v1\./);
    expect(bench.text()).not.toContain('password');
  });

  test('are not stored without a key: the run warns, and there is no plan', async () => {
    const bench = open({ states: undefined, encryptionKeys: undefined });
    const result = await bench.runner.run(bench.issue({ clear: given }), { ...run, params: given });
    expect(result).toMatchObject({ outcome: 'success', warnings: [expect.stringContaining('before_state.value')] });
    expect(await bench.runner.planRollback('evt-decision-1')).toMatchObject({ code: 'state_missing' });
  });

  test.each<[string, (states: MemoryEncryptedStateStore, encrypted: string) => object]>([
    ['with another key', (states) => ({ states, encryptionKeys: [new Uint8Array(32).fill(8)] })],
    ['for another decision', () => ({ states: { put: async () => true, get: async () => 'v1.AAAA' } })],
    ['no longer', () => ({ states: new MemoryEncryptedStateStore() })],
    ['with one changed bit', (_, encrypted) => ({ states: holding(turnBit(encrypted)) })],
    ['as another version', (_, encrypted) => ({ states: holding(encrypted.replace('v1', 'v2')) })],
  ])('do not decrypt when they are stored %s', async (_, change) => {
    const states = new MemoryEncryptedStateStore();
    const bench = open({ states, encryptionKeys: [ENCRYPTION_KEY] });
    await bench.runner.run(bench.issue({ clear: given }), { ...run, params: given });
    const encrypted = (await states.get('evt-decision-1')) ?? '';
    const other = new Runner({ ...bench.all, ...change(states, encrypted) });
    expect(await other.planRollback('evt-decision-1')).toMatchObject({ ok: false, code: 'state_missing' });
  });

  test('also decrypt with a key that no longer encrypts', async () => {
    const states = new MemoryEncryptedStateStore();
    const bench = open({ states, encryptionKeys: [ENCRYPTION_KEY] });
    await bench.runner.run(bench.issue({ clear: given }), { ...run, params: given });
    const newer = new Uint8Array(32).fill(8);
    const other = new Runner({ ...bench.all, encryptionKeys: [ENCRYPTION_KEY, newer] });
    expect(await other.planRollback('evt-decision-1')).toMatchObject({ ok: true });
    expect(await new Runner({ ...bench.all, encryptionKeys: [newer] }).planRollback('evt-decision-1')).toMatchObject({
      ok: false,
    });
  });

  test('do not decrypt for another decision', async () => {
    const states = new MemoryEncryptedStateStore();
    const bench = open({ states });
    await bench.runner.run(bench.issue({ clear: given }), { ...run, params: given });
    await bench.runner.run(bench.issue({ clear: given }), { ...run, params: given });
    const swapped = holding((await states.get('evt-decision-1')) ?? '');
    const other = new Runner({ ...bench.all, states: swapped });
    expect(await other.planRollback('evt-decision-1')).toMatchObject({ ok: true });
    expect(await other.planRollback('evt-decision-2')).toMatchObject({ ok: false });
  });

  test('T21 do not become a parameter that would be recorded', async () => {
    const unsafe = { ...rotate, name: 'unsafe', parameters: [parameter('name'), parameter('value')] };
    const bench = open({ actions: [{ ...rotate, rollback_action: 'unsafe' }, unsafe] });
    await bench.runner.run(bench.issue({ clear: given }), { ...run, params: given });
    expect(await bench.runner.planRollback('evt-decision-1')).toMatchObject({ ok: false, code: 'params_unsafe' });
  });

  test('that the log redacts by their shape are restored in plain text', async () => {
    const token = 'password=correct-horse-battery';
    const action = {
      ...rotate,
      parameters: [parameter('name'), parameter('value')],
      state_fields: [field('value')],
    };
    const bench = openBench({ actions: [action], executor: new StandInExecutor({ state: { value: token } }) });
    await bench.runner.run(bench.issue({ clear: { name: 'db', value: 'plain' } }), run);
    expect(bench.text()).not.toContain('correct-horse');
    const plan = await bench.runner.planRollback('evt-decision-1');
    expect(plan).toMatchObject({
      params: { value: token },
      shown_params: { name: 'db', value: expect.stringMatching(/^hmac-sha256:/) },
    });
  });
});

function holding(encrypted: string) {
  return { put: async () => true, get: async () => encrypted };
}

function turnBit(encrypted: string): string {
  const bytes = Buffer.from(encrypted.slice(3), 'base64url');
  bytes[20] = (bytes[20] ?? 0) ^ 1;
  return `v1.${bytes.toString('base64url')}`;
}

/** Random states and parameters: an action sets some fields of an object, and its rollback restores them. */
const NAMES = ['a', 'b', 'c', 'd'];
const value = fc.oneof(fc.string({ maxLength: 8 }), fc.constant('password=hunter2hunter2'));
const thing = fc.record({
  before: fc.dictionary(fc.constantFrom(...NAMES), value, { noNullPrototype: true }),
  given: fc.dictionary(fc.constantFrom(...NAMES), value, { noNullPrototype: true }),
  /** Parameters of the rollback. */
  restored: fc.subarray(NAMES),
  sensitive: fc.subarray(NAMES),
  hasKey: fc.boolean(),
});

test('T30 law: after the rollback the state is as before, or the plan named the differences', async () => {
  const law = fc.asyncProperty(thing, async ({ before, given, hasKey, restored, sensitive }) => {
    const isSensitive = (name: string) => sensitive.includes(name);
    // Without `rollback_params`, every field is restored by its name.
    const named = restored.length === 0 ? NAMES : restored;
    const action = sampleAction({
      name: 'set',
      parameters: NAMES.map((name) => parameter(name, { required: false, sensitive: isSensitive(name) })),
      reversible: true,
      rollback_action: 'set',
      rollback_params: Object.fromEntries(restored.map((name) => [name, { source: `before_state.${name}` }])),
      state_fields: NAMES.map((name) => field(name, isSensitive(name))),
    });
    const executor = new StandInExecutor();
    executor.state = { ...before };
    executor.execute = async ({ params }) => {
      executor.state = { ...executor.state, ...params };
      return { ok: true, reason: '', output: null };
    };
    const log = new MemoryRunLog();
    const keys = hasKey ? {} : { states: undefined, encryptionKeys: undefined };
    const bench = openBench({ actions: [action], executor, audit: log, history: log, ...keys });
    await bench.runner.run(bench.issue({ clear: given }), { ...run, params: given });
    const plan = await bench.runner.planRollback('evt-decision-1');
    if (!plan.ok) {
      if (plan.code === 'nothing_to_roll_back') expect(executor.state).toEqual(before);
      else {
        expect(plan.code).toBe('state_missing');
        // The state before is unknown, or it has no value to restore.
        expect(hasKey && named.some((name) => Object.hasOwn(before, name))).toBe(false);
      }
      return undefined;
    }
    const params = plan.params;
    expect(await bench.runner.run(bench.issue({ clear: params }), { ...run, params })).toMatchObject({ ok: true });
    const wrong = NAMES.filter((name) => !isSame(before[name], executor.state[name]));
    for (const name of wrong) expect(plan.warnings.join('\n'), name).toContain(`"${name}"`);
    // A warning needs a cause: no value that could be restored has only a warning.
    for (const name of named) if (hasKey && Object.hasOwn(before, name)) expect(wrong).not.toContain(name);
    return undefined;
  });
  await checkAsyncLaw('T30 rollback', law, { runs: 2_000 });
});

function isSame(left: JsonValue | undefined, right: JsonValue | undefined): boolean {
  return left === undefined || right === undefined ? left === right : canonicalJson(left) === canonicalJson(right);
}

describe('T30 the catalog', () => {
  const { actions } = loadProject({ registry: actionsPath });
  /** Two different values of each type. */
  const SAMPLES: Readonly<Record<string, readonly [JsonValue, JsonValue]>> = {
    integer: [1, 2],
    boolean: [true, false],
    array: [['x'], ['y']],
    string: ['x-1', 'y-1'],
  };
  const sample = (type: string, which: 0 | 1): JsonValue => SAMPLES[type]?.[which] ?? `x-${which}`;
  /** Returns a state value that the parameter of the rollback accepts. */
  const sampleState = (action: Action, { name, type }: Action['state_fields'][number], which: 0 | 1): JsonValue => {
    const [taker] =
      Object.entries(action.rollback_params).find(([, { source }]) => source === `before_state.${name}`) ?? [];
    const rollback = actions.find((each) => each.name === action.rollback_action);
    const { constraints, items } = rollback?.parameters.find((each) => each.name === taker) ?? {};
    const known = items?.constraints?.enum;
    if (known !== undefined) return known.slice(0, which + 1);
    const least = constraints?.min_value ?? 1;
    return type === 'integer' ? least + which : sample(type, which);
  };
  const sampleParam = ({ constraints, items, name, type }: Action['parameters'][number]): JsonValue =>
    items?.constraints?.enum !== undefined
      ? items.constraints.enum.slice(0, 1)
      : name === 'policy_arn'
        ? 'arn:aws:iam::aws:policy/ReadOnlyAccess'
        : type === 'integer'
          ? Math.min(constraints?.max_value ?? 1_024, Math.max(constraints?.min_value ?? 1, 128))
          : sample(type, 0);

  test.each(actions.map((action) => [action.name, action] as const))(
    '%s has a plan, or a refusal',
    async (_, action) => {
      const params = Object.fromEntries<JsonValue>(action.parameters.map((each) => [each.name, sampleParam(each)]));
      const executor = new StandInExecutor();
      executor.state = Object.fromEntries(action.state_fields.map((each) => [each.name, sampleState(action, each, 0)]));
      executor.execute = async () => {
        executor.state = Object.fromEntries(
          action.state_fields.map((each) => [each.name, sampleState(action, each, 1)]),
        );
        return { ok: true, reason: '', output: null };
      };
      const bench = openBench({ actions, executor, ambientCredentials: true, commandAllowlist: ['x'] });
      const token = bench.issue({
        action: action.name,
        clear: params,
        scope: { cluster: 'dev', account: '1', region: 'r' },
      });
      const result = await bench.runner.run(token, { ...run, params });
      expect(result).toMatchObject({ ok: true, outcome: 'success' });
      const plan = await bench.runner.planRollback('evt-decision-1');
      if (action.rollback_action === null) expect(plan).toMatchObject({ ok: false, code: 'not_reversible' });
      else expect(plan).toMatchObject({ ok: true, action: action.rollback_action });
    },
  );
});
