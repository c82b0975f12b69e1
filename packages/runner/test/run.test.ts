import type {
  AuditDraft,
  AuditReceipt,
  AuditSink,
  ExecutionContext,
  Executor,
  Precheck,
  PrecheckResult,
} from '@agent-safe/core';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { Runner, type RunnerOptions } from '../src/index.ts';
import { openBench, parameter, scale } from './support/bench.ts';
import { receiptsOf } from './support/receipts.ts';
import { StandInExecutor } from './support/stand-in-executor.ts';

const run = { executor: 'stand-in' } as const;

test('a ticket runs, and its states before and after and its outcome are recorded', async () => {
  const { executor, issue, ofType, events, runner, verify } = openBench();
  const result = await runner.run(issue(), run);
  expect(result).toMatchObject({
    ok: true,
    outcome: 'success',
    code: null,
    reason: 'Done.',
    before_state: { size: 1 },
    after_state: { size: 3 },
    diff: [{ op: 'replace', path: '/size', value: 3 }],
    recorded: true,
    warnings: [],
  });
  expect(executor.calls).toEqual(['checkScope', 'readState', 'execute', 'waitForEffect', 'readState']);
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

test('the log has the run of a decision, with its outcome once it is recorded', async () => {
  const found: unknown[] = [];
  const bench = openBench({
    executor: new StandInExecutor({
      answers: {
        execute: async () => {
          found.push(await bench.runner.findRun('evt-decision-1'));
          return { ok: true, output: null, reason: 'Done.' };
        },
      },
    }),
  });
  expect(await bench.runner.findRun('evt-decision-1')).toBeUndefined();
  const report = await bench.runner.run(bench.issue(), run);
  if (!report.ok) throw new Error(report.reason);
  const { intent_id } = report;
  expect(found).toEqual([{ intent_id, outcome: null, code: null, reason: null }]);
  const recorded = { intent_id, outcome: 'success', code: null, reason: 'Done.' };
  expect(await bench.runner.findRun('evt-decision-1')).toEqual(recorded);
  expect(await bench.runner.findRun('evt-another')).toBeUndefined();
  // The newest events are never too old: the search allows for slow clocks.
  expect(await bench.runner.findRun('evt-decision-1', Number.MAX_SAFE_INTEGER)).toEqual(recorded);
});

test('the dry-run executor does nothing and needs no credentials, and its outcome is skipped', async () => {
  const credentials = { type: 'kubernetes', fields: { namespaces: ['{{ params.name }}'] }, ttl: 300 };
  const prechecks = [{ name: 'pdb-check', description: '' }];
  const { executor, issue, ofType, runner } = openBench({ actions: [{ ...scale, credentials, prechecks }] });
  const result = await runner.run(issue(), { executor: 'dry-run' });
  expect(result).toMatchObject({ ok: true, outcome: 'skipped', before_state: null, warnings: [], credentials: null });
  expect(result.reason).toContain('scale on dev/app in dev with name=app, size=3');
  expect(executor.calls).toEqual([]);
  expect(ofType('execution_outcome')).toMatchObject([{ outcome: 'skipped', executor: 'dry-run' }]);
});

test('a dry run reports the steps and the blocking checks', async () => {
  const prechecks = [{ name: 'pdb-check', description: '' }];
  const precheck: Executor['precheck'] = async () => ({
    ok: false,
    code: 'failed',
    reason: 'A budget exists.',
  });
  const bench = openBench({
    actions: [{ ...scale, prechecks }],
    executor: new StandInExecutor({ answers: { precheck } }),
  });
  expect(await bench.runner.dryRun(bench.issue(), run)).toMatchObject({
    ok: true,
    outcome: 'success',
    params: { name: 'app', size: 3 },
    blocked_by: ['pdb-check'],
    timeout_seconds: 300,
  });
  expect(bench.executor.calls).toEqual(['checkScope', 'precheck pdb-check', 'dryRun']);
  expect(bench.events()).toEqual([]);
});

test('a warning of the executor is in the report and in the dry run, once', async () => {
  const warn = (message: string) => async (_: unknown, context: ExecutionContext) => {
    context.warn?.(message);
    context.warn?.(message);
  };
  const execute: Executor['execute'] = async (...given) => {
    await warn('It belongs to Argo CD.')(...given);
    return { ok: true, reason: 'Done.', output: null };
  };
  const dryRun: Executor['dryRun'] = async (...given) => {
    await warn('It belongs to Flux.')(...given);
    return { ok: true, reason: 'It would be accepted.', steps: [], difference: null };
  };
  const bench = openBench({ executor: new StandInExecutor({ state: { size: 1 }, answers: { execute, dryRun } }) });
  expect(await bench.runner.dryRun(bench.issue(), run)).toMatchObject({ warnings: ['It belongs to Flux.'] });
  expect(await bench.runner.run(bench.issue(), run)).toMatchObject({ warnings: ['It belongs to Argo CD.'] });
  expect(bench.ofType('execution_outcome')).toMatchObject([{ warnings: ['It belongs to Argo CD.'] }]);
});

describe('checks', () => {
  const outcomes = ['passed', 'failed', 'cannot_tell'] as const;
  /** Checks that block by default, for definitions without `blocking`, such as those of 0.11. */
  const blocking = [
    ...['namespace-not-exists', 'not-system-namespace', 'has-controller', 'pdb-check', 'minimum-replicas', 'hpa-check'],
    ...['termination-protection', 'policy-valid', 'min-max-valid'],
  ];
  const answerOf = (outcome: (typeof outcomes)[number], reason: string): PrecheckResult =>
    outcome === 'passed' ? { ok: true, reason } : { ok: false, code: outcome, reason };
  const cases = [...blocking, 'deployment-exists', 'dependent-pods', 'image-pullable', 'own-check'].flatMap((name) =>
    outcomes.map((outcome) => [name, outcome] as const),
  );

  test.each(cases)('%s with the result %s', async (name, outcome) => {
    const precheck: Executor['precheck'] = async () => answerOf(outcome, 'As scripted.');
    const executor = new StandInExecutor({ state: { size: 1 }, answers: { precheck } });
    const bench = openBench({ actions: [{ ...scale, prechecks: [{ name, description: '' }] }], executor });
    const result = await bench.runner.run(bench.issue(), run);
    const isBlocked = blocking.includes(name) && outcome !== 'passed';
    expect(result).toMatchObject(isBlocked ? { outcome: 'skipped', code: 'precheck_failed' } : { outcome: 'success' });
    expect(executor.executions).toHaveLength(isBlocked ? 0 : 1);
    const checks = [{ name, outcome, reason: 'As scripted.', blocking: blocking.includes(name) }];
    expect(bench.ofType('execution_outcome')).toMatchObject([{ prechecks: checks }]);
  });

  test('the definition of the action declares its blocking checks', async () => {
    const precheck: Executor['precheck'] = async () => answerOf('failed', 'A budget exists.');
    const endOf = async (check: Precheck, others: Partial<RunnerOptions> = {}) => {
      const executor = new StandInExecutor({ state: { size: 1 }, answers: { precheck } });
      const bench = openBench({ actions: [{ ...scale, prechecks: [check] }], executor, ...others });
      const result = await bench.runner.run(bench.issue(), run);
      return result.ok ? result.outcome : result.code;
    };
    expect(await endOf({ name: 'own-check', description: '', blocking: true })).toBe('skipped');
    expect(await endOf({ name: 'own-check', description: '' })).toBe('success');
    expect(await endOf({ name: 'pdb-check', description: '', blocking: false })).toBe('success');
    // The configuration of a runner adds blocking checks.
    const added = { blockingChecks: ['pdb-check'] };
    expect(await endOf({ name: 'pdb-check', description: '', blocking: false }, added)).toBe('skipped');
    // The check `command-allowlist` always blocks.
    expect(await endOf({ name: 'command-allowlist', description: '', blocking: false })).toBe('skipped');
  });

  test('a check that throws cannot tell, and the checks in blockingChecks block', async () => {
    const precheck = () => Promise.reject(new Error('connection refused'));
    const executor = new StandInExecutor({ answers: { precheck } });
    const actions = [{ ...scale, prechecks: [{ name: 'change-freeze', description: '' }] }];
    const bench = openBench({ actions, executor, blockingChecks: ['change-freeze'] });
    expect(await bench.runner.run(bench.issue(), run)).toMatchObject({
      code: 'precheck_failed',
      prechecks: [{ outcome: 'cannot_tell', reason: expect.stringContaining('connection refused') }],
    });
  });

  const exec = {
    ...scale,
    name: 'exec',
    parameters: [parameter('command', { type: 'array', items: { type: 'string' } })],
    rollback_action: null,
    rollback_params: {},
    prechecks: [{ name: 'command-allowlist', description: '' }],
  };

  test.each<[string, readonly (string | readonly string[])[], readonly string[], boolean]>([
    ['nothing is configured', [], ['ls'], false],
    ['the command is listed', ['date', 'ls -l'], ['ls', '-l'], true],
    ['the command has one word more', ['ls'], ['ls', '/'], false],
    ['the command has one word less', ['ls -l'], ['ls'], false],
    ['the words are joined differently', ['ls -l'], ['ls -l'], false],
    ['the star matches any word', ['cat *'], ['cat', '/etc/hostname'], true],
    ['the star matches no flag', ['cat *'], ['cat', '--version'], false],
    ['the star matches one word', ['cat *'], ['cat', 'a', 'b'], false],
    ['the star is not a glob', ['cat /etc/*'], ['cat', '/etc/shadow'], false],
    ['a listed word has a space', [['echo', 'a b']], ['echo', 'a b'], true],
    ['a shell is not listed', ['date'], ['sh', '-c', 'date'], false],
    ['the program has another path', ['date'], ['/tmp/date'], false],
  ])('a command runs only if the allowlist has it: %s', async (_, commandAllowlist, command, mayRun) => {
    const bench = openBench({ actions: [exec], commandAllowlist });
    const result = await bench.runner.run(bench.issue({ clear: { command } }), run);
    expect(result).toMatchObject(mayRun ? { outcome: 'success' } : { outcome: 'skipped', code: 'precheck_failed' });
    expect(bench.executor.calls).not.toContain('precheck command-allowlist');
  });
});

/** The effect does not exist. */
const MISSING = { ok: false, code: 'effect_missing', reason: 'One of three pods is ready.' } as const;

describe('outcomes', () => {
  const outcomes = ['failure', 'timeout', 'skipped', 'error'] as const;

  test.each(outcomes)('the outcome of the executor is recorded: %s', async (outcome) => {
    const execute = async () => ({ ok: false as const, code: outcome, reason: 'Because.', output: null });
    const bench = openBench({ executor: new StandInExecutor({ answers: { execute } }) });
    expect(await bench.runner.run(bench.issue(), run)).toMatchObject({ outcome, code: null, reason: 'Because.' });
    expect(bench.executor.calls).not.toContain('waitForEffect');
    expect(bench.ofType('execution_outcome')).toMatchObject([{ outcome, reason: 'Because.' }]);
  });

  test('an exception of the executor is an error, and so is an unknown code', async () => {
    const throws = openBench({
      executor: new StandInExecutor({ answers: { execute: () => Promise.reject(new Error('reset')) } }),
    });
    const failed = { outcome: 'error', code: 'executor_failed' };
    expect(await throws.runner.run(throws.issue(), run)).toMatchObject({
      ...failed,
      reason: expect.stringContaining('reset'),
    });
    const odd = openBench({
      executor: new StandInExecutor({ answers: { execute: async () => ({ ok: false, code: 'success' }) as never } }),
    });
    expect(await odd.runner.run(odd.issue(), run)).toMatchObject(failed);
  });

  test('T29 a run succeeds only if the effect exists', async () => {
    const bench = openBench({ executor: new StandInExecutor({ answers: { waitForEffect: async () => MISSING } }) });
    expect(await bench.runner.run(bench.issue(), run)).toMatchObject({
      outcome: 'failure',
      code: 'not_settled',
      reason: 'One of three pods is ready.',
    });
  });

  test('T27 a run whose machine slept past its time limit has timed out', async () => {
    const bench = openBench({ actions: [{ ...scale, prechecks: [{ name: 'slow', description: '' }] }] });
    const precheck = async () => {
      bench.time.now += 120_000;
      return { ok: true, reason: 'Done.' } as const;
    };
    const executor = new StandInExecutor({ state: { size: 1 }, answers: { precheck } });
    const runner = new Runner({ ...bench.all, executors: [executor] });
    const result = await runner.run(bench.issue(), { ...run, timeout: 30 });
    expect(result).toMatchObject({ outcome: 'skipped', code: 'timeout' });
    expect(executor.executions).toEqual([]);
  });

  test('T29 an aborted wait for the effect is not a failure of the action, and the reason says so', async () => {
    const stop = new AbortController();
    const waitForEffect = async () => {
      stop.abort();
      return MISSING;
    };
    const bench = openBench({ executor: new StandInExecutor({ answers: { waitForEffect } }) });
    expect(await bench.runner.run(bench.issue(), { ...run, signal: stop.signal })).toMatchObject({
      outcome: 'error',
      code: 'aborted',
      reason: 'The action was executed, but the wait for its effect was aborted. One of three pods is ready.',
    });
    expect(bench.ofType('execution_outcome')).toMatchObject([{ outcome: 'error' }]);
  });

  test('T29 unreadable state is reported, and no other state is recorded', async () => {
    const readState: Executor['readState'] = async () => ({
      ok: true,
      state: { other: 'undeclared' },
      missing: [{ field: 'size', reason: 'forbidden' }],
    });
    const bench = openBench({ executor: new StandInExecutor({ answers: { readState } }) });
    expect(await bench.runner.run(bench.issue(), run)).toMatchObject({
      outcome: 'success',
      before_state: null,
      after_state: null,
      diff: null,
      warnings: [
        'The value of size before the action is unknown. forbidden',
        'The value of size after the action is unknown. forbidden',
      ],
    });
    expect(bench.ofType('state_capture')).toMatchObject([
      { before_state: null, state_fields_missing: [{ field: 'size', reason: 'forbidden' }] },
      { after_state: null },
    ]);
    expect(bench.text()).not.toContain('undeclared');
  });

  test('a value that is too large for the log is omitted with a warning, and values for a rollback are stored encrypted', async () => {
    const [size = raise()] = scale.state_fields;
    const state_fields = [{ ...size, name: 'more' }, size];
    const states = { more: ['m'.repeat(12_000)], size: 's'.repeat(40_000) };
    const bench = openBench({
      actions: [{ ...scale, state_fields }],
      executor: new StandInExecutor({ state: states }),
      states: undefined,
      encryptionKeys: undefined,
    });
    const reason = 'The value is too large for the log.';
    expect(await bench.runner.run(bench.issue(), run)).toMatchObject({
      recorded: true,
      before_state: { size: states.size },
      warnings: [`The value of more before the action is unknown. ${reason}`],
    });
    expect(bench.ofType('state_capture')[0]).toMatchObject({
      state_fields_missing: [{ field: 'more', reason }],
      sealed: [],
    });
    // With a key, the log holds a stub, and the value itself is encrypted.
    const executor = new StandInExecutor({ state: { more: 1, size: 's'.repeat(1_048_576) } });
    const keyed = openBench({ actions: [{ ...scale, state_fields }], executor });
    await keyed.runner.run(keyed.issue(), run);
    expect(keyed.ofType('state_capture')[0]).toMatchObject({
      before_state: { more: 1, size: expect.stringMatching(/^sha256:[\w-]{43} \(1048576 bytes\) s{64}…$/) },
      state_fields_missing: [],
      sealed: ['before_state.size'],
    });
  });

  test('an unusable field does not affect the others', async () => {
    const [size = raise()] = scale.state_fields;
    const executor = new StandInExecutor({ state: { size: 1, more: 2 ** 60 } });
    const bench = openBench({ actions: [{ ...scale, state_fields: [size, { ...size, name: 'more' }] }], executor });
    expect(await bench.runner.run(bench.issue(), run)).toMatchObject({
      before_state: { size: 1 },
      warnings: expect.arrayContaining([
        expect.stringMatching(/^The value of more before the action is unknown\. The value cannot be recorded/),
      ]),
    });
  });
});

function raise(): never {
  throw new Error('The action must have a field.');
}

/** Log that never fails and takes no time. */
class MemoryLog implements AuditSink {
  readonly drafts: AuditDraft[] = [];
  async append(drafts: readonly AuditDraft[]): Promise<readonly AuditReceipt[]> {
    this.drafts.push(...drafts);
    return receiptsOf(drafts);
  }
}

describe('T29 the time limit', () => {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] });
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  function open(execute: NonNullable<StandInExecutor['execute']>, actions = [scale], timeout = 60) {
    const audit = new MemoryLog();
    const executor = new StandInExecutor({ state: { size: 1 }, answers: { execute } });
    return { ...openBench({ audit, executor, actions, timeout, clock: Date.now, tickets: {} }), audit, executor };
  }

  async function measure(
    bench: ReturnType<typeof open>,
    options: object = {},
    token = bench.issue({ evaluated_at: Date.now() }),
  ) {
    const start = Date.now();
    const running = bench.runner.run(token, { ...run, ...options });
    let end = 0;
    void running.finally(() => {
      end = Date.now() - start;
    });
    // Signatures are verified in real time, so the fake clock must not advance before the run waits.
    while (!bench.executor.calls.some((call) => /execute|precheck/.test(call))) {
      await new Promise((resolve) => setImmediate(resolve));
    }
    await vi.advanceTimersByTimeAsync(1_200_000);
    return { result: await running, seconds: end / 1_000 };
  }

  const hang = () => new Promise<never>(() => undefined);
  const stopsWhenAsked = (_: unknown, { signal }: ExecutionContext) =>
    new Promise<never>((__, reject) => signal.addEventListener('abort', () => reject(new Error('killed'))));

  test('a hanging executor is abandoned within a tenth of the timeout', async () => {
    const { result, seconds } = await measure(open(hang));
    expect(result).toMatchObject({ outcome: 'timeout', code: 'timeout', recorded: true });
    expect(seconds).toBeGreaterThanOrEqual(60);
    expect(seconds).toBeLessThanOrEqual(66);
  });

  test('an executor that stops on its signal ends at once, with its own reason', async () => {
    const { result, seconds } = await measure(open(stopsWhenAsked), { timeout: 5 });
    expect(result).toMatchObject({ outcome: 'timeout', reason: expect.stringContaining('killed') });
    expect(seconds).toBe(5);
  });

  const timed = {
    ...scale,
    parameters: [...scale.parameters, parameter('timeout', { type: 'integer', required: false })],
  };
  const sets = {
    ...timed,
    state_fields: [...scale.state_fields, { ...scale.state_fields[0], name: 'timeout' }],
  } as typeof timed;

  test.each([
    ['the parameter of the action', timed, {}, 30],
    ['the shorter of both', timed, { timeout: 10 }, 10],
    ['the parameter, if it is shorter', timed, { timeout: 50 }, 30],
    ['the default, if the parameter is a property of the target', sets, {}, 60],
  ])('it is %s', async (_, action, options, bound) => {
    const bench = open(stopsWhenAsked, [action]);
    const token = bench.issue({ evaluated_at: Date.now(), clear: { name: 'app', size: 3, timeout: 30 } });
    const { seconds } = await measure(bench, options, token);
    expect(seconds).toBe(bound);
  });

  test('it is at most a day', async () => {
    const bench = open(stopsWhenAsked, [timed]);
    const token = bench.issue({ evaluated_at: Date.now(), clear: { name: 'app', size: 3, timeout: 1e9 } });
    expect(await bench.runner.dryRun(token, run)).toMatchObject({ timeout_seconds: 86_400 });
  });

  test('the caller may abort the run', async () => {
    const bench = open(stopsWhenAsked);
    const stop = new AbortController();
    setTimeout(() => stop.abort(), 7_000);
    const { result, seconds } = await measure(bench, { signal: stop.signal });
    expect(result).toMatchObject({ outcome: 'error', code: 'aborted' });
    expect(seconds).toBe(7);
  });

  test('an action that has not begun before the ticket expires is not executed', async () => {
    const audit = new MemoryLog();
    const precheck: Executor['precheck'] = () =>
      new Promise((resolve) => setTimeout(() => resolve({ ok: true, reason: '' }), 300_000));
    const executor = new StandInExecutor({ state: { size: 1 }, answers: { precheck } });
    const actions = [{ ...scale, prechecks: [{ name: 'pdb-check', description: '' }] }];
    const bench = openBench({ audit, executor, actions, timeout: 900, clock: Date.now });
    const { result } = await measure({ ...bench, audit });
    expect(result).toMatchObject({ outcome: 'skipped', code: 'ticket_expired' });
    expect(executor.executions).toEqual([]);
  });
});
