/** An answer of a handler: JSON, or a response of its own, such as a stream. */
export type Reply =
  | { readonly status: number; readonly body?: unknown; readonly headers?: Readonly<Record<string, string>> }
  | Response;

/** A refusal over HTTP. */
export interface HttpRefusal {
  readonly ok: false;
  readonly status: 400 | 401 | 403 | 404 | 405 | 408 | 409 | 413 | 415 | 422 | 429 | 431 | 503;
  readonly code: string;
  readonly reason: string;
  readonly headers?: Readonly<Record<string, string>>;
}

export function ok(body: unknown): Reply {
  return { status: 200, body };
}

export function refusal(status: HttpRefusal['status'], code: string, reason: string): HttpRefusal {
  return { ok: false, status, code, reason };
}

/** Returns the answer that tells a refusal. */
export function refuse({ code, headers, reason, status }: HttpRefusal): Reply {
  return { status, body: { error: { code, reason } }, ...(headers === undefined ? {} : { headers }) };
}
