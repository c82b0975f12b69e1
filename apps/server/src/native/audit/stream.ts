import type { AuditReader, LoggedEvent } from '@agent-safe/core';
import { newestNumber, numberOf } from './read-page.ts';

/** Most events that are read at once. The next ones are read when the client has received these. */
const BATCH = 200;
/** Milliseconds between two comments that keep the connection open. */
const KEEP_ALIVE = 15_000;
/** Milliseconds after which the log is read again, because a hint may be missing. */
const POLL = 2_000;
/** Milliseconds after which a client that receives nothing is let go. */
const STALLED = 60_000;

export interface StreamOptions {
  readonly log: Pick<AuditReader, 'readBackwards'>;
  /** Wakes when the log may have grown. */
  readonly wait: (signal: AbortSignal, milliseconds: number) => Promise<void>;
  /** Number of the last event that the client has. */
  readonly after: number;
  readonly matches: (event: LoggedEvent) => boolean;
  readonly isStillAdmitted: () => Promise<boolean>;
  /** Ends the stream. */
  readonly signal: AbortSignal;
  readonly onEnd: () => void;
}

/**
 * Sends the events after a number as Server-Sent Events. It reads the log after the client has received the last batch, so a slow
 * client needs no memory, and no event is lost: the id of each event is its number, where the client resumes.
 */
export function streamEvents(options: StreamOptions): ReadableStream<Uint8Array> {
  const { onEnd, signal } = options;
  const ending = new AbortController();
  const ended = AbortSignal.any([signal, ending.signal]);
  const texts = produce({ ...options, signal: ended });
  let stalled: NodeJS.Timeout | undefined;
  const end = () => {
    clearTimeout(stalled);
    ending.abort();
    onEnd();
  };
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        clearTimeout(stalled);
        const { done, value } = await texts.next().catch(() => ({ done: true, value: undefined }) as const);
        if (value !== undefined) controller.enqueue(encoder.encode(value));
        if (done === true) {
          end();
          controller.close();
          return;
        }
        stalled = setTimeout(() => {
          end();
          controller.error(new Error('The client received nothing for a minute.'));
        }, STALLED).unref();
      },
      cancel: end,
    },
    { highWaterMark: 1 },
  );
}

const encoder = new TextEncoder();

async function* produce(options: StreamOptions): AsyncGenerator<string, void, undefined> {
  const { isStillAdmitted, log, matches, signal, wait } = options;
  let { after } = options;
  let sent = Date.now();
  yield 'retry: 2000\n\n';
  while (!signal.aborted) {
    const batch = await readAfter(log, after);
    // Checked after the read, so that no event after a revocation is sent.
    if (!(await isStillAdmitted())) return;
    if (batch.missing !== undefined) yield `event: gap\ndata: ${JSON.stringify(batch.missing)}\n\n`;
    const text = batch.events.filter(matches).map(format).join('');
    after = Math.max(after, batch.last);
    if (text !== '') yield text;
    // A client that resumes after this stream skips the events that it does not want.
    else if (batch.events.length > 0) yield `id: ${after}\n\n`;
    else {
      await wait(signal, POLL);
      if (Date.now() - sent < KEEP_ALIVE) continue;
      yield ': alive\n\n';
    }
    sent = Date.now();
  }
}

interface Batch {
  /** In the order of the log. */
  readonly events: readonly LoggedEvent[];
  /** Number of the last line that was read. */
  readonly last: number;
  /** Numbers of events that the log does not have: they were archived, or are damaged. */
  readonly missing?: { readonly from: number; readonly to: number };
}

/** Reads the next events after a number. */
async function readAfter(log: StreamOptions['log'], after: number): Promise<Batch> {
  const read = await readRange(log, after, after + BATCH + 1);
  const [{ seq: first = after + 1 } = {}] = read;
  const last = read.at(-1)?.seq ?? after;
  if (first > after + 1) return { events: read, last, missing: { from: after + 1, to: first - 1 } };
  if (read.length > 0) return { events: read, last };
  // Nothing follows, or events are missing. The oldest event of the log tells which.
  const oldest = await oldestAfter(log, after + BATCH);
  if (oldest === undefined) return { events: [], last: after };
  return { events: [], last: oldest - 1, missing: { from: after + 1, to: oldest - 1 } };
}

async function readRange(log: StreamOptions['log'], after: number, before: number): Promise<readonly LoggedEvent[]> {
  const events: LoggedEvent[] = [];
  for await (const line of log.readBackwards({ after, before }))
    if ('event' in line && numberOf(line) !== undefined) events.push(line.event);
  return events.reverse();
}

/** Returns the number of the oldest event with a higher number; undefined if the log has no such event. */
async function oldestAfter(log: StreamOptions['log'], after: number): Promise<number | undefined> {
  let [low, high] = [after, await newestNumber(log)];
  if (high <= after) return undefined;
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if ((await readRange(log, middle - 1, middle + 1)).length > 0) high = middle;
    else low = middle;
  }
  return high;
}

function format(event: LoggedEvent): string {
  return `id: ${event.seq}\nevent: audit\ndata: ${JSON.stringify(event)}\n\n`;
}
