import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { actionsPath, inventoryPath, policiesPath } from '@agent-safe/catalog';
import type { CheckRequest } from '@agent-safe/core';
import { generateKeys } from '@agent-safe/registry';
import { readAuditEvent } from '@agent-safe/schemas';
import { afterEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import { fileTest, logEvents, logText, withPorts } from '../test/support/ports.ts';
import { AgentSafe, type OpenOptions, type ShippedEvent } from './index.ts';

const shipped: OpenOptions = { registry: actionsPath, policies: policiesPath, inventory: inventoryPath };
const restart: CheckRequest = {
  action: 'restart-deployment',
  target: 'dev/test-app',
  caller: 'deploy-agent',
  params: { namespace: 'dev', deployment: 'app' },
};

type Event = Readonly<Record<string, unknown>>;

function makeFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'agent-safe-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  writeFileSync(join(folder, 'keys.json'), generateKeys(), { mode: 0o600 });
  return folder;
}

async function open(folder: string, options: OpenOptions = {}): Promise<AgentSafe> {
  const paths = { auditLog: join(folder, 'audit.jsonl'), keys: join(folder, 'keys.json') };
  const safe = await AgentSafe.open(withPorts({ ...shipped, ...paths, ...options }));
  onTestFinished(() => safe.close());
  return safe;
}

function readLog(folder: string): readonly Event[] {
  return logEvents(join(folder, 'audit.jsonl'));
}

describe('every decision is recorded before it is returned', () => {
  test('with all members of the decision, under its audit id', async () => {
    const folder = makeFolder();
    const { ticket: _, ...decision } = await (await open(folder)).check(restart);
    const [event] = readLog(folder);
    expect(event).not.toHaveProperty('ticket');
    expect(event).toMatchObject({ ...decision, v: 1, seq: 1, event_id: decision.audit_id, event_type: 'decision' });
  });

  test('also refusals that no policy evaluated', async () => {
    const folder = makeFolder();
    const safe = await open(folder);
    await safe.check({ action: 'unheard-of' });
    await safe.check(undefined as unknown as CheckRequest);
    await safe.check({ ...restart, target: 'prod/nowhere' });
    expect(readLog(folder).map(({ code, target }) => [code, target])).toEqual([
      ['action_unknown', null],
      ['request_invalid', null],
      ['target_unknown', 'prod/nowhere'],
    ]);
  });

  test('the steps of a plan next to each other, with a common correlation id', async () => {
    const folder = makeFolder();
    const safe = await open(folder);
    const decisions = await safe.checkPlan([restart, { action: 'unheard-of' }]);
    const ids = new Set(decisions.map(({ correlation_id }) => correlation_id));
    expect([...ids]).toEqual([expect.stringMatching(/^plan-[0-9a-f-]{36}$/)]);
    expect(readLog(folder).map(({ audit_id, correlation_id }) => [audit_id, correlation_id])).toEqual(
      decisions.map(({ audit_id, correlation_id }) => [audit_id, correlation_id]),
    );
  });

  test('T05 with the correlation id of the calling program, which must not be a token', async () => {
    const folder = makeFolder();
    const safe = await open(folder);
    expect((await safe.check(restart, { correlationId: 'trace-7' })).correlation_id).toBe('trace-7');
    expect(readLog(folder)).toMatchObject([{ correlation_id: 'trace-7' }]);
    for (const correlationId of [
      '',
      'a b',
      'a\n',
      'x'.repeat(300),
      'eyJhbGciOiJub25lIn0.e30.',
      7 as unknown as string,
    ]) {
      await expect(safe.check(restart, { correlationId })).rejects.toMatchObject({ code: 'ERR_CONFIG_INVALID' });
    }
    const decision = await safe.check({ ...restart, correlation_id: 'mine' } as CheckRequest);
    expect(decision.code).toBe('request_invalid');
  });

  test('but an explanation is not a decision and is not recorded', async () => {
    const folder = makeFolder();
    await (await open(folder)).explain(restart);
    expect(readLog(folder)).toEqual([]);
  });
});

describe('T20 an unrecorded decision is a deny', () => {
  test('without the folder of the log: a deny with a reason, until the folder exists', async () => {
    const folder = makeFolder();
    const auditLog = join(folder, 'disk', 'audit.jsonl');
    const safe = await open(folder, { auditLog });
    for (let attempt = 0; attempt < 3; attempt += 1) {
      expect(await safe.check(restart)).toMatchObject({
        result: 'deny',
        code: 'audit_unavailable',
        policy_matched: null,
        reason: expect.stringMatching(/^The decision could not be recorded, so the request is denied\./) as string,
      });
    }
    mkdirSync(join(folder, 'disk'));
    expect(await safe.check(restart)).toMatchObject({ result: 'allow' });
    expect(logEvents(auditLog)).toHaveLength(1);
  });

  fileTest('with a folder in place of the log file', async () => {
    const folder = makeFolder();
    mkdirSync(join(folder, 'audit.jsonl'));
    expect((await (await open(folder)).check(restart)).code).toBe('audit_unavailable');
    expect((await (await open(folder, { auditLog: '/dev/null' })).check(restart)).code).toBe('audit_unavailable');
  });

  fileTest('with a lock that is never released: every step of a plan is denied after the timeout', async () => {
    const folder = makeFolder();
    const safe = await open(folder);
    await safe.check(restart);
    const holder = new DatabaseSync(join(folder, 'audit.jsonl.lock'));
    holder.exec('BEGIN EXCLUSIVE');
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const pending = safe.checkPlan([restart, restart]);
    // Deciding takes a moment before the wait for the lock begins.
    while (vi.getTimerCount() === 0) await new Promise((resolve) => setImmediate(resolve));
    await vi.advanceTimersByTimeAsync(60_000);
    expect((await pending).map(({ code, result }) => [result, code])).toEqual([
      ['deny', 'audit_unavailable'],
      ['deny', 'audit_unavailable'],
    ]);
    holder.exec('COMMIT');
    holder.close();
    await vi.advanceTimersByTimeAsync(5_000);
    vi.useRealTimers();
    expect((await safe.check(restart)).result).toBe('allow');
    expect(readLog(folder)).toHaveLength(2);
  });

  afterEach(() => void vi.useRealTimers());
});

describe('T21 the log contains no secret', () => {
  const secrets = [
    's3cret-value-1',
    'p4ssw0rd"with\\quotes',
    'eyJhbGciOiJub25lIn0.eyJhZ2VudF9pZCI6ImEifQ.c2ln',
    'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
  ];

  test('neither a sensitive parameter, nor text that quotes it, nor a token in another parameter', async () => {
    const folder = makeFolder();
    const registry = join(folder, 'actions.yaml');
    writeFileSync(
      registry,
      `name: rotate-password
version: 1.0.0
description: Sets a password
risk_class: low
target_types: [k8s-deployment]
parameters:
  - { name: password, type: string, sensitive: true, constraints: { max_length: 40 } }
  - { name: comment, type: string, required: false }
state_fields:
  - { name: password, sensitive: true }
  - { name: note }
`,
    );
    const safe = await open(folder, { registry });
    const audits: string[] = [];
    for (const secret of secrets) {
      const base = { action: 'rotate-password', target: 'dev/test-app', caller: 'deploy-agent' };
      for (const params of [
        { password: secret, comment: `it was ${secret}` },
        { password: [secret] },
        { password: `${secret}${'x'.repeat(60)}` },
        { passwrd: secret },
        { comment: secret },
      ]) {
        audits.push((await safe.check({ ...base, params })).audit_id);
      }
      await safe.check({ ...base, action: secret }).catch(() => undefined);
      await safe.check({ ...base, caller: secret });
      await safe.audit.capture(
        audits.at(-1) ?? '',
        { password: secret },
        { password: `${secret}2`, note: 'Bearer abcdefgh1234' },
      );
    }
    const log = logText(join(folder, 'audit.jsonl'));
    // Sensitive values are masked. Other text that looks like a secret is redacted.
    for (const secret of [...secrets.slice(2), 'abcdefgh1234']) expect(log).not.toContain(secret);
    for (const event of readLog(folder).filter(({ code }) => code === 'default_deny' || code === 'rule')) {
      for (const secret of secrets) expect(JSON.stringify(event)).not.toContain(JSON.stringify(secret).slice(1, -1));
    }
    expect(await safe.audit.verify()).toMatchObject({ verdict: 'ok, unanchored' });
  });
});

test('T21 a caller cannot erase text of the log with the value of a sensitive parameter', async () => {
  const folder = makeFolder();
  const safe = await open(folder);
  const params = { function_name: 'fn', region: 'us-east-1' };
  const payloads = [
    'evil-agent',
    'allow',
    'lambda-invoke-function',
    'result',
    'caller',
    'evt-',
    'dev/test-app',
    'reason',
  ];
  for (const payload of payloads) {
    const request = { action: 'lambda-invoke-function', target: 'dev/test-app', caller: 'evil-agent' };
    const decision = await safe.check({ ...request, params: { ...params, payload } });
    const { reason: _, params: __, ticket: ___, ...rest } = decision;
    expect(readLog(folder).at(-1)).toMatchObject(rest);
    expect(readAuditEvent(readLog(folder).at(-1)).diagnostics).toEqual([]);
  }
});

test('T21 a caller cannot erase member names of an event either', async () => {
  const folder = makeFolder();
  const safe = await open(folder);
  for (const payload of ['before_state', 'state_fields_captured', 'capture_duration_ms']) {
    const params = { function_name: 'fn', region: 'us-east-1', payload };
    const { audit_id } = await safe.check({ action: 'lambda-invoke-function', target: 'dev/test-app', params });
    await safe.audit.captureBefore(audit_id, { [payload]: 1 });
    const capture = await safe.audit.captureAfter(audit_id, { [payload]: 2 });
    expect(capture).toMatchObject({ before_state: { '***': 1 }, after_state: { '***': 2 } });
    expect(capture.state_fields_captured).toEqual(['***']);
  }
  expect(readLog(folder).flatMap((event) => readAuditEvent(event).diagnostics)).toEqual([]);
});

test('T21 values that a decision masks are redacted in its states too', async () => {
  const folder = makeFolder();
  const safe = await open(folder);
  const params = { function_name: 'fn', region: 'us-east-1', payload: 'PLANTEDSECRETVALUE' };
  const request = { action: 'lambda-invoke-function', target: 'PLANTEDSECRETVALUE', caller: 'a', params };
  const { audit_id } = await safe.check(request);
  await safe.audit.capture(audit_id, { note: 'it was PLANTEDSECRETVALUE' }, { PLANTEDSECRETVALUE: 1 });
  expect(logText(join(folder, 'audit.jsonl'))).not.toContain('PLANTEDSECRETVALUE');
});

test.each<[unknown, RegExp]>([
  [{ auditLog: 5 }, /must be a path or an object/],
  [{ auditLog: null }, /must be a path or an object/],
  [{ auditLog: { path: 'x', max_byte: 1 } }, /Unknown option: auditLog\.max_byte\. Did you mean "max_bytes"\?/],
  [{ auditLog: { path: 5 } }, /auditLog\.path\. It must be text/],
  [
    { auditLog: { path: 'x', checkpoint_events: 0 } },
    /auditLog\.checkpoint_events\. It must be an integer of at least 1/,
  ],
  [{ auditLog: { path: 'x', checkpoint_seconds: 3_000_000 } }, /to 2000000/],
  [{ auditShippers: {} }, /is not a list/],
  [{ auditShippers: [null] }, /must be an object, but it is null/],
  [
    {
      auditShippers: [
        { name: 'a', ship: async () => undefined },
        { name: 'a', ship: async () => undefined },
      ],
    },
    /the same name: "a"/,
  ],
])('the options %j are refused', async (options, message) => {
  await expect(open(makeFolder(), options as OpenOptions)).rejects.toThrow(message);
});

describe('states before and after', () => {
  test('are linked to the decision, with their difference', async () => {
    const folder = makeFolder();
    const safe = await open(folder, { clock: () => Date.parse('2026-01-05T12:00:00Z') });
    const { audit_id } = await safe.check({ ...restart, ticket_id: 'JIRA-1' }, { correlationId: 'trace-7' });
    await safe.audit.captureBefore(audit_id, { replicas: 2, labels: { a: '1' } });
    const capture = await safe.audit.captureAfter(audit_id, { replicas: 3, labels: { a: '1', b: '2' } });
    expect(capture).toEqual({
      audit_id,
      action: 'restart-deployment',
      target: 'dev/test-app',
      caller: 'deploy-agent',
      before_state: { replicas: 2, labels: { a: '1' } },
      after_state: { replicas: 3, labels: { a: '1', b: '2' } },
      diff: [
        { op: 'replace', path: '/replicas', value: 3 },
        { op: 'add', path: '/labels/b', value: '2' },
      ],
      captured_at: '2026-01-05T12:00:00.000Z',
      capture_duration_ms: 0,
      state_fields_declared: expect.any(Array) as string[],
      state_fields_captured: ['labels', 'replicas'],
    });
    expect(await safe.audit.getCapture(audit_id)).toEqual(capture);
    const states = readLog(folder).filter(({ event_type }) => event_type === 'state_capture');
    expect(states).toHaveLength(2);
    for (const state of states)
      expect(state).toMatchObject({ audit_id, correlation_id: 'trace-7', ticket_id: 'JIRA-1' });
  });

  test('can be recorded by different processes, because the log has the state before', async () => {
    const folder = makeFolder();
    const first = await open(folder);
    const { audit_id } = await first.check(restart);
    await first.audit.captureBefore(audit_id, { replicas: 2 });
    await first.close();
    const second = await open(folder);
    expect(await second.audit.captureAfter(audit_id, { replicas: 2 })).toMatchObject({
      before_state: { replicas: 2 },
      diff: [],
    });
  });

  test.each<[string, (safe: AgentSafe, id: string) => Promise<unknown>, RegExp]>([
    ['no such decision', (safe) => safe.audit.captureBefore('evt-none', {}), /holds no decision "evt-none"/],
    ['nothing before', (safe, id) => safe.audit.captureAfter(id, {}), /Call audit.captureBefore first/],
    ['no object', (safe, id) => safe.audit.captureBefore(id, [] as object), /The state is not an object/],
    ['no JSON', (safe, id) => safe.audit.capture(id, { at: new Date() }, {}), /is not a plain object/],
  ])('%s is refused', async (_, record, message) => {
    const safe = await open(makeFolder());
    const { audit_id } = await safe.check(restart);
    await expect(record(safe, audit_id)).rejects.toThrow(message);
  });

  test('cannot be recorded without a log', async () => {
    const safe = await AgentSafe.open(shipped);
    await expect(safe.audit.captureBefore('evt-1', {})).rejects.toMatchObject({ code: 'ERR_CONFIG_INVALID' });
  });
});

describe('checkpoints', () => {
  fileTest('are signed after a number of events, shipped, and anchor the log', async () => {
    const folder = makeFolder();
    const path = join(folder, 'audit.jsonl');
    const events: ShippedEvent[] = [];
    const collect = async (batch: readonly ShippedEvent[]) => void events.push(...batch);
    const safe = await open(folder, { auditLog: { path, checkpoint_events: 3 }, auditShippers: [collect] });
    for (let index = 0; index < 3; index += 1) await safe.check(restart);
    await safe.close();
    expect(readLog(folder).map(({ event_type }) => event_type)).toEqual([
      'decision',
      'decision',
      'decision',
      'checkpoint',
    ]);
    expect(events.map(({ seq }) => seq)).toEqual([1, 2, 3, 4]);
    const again = await open(folder);
    const note = readFileSync(`${path}.checkpoint`, 'utf8');
    expect(await again.audit.verify({ checkpoint: note })).toMatchObject({ verdict: 'ok', anchor: { size: 3 } });
    // Removes the last event without a trace in the log.
    writeFileSync(path, `${readFileSync(path, 'utf8').split('\n').slice(0, 2).join('\n')}\n`);
    expect(await again.audit.verify()).toMatchObject({ verdict: 'tampered', seq: 3, problem: 'cut' });
    expect(await again.audit.verify({ checkpoint: note })).toMatchObject({
      verdict: 'tampered',
      seq: 3,
      problem: 'cut',
    });
  });

  test('are signed after a number of seconds with events, and not without events', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
    const folder = makeFolder();
    const safe = await open(folder, { auditLog: { path: join(folder, 'audit.jsonl'), checkpoint_seconds: 60 } });
    await safe.check(restart);
    vi.advanceTimersByTime(60_000);
    vi.advanceTimersByTime(60_000);
    vi.useRealTimers();
    await safe.close();
    expect(readLog(folder).map(({ event_type }) => event_type)).toEqual(['decision', 'checkpoint']);
  });

  test('need a key, and the error says so', async () => {
    const folder = makeFolder();
    const safe = await open(folder, { keys: undefined });
    await safe.check(restart);
    await expect(safe.audit.checkpoint()).rejects.toMatchObject({ code: 'ERR_KEYS_INVALID' });
  });

  afterEach(() => void vi.useRealTimers());
});

test('T22 a hanging shipper delays no decision, and closing waits for it for at most two seconds', async () => {
  const folder = makeFolder();
  const began = Promise.withResolvers<void>();
  const hang = () => {
    began.resolve();
    return new Promise<void>(() => undefined);
  };
  const safe = await open(folder, { auditShippers: [hang] });
  await safe.check(restart);
  await began.promise;
  expect((await safe.check(restart)).result).toBe('allow');
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  let isClosed = false;
  void safe.close().then(() => {
    isClosed = true;
  });
  // The disk takes a moment before the timer begins.
  while (vi.getTimerCount() === 0) await new Promise((resolve) => setImmediate(resolve));
  await vi.advanceTimersByTimeAsync(1_999);
  expect(isClosed).toBe(false);
  await vi.advanceTimersByTimeAsync(1);
  while (!isClosed) await new Promise((resolve) => setImmediate(resolve));
  vi.useRealTimers();
});

test('invalid shipping options are refused when the project is opened', async () => {
  const folder = makeFolder();
  await expect(open(folder, { auditLog: false, auditShippers: [async () => undefined] })).rejects.toThrow(
    /no audit log to ship/,
  );
  const webhook = { backend: 'webhook', url: 'http://127.0.0.1:1/hook' } as const;
  await expect(open(folder, { auditShippers: [webhook] })).rejects.toThrow(/holds no signing secret/);
});
