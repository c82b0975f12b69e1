import type { ServerAddress } from './address.ts';
import { ServerError, unavailable } from './server-error.ts';
import { isRecord, type Shape } from './shape.ts';
import type { Fetch, FetchAnswer } from './types.ts';

export interface TransportOptions {
  readonly address: ServerAddress;
  readonly fetch: Fetch;
  readonly headers: Readonly<Record<string, string>>;
  /** Milliseconds for each request. */
  readonly timeout: number;
  readonly retries: number;
  /** Milliseconds before the first repetition. Each later one waits twice as long. */
  readonly retryDelay: number;
}

export interface Call {
  readonly method: 'DELETE' | 'GET' | 'POST';
  /** With encoded parts. */
  readonly path: string;
  readonly query?: object | undefined;
  readonly body?: unknown;
  readonly bearer?: string | undefined;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** Whether the call may be repeated: a second one changes nothing. */
  readonly isIdempotent?: boolean | undefined;
  /** Milliseconds. It replaces the timeout of the client. */
  readonly timeout?: number | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** Sends requests with credentials to one server, and reads its answers with distrust. */
export class Transport {
  readonly options: TransportOptions;

  constructor(options: TransportOptions) {
    this.options = options;
  }

  /**
   * Returns the checked body of a successful answer.
   *
   * @throws ServerError for every other answer, and without one; the reason of `signal` if it is aborted
   */
  async call<Body>(call: Call, shape: Shape): Promise<Body> {
    const { retries, retryDelay } = this.options;
    for (let attempt = 0; ; attempt += 1) {
      try {
        return await this.#once<Body>(call, shape);
      } catch (error) {
        call.signal?.throwIfAborted();
        if (call.isIdempotent !== true || attempt >= retries || !isTemporary(error)) throw error;
        await pause(retryDelay * 2 ** attempt, call.signal);
      }
    }
  }

  /** Sends a request. @throws ServerError without an answer */
  async send(call: Call): Promise<FetchAnswer> {
    const { address, fetch, headers, timeout } = this.options;
    const limit = AbortSignal.timeout(Math.min(call.timeout ?? timeout, LONGEST));
    const signal = call.signal === undefined ? limit : AbortSignal.any([limit, call.signal]);
    const sent: Record<string, string> = { accept: 'application/json', ...headers, ...call.headers };
    if (call.bearer !== undefined) sent.authorization = `Bearer ${call.bearer}`;
    if (call.body !== undefined) sent['content-type'] = 'application/json';
    try {
      return await fetch(`${address.base}${call.path}${toQuery(call.query)}`, {
        method: call.method,
        headers: sent,
        ...(call.body === undefined ? {} : { body: JSON.stringify(call.body) }),
        redirect: 'manual',
        credentials: 'authorization' in sent ? 'omit' : 'same-origin',
        signal,
      });
    } catch (error) {
      call.signal?.throwIfAborted();
      // The message of a network error may quote the request.
      if (limit.aborted) throw unavailable('The server did not answer in time.');
      throw unavailable(`The server could not be reached${describeCode(error)}.`);
    }
  }

  async #once<Body>(call: Call, shape: Shape): Promise<Body> {
    const answer = await this.send(call);
    let text: string;
    try {
      text = await answer.text();
    } catch {
      throw unavailable('The answer of the server ended too early.', answer.status);
    }
    return readAnswer<Body>(answer, text, shape);
  }
}

const LONGEST = 2_147_483_647;

function readAnswer<Body>(answer: FetchAnswer, text: string, shape: Shape): Body {
  const { status } = answer;
  const isSuccess = status === 200 || status === 201;
  if (!isSuccess) throw toError(answer, text);
  const body = isJson(answer) ? parse(text) : undefined;
  if (!shape(body)) throw unavailable('The answer of the server is malformed.', status);
  return body as Body;
}

/** Returns the refusal of an answer that is no success. */
export function toError(answer: FetchAnswer, text: string): ServerError {
  const { status } = answer;
  const body = isJson(answer) ? parse(text) : undefined;
  const error = isRecord(body) ? body.error : undefined;
  if (status >= 400 && isRecord(error) && typeof error.code === 'string' && typeof error.reason === 'string')
    return new ServerError(error.code, error.reason, status);
  // Browsers answer a redirect with the status 0.
  if (status === 0 || (status >= 300 && status < 400))
    return unavailable('The server redirected the request. Give its final URL.', status);
  return unavailable(`The server answered with the status ${status}.`, status);
}

function isJson({ headers }: FetchAnswer): boolean {
  return /^application\/json\b/i.test(headers.get('content-type') ?? '');
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function toQuery(query: object | undefined): string {
  const given = Object.entries(query ?? {}).filter(([, value]) => value !== undefined);
  return given.length === 0
    ? ''
    : `?${new URLSearchParams(given.map(([name, value]): [string, string] => [name, String(value)]))}`;
}

/** Whether the same call may succeed a little later. */
export function isTemporary(error: unknown): boolean {
  if (!(error instanceof ServerError)) return false;
  const { code, status } = error;
  if (status === null) return code === 'server_unavailable';
  return status === 429 || status === 502 || status === 503 || status === 504;
}

/** Waits. @throws the reason of the signal */
export function pause(milliseconds: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const end = () => {
      clearTimeout(timer);
      reject(signal?.reason);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', end);
      resolve();
    }, milliseconds);
    if (signal?.aborted === true) end();
    else signal?.addEventListener('abort', end, { once: true });
  });
}

/** Returns the code of a system error, such as ECONNREFUSED. */
function describeCode(error: unknown): string {
  for (const each of [error, error instanceof Error ? error.cause : undefined])
    if (each instanceof Error && 'code' in each && /^[A-Z][A-Z_]+$/.test(String(each.code)))
      return `: ${String(each.code)}`;
  return '';
}
