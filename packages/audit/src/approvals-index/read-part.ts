import type { FileHandle } from 'node:fs/promises';
import type { LoggedEvent } from '@agent-safe/core';
import type { ChainHead } from '../format/chain.ts';

/** Beginning of the part of a log that was read. */
export interface Beginning {
  readonly file: string;
  readonly offset: number;
  /** Number of the event before it. */
  readonly seq: number;
}

/** End of the part of a log that was read. */
export interface End {
  readonly file: string;
  readonly offset: number;
  readonly head: ChainHead;
  /** The last bytes before the end. */
  readonly mark: Buffer;
}

/** Returns 0 for a number that cannot be the number of an event. */
export function toPlace(since: number): number {
  return Number.isSafeInteger(since) ? Math.max(since, 0) : 0;
}

export async function readMark(handle: FileHandle, offset: number, length: number): Promise<Buffer> {
  const bytes = Buffer.alloc(Math.min(length, offset));
  const { bytesRead } = await handle.read(bytes, 0, bytes.length, offset - bytes.length);
  return bytes.subarray(0, bytesRead);
}

/** Returns the number of bytes that an event closes; 0 if it is not a closing event. */
export function readTornLength({ event_type, torn }: LoggedEvent): number {
  if (event_type !== 'log_sealed' || typeof torn !== 'object' || torn === null || !('length' in torn)) return 0;
  return Number.isSafeInteger(torn.length) ? Math.max(Number(torn.length), 0) : 0;
}
