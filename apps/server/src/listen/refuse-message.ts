import type { ServerResponse } from 'node:http';

/** Refuses a request before any route sees it, and closes its connection. */
export function refuseMessage(answer: ServerResponse, status: 403 | 431, code: string, reason: string): void {
  const body = JSON.stringify({ error: { code, reason } });
  answer.shouldKeepAlive = false;
  answer.writeHead(status, {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(body),
    'cache-control': 'no-store',
  });
  answer.end(body);
}
