import { once } from 'node:events';
import { Agent, request } from 'node:http';
import { type AddressInfo, createServer, type LookupFunction } from 'node:net';
import { post } from '@agent-safe/webhook';
import { describe, expect, onTestFinished, test } from 'vitest';
import { DeliveryError, type ShippedEvent } from './shipper.ts';
import { webhookDestination } from './webhook.ts';

const SECRET = `whsec_${Buffer.alloc(32, 'hunter2').toString('base64')}`;
const never = new AbortController().signal;
const EVENT: ShippedEvent = {
  seq: 1,
  event_id: 'evt-1',
  event_type: 'evaluation',
  timestamp: '2026-01-02T03:04:05.678Z',
  entry_hash: 'ab'.repeat(32),
  line: '{"v":1}',
};

/** The received bytes of each connection; complete once the connection is closed. */
async function startServer(answer?: string) {
  const connections: Promise<string>[] = [];
  const server = createServer((socket) => {
    let received = '';
    socket.on('data', (chunk) => {
      received += chunk.toString();
      if (answer !== undefined) socket.end(answer);
    });
    socket.on('error', () => undefined);
    connections.push(new Promise((resolve) => socket.once('close', () => resolve(received))));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.close();
  });
  return { connections, port: (server.address() as AddressInfo).port };
}

describe('T22 private addresses', () => {
  const leadingTo =
    (...addresses: readonly string[]): LookupFunction =>
    (_, __, callback) =>
      callback(
        null,
        addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
      );

  test.each([
    ['127.0.0.1'],
    ['169.254.169.254'],
    ['10.0.0.1', '8.8.8.8'],
    ['8.8.8.8', '127.0.0.1'],
    ['::1'],
    ['::ffff:127.0.0.1'],
    ['64:ff9b::7f00:1'],
  ])('a name that resolves to one is refused (%s %s)', async (...addresses) => {
    const { port, connections } = await startServer();
    const origin = `https://receiver.example:${port}`;
    const { ship } = webhookDestination({ url: `${origin}/hunter2`, secret: SECRET, resolve: leadingTo(...addresses) });
    await expect(ship([EVENT], never)).rejects.toThrow(
      new DeliveryError(
        `${origin}: the name resolves to a private address, but allow_private (--allow-private) is not set`,
      ),
    );
    expect(connections).toEqual([]);
  });

  test('a name is resolved once for each connection, and the resolved address is used', async () => {
    const { port, connections } = await startServer('HTTP/1.1 204 No Content\r\n\r\n');
    let asked = 0;
    const resolve: LookupFunction = (...question) => {
      asked += 1;
      leadingTo(asked === 1 ? '127.0.0.1' : '127.0.0.2')(...question);
    };
    const url = `http://receiver.example:${port}/`;
    await webhookDestination({ url, secret: SECRET, allowPrivate: true, resolve }).ship([EVENT], never);
    expect(connections).toHaveLength(1);
    expect(asked).toBe(1);
  });

  test('no request is sent if the connected address is private', async () => {
    const { port, connections } = await startServer();
    const url = new URL(`http://receiver.example:${port}/hunter2`);
    const connection = {
      url,
      agent: new Agent(),
      lookup: leadingTo('127.0.0.1'),
      allowPrivate: false,
      timeoutMs: 15_000,
    };
    const sent = post({ ...connection, request: (options) => request(url, options) }, {}, 'hunter2', never);
    await expect(sent).rejects.toThrow(/the name resolves to a private address/);
    const [received] = connections;
    expect(await received).toBe('');
  });
});
