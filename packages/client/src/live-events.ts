import { readEvents } from './read-events.ts';
import { unavailable } from './server-error.ts';
import { isTemporary, pause, type Transport, toError } from './transport.ts';
import type { LiveEvent } from './types.ts';

export interface LiveEventsOptions {
  /** Types of events, joined by commas. */
  readonly type?: string | undefined;
  /** Number of the last event that is known. Default: only new events. */
  readonly after?: number | undefined;
  /** Ends the stream. */
  readonly signal?: AbortSignal | undefined;
}

/** Failed connections in a row after which the stream fails. */
const MOST_FAILURES = 10;
/** Milliseconds without a byte, after which the connection is made again. The server sends one every 15 seconds. */
const SILENT = 60_000;

/** Streams audit events. After a lost connection, it continues after the last event, so that none is lost or repeated. */
export async function* liveEvents(
  transport: Transport,
  { after, signal, type }: LiveEventsOptions,
): AsyncGenerator<LiveEvent, void, undefined> {
  let last = after;
  for (let failures = 0; !isAborted(signal); ) {
    const connection = new AbortController();
    const ended = signal === undefined ? connection.signal : AbortSignal.any([signal, connection.signal]);
    try {
      const reader = await connect(transport, { type, last, signal: ended });
      for await (const message of readEvents(watched(reader, connection))) {
        failures = 0;
        if (message.kind !== 'gap') last = message.seq;
        if (message.kind !== 'position') yield message;
      }
    } catch (error) {
      if (isAborted(signal)) return;
      const isLost = connection.signal.aborted || !('code' in (error as object)) || isTemporary(error);
      failures += 1;
      if (!isLost || failures > MOST_FAILURES) throw error;
    } finally {
      connection.abort();
    }
    await pause(transport.options.retryDelay * 2 ** Math.min(failures, 5), signal).catch(() => undefined);
  }
}

/** A signal changes while the stream waits, which the compiler does not expect. */
function isAborted(signal: AbortSignal | undefined): boolean {
  return signal?.aborted === true;
}

interface Position {
  readonly type: string | undefined;
  readonly last: number | undefined;
  readonly signal: AbortSignal;
}

async function connect(transport: Transport, { last, signal, type }: Position) {
  const answer = await transport.send({
    method: 'GET',
    path: '/api/v1/events',
    query: { type },
    headers: { accept: 'text/event-stream', ...(last === undefined ? {} : { 'last-event-id': String(last) }) },
    timeout: Number.POSITIVE_INFINITY,
    signal,
  });
  if (answer.status !== 200) throw toError(answer, await answer.text().catch(() => ''));
  const isStream = /^text\/event-stream\b/i.test(answer.headers.get('content-type') ?? '');
  if (!isStream || answer.body === null) throw unavailable('The server did not answer with events.', answer.status);
  return answer.body.getReader();
}

/** A reader whose connection ends when it stays silent. */
function watched(reader: Awaited<ReturnType<typeof connect>>, connection: AbortController): typeof reader {
  return {
    async read() {
      const timer = setTimeout(() => connection.abort(), SILENT);
      try {
        return await reader.read();
      } finally {
        clearTimeout(timer);
      }
    },
    cancel: () => reader.cancel(),
  };
}
