import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

/** A receiver of webhooks on this machine, as far away as its latency says. */
export interface SlowReceiver {
  readonly url: string;
  /** Bytes of all bodies. */
  received(): number;
  close(): void;
}

/**
 * Starts a receiver that answers each request after a round trip. The first request of a connection waits for one more: that of the
 * connection itself.
 *
 * @param latency of a round trip, in milliseconds
 */
export async function startSlowReceiver(latency: number): Promise<SlowReceiver> {
  let bytes = 0;
  const known = new WeakSet<Socket>();
  const respond = async (request: IncomingMessage, response: ServerResponse) => {
    const { socket } = request;
    const trips = known.has(socket) ? 1 : 2;
    known.add(socket);
    for await (const chunk of request) bytes += (chunk as Buffer).length;
    await sleep(latency * trips);
    response.writeHead(204).end();
  };
  const server = createServer((request, response) => void respond(request, response));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    received: () => bytes,
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}
