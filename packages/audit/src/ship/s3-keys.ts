import type { ShippedEvent } from './shipper.ts';

/**
 * Returns the key of a batch: `YYYY/MM/DD/<first seq>-<last seq>.jsonl`. The date is that of its first event in UTC. The keys of one
 * day sort in the order of the log.
 */
export function batchKey(first: ShippedEvent, last: ShippedEvent): string {
  return `${dayFolder(first.timestamp)}/${pad(first.seq)}-${pad(last.seq)}.jsonl`;
}

/** The events in an object of an archive. */
export interface EventRange {
  readonly first: number;
  readonly last: number;
}

/** Returns the events that a key names; undefined for the key of another object. @param key without the prefix of the archive */
export function readBatchKey(key: string): EventRange | undefined {
  const [, first, last] = /^(?:\d{4}\/\d{2}\/\d{2}|undated)\/(\d{12,15})-(\d{12,15})\.jsonl$/.exec(key) ?? [];
  const range = { first: Number(first), last: Number(last) };
  return range.first >= 1 && range.first <= range.last ? range : undefined;
}

/** Returns the first events up to `seq` that no object has; undefined if the archive has all of them. */
export function findMissing(ranges: readonly EventRange[], seq: number): EventRange | undefined {
  let next = 1;
  for (const { first, last } of ranges.toSorted((left, right) => left.first - right.first)) {
    if (next > seq) return undefined;
    if (first > next) return { first: next, last: Math.min(first - 1, seq) };
    next = Math.max(next, last + 1);
  }
  return next > seq ? undefined : { first: next, last: seq };
}

/** Returns the permanent key of a checkpoint. @param size number of events that the checkpoint covers */
export function checkpointKey(size: number): string {
  return `checkpoints/${pad(size)}.txt`;
}

/** Key of the newest checkpoint. */
export const LATEST_CHECKPOINT = 'checkpoint';

/** Returns the number of events that a checkpoint covers, from its second line; undefined if the note is not a checkpoint. */
export function readCheckpointSize(note: string): number | undefined {
  const [, size = ''] = note.split('\n', 2);
  return /^(?:0|[1-9]\d{0,14})$/.test(size) ? Number(size) : undefined;
}

/** Returns the bytes of a batch as they are in the log, with closed bytes of unfinished writes between the lines. */
export function batchBody(events: readonly ShippedEvent[]): Uint8Array {
  return Buffer.concat(events.flatMap(({ line, torn }) => [...closedBytes(torn), Buffer.from(`${line}\n`)]));
}

function closedBytes(torn: Uint8Array | undefined): readonly Uint8Array[] {
  if (torn === undefined || torn.length === 0) return [];
  return torn.at(-1) === 0x0a ? [torn] : [torn, Buffer.from('\n')];
}

function dayFolder(timestamp: string): string {
  const isDate = /^\d{4}-\d{2}-\d{2}T.*(?:Z|[+-]\d{2}:\d{2})$/.test(timestamp);
  const date = new Date(isDate ? timestamp : Number.NaN);
  const year = date.getUTCFullYear();
  if (!(year >= 0 && year <= 9999)) return 'undated';
  return date.toISOString().slice(0, 10).replaceAll('-', '/');
}

function pad(number: number): string {
  return String(number).padStart(12, '0');
}
