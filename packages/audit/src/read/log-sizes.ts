import { existsSync, readdirSync, type Stats, statSync } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { dirname } from 'node:path';
import { AgentSafeError, describeCause } from '@agent-safe/core';
import { FileLock, realLogPath } from '@agent-safe/core/node';
import { listSegments } from '../format/segments.ts';

/** Milliseconds. A writer holds the lock for less; one that hangs does not keep others from reading. */
const PATIENCE = 5_000;

/** A file of a log, and how much of it was written when it was asked for. */
export interface SizedFile {
  readonly path: string;
  readonly size: number;
  /** What tells it from another file that may be called so later. */
  readonly id: string;
  /** Its first event; 1 in the only file of a log. */
  readonly firstSeq: number;
}

/**
 * The files of a log, oldest first, with their sizes between two writes: otherwise half of one would look torn.
 *
 * @param isLocked whether who asks holds the lock already
 * @returns an empty list where there is no such log
 * @throws AgentSafeError ERR_AUDIT_INVALID where they cannot be read
 */
export async function readLogFiles(given: string, isLocked = false): Promise<readonly SizedFile[]> {
  const path = realLogPath(given);
  const lockPath = `${path}.lock`;
  const lock = !isLocked && existsSync(lockPath) ? new FileLock(lockPath) : undefined;
  let isHeld = false;
  try {
    // A log that was copied to where nobody may write has no writer either.
    isHeld = (await lock?.acquire(PATIENCE).catch(() => false)) === true;
    return measure(path);
  } catch (error) {
    if (error instanceof AgentSafeError) throw error;
    throw new AgentSafeError('ERR_AUDIT_INVALID', `The audit log ${path} cannot be read: ${describeCause(error)}.`);
  } finally {
    if (isHeld) lock?.release();
    lock?.close();
  }
}

function measure(path: string): readonly SizedFile[] {
  const folder = dirname(path);
  const closed = existsSync(folder) ? listSegments(path, readdirSync(folder)) : [];
  const files = closed.map((segment) => ({ ...segment, ...identify(statSync(segment.path)) }));
  const found = statSync(path, { throwIfNoEntry: false });
  if (found === undefined) return files;
  if (!found.isFile()) throw new AgentSafeError('ERR_AUDIT_INVALID', `${path} is no file. Name the file of the log.`);
  // Its first event follows on those of the closed files; with none, it is the first of all.
  return [...files, { path, ...identify(found), firstSeq: files.length === 0 ? 1 : Number.POSITIVE_INFINITY }];
}

function identify({ dev, ino, size }: Stats): Pick<SizedFile, 'id' | 'size'> {
  return { id: `${dev}:${ino}`, size };
}

/**
 * Opens a file of a log, also where the log has gone on in a new one since it was listed, and it is called otherwise now.
 *
 * @param path of the log
 * @throws AgentSafeError ERR_AUDIT_INVALID where it is not there any more, or cannot be read
 */
export async function openLogFile(path: string, file: Pick<SizedFile, 'path' | 'id'>): Promise<FileHandle> {
  const names = [
    file.path,
    ...measure(realLogPath(path))
      .filter(({ id }) => id === file.id)
      .map((found) => found.path),
  ];
  let why = 'it was replaced';
  for (const name of names) {
    try {
      const handle = await open(name);
      const { dev, ino } = await handle.stat();
      if (`${dev}:${ino}` === file.id) return handle;
      await handle.close();
    } catch (error) {
      why = describeCause(error);
    }
  }
  throw new AgentSafeError('ERR_AUDIT_INVALID', `The audit log ${file.path} cannot be read: ${why}.`);
}
