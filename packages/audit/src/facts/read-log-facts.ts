import { closeSync, existsSync, openSync, readdirSync, readSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import type { LogFacts } from '@agent-safe/core';
import { type ChainHead, readFacts } from '../format/chain.ts';
import { LONGEST_LINE } from '../format/line.ts';
import { readLine } from '../format/read-line.ts';
import { listSegments } from '../format/segments.ts';
import { readLogStart } from '../statement/log-start.ts';

/** Bytes at the end of a log that are read first. Most lines are shorter. */
const WINDOW = 8 * 1024;
const NEWLINE = 0x0a;
const FIRST_HASH = /"entry_hash": ?"([0-9a-f]{64})"/;
/** Length of the end of a line, which has its hash. */
const END_LENGTH = 256;

/** An end of a log that was read or written. */
interface KnownEnd {
  /** Device and inode. */
  readonly file: string;
  readonly size: number;
  readonly head: ChainHead;
}

/**
 * Reads the identity of a log and the number of its state facts, from its first and its last line. Blocking calls: the system
 * usually answers from memory, and a short command needs no thread.
 */
export class LogFactsReader {
  readonly #path: string;
  /** The last answer, and the state of the newest file at that time. */
  #last: { readonly stamp: string; readonly facts: LogFacts } | undefined;
  #first: { readonly file: string; readonly id: string | undefined } | undefined;

  /** @param path of the newest file of the log, with links resolved */
  constructor(path: string) {
    this.#path = path;
  }

  /**
   * @param end the end of the log that this process knows. If the file is the same, it is not read again
   * @returns undefined if the end of the log cannot be read this way, for example because it is torn
   */
  read(end?: KnownEnd): LogFacts | undefined {
    const found = statSync(this.#path, { throwIfNoEntry: false });
    const stamp = found === undefined ? '' : [found.dev, found.ino, found.size, found.mtimeMs, found.ctimeMs].join(':');
    if (stamp !== '' && this.#last?.stamp === stamp) return this.#last.facts;
    if (found === undefined || found.size === 0) return this.#isEmpty() ? this.#describe('', 0) : undefined;
    const file = `${found.dev}:${found.ino}`;
    const isKnown = end?.file === file && end.size === found.size;
    const count = isKnown ? (end.head.facts ?? 0) : readCount(this.#path, found.size);
    if (count === undefined) return undefined;
    const facts = this.#describe(this.#readId(file), count);
    this.#last = { stamp, facts };
    return facts;
  }

  /** Returns the `entry_hash` of the first event, also if it is archived; undefined if the file with this event is elsewhere. */
  #readId(newest: string): string | undefined {
    if (this.#first?.file === newest) return this.#first.id;
    const { log } = readLogStart(this.#path);
    const [oldest] = this.#segments();
    const path = oldest === undefined ? this.#path : oldest.path;
    const id = log ?? (oldest !== undefined && oldest.firstSeq !== 1 ? undefined : readFirstHash(path));
    this.#first = { file: newest, id };
    return id;
  }

  /** Identity of the log for callers that read its end by other means. */
  readId(): string | undefined {
    const found = statSync(this.#path, { throwIfNoEntry: false });
    return this.#readId(found === undefined ? '' : `${found.dev}:${found.ino}`);
  }

  /** Whether no file of the log has an event. */
  #isEmpty(): boolean {
    return this.#segments().length === 0 && readLogStart(this.#path).seq === 0;
  }

  #segments(): ReturnType<typeof listSegments> {
    const folder = dirname(this.#path);
    return existsSync(folder) ? listSegments(this.#path, readdirSync(folder)) : [];
  }

  #describe(id: string | undefined, count: number): LogFacts {
    return { id, name: this.#path, count };
  }
}

/** Returns the number of facts at the last complete line of a file. */
function readCount(path: string, size: number): number | undefined {
  const file = openSync(path, 'r');
  try {
    for (let length = Math.min(WINDOW, size); ; length = Math.min(length * 16, size)) {
      const bytes = Buffer.allocUnsafe(length);
      if (readSync(file, bytes, 0, length, size - length) !== length) return undefined;
      const end = bytes.lastIndexOf(NEWLINE);
      const start = end <= 0 ? -1 : bytes.lastIndexOf(NEWLINE, end - 1);
      if (start >= 0 || (end >= 0 && length === size)) {
        return countAt(bytes, start + 1, end);
      }
      if (length === size || length > LONGEST_LINE) return undefined;
    }
  } finally {
    closeSync(file);
  }
}

/** Returns the number of facts at an event; undefined for a line that is no event of this version, or was changed. */
function countAt(bytes: Buffer, start: number, end: number): number | undefined {
  const read = readLine(bytes, start, end);
  return typeof read === 'string' || read.seq === undefined ? undefined : readFacts(read);
}

/** Returns the hash of the first event; an empty text if no event is complete. */
function readFirstHash(path: string): string {
  const file = openSync(path, 'r');
  try {
    for (let length = WINDOW; ; length *= 16) {
      const bytes = Buffer.allocUnsafe(length);
      const count = readSync(file, bytes, 0, length, 0);
      const end = bytes.subarray(0, count).indexOf(NEWLINE);
      if (end >= 0) return findHash(bytes.toString('latin1', 0, end));
      if (count < length || length > LONGEST_LINE) return '';
    }
  } finally {
    closeSync(file);
  }
}

function findHash(line: string): string {
  // The hash of an event is at its end. In a line of 0.11, whose members are sorted, it can be anywhere.
  return FIRST_HASH.exec(line.slice(-END_LENGTH))?.[1] ?? FIRST_HASH.exec(line)?.[1] ?? '';
}
