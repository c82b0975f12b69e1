import type { LogFile } from './log-files.ts';

/** Bytes that could neither be made durable nor be removed. */
export interface Doubt {
  /** Id of the file. */
  readonly id: string;
  readonly size: number;
  readonly bytes: Buffer;
}

/** Removes bytes of a failed sync. The system may still show such bytes and lose them later, so no event may follow them. */
export async function clearDoubt(file: LogFile, doubt: Doubt | undefined): Promise<void> {
  const { id, size } = await file.state();
  if (doubt === undefined || id !== doubt.id || size <= doubt.size) return;
  const shown = Buffer.alloc(size - doubt.size);
  await file.read(shown, doubt.size);
  const isOwn = shown.length <= doubt.bytes.length && shown.equals(doubt.bytes.subarray(0, shown.length));
  if (!isOwn) return;
  await file.truncate(doubt.size);
  await file.sync();
}
