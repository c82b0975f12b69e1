import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, LookupFunction, Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { Webhook } from 'standardwebhooks';
import { describe, expect, onTestFinished, test } from 'vitest';
import { DeliveryError, type ShippedEvent } from '../src/ship/shipper.ts';
import { type WebhookDestinationOptions, webhookDestination } from '../src/ship/webhook.ts';
import { startSocketServer } from './support/socket-server.ts';

const SECRET = `whsec_${Buffer.alloc(32, 'hunter2').toString('base64')}`;
const PATH = '/hooks/hunter2?token=hunter2';
const never = new AbortController().signal;

interface Received {
  readonly headers: Record<string, string>;
  readonly url: string | undefined;
  readonly body: string;
  readonly socket: Socket;
}

type Answering = (response: ServerResponse, received: Received, count: number) => void;

/** Starts a receiver on this machine that collects its requests. */
async function startReceiver(answer: Answering) {
  const received: Received[] = [];
  const take = async (incoming: IncomingMessage, response: ServerResponse) => {
    const headers = incoming.headers as Record<string, string>;
    const message = { headers, url: incoming.url, body: await text(incoming), socket: incoming.socket };
    answer(response, message, received.push(message));
  };
  // The receiver never closes an idle connection.
  const server = createServer({ keepAliveTimeout: 0 }, (incoming, response) => void take(incoming, response));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  return { received, origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

/** Waits until the connection closes. If it stays open, the test fails at its time limit. */
const closed = (socket: Socket | undefined) =>
  new Promise<void>((resolve) => {
    if (socket === undefined || socket.closed) resolve();
    else socket.on('error', () => undefined).once('close', () => resolve());
  });

const event = (seq: number, more: Partial<ShippedEvent> = {}): ShippedEvent => ({
  seq,
  event_id: `evt-${seq}`,
  event_type: 'evaluation',
  timestamp: '2026-01-02T03:04:05.678Z',
  entry_hash: String(seq).padStart(64, '0'),
  line: `{"v":1, "seq":${seq},"text":"\\u00fc ü","n":1.0}`,
  ...more,
});

const destination = (origin: string, options: Partial<WebhookDestinationOptions> = {}) =>
  webhookDestination({ url: `${origin}${PATH}`, secret: SECRET, allowPrivate: true, ...options });

const failure = (origin: string, why: string) => new DeliveryError(`${origin}: ${why}`);

describe('an event', () => {
  test('T22 arrives unchanged and in order, each in one signed POST request', async () => {
    const { origin, received } = await startReceiver((response) => response.writeHead(204).end());
    await destination(origin).ship([event(1), event(2), event(3)], never);
    expect(received.map(({ headers }) => headers['webhook-id'])).toEqual(['evt-1', 'evt-2', 'evt-3']);
    for (const [index, { body, headers, url }] of received.entries()) {
      expect(url).toBe(PATH);
      expect(headers['content-type']).toBe('application/json');
      expect(body.endsWith(`"data":${event(index + 1).line}}`)).toBe(true);
      expect(new Webhook(SECRET).verify(body, headers)).toMatchObject({ type: 'audit.evaluation' });
      const other = `whsec_${Buffer.alloc(32, 'other').toString('base64')}`;
      expect(() => new Webhook(other).verify(body, headers)).toThrow();
      expect(() => new Webhook(SECRET).verify(body.replace('evaluation', 'revocation'), headers)).toThrow();
    }
  });

  test('T22 that is replayed much later is refused', async () => {
    const { origin, received } = await startReceiver((response) => response.end());
    const clock = () => Date.now() - 3_600_000;
    await destination(origin, { clock }).ship([event(1)], never);
    expect(() => new Webhook(SECRET).verify(received[0]?.body ?? '', received[0]?.headers ?? {})).toThrow(/too old/);
  });

  test('with an id that is not a safe header value is sent with its hash as id', async () => {
    const { origin, received } = await startReceiver((response) => response.end());
    const hostile = event(1, { event_id: 'evt\r\nwebhook-id: evt-2' });
    await destination(origin).ship([hostile], never);
    expect(received[0]?.headers['webhook-id']).toBe(`entry-${hostile.entry_hash}`);
    new Webhook(SECRET).verify(received[0]?.body ?? '', received[0]?.headers ?? {});
  });

  test('is sent with additional headers, which do not replace the signature headers', async () => {
    const { origin, received } = await startReceiver((response) => response.end());
    await destination(origin, { headers: { Authorization: 'Bearer hunter2' } }).ship([event(1)], never);
    expect(received[0]?.headers).toMatchObject({ authorization: 'Bearer hunter2', 'user-agent': 'agent-safe' });
  });
});

describe('a connection', () => {
  test('T52 is kept between deliveries, and closed with the destination', async () => {
    const { origin, received } = await startReceiver((response) => response.end());
    const { close, ship } = destination(origin);
    await ship([event(1), event(2)], never);
    await ship([event(3)], never);
    const [socket, ...others] = received.map((each) => each.socket);
    expect(others).toEqual([socket, socket]);
    close?.();
    await closed(socket);
    await ship([event(4)], never);
    expect(received[3]?.socket).not.toBe(socket);
  });

  test('that the receiver closed is replaced', async () => {
    const { origin, received } = await startReceiver((response, { socket }, count) => {
      if (count === 2) socket.destroy();
      else response.end();
    });
    await destination(origin).ship([event(1), event(2)], never);
    expect(received.map(({ headers }) => headers['webhook-id'])).toEqual(['evt-1', 'evt-2', 'evt-2']);
  });

  test('is used to continue a repeated batch after the last event that arrived', async () => {
    const { origin, received } = await startReceiver((response, _, count) => {
      response.writeHead(count === 2 ? 500 : 200).end();
    });
    const { ship } = destination(origin);
    const events = [event(1), event(2), event(3)];
    await expect(ship(events, never)).rejects.toThrow(failure(origin, 'the receiver answered 500'));
    await ship(events, never);
    await ship([event(1)], never);
    const ids = received.map(({ headers }) => headers['webhook-id']);
    expect(ids).toEqual(['evt-1', 'evt-2', 'evt-2', 'evt-3', 'evt-1']);
  });
});

describe('a failing request', () => {
  test.each([400, 401, 404, 410, 429, 500, 502, 503])(
    'T21 with status %i is named only by its origin',
    async (status) => {
      const { origin, received } = await startReceiver((response) => {
        response.writeHead(status, 'hunter2', { 'x-secret': 'hunter2' }).end(`hunter2 ${SECRET}`);
      });
      const shipped = destination(origin, { headers: { authorization: 'hunter2' } }).ship([event(1), event(2)], never);
      await expect(shipped).rejects.toThrow(failure(origin, `the receiver answered ${status}`));
      await expect(shipped).rejects.toSatisfy((error: Error) => !`${error.stack} ${error.cause}`.includes('hunter2'));
      expect(received).toHaveLength(1);
    },
  );

  test.each([301, 302, 303, 307, 308])('T22 does not follow redirects (%i)', async (status) => {
    const other = await startReceiver((response) => response.end());
    const { origin } = await startReceiver((response) => {
      response.writeHead(status, { location: `${other.origin}/hunter2` }).end();
    });
    await expect(destination(origin).ship([event(1)], never)).rejects.toThrow(
      failure(origin, `the receiver answered ${status}, but redirects are not followed`),
    );
    expect(other.received).toEqual([]);
  });

  test.each<[number, string, number | undefined]>([
    [429, '120', 120_000],
    [503, 'Fri, 02 Jan 2026 03:05:05 GMT', 60_000],
    [503, '86400', 3_600_000],
    [500, '120', undefined],
  ])('is retried after its Retry-After (%i, %s)', async (status, header, retryAfter) => {
    const { origin } = await startReceiver((response) => response.writeHead(status, { 'retry-after': header }).end());
    const clock = () => Date.UTC(2026, 0, 2, 3, 4, 5);
    await expect(destination(origin, { clock }).ship([event(1)], never)).rejects.toMatchObject({ retryAfter });
  });

  const endless =
    (write: (response: ServerResponse) => void): Answering =>
    (response) => {
      response.writeHead(200);
      response.on('drain', () => write(response));
      write(response);
    };

  test('T22 that hangs is canceled after the timeout', async () => {
    const { origin } = await startReceiver(() => undefined);
    await expect(destination(origin, { timeoutMs: 50 }).ship([event(1)], never)).rejects.toThrow(
      failure(origin, 'no complete response within 50 ms'),
    );
  });

  test('T22 with a very slow response is canceled after the timeout', async () => {
    const { origin } = await startReceiver((response) => {
      const timer = setInterval(() => response.write('.'), 5);
      response.on('close', () => clearInterval(timer));
    });
    await expect(destination(origin, { timeoutMs: 50 }).ship([event(1)], never)).rejects.toThrow(
      failure(origin, 'no complete response within 50 ms'),
    );
  });

  test('T22 to a name that is never resolved is canceled after the timeout', async () => {
    const resolve: LookupFunction = () => undefined;
    const options = { url: 'https://receiver.example/', allowPrivate: false, timeoutMs: 50, resolve };
    await expect(destination('', options).ship([event(1)], never)).rejects.toThrow(
      failure('https://receiver.example', 'no complete response within 50 ms'),
    );
  });

  test('T22 with an endless response is canceled', async () => {
    const { origin, received } = await startReceiver(
      endless((response) => {
        while (response.write(Buffer.alloc(65_536)));
      }),
    );
    await destination(origin).ship([event(1), event(2)], never);
    expect(received).toHaveLength(2);
    await closed(received[0]?.socket);
  });

  test('is canceled by the signal', async () => {
    const controller = new AbortController();
    const { origin, received } = await startReceiver(() => controller.abort());
    const { ship } = destination(origin);
    await expect(ship([event(1), event(2)], controller.signal)).rejects.toThrow(
      failure(origin, 'the request was canceled'),
    );
    await expect(ship([event(1)], controller.signal)).rejects.toThrow(failure(origin, 'the request was canceled'));
    expect(received).toHaveLength(1);
  });

  test.each([
    ['closes at once', ''],
    ['switches to another protocol', 'hunter2\r\n\r\n'],
    ['switches protocols', 'HTTP/1.1 101 hunter2\r\nupgrade: x\r\nconnection: upgrade\r\n\r\n'],
    ['truncates its response', 'HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nhunter2'],
    ['responds with two lengths', 'HTTP/1.1 200 OK\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\nhunter2'],
    ['has too many headers', `HTTP/1.1 200 OK\r\n${'x: hunter2\r\n'.repeat(10_000)}\r\n`],
  ])('T21 to a receiver that %s has not delivered the event', async (_, answer) => {
    const port = await startSocketServer((socket) => socket.once('data', () => socket.end(answer)));
    const shipped = destination(`http://127.0.0.1:${port}`).ship([event(1)], never);
    await expect(shipped).rejects.toThrow(DeliveryError);
    await expect(shipped).rejects.toThrow(
      /^http:\/\/127\.0\.0\.1:\d+: (no response \([A-Z_]+\)|the connection was closed.*)$/,
    );
  });

  test('T21 to a closed port rejects', async () => {
    await expect(destination('http://127.0.0.1:1').ship([event(1)], never)).rejects.toThrow(
      failure('http://127.0.0.1:1', 'no response (ECONNREFUSED)'),
    );
  });

  test('T22 over https to a receiver without a certificate rejects', async () => {
    const { origin, received } = await startReceiver((response) => response.end());
    const secure = origin.replace('http:', 'https:');
    await expect(destination(secure).ship([event(1)], never)).rejects.toThrow(/^https:[^ ]+: no response \(\w+\)$/);
    expect(received).toEqual([]);
  });
});
