import type { ServerResponse } from 'node:http';
import type { ServerSettings } from '@agent-safe/schemas';
import type { Reply } from './reply.ts';

/** Headers of all answers: an answer is data, and no page may run, frame or reinterpret it. */
const SECURITY = {
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
} as const;
/** Seconds for which browsers use TLS only: a year. */
const STRICT_TRANSPORT = { 'strict-transport-security': 'max-age=31536000' } as const;
/** Headers that pages of other origins may send and read. */
const SENT = 'authorization, content-type, x-request-id, last-event-id, traceparent, idempotency-key';
const READ = 'x-request-id, retry-after';

/** The headers of each answer, as the settings ask. */
export class ResponseHeaders {
  readonly #common: Readonly<Record<string, string>>;
  readonly #origins: ReadonlySet<string>;

  /** @param isSecure whether clients use TLS */
  constructor({ cors_origins }: Pick<ServerSettings, 'cors_origins'>, isSecure: boolean) {
    this.#common = { ...SECURITY, ...(isSecure ? STRICT_TRANSPORT : {}) };
    this.#origins = new Set(cors_origins.map((origin) => origin.toLowerCase()));
  }

  for(request: Request): Readonly<Record<string, string>> {
    if (this.#origins.size === 0) return this.#common;
    const origin = this.#findOrigin(request);
    const vary = { vary: 'origin' };
    if (origin === undefined) return { ...this.#common, ...vary };
    // Cookies stay with pages of the server itself, so no credentials are allowed.
    const shared = { 'access-control-allow-origin': origin, 'access-control-expose-headers': READ };
    return { ...this.#common, ...vary, ...shared, 'cross-origin-resource-policy': 'cross-origin' };
  }

  /** Answers the question of a browser whether a page may call the API. @returns undefined if the page may not */
  preflight(request: Request, allow: string): Response | undefined {
    const origin = this.#findOrigin(request);
    if (origin === undefined || !request.headers.has('access-control-request-method')) return undefined;
    const headers = {
      'access-control-allow-origin': origin,
      'access-control-allow-methods': allow,
      'access-control-allow-headers': SENT,
      'access-control-max-age': '600',
      vary: 'origin',
    };
    return new Response(null, { status: 204, headers });
  }

  #findOrigin(request: Request): string | undefined {
    if (this.#origins.size === 0) return undefined;
    const origin = request.headers.get('origin');
    return origin !== null && this.#origins.has(origin.toLowerCase()) ? origin : undefined;
  }
}

/** Makes the response of a reply, with the headers of all answers. */
export function respond(request: Request, reply: Reply, headers: ResponseHeaders, requestId: string): Response {
  const common = headers.for(request);
  if (reply instanceof Response) {
    for (const [name, value] of Object.entries(common)) if (!reply.headers.has(name)) reply.headers.set(name, value);
    reply.headers.set('x-request-id', findRequestId(request, requestId));
    return reply;
  }
  const { body, status } = reply;
  const all = { ...listHeaders(request, reply, common, requestId), ...reply.headers };
  return new Response(body === undefined ? null : JSON.stringify(body), { status, headers: all });
}

/** Writes a reply without a `Response`, which costs more than the rest of the answer. Its bytes and headers are the same. */
export function send(
  outgoing: ServerResponse,
  request: Request,
  reply: Exclude<Reply, Response>,
  headers: ResponseHeaders,
  requestId: string,
): void {
  const { body, status } = reply;
  const all: Record<string, string | number> = listHeaders(request, reply, headers.for(request), requestId);
  for (const name in reply.headers) all[name.toLowerCase()] = reply.headers[name] ?? '';
  const text = body === undefined ? '' : JSON.stringify(body);
  if (status !== 204) all['content-length'] = Buffer.byteLength(text);
  outgoing.writeHead(status, all);
  outgoing.end(text);
}

function listHeaders(
  request: Request,
  { body }: Exclude<Reply, Response>,
  common: Readonly<Record<string, string>>,
  requestId: string,
): Record<string, string> {
  const all: Record<string, string> = { ...common, 'x-request-id': findRequestId(request, requestId) };
  if (body !== undefined) all['content-type'] = 'application/json';
  return all;
}

function findRequestId(request: Request, requestId: string): string {
  const given = request.headers.get('x-request-id');
  return given !== null && /^[\x21-\x7e]{1,256}$/.test(given) ? given : requestId;
}
