import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

/** A connection that sends any bytes. */
export interface RawClient {
  readonly socket: Socket;
  send(text: string): void;
  /** Waits until the server has closed the connection. @returns all that it sent */
  readonly all: Promise<string>;
  /** Waits for the first bytes of an answer. */
  readonly first: Promise<string>;
}

/** @param address http://HOST:PORT, or unix:PATH */
export async function connectRaw(address: string): Promise<RawClient> {
  const path = /^unix:(.+)$/.exec(address)?.[1];
  const { hostname, port } = path === undefined ? new URL(address) : { hostname: '', port: '' };
  const socket = path === undefined ? connect(Number(port), hostname.replace(/^\[|\]$/g, '')) : connect(path);
  await once(socket, 'connect');
  const chunks: Buffer[] = [];
  const first = once(socket, 'data').then(([chunk]) => String(chunk));
  first.catch(() => undefined);
  socket.on('data', (chunk: Buffer) => chunks.push(chunk));
  socket.on('error', () => undefined);
  const all = new Promise<string>((resolve) => {
    socket.once('close', () => resolve(Buffer.concat(chunks).toString('utf8')));
  });
  return { socket, send: (text) => void socket.write(text), all, first };
}
