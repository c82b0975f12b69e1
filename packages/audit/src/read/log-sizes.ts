import { existsSync, readdirSync, type Stats, statSync } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { dirname } from 'node:path';
import { AgentSafeError, describeCause } from '@agent-safe/core';
import { FileLock, realLogPath } from '@agent-safe/core/node';
import { listSegments } from '../format/segments.ts';
import { FIRST, type LogStart, readLogStart } from '../statement/log-start.ts';
import { readLines, sourceOf } from './read-lines.ts';

/** Milliseconds to wait for the lock. A writer holds it for less. If a writer hangs, reading continues without the lock. */
const LOCK_TIMEOUT = 5_000;

/** A file of a log and its size at one moment. */
export interface SizedFile {
  readonly path: string;
  /** In bytes. */
  readonly size: number;
  /** Device and inode: after a rotation, another file may have the same path. */
  readonly id: string;
  /** Number of its first event: 1 for the only file of a log, infinity for the newest of several. */
  readonly firstSeq: number;
  /** Whether a rotation closed the file. Nothing is appended to it. */
  readonly isClosed?: boolean;
  /** The archived part of the log: its size counts, but its bytes are elsewhere. It comes before all other files. */
  readonly archived?: LogStart;
}

/** Returns where a log begins. @param files from {@link readLogFiles} */
export function startOf(files: readonly SizedFile[]): LogStart {
  return files[0]?.archived ?? FIRST;
}

/** Returns the files of a log that are in place. */
export function presentFiles(files: readonly SizedFile[]): readonly SizedFile[] {
  return files.filter(({ archived }) => archived === undefined);
}

/**
 * Returns the files of a log, oldest first. Their sizes are measured between two writes, so that no half-written event looks torn.
 * If events were archived, the first entry stands for them.
 *
 * @param isLocked whether the caller holds the lock of the log
 * @returns an empty list if there is no such log
 * @throws AgentSafeError ERR_AUDIT_INVALID if the files cannot be read
 */
export async function readLogFiles(given: string, isLocked = false): Promise<readonly SizedFile[]> {
  const path = realLogPath(given);
  const lockPath = `${path}.lock`;
  const lock = !isLocked && existsSync(lockPath) ? new FileLock(lockPath) : undefined;
  let isHeld = false;
  try {
    // If the lock file is on a read-only file system, locking fails. There is no writer then, so no lock is needed.
    isHeld = (await lock?.acquire(LOCK_TIMEOUT).catch(() => false)) === true;
    return measure(path);
  } catch (error) {
    if (error instanceof AgentSafeError) throw error;
    throw unreadable(path, describeCause(error));
  } finally {
    if (isHeld) lock?.release();
    lock?.close();
  }
}

function measure(path: string): readonly SizedFile[] {
  const folder = dirname(path);
  const start = readLogStart(path);
  const closed = existsSync(folder) ? listSegments(path, readdirSync(folder), start.seq) : [];
  const files = closed.map((segment) => ({ ...segment, ...identify(statSync(segment.path)), isClosed: true }));
  const found = statSync(path, { throwIfNoEntry: false });
  const before = start === FIRST ? [] : [archivedFile(start)];
  if (found === undefined) return files.length === 0 ? [] : [...before, ...files];
  if (!found.isFile())
    throw new AgentSafeError('ERR_AUDIT_INVALID', `The audit log ${path} is not a file. Give the path of a file.`);
  // The number of the first event of the newest file is known only if there is no closed file.
  const firstSeq = files.length === 0 ? start.seq + 1 : Number.POSITIVE_INFINITY;
  return [...before, ...files, { path, ...identify(found), firstSeq }];
}

function archivedFile(start: LogStart): SizedFile {
  const { folder = '', offset: size } = start;
  return { path: folder, size, id: `archived:${start.hash}`, firstSeq: 1, isClosed: true, archived: start };
}

function identify({ dev, ino, size }: Stats): Pick<SizedFile, 'id' | 'size'> {
  return { id: `${dev}:${ino}`, size };
}

/** Returns the error of a reader that needs archived events. */
function archivedEvents(path: string, { folder = '', seq }: LogStart): AgentSafeError {
  const summary = `Events 1 to ${seq} of the audit log ${path} are archived: ${folder}. Read them there.`;
  return new AgentSafeError('ERR_AUDIT_INVALID', summary);
}

/**
 * Opens a file of a log, also if a rotation has renamed it since it was listed.
 *
 * @param path of the log
 * @throws AgentSafeError ERR_AUDIT_INVALID if the file was removed, archived or cannot be read
 */
export async function openLogFile(
  path: string,
  file: Pick<SizedFile, 'archived' | 'id' | 'path'>,
): Promise<FileHandle> {
  if (file.archived !== undefined) throw archivedEvents(path, file.archived);
  let why = 'it was replaced';
  for (const name of findNames(path, file)) {
    try {
      const handle = await open(name);
      const { dev, ino } = await handle.stat();
      if (`${dev}:${ino}` === file.id) return handle;
      await handle.close();
    } catch (error) {
      why = describeCause(error);
    }
  }
  throw unreadable(file.path, why);
}

/** Yields the name that a file had when it was listed, and then its name now. A rotation may have renamed it meanwhile. */
function* findNames(path: string, file: Pick<SizedFile, 'id' | 'path'>): Generator<string, void, undefined> {
  yield file.path;
  for (const found of measure(realLogPath(path))) if (found.id === file.id) yield found.path;
}

/** Reads the lines of a file of a log from an offset, see {@link readLines}. @throws the errors of {@link openLogFile} */
export async function readFileLines(
  path: string,
  sized: SizedFile,
  from: number,
  take: Parameters<typeof readLines>[3],
): Promise<void> {
  const file = await openLogFile(path, sized);
  try {
    await readLines(sourceOf(file), from, sized.size, take);
  } finally {
    await file.close();
  }
}

function unreadable(path: string, why: string): AgentSafeError {
  const summary = `The audit log ${path} cannot be read: ${why}. Check that the file is in place and readable.`;
  return new AgentSafeError('ERR_AUDIT_INVALID', summary);
}
