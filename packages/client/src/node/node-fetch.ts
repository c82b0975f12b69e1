import type { IncomingMessage } from 'node:http';
import type { ChunkReader, Fetch, FetchAnswer } from '../types.ts';

/**
 * Returns a `fetch` over the modules of Node.js. It starts faster than the global one, and can use a Unix socket. It follows no
 * redirect and keeps no connection.
 */
export function nodeFetch(socketPath?: string): Fetch {
  return (url, { body, headers, method, signal }) =>
    new Promise((resolve, reject) => {
      // Not imported: https loads TLS, which a socket on this machine does not need.
      const { request: send } = process.getBuiltinModule(url.startsWith('https:') ? 'node:https' : 'node:http');
      const length = body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) };
      const sent = send(url, { method, headers: { ...headers, ...length }, signal, socketPath, agent: false });
      sent.once('response', (message) => resolve(toAnswer(message)));
      sent.once('error', reject);
      sent.end(body);
    });
}

function toAnswer(message: IncomingMessage): FetchAnswer {
  return {
    status: message.statusCode ?? 0,
    headers: { get: (name) => [message.headers[name.toLowerCase()] ?? null].flat().join(', ') || null },
    async text() {
      const chunks: Buffer[] = [];
      for await (const chunk of message) chunks.push(chunk as Buffer);
      return new TextDecoder().decode(Buffer.concat(chunks));
    },
    body: { getReader: () => toReader(message) },
  };
}

function toReader(message: IncomingMessage): ChunkReader {
  const chunks = message[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
  return {
    async read() {
      const { done = false, value } = await chunks.next();
      return done ? { done } : { done, value };
    },
    async cancel() {
      message.destroy();
    },
  };
}
