import type { ShippedEvent } from './shipper.ts';

/**
 * The key of a batch: `YYYY/MM/DD/<seq of the first>-<seq of the last>.jsonl`, by the day of its first event in UTC, so that
 * the order of the keys of a day is that of the log.
 */
export function batchKey(first: ShippedEvent, last: ShippedEvent): string {
  return `${dayFolder(first.timestamp)}/${pad(first.seq)}-${pad(last.seq)}.jsonl`;
}

/** Where the checkpoint of so many events stays. */
export function checkpointKey(size: number): string {
  return `checkpoints/${pad(size)}.txt`;
}

/** Where the newest checkpoint is. */
export const LATEST_CHECKPOINT = 'checkpoint';

/** How many events a note is a checkpoint of: its second line. Undefined where it is no checkpoint. */
export function readCheckpointSize(note: string): number | undefined {
  const [, size = ''] = note.split('\n', 2);
  return /^(?:0|[1-9]\d{0,14})$/.test(size) ? Number(size) : undefined;
}

/** The batch as it stands in the log, and so with what a crash left between its lines. */
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
