import { randomUUID } from 'node:crypto';
import { existsSync, linkSync, readdirSync, rmSync } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { AgentSafeError, describeCause } from '@agent-safe/core';
import { makeFolders, realLogPath, replaceFile } from '@agent-safe/core/node';
import { checkpointPath } from '../checkpoint/stored-checkpoint.ts';
import { Chain } from '../format/chain.ts';
import { readLine } from '../format/read-line.ts';
import { listSegments } from '../format/segments.ts';
import { readLines } from '../read/read-lines.ts';
import type { Archive, ArchivePart } from './archive.ts';

/** Bytes that are collected before they are written. */
const WRITE = 1024 * 1024;

export interface RestoredLog {
  /** Number of events of the restored log. */
  readonly events: number;
  /** Text of the newest checkpoint of the archive, which is stored next to the log; undefined without one. */
  readonly checkpoint?: string;
}

/**
 * Restores a log from an archive, byte for byte. Each event must follow the event before it in the chain. Events that an archive
 * has twice, as after a crash, are written once. The file appears when it is complete.
 *
 * @param target path of the new log. No log may be there
 * @throws DeliveryError if the archive cannot be read; AgentSafeError ERR_AUDIT_INVALID if events are missing or changed, or if there is
 *   a log at the target
 */
export async function restoreLog(archive: Archive, target: string, signal: AbortSignal): Promise<RestoredLog> {
  const path = realLogPath(target);
  requireNoLog(path);
  const parts = (await archive.parts(signal)).toSorted(compareParts);
  if (parts.length === 0) throw invalid(`The archive ${archive.name} has no events. Check its path or prefix`);
  const checkpoint = await archive.checkpoint(signal);
  const beside = `${path}.${randomUUID()}.restoring`;
  try {
    makeFolders(dirname(path), 0o700);
    const file = await open(beside, 'wx', 0o600);
    let events: number;
    try {
      events = await new Restoration(archive.name, file).run(parts, signal);
      await file.sync();
    } finally {
      await file.close();
    }
    // The mark comes first, so no restored log is without it.
    replaceFile(restoredPath(path), 'This log was restored from an archive, which may lack its last events.\n');
    // Unlike a rename, a link replaces no file.
    linkSync(beside, path);
    if (checkpoint !== undefined) replaceFile(checkpointPath(path), checkpoint);
    return { events, ...(checkpoint === undefined ? {} : { checkpoint }) };
  } catch (error) {
    if (!(error instanceof Error) || !('syscall' in error)) throw error;
    throw invalid(`The log ${path} cannot be restored: ${describeCause(error)}. Check the folder`);
  } finally {
    rmSync(beside, { force: true });
  }
}

/**
 * Returns the path of the mark beside a log that was restored from an archive. An archive may lack the last events, so a state from a
 * backup may lack their facts, although it has all facts of the log.
 */
export function restoredPath(path: string): string {
  return `${path}.restored`;
}

function requireNoLog(path: string): void {
  const folder = dirname(path);
  const names = existsSync(folder) ? readdirSync(folder) : [];
  const taken = [path, checkpointPath(path)].find((file) => names.includes(basename(file)));
  const found = taken ?? listSegments(path, names)[0]?.path;
  if (found !== undefined) throw invalid(`There is a log already: ${found}. Restore to another path`);
}

/** Sorts by the first event. Of two parts with the same first event, the one with more events comes first. */
function compareParts({ range: left }: ArchivePart, { range: right }: ArchivePart): number {
  if (left === undefined || right === undefined) return 0;
  return left.first - right.first || right.last - left.last;
}

function invalid(summary: string): AgentSafeError {
  return new AgentSafeError('ERR_AUDIT_INVALID', `${summary}.`);
}

/** Writes the events of one archive to a file. */
class Restoration {
  readonly #archive: string;
  readonly #file: FileHandle;
  readonly #chain = new Chain();
  #collected: Buffer[] = [];
  #length = 0;
  /** Bytes of an unfinished write. They are written with the event that closes them. */
  #torn: Buffer[] = [];

  constructor(archive: string, file: FileHandle) {
    this.#archive = archive;
    this.#file = file;
  }

  /** @returns the number of events */
  async run(parts: readonly ArchivePart[], signal: AbortSignal): Promise<number> {
    for (const part of parts) {
      const { seq } = this.#chain.head;
      if (part.range !== undefined && part.range.last <= seq) continue;
      if (part.range !== undefined && part.range.first > seq + 1) throw this.#missing(seq + 1, part.range.first - 1);
      await this.#add(part, signal);
      const reached = this.#chain.head.seq;
      if (this.#chain.finish().state === 'tampered') throw this.#tampered(part.name);
      if (part.range !== undefined && reached < part.range.last) throw this.#missing(reached + 1, part.range.last);
    }
    await this.#write();
    return this.#chain.head.seq;
  }

  async #add(part: ArchivePart, signal: AbortSignal): Promise<void> {
    const source = await part.open(signal);
    const { head } = this.#chain;
    // Events that were restored from the part before are passed over, up to the last one.
    let isBehind = part.range === undefined || part.range.first > head.seq;
    let isTampered = false;
    try {
      for (let position = 0; position < source.size && !isTampered; ) {
        signal.throwIfAborted();
        await readLines(source, position, source.size, (bytes, start, end, ended, offset) => {
          const next = end + (ended ? 1 : 0);
          position = offset + next - start;
          if (isBehind) isTampered = !this.#take(bytes, start, end, ended, part.name);
          else isBehind = isLine(bytes, start, end, head.hash);
          return !isTampered && this.#length < WRITE;
        });
        if (this.#length >= WRITE) await this.#write();
      }
    } finally {
      await source.close();
    }
    if (isTampered || !isBehind) throw this.#tampered(part.name);
  }

  /** @returns false if the line does not continue the chain */
  #take(bytes: Buffer, start: number, end: number, ended: boolean, name: string): boolean {
    const read = this.#chain.take(bytes, start, end, ended, { file: name, line: 0, offset: this.#chain.offset });
    if (read === 'tampered') return false;
    const line = Buffer.from(bytes.subarray(start, end + (ended ? 1 : 0)));
    if (read === undefined) {
      this.#torn.push(line);
      return true;
    }
    for (const part of [...this.#torn, line]) {
      this.#collected.push(part);
      this.#length += part.length;
    }
    this.#torn = [];
    return true;
  }

  async #write(): Promise<void> {
    const bytes = Buffer.concat(this.#collected);
    this.#collected = [];
    this.#length = 0;
    for (let written = 0; written < bytes.length; )
      written += (await this.#file.write(bytes, written, bytes.length - written)).bytesWritten;
  }

  #tampered(name: string): AgentSafeError {
    const what = `${name} of the archive ${this.#archive} does not continue event ${this.#chain.head.seq}`;
    return invalid(`${what}: an event was changed or removed. Restore the object or the copy`);
  }

  #missing(first: number, last: number): AgentSafeError {
    const events = first === last ? `event ${first}` : `events ${first} to ${last}`;
    return invalid(
      `The archive ${this.#archive} lacks ${events}. Restore the missing object, for example an older version`,
    );
  }
}

function isLine(bytes: Buffer, start: number, end: number, hash: string): boolean {
  const read = readLine(bytes, start, end);
  return typeof read === 'object' && read.entry_hash === hash;
}
