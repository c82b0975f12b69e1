import type { Action, Execution, JsonObject } from '@agent-safe/core';
import { sampleAction } from '@agent-safe/testkit';
import { testExecutor } from '@agent-safe/testkit/suites';
import { describe, expect, test } from 'vitest';
import { type ActionDefinition, failure, field, passed, success } from './action-definition.ts';
import { ActionExecutor, type System } from './action-executor.ts';
import { ParameterRefused, readInteger, readText, readWords } from './read-params.ts';
import { effectMissing, observed } from './wait-until.ts';

/** Connection of one execution: sizes of objects, in memory. */
interface Reach {
  readonly sizes: Map<string, number>;
  readonly changes: string[];
}

class Missing extends Error {}

const parameter = (name: string, sensitive = false) =>
  ({ name, type: 'string', required: true, description: '', locates: false, sensitive }) as const;

const resize: Action = sampleAction({
  name: 'resize',
  parameters: [parameter('name'), parameter('size')],
  prechecks: [{ name: 'is-there', description: '' }],
  state_fields: [
    { name: 'size', type: 'integer', description: '', required: true, sensitive: false },
    { name: 'color', type: 'string', description: '', required: false, sensitive: false },
    { name: 'shape', type: 'string', description: '', required: false, sensitive: false },
  ],
});

function sizeOf({ sizes }: Reach, name: string): number {
  const size = sizes.get(name);
  if (size === undefined) throw new Missing(`${name} not found`);
  return size;
}

const definition: ActionDefinition<Reach> = {
  parameters: ['name', 'size'],
  onCommandLine: ['name'],
  async readState(context) {
    return { size: { value: sizeOf(context, readText(context.params, 'name')) }, color: field(null) };
  },
  async execute(context) {
    const [name, size] = [readText(context.params, 'name'), readInteger(context.params, 'size')];
    if (context.signal.aborted) throw new Error('stopped');
    if (size > 100) return failure('It is too large.');
    sizeOf(context, name);
    context.changes.push(name);
    if (size === 99) throw new Error('the connection was reset');
    context.sizes.set(name, size);
    context.carry.set('name', name);
    return success(`It is ${size}.`);
  },
  async waitForEffect({ carry, params, sizes }) {
    const size = sizes.get(carry.get('name') ?? '');
    return size === params.size ? observed() : effectMissing('It is another size.');
  },
  async dryRun(context) {
    const size = readInteger(context.params, 'size');
    const steps = [`resize to ${size}`];
    return size > 100 ? { steps, refused: 'It is too large.' } : { steps, unasked: 'No server was asked.' };
  },
};

function open(params: JsonObject = { name: 'app', size: 3 }, action: Action = resize) {
  const reach: Reach = { sizes: new Map([['app', 1]]), changes: [] };
  const system: System<Reach> = {
    actions: { resize: definition },
    prechecks: { 'is-there': (context) => passed(`It is ${sizeOf(context, readText(context.params, 'name'))}.`) },
    checkScope: async ({ cluster }) =>
      cluster === 'dev' ? { ok: true } : { ok: false, code: 'scope_unknown', reason: 'The cluster is unknown.' },
    open: async () => reach,
    mayHaveChanged: ({ changes }) => changes.length > 0,
    isRefusal: (error) => error instanceof Missing,
    isNotFound: (error) => error instanceof Missing,
    accepted: 'It would be accepted.',
    describeAsker: () => 'It was asked by a test.',
  };
  const executor = new ActionExecutor({ name: 'memory', scopeFields: ['cluster'], system });
  const target = { id: 'dev/app', type: 'vm', scope: { cluster: 'dev' } };
  const execution: Execution = { audit_id: 'evt-1', action, params, target, credentials: null };
  const context = {
    signal: new AbortController().signal,
    deadline: Date.now() + 10_000,
    clock: Date.now,
    progress: () => undefined,
  };
  return { context, execution, executor, reach };
}

testExecutor('a table of actions', () => ({ ...open(), elsewhere: { cluster: 'prod' } }));

test.each<[string, Action, object]>([
  ['an action that it does not implement', { ...resize, name: 'toString' }, { ok: false, code: 'action_unsupported' }],
  [
    'a parameter that it would ignore',
    { ...resize, parameters: [parameter('color')] },
    { ok: false, code: 'parameter_unsupported' },
  ],
  [
    'a sensitive parameter that other users would see',
    { ...resize, parameters: [parameter('name', true)] },
    { ok: false, code: 'parameter_unsupported' },
  ],
  [
    'a sensitive parameter that other users cannot see',
    { ...resize, parameters: [parameter('size', true)] },
    { ok: true },
  ],
])('T29 supports %s or gives a reason', (_, action, expected) => {
  expect(open().executor.supports(action)).toMatchObject(expected);
});

describe('T29 an error of an action', () => {
  test.each<[string, JsonObject, object]>([
    ['a parameter that is refused', { name: 'app', size: 'x' }, { ok: false, code: 'failure', nothingDone: true }],
    ['a missing object', { name: 'none', size: 3 }, { ok: false, code: 'failure', nothingDone: true }],
    [
      'a failure before the first change',
      { name: 'app', size: 101 },
      { ok: false, code: 'failure', reason: 'Nothing was done. It is too large.', nothingDone: true },
    ],
  ])('%s is a failure in which nothing was done', async (_, params, expected) => {
    const { context, execution, executor, reach } = open(params);
    expect(await executor.execute(execution, context)).toMatchObject(expected);
    expect(reach.changes).toEqual([]);
  });

  test('before the first change is an error, or a timeout if the run was stopped', async () => {
    const { context, execution, executor } = open();
    const stopped = { ...context, signal: AbortSignal.abort() };
    expect(await executor.execute(execution, stopped)).toMatchObject({ code: 'timeout', nothingDone: true });
  });

  test('after the first change is thrown, because the progress is unknown', async () => {
    const { context, execution, executor } = open({ name: 'app', size: 99 });
    await expect(executor.execute(execution, context)).rejects.toThrow('the connection was reset');
  });
});

test('waitForEffect gets the values that the execution carried, once', async () => {
  const { context, execution, executor, reach } = open();
  expect(await executor.execute(execution, context)).toMatchObject({ ok: true, nothingDone: false });
  reach.sizes.set('app', 7);
  expect(await executor.waitForEffect(execution, context)).toEqual({
    ok: false,
    code: 'effect_missing',
    reason: 'It is another size.',
  });
});

test('an unreadable state has a reason, and an unknown field is missing', async () => {
  const { context, execution, executor } = open();
  expect(await executor.readState(execution, context)).toEqual({
    ok: true,
    state: { size: 1 },
    missing: [
      { field: 'color', reason: 'It has no value.', absent: true },
      { field: 'shape', reason: 'This executor does not read the field.' },
    ],
  });
  const none = open({ name: 'none', size: 3 });
  expect(await none.executor.readState(none.execution, context)).toMatchObject({
    ok: false,
    code: 'state_unavailable',
    reason: 'none not found',
  });
});

test('a check of a missing object fails', async () => {
  const { context, execution, executor } = open({ name: 'none', size: 3 });
  expect(await executor.precheck('is-there', execution, context)).toMatchObject({ ok: false, code: 'failed' });
});

test('a dry run reports the steps, the identity and the refusal', async () => {
  const { context, execution, executor } = open();
  expect(await executor.dryRun(execution, context)).toEqual({
    ok: true,
    reason: 'No server was asked. It was asked by a test.',
    steps: ['resize to 3'],
    difference: null,
  });
  const large = open({ name: 'app', size: 101 });
  expect(await large.executor.dryRun(large.execution, context)).toMatchObject({ ok: false, code: 'failure' });
});

test('T02 a parameter of a wrong type is refused, and its value is not quoted', () => {
  const params = { a: 'secret', b: -1, c: [''], d: ['x', 'a\u0000b'] };
  for (const read of [
    () => readInteger(params, 'a'),
    () => readInteger(params, 'b'),
    () => readText(params, 'b'),
    () => readText(params, 'toString'),
    () => readWords(params, 'a'),
    () => readWords(params, 'c'),
    () => readWords(params, 'd'),
  ]) {
    expect(read).toThrow(ParameterRefused);
    expect(read).not.toThrow(/secret/);
  }
});
