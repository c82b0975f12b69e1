import type { LogFile } from './log-files.ts';

/** Bytes that could neither be made durable nor be removed. */
export interface UnsyncedBytes {
  /** Id of the file. */
  readonly id: string;
  readonly size: number;
  readonly bytes: Buffer;
}

/** Removes bytes of a failed sync. The system may still show such bytes and lose them later, so no event may follow them. */
export async function removeUnsynced(file: LogFile, unsynced: UnsyncedBytes | undefined): Promise<void> {
  const { id, size } = await file.state();
  if (unsynced === undefined || id !== unsynced.id || size <= unsynced.size) return;
  const shown = Buffer.alloc(size - unsynced.size);
  await file.read(shown, unsynced.size);
  const isOwn = shown.length <= unsynced.bytes.length && shown.equals(unsynced.bytes.subarray(0, shown.length));
  if (!isOwn) return;
  await file.truncate(unsynced.size);
  await file.sync();
}
