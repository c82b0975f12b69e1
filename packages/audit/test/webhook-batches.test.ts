import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { anyDraft } from '@agent-safe/testkit';
import { Webhook } from 'standardwebhooks';
import { expect, onTestFinished, test } from 'vitest';
import { memoryAuditLog } from '../src/memory-audit-log.ts';
import { openDestination } from '../src/ship/destinations.ts';
import { shipLog } from '../src/ship/ship-log.ts';
import type { Destination } from '../src/ship/shipper.ts';
import { AuditLog } from '../src/write/audit-log.ts';
import { makeFolder } from './support/folder.ts';

const SECRET = `whsec_${Buffer.alloc(32, 'hunter2').toString('base64')}`;
const never = new AbortController().signal;

interface Batch {
  readonly id: string;
  readonly seqs: readonly number[];
  readonly body: string;
}

type Answer = (batch: Batch, count: number) => number | 'drop';

/** Starts a receiver that verifies the signature of each request. It answers with a status, or drops the connection. */
async function startReceiver(answer: Answer = () => 200) {
  const requests: Batch[] = [];
  let connections = 0;
  const respond = async (request: IncomingMessage, response: ServerResponse) => {
    const body = await text(request);
    const headers = request.headers as Record<string, string>;
    const { data } = new Webhook(SECRET).verify(body, headers) as {
      readonly data: readonly { readonly seq: number }[];
    };
    const batch = { id: headers['webhook-id'] ?? '', seqs: [data].flat().map(({ seq }) => seq), body };
    const status = answer(batch, requests.push(batch));
    if (status === 'drop') request.socket.destroy();
    else response.writeHead(status).end();
  };
  const server = createServer((request, response) => void respond(request, response));
  server.on('connection', () => {
    connections += 1;
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`;
  const open = (batch?: number, path = 'audit.jsonl'): Destination => {
    const destination = openDestination({ backend: 'webhook', url, secret: SECRET, allow_private: true, batch }, path);
    onTestFinished(() => destination.close?.());
    return destination;
  };
  return { requests, open, connections: () => connections };
}

async function logOf(count: number) {
  const path = join(makeFolder(), 'audit.jsonl');
  const log = new AuditLog(path);
  onTestFinished(() => log.close());
  const add = async (more: number) => {
    const drafts = Array.from({ length: more }, (_, index) =>
      anyDraft({ event_type: 'decision', fields: { reason: `number ${index} — ü` } }),
    );
    await log.append(drafts);
  };
  await add(count);
  return { path, add };
}

const upTo = (count: number, from = 1) => Array.from({ length: count }, (_, index) => from + index);

test('T52 a batch has several lines of the log, byte for byte and in order, in one signed request', async () => {
  const { path } = await logOf(25);
  const { connections, open, requests } = await startReceiver();
  expect(await shipLog(path, open(10), never)).toEqual({ shipped: 25, seq: 25, state: 'done' });
  expect(requests.map(({ seqs }) => seqs)).toEqual([upTo(10), upTo(10, 11), upTo(5, 21)]);
  expect(connections()).toBe(1);
  const text = requests.map(({ body }) => /"data":\[(.*)\]\}$/s.exec(body)?.[1]).join(',');
  expect(text).toBe(readFileSync(path, 'utf8').trimEnd().replaceAll('\n', ','));
  expect(new Set(requests.map(({ id }) => id)).size).toBe(3);
});

test('T52 batches of up to 1,000 events arrive complete', async () => {
  const { path } = await logOf(1_500);
  const { open, requests } = await startReceiver();
  await shipLog(path, open(1_000), never);
  expect(requests.map(({ seqs }) => seqs.length)).toEqual([1_000, 500]);
});

test('T52 without the setting, each request has one event and the id of the event', async () => {
  const { path } = await logOf(3);
  const { connections, open, requests } = await startReceiver();
  await shipLog(path, open(), never);
  expect(requests.map(({ seqs }) => seqs)).toEqual([[1], [2], [3]]);
  expect(requests.every(({ body }) => body.startsWith('{"type":"audit.decision"'))).toBe(true);
  expect(connections()).toBe(1);
});

test('T22 T52 after a lost response, the same batch is sent again, also if the log grew and the process is another', async () => {
  const { add, path } = await logOf(7);
  const { open, requests } = await startReceiver((_, count) => (count === 1 ? 'drop' : 200));
  await expect(shipLog(path, open(5), never)).rejects.toThrow(/ECONNRESET|closed/);
  await add(10);
  await shipLog(path, open(5), never);
  expect(requests[1]).toEqual(requests[0]);
  expect(requests.slice(1).flatMap(({ seqs }) => seqs)).toEqual(upTo(17));
});

test('T22 T52 the planned batch of a short log keeps its end when the log grew', async () => {
  const { add, path } = await logOf(3);
  const { open, requests } = await startReceiver((_, count) => (count === 1 ? 'drop' : 200));
  await expect(shipLog(path, open(100), never)).rejects.toThrow();
  await add(10);
  await shipLog(path, open(100), never);
  expect(requests.map(({ seqs }) => seqs)).toEqual([upTo(3), upTo(3), upTo(10, 4)]);
  expect(requests[0]?.id).toBe(requests[1]?.id);
});

test('T52 a smaller batch in the settings replaces a planned larger one', async () => {
  const { path } = await logOf(10);
  const { open, requests } = await startReceiver((_, count) => (count === 1 ? 503 : 200));
  await expect(shipLog(path, open(10), never)).rejects.toThrow(/answered 503/);
  await shipLog(path, open(4), never);
  expect(requests.slice(1).map(({ seqs }) => seqs.length)).toEqual([4, 4, 2]);
});

test.each([400, 413, 422])(
  'T22 T52 a batch that is refused for good (%i) is divided, so that one event holds up only those after it',
  async (status) => {
    const { path } = await logOf(40);
    const { open, requests } = await startReceiver(({ seqs }) => (seqs.includes(23) ? status : 200));
    await expect(shipLog(path, open(16), never)).rejects.toThrow(`answered ${status}`);
    const arrived = requests.filter(({ seqs }) => !seqs.includes(23)).flatMap(({ seqs }) => seqs);
    expect(arrived).toEqual(upTo(22));
    expect(requests.at(-1)?.seqs).toEqual([23]);
  },
);

test.each([401, 404, 429, 500, 503])('T22 T52 a batch is not divided after the status %i', async (status) => {
  const { path } = await logOf(8);
  const { open, requests } = await startReceiver(() => status);
  await expect(shipLog(path, open(8), never)).rejects.toThrow(`answered ${status}`);
  expect(requests).toHaveLength(1);
});

test('T52 a log in memory divides a refused batch as well', async () => {
  const log = memoryAuditLog();
  await log.append(upTo(8).map(() => anyDraft({ event_type: 'decision', fields: {} })));
  const { open, requests } = await startReceiver(({ seqs }) => (seqs.length > 2 ? 413 : 200));
  const shipping = await log.ship([open(8)]);
  shipping.schedule();
  await shipping.close(60_000);
  expect(requests.filter(({ seqs }) => seqs.length <= 2).flatMap(({ seqs }) => seqs)).toEqual(upTo(8));
});

test.each([0, 1_001, 1.5, '10'])('T52 a batch of %j is refused', (batch) => {
  const settings = { backend: 'webhook', url: 'https://example.com', secret: SECRET, batch: batch as number } as const;
  expect(() => openDestination(settings, 'audit.jsonl')).toThrow(/auditShippers\[\]\.batch/);
});
