import { once } from 'node:events';
import { appendFileSync, readFileSync, truncateSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { anyDraft } from '@agent-safe/testkit';
import { CloudEvent, HTTP } from 'cloudevents';
import { describe, expect, onTestFinished, test } from 'vitest';
import { AUDIT_FORMATS, formatEvent } from '../src/event-formats/event-format.ts';
import { type DestinationSettings, openDestination } from '../src/ship/destinations.ts';
import { shipLog } from '../src/ship/ship-log.ts';
import type { ShippedEvent } from '../src/ship/shipper.ts';
import { type LineStream, stdoutDestination } from '../src/ship/stdout.ts';
import { AuditLog } from '../src/write/audit-log.ts';
import { startFakeS3 } from './support/fake-s3.ts';
import { makeFolder } from './support/folder.ts';

const never = new AbortController().signal;
const NOW = Date.UTC(2026, 0, 5, 12);

const FIELDS = {
  audit_id: 'evt-1',
  result: 'deny',
  code: 'rule',
  reason: 'not "allowed" — ü',
  action: 'restart-deployment',
  target: 'dev/app',
  caller: 'agent-7',
  params: { namespace: 'dev', metadata: { version: '1', product: {}, uid: 'x', sequence: 99 } },
  policy_matched: 'deny-all',
  correlation_id: 'plan-1',
};

async function logOf(count: number) {
  const folder = makeFolder();
  const path = join(folder, 'audit.jsonl');
  const log = new AuditLog(path, { clock: () => NOW });
  onTestFinished(() => log.close());
  const add = async (more: number) => {
    for (let index = 0; index < more; index += 1)
      await log.append([anyDraft({ event_type: 'decision', fields: FIELDS })]);
  };
  await add(count);
  return {
    folder,
    path,
    add,
    ship: (settings: DestinationSettings) => shipLog(path, openDestination(settings, path), never),
  };
}

async function firstEvent(): Promise<ShippedEvent> {
  const { path } = await logOf(1);
  const events: ShippedEvent[] = [];
  await shipLog(path, { name: 'all', ship: async (given) => void events.push(...given) }, never);
  const [event] = events;
  if (event === undefined) throw new Error('no event was shipped');
  return event;
}

describe('OCSF', () => {
  test('T54 an event has all required attributes of API Activity, and its line', async () => {
    const event = await firstEvent();
    expect(JSON.parse(formatEvent('ocsf', event))).toEqual({
      category_uid: 6,
      category_name: 'Application Activity',
      class_uid: 6003,
      class_name: 'API Activity',
      activity_id: 99,
      activity_name: 'decision',
      type_uid: 600_399,
      type_name: 'API Activity: Other',
      severity_id: 3,
      severity: 'Medium',
      time: NOW,
      status_id: 2,
      status: 'Failure',
      status_code: 'rule',
      status_detail: FIELDS.reason,
      message: 'decision of restart-deployment on dev/app: deny',
      actor: {
        user: { name: 'agent-7', uid: 'agent-7', type_id: 99, type: 'Agent' },
        authorizations: [{ decision: 'deny', policy: { name: 'deny-all' } }],
      },
      api: {
        operation: 'restart-deployment',
        service: { name: 'agent-safe' },
        request: { uid: 'evt-1', data: FIELDS.params },
        response: { message: FIELDS.reason, error: 'rule' },
      },
      src_endpoint: { svc_name: 'agent-safe' },
      resources: [{ name: 'dev/app', uid: 'dev/app' }],
      metadata: {
        version: '1.8.0',
        product: { name: 'Agent-Safe', vendor_name: 'Agent-Safe' },
        uid: event.event_id,
        sequence: 1,
        event_code: 'decision',
        log_name: 'audit',
        original_time: event.timestamp,
        correlation_uid: 'plan-1',
      },
      raw_data: event.line,
    });
  });

  test.each([
    [{ result: 'allow' }, { status_id: 1, severity_id: 1 }],
    [{ result: 'require_approval' }, { status_id: 99, status: 'require_approval', severity_id: 2 }],
    [{ outcome: 'timeout' }, { status_id: 2, severity_id: 3 }],
    [{ outcome: 'unknown' }, { status_id: 99, status: 'unknown', severity_id: 1 }],
    [
      { status: 'approved', approver: 'alice' },
      { status_id: 1, actor: { user: { name: 'alice' } } },
    ],
    [{}, { status_id: 0, status: 'Unknown', actor: { app_name: 'agent-safe' } }],
  ])('T54 maps the result of %j', (fields, expected) => {
    const line = JSON.stringify({ ...fields, timestamp: 'x' });
    const event = { seq: 2, event_id: 'evt-2', event_type: 'x', timestamp: 'x', entry_hash: 'h', line };
    expect(JSON.parse(formatEvent('ocsf', event))).toMatchObject({ ...expected, time: 0 });
  });
});

describe('CloudEvents', () => {
  test('T54 an event is valid for the official SDK, and its data is the line', async () => {
    const event = await firstEvent();
    const json = formatEvent('cloudevents', event);
    const parsed = new CloudEvent(JSON.parse(json) as object, true);
    expect(parsed).toMatchObject({
      specversion: '1.0',
      type: 'agent-safe.audit.decision',
      id: event.event_id,
      subject: 'evt-1',
      time: event.timestamp,
      sequence: '0000000000000001',
      entryhash: event.entry_hash,
      data: FIELDS,
    });
    expect(json.endsWith(`,"data":${event.line}}`)).toBe(true);
  });
});

describe('OTLP', () => {
  test('T54 an event is a log record of the protocol, whose body is the line', async () => {
    const event = await firstEvent();
    const { resourceLogs } = JSON.parse(formatEvent('otlp', event)) as {
      resourceLogs: { scopeLogs: { logRecords: { attributes: { key: string; value: object }[] }[] }[] }[];
    };
    const [record] = resourceLogs[0]?.scopeLogs[0]?.logRecords ?? [];
    expect(record).toMatchObject({
      timeUnixNano: `${NOW}000000`,
      observedTimeUnixNano: `${NOW}000000`,
      severityNumber: 13,
      severityText: 'WARN',
      eventName: 'agent_safe.audit.decision',
      body: { stringValue: event.line },
    });
    const attributes = Object.fromEntries(record?.attributes.map(({ key, value }) => [key, value]) ?? []);
    expect(attributes).toMatchObject({
      'agent_safe.seq': { intValue: '1' },
      'agent_safe.actor': { stringValue: 'agent-7' },
      'agent_safe.result': { stringValue: 'deny' },
    });
  });
});

/** Starts a receiver that records its requests. */
async function startReceiver(answer: (count: number) => string = () => '{}') {
  const requests: { readonly headers: Record<string, string>; readonly body: string }[] = [];
  const respond = async (request: IncomingMessage, response: ServerResponse) => {
    requests.push({ headers: request.headers as Record<string, string>, body: await text(request) });
    response.end(answer(requests.length));
  };
  const server = createServer((request, response) => void respond(request, response));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1/logs?key=hunter2`;
  return { requests, settings: { backend: 'webhook', url, allow_private: true } as const };
}

describe('a webhook', () => {
  test('T54 sends CloudEvents, alone and in batches, that the official SDK reads', async () => {
    const { ship } = await logOf(5);
    const { requests, settings } = await startReceiver();
    await ship({ ...settings, format: 'cloudevents', batch: 3 });
    expect(requests.map(({ headers }) => headers['content-type'])).toEqual(
      Array(2).fill('application/cloudevents-batch+json; charset=utf-8'),
    );
    const events = requests.flatMap((message) => HTTP.toEvent(message) as CloudEvent<unknown>[]);
    expect(events.map(({ sequence }) => Number(sequence))).toEqual([1, 2, 3, 4, 5]);
    const single = await startReceiver();
    await ship({ ...single.settings, format: 'cloudevents' });
    expect(single.requests.map((message) => (HTTP.toEvent(message) as CloudEvent<unknown>).data)).toHaveLength(5);
    expect(single.requests[0]?.headers['content-type']).toBe('application/cloudevents+json; charset=utf-8');
  });

  test('T54 sends OTLP requests and lists of OCSF events, with the header Authorization and without a signature', async () => {
    const { path } = await logOf(4);
    const { requests, settings } = await startReceiver();
    for (const format of ['otlp', 'ocsf'] as const) {
      const option = { ...settings, format, batch: 10, authorization_env: 'TOKEN' };
      await shipLog(path, openDestination(option, path, { TOKEN: 'Bearer hunter2' }), never);
    }
    const [otlp, ocsf] = requests;
    expect(otlp?.headers).toMatchObject({ authorization: 'Bearer hunter2', 'content-type': 'application/json' });
    expect(otlp?.headers['webhook-signature']).toBeUndefined();
    expect(JSON.parse(otlp?.body ?? '')).toMatchObject({
      resourceLogs: [{ scopeLogs: [{ logRecords: Array(4).fill({}) }] }],
    });
    expect((JSON.parse(ocsf?.body ?? '') as { class_uid: number }[]).map(({ class_uid }) => class_uid)).toEqual(
      Array(4).fill(6003),
    );
  });

  test('T22 T54 a log record that a collector rejects has not arrived, and a stub takes its place', async () => {
    const { ship } = await logOf(2);
    const { requests, settings } = await startReceiver((count) =>
      count === 1 ? '{"partialSuccess":{"rejectedLogRecords":"1","errorMessage":"hunter2"}}' : '{}',
    );
    const result = await ship({ ...settings, format: 'otlp' });
    expect(result).toMatchObject({
      parked: [{ seq: 1, reason: 'the collector rejected 1 of the log records' }],
      seq: 2,
    });
    expect(JSON.stringify(result)).not.toContain('hunter2');
    expect(requests[1]?.body).toContain('parked');
    expect(requests).toHaveLength(3);
  });

  test.each<[Partial<DestinationSettings>, RegExp]>([
    [{ authorization_env: 'NONE' }, /NONE holds no value for the header Authorization/],
    [{ secret_env: 'NONE' }, /NONE holds no signing secret/],
    [{ format: 'agent-safe' }, /AGENT_SAFE_WEBHOOK_SECRET holds no signing secret/],
    [{ format: 'cef' as 'ocsf' }, /auditShippers\[\]\.format/],
  ])('T54 with %j is refused', (more, message) => {
    const settings = { backend: 'webhook', url: 'https://example.com', format: 'ocsf', ...more } as DestinationSettings;
    expect(() => openDestination(settings, 'audit.jsonl', {})).toThrow(message);
  });
});

describe.each(AUDIT_FORMATS.filter((format) => format !== 'agent-safe'))('the format %s', (format) => {
  test('T54 in a file has each event once, also after a crash', async () => {
    const { add, folder, path, ship } = await logOf(3);
    const settings = { backend: 'filesystem', path: join(folder, `copy.${format}`), format } as const;
    await ship(settings);
    truncateSync(settings.path, readFileSync(settings.path).length - 5);
    await expect(ship(settings)).rejects.toThrow(/lacks events: it ends at event 2, but events up to 3/);
    const destination = openDestination(settings, path);
    const all: ShippedEvent[] = [];
    await shipLog(path, { name: 'all', ship: async (given) => void all.push(...given) }, never);
    await destination.ship(all, never);
    await destination.ship(all, never);
    await add(2);
    await ship(settings);
    const lines = readFileSync(settings.path, 'utf8').trimEnd().split('\n');
    expect(lines).toHaveLength(5);
    expect(lines.slice(0, 3)).toEqual(all.map((event) => formatEvent(format, event)));
    appendFileSync(settings.path, 'not an event\n');
    await add(1);
    await expect(ship(settings)).rejects.toThrow(/has a last line that is not in the format/);
  });

  test('T54 in S3 is apart from the lines of the log', async () => {
    const { path, ship } = await logOf(3);
    const { objects, settings } = await startFakeS3();
    await ship(settings);
    await ship({ ...settings, format });
    await ship({ ...settings, format });
    const key = '2026/01/05/000000000001-000000000003.jsonl';
    expect([...objects.keys()]).toEqual([`audit-logs/${key}`, `audit-logs/${format}/${key}`]);
    expect(`${objects.get(`audit-logs/${key}`)}`).toBe(readFileSync(path, 'utf8'));
    expect(
      `${objects.get(`audit-logs/${format}/${key}`)}`
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line) as object),
    ).toHaveLength(3);
  });
});

/** A stream whose writes end as given. */
function streamOf(write: LineStream['write']): LineStream {
  const stream = { write, once: () => stream, removeListener: () => stream };
  return stream as unknown as LineStream;
}

describe('the standard output', () => {
  test('T54 gets each line once', async () => {
    const { path, add } = await logOf(2);
    const written: string[] = [];
    const stream = streamOf((text, done) => {
      written.push(text);
      done();
      return true;
    });
    await shipLog(path, stdoutDestination('agent-safe', stream), never);
    await shipLog(path, stdoutDestination('agent-safe', stream), never);
    await add(1);
    await shipLog(path, stdoutDestination('agent-safe', stream), never);
    expect(written.join('')).toBe(readFileSync(path, 'utf8'));
  });

  test('T22 T54 that is closed or hangs loses nothing', async () => {
    const { path } = await logOf(1);
    const broken = streamOf((_, done) => {
      done(Object.assign(new Error('hunter2'), { code: 'EPIPE' }));
      return false;
    });
    await expect(shipLog(path, stdoutDestination('ocsf', broken), never)).rejects.toThrow(
      'the standard output cannot be written: EPIPE',
    );
    const hanging = stdoutDestination(
      'ocsf',
      streamOf(() => false),
    );
    await expect(shipLog(path, hanging, AbortSignal.timeout(20))).rejects.toThrow(/canceled/);
  });
});
