import type { Execution, ExecutionContext, Executor, MissingField } from '@agent-safe/core';
import { sampleAction } from '@agent-safe/testkit';
import { expect, test } from 'vitest';
import { Redactor } from '../src/run/redactor.ts';
import { openBench, parameter } from './support/bench.ts';
import { type Answers, StandInExecutor } from './support/stand-in-executor.ts';
import { StandInVault } from './support/stand-in-vault.ts';

const PARAM = 'planted-param-with words';
const NESTED = 'planted-nested-7f3';
const STATE = 'planted-state-91c';
const OUTPUT = 'planted output of the secret';
const SHAPED = 'eyJhbGciOiJFZERTQSJ9.planted-by-shape.signature';
const PLANTED = [
  SHAPED,
  ...[PARAM, NESTED, STATE, OUTPUT, 'lease-secret-of'].flatMap((secret) => [secret, base64(secret)]),
];

function base64(text: string): string {
  return Buffer.from(text).toString('base64');
}

const action = sampleAction({
  name: 'rotate',
  parameters: [parameter('name'), parameter('value', { sensitive: true }), parameter('more', { sensitive: true })],
  prechecks: [{ name: 'own-check', description: '' }],
  rollback_action: 'rotate',
  rollback_params: {
    name: { source: 'params.name' },
    value: { source: 'before_state.value' },
    more: { source: 'params.more' },
  },
  state_fields: [
    { name: 'value', type: 'string', description: '', required: true, sensitive: true },
    { name: 'note', type: 'string', description: '', required: true, sensitive: false },
  ],
  credentials: { type: 'other', fields: { name: '{{ params.name }}' }, ttl: 60 },
});
const clear = { name: 'db', value: PARAM, more: JSON.stringify({ password: NESTED }) };

/** Checks run before the state is read, so their reasons cannot be redacted by it yet. */
let hasReadState = false;

/** Repeats every secret that it knows, in every message. */
function tellAll({ params, credentials }: Execution): string {
  const given = Object.values(params).map((value) => (typeof value === 'string' ? value : JSON.stringify(value)));
  const known = [...given, ...Object.values(credentials?.values ?? {}), NESTED];
  if (hasReadState) known.push(STATE);
  return [SHAPED, ...known, ...known.map((each) => base64(each))].join(' / ');
}

function leak(execution: Execution, { progress }: ExecutionContext): string {
  progress(tellAll(execution));
  return tellAll(execution);
}

const readState: Executor['readState'] = async (execution, context) => {
  const note = leak(execution, context);
  hasReadState = true;
  return { ok: true, state: { value: STATE, note: `${note} ${STATE}` }, missing: [] };
};

const chatty: Answers = {
  checkScope: async (_, probe) => {
    if (probe !== undefined) leak(probe.execution, probe.context);
    return { ok: true };
  },
  precheck: async (_, execution, context) => ({ ok: true, reason: leak(execution, context) }),
  readState,
  execute: async (execution, context) => {
    return { ok: true, reason: `${leak(execution, context)} ${OUTPUT}`, output: { data: { key: OUTPUT } } };
  },
  waitForEffect: async (execution, context) => {
    leak(execution, context);
    return { ok: true };
  },
  dryRun: async (execution, context) => {
    const said = leak(execution, context);
    return { ok: true, reason: said, steps: [said], difference: said };
  },
};

const failing: Record<string, Answers> = {
  'nothing fails': {},
  'the scope differs': {
    checkScope: async (_, probe) => {
      const reason = probe === undefined ? '' : leak(probe.execution, probe.context);
      return { ok: false, code: 'scope_mismatch', reason };
    },
  },
  'the scope cannot be read': {
    checkScope: (_, probe) =>
      probe === undefined ? Promise.resolve({ ok: true }) : reject(probe.execution, probe.context),
  },
  'a check fails': { precheck: (_, execution, context) => reject(execution, context) },
  'the state cannot be read': { readState: reject },
  'the action fails': { execute: reject },
  'the action returns a failure': {
    execute: async (execution, context) => ({
      ok: false,
      code: 'failure',
      reason: leak(execution, context),
      output: null,
    }),
  },
  'its effect is missing': {
    waitForEffect: async (execution, context) => ({
      ok: false,
      code: 'effect_missing',
      reason: leak(execution, context),
    }),
  },
  'the dry run fails': { dryRun: reject },
};

function reject(execution: Execution, context: ExecutionContext): Promise<never> {
  return Promise.reject(new Error(leak(execution, context)));
}

test.each(Object.entries(failing))(
  'T21 no planted secret is in the log, the progress or the result, if %s',
  async (_, answers) => {
    hasReadState = false;
    const told: string[] = [];
    const vault = new StandInVault();
    const executor = new StandInExecutor({ answers: { ...chatty, ...answers } });
    const bench = openBench({ actions: [action], vault, executor });
    const token = bench.issue({ clear });
    const params = { value: clear.value, more: clear.more };
    const options = { executor: 'stand-in', params, progress: (message: string) => told.push(message) };
    const dry = await bench.runner.dryRun(token, options);
    hasReadState = false;
    const result = await bench.runner.run(token, options);
    const shown = result.ok ? { ...result, output: null } : result;
    const plan = await bench.runner.planRollback('evt-decision-1');
    const shownPlan = plan.ok ? { ...plan, params: null } : plan;
    const all = [bench.text(), told.join('\n'), JSON.stringify([dry, shown, shownPlan])].join('\n');
    expect(PLANTED.filter((secret) => all.includes(secret))).toEqual([]);
    expect(told.length).toBeGreaterThan(0);
  },
);

test('T21 the output goes only to the caller', async () => {
  const execute: Executor['execute'] = async () => ({ ok: true, reason: 'Read.', output: { data: OUTPUT } });
  const bench = openBench({ executor: new StandInExecutor({ state: { size: 1 }, answers: { execute } }) });
  const result = await bench.runner.run(bench.issue(), { executor: 'stand-in' });
  expect(result).toMatchObject({ output: { data: OUTPUT }, reason: 'Read.' });
  expect(bench.text()).not.toContain(OUTPUT);
});

test('T21 a vault that fails to issue or to revoke reveals no secret', async () => {
  const vault = new StandInVault();
  vault.onIssue = () => Promise.reject(new Error(`${PARAM} ${SHAPED}`));
  vault.onRevoke = () => Promise.reject(new Error(`${PARAM} ${SHAPED}`));
  const bench = openBench({ actions: [action], vault });
  const result = await bench.runner.run(bench.issue({ clear }), {
    executor: 'stand-in',
    params: { value: clear.value, more: clear.more },
  });
  expect(result).toMatchObject({ outcome: 'error', code: 'credentials_unavailable' });
  for (const secret of PLANTED) expect(`${JSON.stringify(result)} ${bench.text()}`).not.toContain(secret);
});

test('T21 an error of the progress callback does not stop the run', async () => {
  const bench = openBench();
  const progress = () => {
    throw new Error('the pipe is closed');
  };
  expect(await bench.runner.run(bench.issue(), { executor: 'stand-in', progress })).toMatchObject({
    outcome: 'success',
  });
});

test('T21 a dry run shows no difference if a sensitive value is unknown', async () => {
  const dryRun: Executor['dryRun'] = async () => ({
    ok: true,
    reason: 'It would work.',
    steps: ['set'],
    difference: `- ${STATE}\n+ new`,
  });
  const options = { executor: 'stand-in', params: { value: clear.value, more: clear.more } };
  const dryRunWith = async (missing: readonly MissingField[]) => {
    const state = { note: 'a note' };
    const executor = new StandInExecutor({
      answers: { dryRun, readState: async () => ({ ok: true, state, missing }) },
    });
    const bench = openBench({ actions: [action], vault: new StandInVault(), executor });
    return bench.runner.dryRun(bench.issue({ clear }), options);
  };
  expect(await dryRunWith([{ field: 'value', reason: 'The API was down.' }])).toMatchObject({
    difference: null,
    steps: ['set'],
    reason: expect.stringContaining('The difference is not shown'),
  });
  expect(await dryRunWith([])).toMatchObject({ difference: null });
  // No field is sensitive.
  const difference = expect.stringContaining('+ new');
  expect(await dryRunWith([{ field: 'value', reason: 'None.', absent: true }])).toMatchObject({ difference });
});

test.each<[string, string, string]>([
  ['on one line, without invisible characters', 'hunt\u200ber2-hunter2\nhunter2', 'hunt er2-hunter2 hunter2'],
  ['quoted as JSON', 'say "hunter2" or \\', 'say \\"hunter2\\" or \\\\'],
  ['quoted as JSON of Go', 'hunter2<&>', 'hunter2\\u003c\\u0026\\u003e'],
])('T21 a secret is redacted in other spellings: %s', (_, secret, spelt) => {
  const secrets = new Redactor();
  secrets.add(secret);
  expect(secrets.redact(`Invalid value: "${spelt}", it said.`)).toBe('Invalid value: "***", it said.');
});
