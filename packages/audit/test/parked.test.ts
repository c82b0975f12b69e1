import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { anyDraft } from '@agent-safe/testkit';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { memoryAuditLog } from '../src/memory-audit-log.ts';
import { Shipping, shipFrom } from '../src/ship/background-shipping.ts';

import { shipLog } from '../src/ship/ship-log.ts';
import { DeliveryError, type Destination, type ParkedEvent, type ShippedEvent } from '../src/ship/shipper.ts';
import { webhookDestination } from '../src/ship/webhook.ts';
import { AuditLog } from '../src/write/audit-log.ts';
import { makeFolder } from './support/folder.ts';

const never = new AbortController().signal;
const SECRET = `whsec_${Buffer.alloc(32, 'hunter2').toString('base64')}`;

const draft = (reason: string) => anyDraft({ event_type: 'decision', fields: { result: 'deny', reason } });
/** Six events. A receiver refuses the third. */
const drafts = [1, 2, 3, 4, 5, 6].map((number) => draft(number === 3 ? 'refuse me' : `number ${number}`));

async function logOf(): Promise<string> {
  const path = join(makeFolder(), 'audit.jsonl');
  const log = new AuditLog(path);
  onTestFinished(() => log.close());
  for (const each of drafts) await log.append([each]);
  return path;
}

interface Message {
  readonly type: string;
  readonly data: Readonly<Record<string, unknown>> | readonly Readonly<Record<string, unknown>>[];
}

/** Starts a receiver that answers some messages with a status. */
async function startReceiver(status: number, isRefused: (body: string) => boolean) {
  const received: Message[] = [];
  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    const body = await text(request);
    if (isRefused(body)) return response.writeHead(status).end();
    received.push(JSON.parse(body) as Message);
    return response.end();
  };
  const server = createServer((request, response) => void answer(request, response));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  return { received, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook` };
}

const isThird = (body: string) => body.includes('refuse me');
const seqsOf = (received: readonly Message[]) => received.flatMap(({ data }) => [data].flat().map(({ seq }) => seq));

describe('T50 an event that a receiver refuses for good', () => {
  test.each([
    [400, 1],
    [413, 1],
    [422, 1],
    [413, 4],
    [413, 100],
  ])('with %i is parked, and later events arrive, in batches of %i', async (status, batch) => {
    const path = await logOf();
    const { received, url } = await startReceiver(status, isThird);
    const destination = webhookDestination({ url, secret: SECRET, allowPrivate: true, batch });
    onTestFinished(() => destination.close?.());
    const told: ParkedEvent[] = [];
    const result = await shipLog(path, destination, never, (_, parked) => told.push(parked));
    expect(result).toMatchObject({ shipped: 6, seq: 6, state: 'done', parked: told, parked_total: 1 });
    expect(told).toEqual([
      {
        seq: 3,
        bytes: expect.any(Number),
        entry_hash: expect.any(String),
        reason: expect.stringContaining(`${status}`),
      },
    ]);
    expect(seqsOf(received)).toEqual([1, 2, 3, 4, 5, 6]);
    const all = received.flatMap(({ data }) => [data].flat());
    expect(all[2]).toEqual({
      v: 1,
      seq: 3,
      timestamp: expect.any(String),
      event_type: 'decision',
      parked: true,
      bytes: told[0]?.bytes,
      prev_hash: all[1]?.entry_hash,
      entry_hash: all[3]?.prev_hash,
    });
    // It is not sent again, and still counted.
    expect(await shipLog(path, destination, never)).toEqual({ shipped: 0, seq: 6, state: 'done', parked_total: 1 });
    expect(seqsOf(received)).toHaveLength(6);
  });

  test.each([401, 403, 404, 410, 429, 500, 503])(
    'with %i is retried, because the answer may change',
    async (status) => {
      const { received, url } = await startReceiver(status, isThird);
      const destination = webhookDestination({ url, secret: SECRET, allowPrivate: true });
      onTestFinished(() => destination.close?.());
      await expect(shipLog(await logOf(), destination, never)).rejects.toThrow(`the receiver answered ${status}`);
      expect(seqsOf(received)).toEqual([1, 2]);
    },
  );

  test('is not parked by a receiver that refuses every message, such as one with another secret', async () => {
    const path = await logOf();
    const { url } = await startReceiver(400, () => true);
    const destination = webhookDestination({ url, secret: SECRET, allowPrivate: true });
    onTestFinished(() => destination.close?.());
    const why =
      /answered 400\. It also refused a stub in place of event 1, so it may refuse every event\. Check the secret/;
    await expect(shipLog(path, destination, never)).rejects.toThrow(why);
    const collected: ShippedEvent[] = [];
    const ship: Destination['ship'] = async (events) => void collected.push(...events);
    expect(await shipLog(path, { name: destination.name, ship }, never)).toEqual({ shipped: 6, seq: 6, state: 'done' });
    expect(collected.some(({ parked }) => parked)).toBe(false);
  });

  /** Refuses the third event in any batch, as a program does with a DeliveryError. */
  function refusing(): { readonly destination: Destination; readonly events: ShippedEvent[] } {
    const events: ShippedEvent[] = [];
    const ship: Destination['ship'] = async (batch) => {
      if (batch.some(({ line }) => isThird(line))) throw new DeliveryError('too large', { isFinal: true });
      events.push(...batch);
    };
    return { destination: { name: 'program', ship }, events };
  }

  test('is named in a warning of a process that ships in the background', async () => {
    const warn = vi.spyOn(process, 'emitWarning').mockReturnValue(undefined);
    onTestFinished(() => warn.mockRestore());
    const { destination, events } = refusing();
    const shipping = new Shipping(shipFrom(await logOf()), [destination]);
    shipping.schedule();
    await shipping.close(10_000);
    expect(events.map(({ parked, seq }) => [seq, parked === true])).toEqual(
      [1, 2, 3, 4, 5, 6].map((seq) => [seq, seq === 3]),
    );
    const text =
      /^program: Event 3 \(\d+ bytes\) was refused, and a stub was sent in its place: too large\. The log still has/;
    expect(warn.mock.calls).toEqual([[expect.stringMatching(text), { code: 'AGENT_SAFE_PARKED' }]]);
  });

  test('is parked by a log in memory too', async () => {
    const { destination, events } = refusing();
    const log = memoryAuditLog();
    for (const each of drafts) await log.append([each]);
    const parked: number[] = [];
    const shipping = await log.ship([destination], { onParked: (_, { seq }) => parked.push(seq) });
    shipping.schedule();
    await shipping.close(10_000);
    expect(parked).toEqual([3]);
    expect(events.map(({ seq }) => seq)).toEqual([1, 2, 3, 4, 5, 6]);
  });
});
