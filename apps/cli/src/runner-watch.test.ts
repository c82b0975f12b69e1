import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Executor } from '@agent-safe/core';
import { openRunner } from '@agent-safe/sdk/runner';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { projects, type TestProject } from '../test/project.ts';
import { recordOutput } from '../test/run.ts';
import { untilSecondSignal } from './command/until-second-signal.ts';
import { WatchLog } from './render/watch-log.ts';
import { runCli } from './run-cli.ts';

const make = projects();
const START = '2026-03-02T10:00:00Z';
const makeAtRest = projects(START);
/** For file events, on a machine that has other things to do. */
const PATIENCE = { timeout: 30_000 } as const;

async function issue(project: TestProject): Promise<{ readonly token: string; readonly auditId: string }> {
  const caller = await project.identity('deploy-agent-01');
  const params = JSON.stringify({ namespace: 'dev', deployment: 'app', replicas: 3 });
  const argv = ['check', 'scale-deployment', '--target', 'dev/test-app', '--caller', caller, '--params', params];
  const { audit_id, ticket } = JSON.parse((await project.run(...argv, '--json')).out) as {
    audit_id: string;
    ticket: { token: string };
  };
  return { token: ticket.token, auditId: audit_id };
}

/** Starts `agent-safe runner watch tickets` with the executor that has no effect. */
function watchTickets({ clock, cwd }: TestProject, ...more: string[]) {
  const folder = join(cwd, 'tickets');
  mkdirSync(folder, { recursive: true });
  const { output, written } = recordOutput();
  const exit = runCli(['runner', 'watch', 'tickets', '--executor', 'dry-run', ...more], cwd, output, undefined, clock);
  return {
    exit,
    written,
    lines: () =>
      written.out
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line) as Readonly<Record<string, unknown>>),
    put: (name: string, token: string) => {
      writeFileSync(join(folder, `.${name}`), `${token}\n`);
      renameSync(join(folder, `.${name}`), join(folder, `${name}.ticket`));
    },
    has: (file: string) => existsSync(join(folder, file)),
    result: (name: string) =>
      vi.waitFor(
        () =>
          JSON.parse(readFileSync(join(folder, `${name}.result.json`), 'utf8')) as Readonly<Record<string, unknown>>,
        PATIENCE,
      ),
  };
}

describe('runner watch', () => {
  test('T23 executes each ticket once, answers as runner execute --json does, and ends on SIGTERM', async () => {
    const project = make();
    const listeners = process.listenerCount('SIGTERM');
    const watch = watchTickets(project, '--ready-file', 'ready');
    await vi.waitFor(() => expect(existsSync(join(project.cwd, 'ready'))).toBe(true), PATIENCE);
    const { auditId, token } = await issue(project);
    watch.put('first', token);
    const first = await watch.result('first');
    expect(Object.keys(first)).toEqual([
      ...['ran', 'outcome', 'code', 'reason', 'audit_id', 'intent_id', 'action', 'target', 'executor', 'output'],
      ...['prechecks', 'before_state', 'after_state', 'diff', 'credentials', 'duration_ms', 'recorded', 'warnings'],
    ]);
    expect(first).toMatchObject({ ran: true, outcome: 'skipped', audit_id: auditId, executor: 'dry-run' });
    watch.put('second', token);
    expect(await watch.result('second')).toEqual({
      ...{ ran: false, code: 'ticket_replayed', reason: 'The ticket was used before. Request a new decision.' },
      ...{ audit_id: auditId, action: 'scale-deployment', target: 'dev/test-app', ticket_used: true },
      earlier_run: { intent_id: first.intent_id, outcome: 'skipped', code: null, reason: first.reason },
    });
    watch.put('third', 'deploy-agent-01');
    expect(await watch.result('third')).toMatchObject({
      ran: false,
      code: 'ticket_invalid',
      reason: expect.stringMatching(/^The ticket file: the text is not a token\./),
    });
    await vi.waitFor(() => expect(watch.has('third.ticket')).toBe(false));
    process.emit('SIGTERM');
    expect(await watch.exit).toBe(0);
    expect(process.listenerCount('SIGTERM')).toBe(listeners);
    expect(existsSync(join(project.cwd, 'ready'))).toBe(false);
    const at = String.raw`\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ`;
    const said = [
      String.raw`SKIPPED   first\.ticket: Nothing was done\. .* \(scale-deployment on dev/test-app, evt-.*\)`,
      String.raw`REFUSED   second\.ticket: The ticket was used before\. .*, ticket_replayed\)`,
      String.raw`REFUSED   third\.ticket: The ticket file: the text is not a token\. .* \(ticket_invalid\)`,
    ];
    expect(watch.written.out).toMatch(new RegExp(`^${said.map((line) => `${at} ${line}\n`).join('')}$`));
    expect(watch.written.err).toMatch(
      /^Watching tickets\. Ctrl-C ends it\.\nfirst\.ticket: Running checks…\nfirst\.ticket: Executing scale-deployment…\n/,
    );
    expect(await project.run('audit', 'verify')).toMatchObject({ exit: 0 });
  });

  test('T23 two runners on one folder execute each ticket once', async () => {
    const project = make();
    const [one, two] = [watchTickets(project, '--concurrency', '4'), watchTickets(project, '--concurrency', '4')];
    const names = ['a', 'b', 'c', 'd', 'e', 'f'];
    const tickets = await Promise.all(names.map(() => issue(project)));
    for (const [index, name] of names.entries()) one.put(name, tickets[index]?.token ?? '');
    for (const name of names) await one.result(name);
    await vi.waitFor(() => expect(names.filter((name) => one.has(`${name}.ticket`))).toEqual([]), PATIENCE);
    process.emit('SIGTERM');
    expect(await Promise.all([one.exit, two.exit])).toEqual([0, 0]);
    const events = readFileSync(join(project.cwd, 'audit.jsonl'), 'utf8').split('\n');
    const intents = events.filter((line) => line.includes('"execution_intent"'));
    expect(new Set(intents.map((line) => (JSON.parse(line) as { audit_id: string }).audit_id))).toEqual(
      new Set(tickets.map(({ auditId }) => auditId)),
    );
    expect(intents).toHaveLength(names.length);
  });

  test('ships the audit log by itself', async () => {
    const project = make();
    const shippers = 'audit_shippers: [{ backend: filesystem, path: ./copy.jsonl }]';
    project.edit('agent-safe.yaml', (text) => `${text}\n${shippers}\n`);
    const watch = watchTickets(project);
    watch.put('a', (await issue(project)).token);
    await watch.result('a');
    await vi.waitFor(
      () => expect(readFileSync(join(project.cwd, 'copy.jsonl'), 'utf8')).toContain('"execution_outcome"'),
      PATIENCE,
    );
    process.emit('SIGTERM');
    expect(await watch.exit).toBe(0);
  });

  test('prints one line of JSON for each event, from the start to the end', async () => {
    const project = make();
    const watch = watchTickets(project, '--json', '--concurrency', '4');
    watch.put('a', (await issue(project)).token);
    await watch.result('a');
    process.emit('SIGINT');
    expect(await watch.exit).toBe(0);
    const lines = watch.lines();
    expect(lines.map(({ event }) => event)).toEqual([
      ...['watching', 'reconciled', 'progress', 'progress', 'result', 'stopping', 'stopped'],
    ]);
    expect(lines[1]).toMatchObject({ unknown: [], damaged: 0, busy: false });
    expect(lines[4]).toMatchObject({ file: 'a.ticket', ran: true, outcome: 'skipped', action: 'scale-deployment' });
    for (const { time } of lines) expect(time).toMatch(/^\d{4}-.*Z$/);
    expect(watch.written.err).toBe('');
  });

  test('T27 after a crash, a ticket does not run again, and gets the outcome that reconciliation records', async () => {
    const project = makeAtRest();
    const { auditId, token } = await issue(project);
    const began = Promise.withResolvers<void>();
    const runner = await openRunner({
      cwd: project.cwd,
      clock: project.clock,
      executors: [hanging(began.resolve)],
      runner: { ambient_credentials: true },
    });
    onTestFinished(() => runner.close());
    // The run has an intent and no outcome, as after a crash.
    const stop = new AbortController();
    const running = runner.execute(token, { executor: 'hanging', timeout: 60, signal: stop.signal });
    expect(await Promise.race([began.promise, running])).toBeUndefined();
    const watch = watchTickets(project, '--json');
    watch.put('a', token);
    await vi.waitFor(() => expect(watch.written.out).toContain('"postponed"'), PATIENCE);
    expect([watch.has('a.ticket'), watch.has('a.result.json')]).toEqual([true, false]);
    process.emit('SIGTERM');
    await watch.exit;
    project.time.now += 300_000;
    const next = watchTickets(project, '--json');
    expect(await next.result('a')).toMatchObject({
      // The ticket has expired since. That alone would not tell that it ran.
      ...{ ran: false, code: 'ticket_expired', audit_id: auditId },
      earlier_run: { outcome: 'unknown', code: 'interrupted' },
    });
    expect(next.lines().find(({ event }) => event === 'reconciled')).toMatchObject({
      unknown: [{ audit_id: auditId }],
    });
    process.emit('SIGTERM');
    expect(await next.exit).toBe(0);
    stop.abort();
    await running;
  });

  test.each<[string, readonly string[], RegExp]>([
    [
      'no executor',
      ['tickets'],
      /^The executor is missing or unknown\. Give --executor aws, dry-run, k8s, subprocess\./,
    ],
    ['an unknown executor', ['tickets', '--executor', 'k9s'], /^The executor is missing or unknown\./],
    ['no folder', ['--executor', 'dry-run'], /^An argument is missing: agent-safe runner watch <folder>/],
    ['a folder that does not exist', ['none', '--executor', 'dry-run'], /^The folder none cannot be used \(ENOENT\)\./],
    ['a file', ['agent-safe.yaml', '--executor', 'dry-run'], /^agent-safe\.yaml is not a folder\./],
    ['too many at once', ['.', '--executor', 'dry-run', '--concurrency', '17'], /^--concurrency is out of range\./],
    ['none at once', ['.', '--executor', 'dry-run', '--concurrency', '0'], /^--concurrency is out of range\./],
  ])('%s is a usage error', async (_, argv, message) => {
    expect(await make().run('runner', 'watch', ...argv)).toMatchObject({
      exit: 2,
      err: expect.stringMatching(message),
    });
  });

  test('a log that cannot be written ends it before it is ready', async () => {
    const project = make();
    mkdirSync(join(project.cwd, 'audit.jsonl'));
    const watch = watchTickets(project, '--ready-file', 'ready');
    expect(await watch.exit).toBe(1);
    expect(existsSync(join(project.cwd, 'ready'))).toBe(false);
  });
});

/** An executor that does not return until it is stopped. */
function hanging(begin: () => void): Executor {
  const done = { ok: true } as const;
  return {
    name: 'hanging',
    scopeFields: ['cluster'],
    supports: () => done,
    checkScope: async () => done,
    precheck: async () => ({ ok: true, reason: 'Passed.' }),
    readState: async () => ({ ok: true, state: {}, missing: [] }),
    execute: (_, { signal }) => {
      begin();
      return new Promise((_resolve, reject) => {
        signal.addEventListener('abort', () => reject(new Error('Stopped.')));
      });
    },
    waitForEffect: async () => ({ ok: true, reason: 'Done.' }),
    dryRun: async () => ({ ok: true, steps: [], difference: null, reason: 'Done.' }),
  };
}

test('T21 a log line has neither the output nor the states of a run', () => {
  for (const json of [true, false]) {
    const { output, written } = recordOutput();
    const result = {
      ran: true,
      outcome: 'success',
      code: null,
      reason: 'Done.',
      audit_id: 'evt-1',
      action: 'get-secret',
    };
    const secret = { password: 'planted' };
    const hidden = { output: secret, before_state: secret, after_state: secret, diff: [{ value: 'planted' }] };
    new WatchLog(output, json, () => 0).tell({
      event: 'result',
      file: 'a.ticket',
      result: { ...result, ...hidden, target: null, warnings: ['A warning.'] },
    });
    const all = `${written.out}${written.err}`;
    for (const shown of ['a.ticket', 'Done.', 'evt-1', 'get-secret', 'A warning.']) expect(all).toContain(shown);
    expect(all).not.toContain('planted');
  }
});

test('the first signal stops a service, and the second one aborts it', async () => {
  const listeners = process.listenerCount('SIGTERM');
  await untilSecondSignal(async (stop, abort) => {
    expect([stop.aborted, abort.aborted]).toEqual([false, false]);
    process.emit('SIGTERM');
    expect([stop.aborted, abort.aborted]).toEqual([true, false]);
    process.emit('SIGINT');
    expect([stop.aborted, abort.aborted]).toEqual([true, true]);
    // The next signal kills the process.
    expect(process.listenerCount('SIGTERM')).toBe(listeners);
  });
});
