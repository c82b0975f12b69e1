import { hash } from 'node:crypto';
import { dirname } from 'node:path';
import { AgentSafeError } from '@agent-safe/core';
import { Chain, type ChainHead, GENESIS } from './chain.ts';
import { formatLine, prepareEvent } from './line.ts';
import { readEnd } from './log-end.ts';
import type { LogFile, LogFiles } from './log-files.ts';
import { readLine } from './read-line.ts';
import { readLines } from './read-lines.ts';
import { listSegments, segmentPath } from './segments.ts';

/** The file that is added to, and where it ends. */
interface Open {
  readonly file: LogFile;
  readonly id: string;
  readonly head: ChainHead;
  readonly size: number;
  /** How many bytes the files before it have. */
  readonly before: number;
}

/**
 * The end of a log, as the holder of its lock sees and moves it. Others may have added to the log since, or gone on in a
 * new file; a crash may have left half a line. All of that is seen from the file itself, each time.
 */
export class LogTail {
  readonly #path: string;
  readonly #files: LogFiles;
  readonly #maxBytes: number | undefined;
  #open: Open | undefined;
  /** The last event that was seen, also while the file is closed: a log that goes back was tampered with. */
  #seen: ChainHead = GENESIS;

  constructor(path: string, files: LogFiles, maxBytes: number | undefined) {
    this.#path = path;
    this.#files = files;
    this.#maxBytes = maxBytes;
  }

  /**
   * Finds the last event, and seals what a crash has left behind it.
   *
   * @param at milliseconds since 1970, UTC: the time of the seal
   * @throws AgentSafeError ERR_AUDIT_UNAVAILABLE where the log was cut, replaced or changed
   */
  async catchUp(at: number): Promise<ChainHead> {
    const found = await this.#files.state(this.#path);
    const open = this.#open;
    if (open === undefined || found === undefined || found.id !== open.id) return this.#reopen(at);
    if (found.size === open.size) return open.head;
    if (found.size < open.size) throw this.#refuse('it was cut');
    const chain = new Chain(open.head, open.before + open.size);
    await readLines(open.file, open.size, found.size, (bytes, start, end, ended, offset) => {
      return chain.take(bytes, start, end, ended, { file: this.#path, line: 0, offset }) !== 'tampered';
    });
    if (chain.finish().state !== 'whole') return this.#reopen(at);
    this.#moveTo({ ...open, head: chain.head, size: found.size });
    return chain.head;
  }

  /**
   * Adds lines, durably. Where that fails, they are taken back, as far as the disk still does what it is told.
   *
   * @param head the last of them
   */
  async add(lines: Buffer, head: ChainHead): Promise<void> {
    if (this.#maxBytes !== undefined && this.#isFull(this.#maxBytes, lines.length)) await this.#rotate();
    const open = this.#open;
    if (open === undefined) throw this.#refuse('it is not open');
    try {
      await open.file.append(lines);
      await open.file.sync();
    } catch (error) {
      // What is on the disk is not known any more: the next event looks.
      this.#open = undefined;
      await takeBack(open);
      throw error;
    }
    this.#moveTo({ ...open, head, size: open.size + lines.length });
  }

  async close(): Promise<void> {
    await this.#open?.file.close();
    this.#open = undefined;
  }

  #moveTo(open: Open): void {
    this.#open = open;
    this.#seen = open.head;
  }

  async #reopen(at: number): Promise<ChainHead> {
    await this.close();
    const folder = dirname(this.#path);
    const isNew = (await this.#files.state(this.#path)) === undefined;
    const segments = listSegments(this.#path, await this.#files.list(folder));
    const file = await this.#files.open(this.#path);
    try {
      const { id, size } = await file.state();
      if (isNew) await this.#files.syncFolder(folder);
      const last = segments.at(-1);
      const before = last === undefined ? GENESIS : await this.#readSegmentEnd(last.path);
      const end = await readEnd(file, this.#path, size, before);
      this.#refuseGoingBack(end.head);
      const open = { file, id, size, before: await this.#sumSizes(segments), head: end.head };
      this.#moveTo(open);
      return end.torn === undefined ? end.head : await this.#seal(open, end.torn, at);
    } catch (error) {
      this.#open = undefined;
      await file.close();
      throw error;
    }
  }

  async #readSegmentEnd(path: string): Promise<ChainHead> {
    const file = await this.#files.open(path);
    try {
      const { size } = await file.state();
      const end = await readEnd(file, path, size, GENESIS);
      if (end.torn !== undefined) throw this.#refuse(`${path}, which was closed, ends in the middle of an event`);
      return end.head;
    } finally {
      await file.close();
    }
  }

  async #sumSizes(segments: readonly { readonly path: string }[]): Promise<number> {
    let sum = 0;
    for (const { path } of segments) sum += (await this.#files.state(path))?.size ?? 0;
    return sum;
  }

  #refuseGoingBack({ hash: last, seq }: ChainHead): void {
    const seen = this.#seen;
    if (seq < seen.seq) throw this.#refuse(`it ends at event ${seq}, and ended at ${seen.seq} before`);
    if (seq === seen.seq && last !== seen.hash) throw this.#refuse(`event ${seq} is another one than before`);
  }

  /** Records what a crash has left. The bytes stay where they are. */
  async #seal(open: Open, { bytes, offset }: { offset: number; bytes: Buffer }, at: number): Promise<ChainHead> {
    const missed = readLastLine(bytes, open.head);
    if (missed !== undefined) {
      // All of it was written but its line end.
      await this.add(Buffer.from('\n'), missed);
      return missed;
    }
    const torn = { offset: open.before + offset, length: bytes.length, sha256: hash('sha256', bytes) };
    const event = prepareEvent({ event_type: 'log_sealed', fields: { torn } });
    const { entry_hash, line, seq } = formatLine(event, open.head.seq + 1, at, open.head.hash);
    const lineEnd = bytes.at(-1) === 0x0a ? '' : '\n';
    const head = { seq, hash: entry_hash };
    await this.add(Buffer.from(`${lineEnd}${line}\n`, 'utf8'), head);
    return head;
  }

  #isFull(maxBytes: number, length: number): boolean {
    const size = this.#open?.size ?? 0;
    return size > 0 && size + length > maxBytes;
  }

  /** Goes on in a new file. A crash in between leaves no file at this path, and the next start makes it. */
  async #rotate(): Promise<void> {
    const open = this.#open;
    if (open === undefined) return;
    const { head, size } = open;
    await this.#files.rename(this.#path, segmentPath(this.#path, await this.#readFirstSeq(open)));
    this.#open = undefined;
    const file = await this.#files.open(this.#path);
    await this.#files.syncFolder(dirname(this.#path));
    const { id } = await file.state();
    await open.file.close();
    this.#moveTo({ file, id, head, size: 0, before: open.before + size });
  }

  async #readFirstSeq({ file, head, size }: Open): Promise<number> {
    let first: number | undefined;
    await readLines(file, 0, size, (bytes, start, end) => {
      const read = readLine(bytes, start, end);
      first = typeof read === 'string' ? undefined : (read.seq ?? 1);
      return false;
    });
    if (first === undefined || first > head.seq) throw this.#refuse('its first line is no event');
    return first;
  }

  #refuse(why: string): AgentSafeError {
    const summary = `The audit log ${this.#path} cannot be written: ${why}. Put back what was there, or find out with "agent-safe audit verify".`;
    return new AgentSafeError('ERR_AUDIT_UNAVAILABLE', summary);
  }
}

/** The event that bytes without a line end are, where they are the next one as a whole. */
function readLastLine(bytes: Buffer, head: ChainHead): ChainHead | undefined {
  const read = readLine(bytes, 0, bytes.length);
  if (typeof read === 'string' || read.prev_hash !== head.hash) return undefined;
  const seq = head.seq + 1;
  return read.seq === undefined || read.seq === seq ? { seq, hash: read.entry_hash } : undefined;
}

/** Nobody was told that these bytes are there. Where they stay all the same, the next event finds and seals them. */
async function takeBack({ file, size }: Open): Promise<void> {
  try {
    await file.truncate(size);
    await file.sync();
  } catch {
    // The disk is what failed.
  }
  await file.close().catch(() => undefined);
}
