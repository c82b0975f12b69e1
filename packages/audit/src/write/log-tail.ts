import { hash } from 'node:crypto';
import { dirname } from 'node:path';
import { AgentSafeError, type AuditDraftOf, type LogPlace } from '@agent-safe/core';
import { Chain, type ChainHead, GENESIS } from '../format/chain.ts';
import { formatLine, prepareEvent } from '../format/line.ts';
import { listSegments, segmentPath } from '../format/segments.ts';
import { type LogBeginning, type LogEnd, readEnd } from '../read/log-end.ts';
import { readLines } from '../read/read-lines.ts';
import { type LogStart, readLogStart } from '../statement/log-start.ts';
import { findAccess } from './find-access.ts';
import { followTorn, LINE_END } from './follow-torn.ts';
import { isCut } from './is-cut.ts';
import type { LogFile, LogFiles } from './log-files.ts';
import { readPlace } from './read-place.ts';
import { removeUnsynced, type UnsyncedBytes } from './unsynced-bytes.ts';

/**
 * Checks a log before it is opened.
 *
 * @returns whether everything was checked. If not, it is called again before the next event
 * @throws AgentSafeError ERR_AUDIT_UNAVAILABLE if the log must not be continued
 */
export type CheckLog = (read: (place: LogPlace) => Promise<Buffer | undefined>) => Promise<boolean>;

/** The newest file of the log and its end. */
interface Open {
  readonly file: LogFile;
  readonly id: string;
  readonly head: ChainHead;
  readonly size: number;
  /** Total size of the files before it, in bytes. */
  readonly before: number;
  /** Number of its first event, also before that event is recorded. */
  readonly firstSeq: number;
}

/**
 * The end of a log, for the holder of its lock. Before each write, the file is checked again: other processes may have appended or
 * rotated the log, and a crash may have left a truncated line.
 */
export class LogTail {
  readonly #path: string;
  readonly #files: LogFiles;
  readonly #maxBytes: number | undefined;
  readonly #check: CheckLog | undefined;
  #open: Open | undefined;
  /** The last event that was seen, also while the file is closed. A log that ends before it was tampered with. */
  #seen: ChainHead = GENESIS;
  /** The end of that event. Undefined if no event of this version was seen. */
  #seenEnd: { readonly fileSeq: number; readonly offset: number } | undefined;
  /** Whether the file has bytes of another process, which may have died before they were durable. */
  #hasForeign = false;
  #unsynced: UnsyncedBytes | undefined;
  /** Whether the log was compared with its checkpoints. */
  #isChecked = true;

  constructor(path: string, files: LogFiles, maxBytes: number | undefined, check?: CheckLog) {
    this.#path = path;
    this.#files = files;
    this.#maxBytes = maxBytes;
    this.#check = check;
  }

  /**
   * Finds the last event. If a crash left a torn tail, closes it.
   *
   * @param at time of the closing event, in milliseconds since 1970, UTC
   * @throws AgentSafeError ERR_AUDIT_UNAVAILABLE if the log was truncated, replaced or changed
   */
  async catchUp(at: number): Promise<ChainHead> {
    const found = await this.#files.state(this.#path);
    const open = this.#open;
    if (!this.#isChecked) this.#isChecked = await this.#runCheck();
    if (open === undefined || found === undefined || found.id !== open.id) return this.#reopen(at);
    if (found.size === open.size) return open.head;
    if (found.size < open.size) throw this.#refuse('it is shorter than before');
    const chain = new Chain(open.head, open.before + open.size);
    await readLines(open.file, open.size, found.size, (bytes, start, end, ended, offset) => {
      return chain.take(bytes, start, end, ended, { file: this.#path, line: 0, offset }) !== 'tampered';
    });
    if (chain.finish().state !== 'whole') return this.#reopen(at);
    this.#hasForeign = true;
    this.#moveTo({ ...open, head: chain.head, size: found.size }, found.size);
    return chain.head;
  }

  /**
   * Appends lines durably. If that fails, the lines are removed, as far as the disk still works.
   *
   * @param head the last of the lines
   * @returns the place of the last line
   */
  async add(lines: Buffer, head: ChainHead): Promise<LogPlace> {
    if (this.#isFull(lines.length)) await this.#rotate();
    await this.#write(lines, head);
    const length = lines.length - lines.lastIndexOf(LINE_END, lines.length - 2) - 1;
    const { firstSeq = 1, size = length } = this.#open ?? {};
    return { file_seq: firstSeq, offset: size - length, length };
  }

  /** The last event that this object wrote or read, with its file and the size of that file. Undefined while no file is open. */
  get end(): { readonly file: string; readonly size: number; readonly head: ChainHead } | undefined {
    return this.#open && { file: this.#open.id, size: this.#open.size, head: this.#open.head };
  }

  async close(): Promise<void> {
    const open = this.#open;
    this.#open = undefined;
    await open?.file.close();
  }

  /** @param end offset after the last event in the file; 0 if the event is in an earlier file */
  #moveTo(open: Open, end: number): void {
    if (end > 0) this.#seenEnd = open.head.hasOwn ? { fileSeq: open.firstSeq, offset: end } : undefined;
    else if (open.head.hash !== this.#seen.hash) this.#seenEnd = undefined;
    this.#open = open;
    this.#seen = open.head;
  }

  async #write(lines: Buffer, head: ChainHead): Promise<void> {
    const open = this.#open;
    if (open === undefined) throw this.#refuse('it is not open');
    try {
      // All bytes before a write must be durable. The process that wrote them may have died before it synced them.
      if (this.#hasForeign) await open.file.sync();
      this.#hasForeign = false;
      await open.file.append(lines);
      if (open.file.writesThrough !== true) await open.file.sync();
    } catch (error) {
      // The content of the disk is unknown now. The next event reads the end of the log again.
      this.#open = undefined;
      await this.#removeBytes(open, lines);
      throw error;
    }
    const size = open.size + lines.length;
    this.#moveTo({ ...open, head, size }, size);
  }

  /** Removes bytes that were not acknowledged. If that fails, the next event tries again. */
  async #removeBytes({ file, id, size }: Open, bytes: Buffer): Promise<void> {
    try {
      await file.truncate(size);
      await file.sync();
    } catch {
      this.#unsynced = { id, size, bytes };
    }
    await file.close().catch(() => undefined);
  }

  async #reopen(at: number): Promise<ChainHead> {
    await this.close();
    // Before the file is opened: opening creates it.
    this.#isChecked = await this.#runCheck();
    await this.#refuseReplaced();
    const file = await this.#files.open(this.#path, await findAccess(this.#path, this.#files));
    let open: Open;
    let end: LogEnd;
    try {
      await removeUnsynced(file, this.#unsynced);
      this.#unsynced = undefined;
      const { id, size } = await file.state();
      const folder = dirname(this.#path);
      // In a file with content, the name is durable: the process that created it synced the folder before its first write.
      if (size === 0) await this.#files.syncFolder(folder);
      const start = readLogStart(this.#path);
      const segments = listSegments(this.#path, await this.#files.list(folder), start.seq);
      await this.#refuseCutBeginning(start, segments[0]?.path, file);
      const before = await this.#readSegments(segments, start);
      end = await readEnd(file, this.#path, size, { head: before.head, offset: before.size });
      this.#refuseGoingBack(end.head);
      open = { file, id, size, before: before.size, head: end.head, firstSeq: before.head.seq + 1 };
      this.#hasForeign = size > 0;
      this.#moveTo(open, end.torn?.offset ?? size);
    } catch (error) {
      await file.close().catch(() => undefined);
      throw error;
    }
    return end.torn === undefined ? end.head : this.#closeTail(open, end.torn, at);
  }

  /** Returns the last event and the total size of the closed files. */
  async #readSegments(
    segments: readonly { readonly path: string; readonly firstSeq: number }[],
    start: LogStart,
  ): Promise<{ readonly head: ChainHead; readonly size: number }> {
    let size = start.offset;
    let head: ChainHead = start;
    for (const [index, { firstSeq, path }] of segments.entries()) {
      const own = (await this.#files.state(path))?.size ?? 0;
      const first = firstSeq === start.seq + 1 ? start : undefined;
      if (index === segments.length - 1)
        head = await this.#readSegmentEnd(path, own, { head: first, seq: firstSeq - 1, offset: size });
      size += own;
    }
    return { head, size };
  }

  async #readSegmentEnd(path: string, size: number, before: LogBeginning): Promise<ChainHead> {
    const file = await this.#files.open(path);
    try {
      const end = await readEnd(file, path, size, before);
      if (end.torn !== undefined) throw this.#refuse(`its closed file ${path} ends with an incomplete event`);
      return end.head;
    } finally {
      await file.close();
    }
  }

  /** Refuses a log whose first event was removed. The first event of the oldest file must follow the archived events. */
  async #refuseCutBeginning(start: LogStart, oldest: string | undefined, newest: LogFile): Promise<void> {
    const file = oldest === undefined ? newest : await this.#files.open(oldest);
    try {
      if (!(await isCut(file, start))) return;
    } finally {
      if (file !== newest) await file.close();
    }
    throw this.#refuse(
      `event ${start.seq + 1} is missing at its beginning. If events were archived, put the statement ${this.#path}.start back`,
    );
  }

  async #runCheck(): Promise<boolean> {
    return (await this.#check?.((place) => readPlace(this.#path, this.#files, place))) ?? true;
  }

  /** Refuses a log that another one has replaced since this process wrote to it. The last event that was seen must be in its place. */
  async #refuseReplaced(): Promise<void> {
    const { hash: last, seq } = this.#seen;
    const end = this.#seenEnd;
    const tail = `"entry_hash":"${last}"}\n`;
    if (end === undefined || end.offset < tail.length) return;
    const start = readLogStart(this.#path);
    // The event was archived meanwhile. A known key signed the statement about it.
    if (seq < start.seq || (seq === start.seq && last === start.hash)) return;
    const place = { file_seq: end.fileSeq, offset: end.offset - tail.length, length: tail.length };
    const bytes = await readPlace(this.#path, this.#files, place);
    if (bytes?.toString('latin1') !== tail) throw this.#refuse(`event ${seq} is not in its place any more`);
  }

  #refuseGoingBack({ hash: last, seq }: ChainHead): void {
    const seen = this.#seen;
    if (seq < seen.seq) throw this.#refuse(`it ends at event ${seq}, but ended at event ${seen.seq} before`);
    if (seq === seen.seq && last !== seen.hash) throw this.#refuse(`event ${seq} differs from before`);
  }

  /** Closes a torn tail with an event after it in the same file. The torn bytes stay in place. */
  async #closeTail(open: Open, { bytes, offset }: { offset: number; bytes: Buffer }, at: number): Promise<ChainHead> {
    const missed = followTorn(Buffer.concat([bytes, LINE_END]), open, offset);
    if (missed !== undefined) {
      // Only the line end is missing.
      await this.#write(LINE_END, missed);
      return missed;
    }
    const torn = { offset: open.before + offset, length: bytes.length, sha256: hash('sha256', bytes) };
    const draft: AuditDraftOf<'log_sealed'> = { event_type: 'log_sealed', fields: { torn } };
    const event = prepareEvent(draft);
    const seq = open.head.seq + 1;
    const { line } = formatLine(event, seq, at, open.head.hash, { facts: open.head.facts, writeSeq: seq });
    const closing = Buffer.from(`${bytes.at(-1) === LINE_END[0] ? '' : '\n'}${line}\n`, 'utf8');
    // A closing event that does not verify is not written.
    const head = followTorn(Buffer.concat([bytes, closing]), open, offset);
    if (head === undefined)
      throw this.#refuse(`the torn bytes from byte ${offset} on do not look like an unfinished write`);
    await this.#write(closing, head);
    return head;
  }

  #isFull(length: number): boolean {
    const size = this.#open?.size ?? 0;
    return this.#maxBytes !== undefined && size > 0 && size + length > this.#maxBytes;
  }

  /** Closes the file and opens a new one. After a crash in between, there is no file at this path, and the next start creates it. */
  async #rotate(): Promise<void> {
    const open = this.#open;
    if (open === undefined) return;
    const { before, file: old, firstSeq, head, size } = open;
    const closed = segmentPath(this.#path, firstSeq);
    if ((await this.#files.state(closed)) !== undefined)
      throw this.#refuse(`it cannot be rotated, because ${closed} exists already`);
    await old.sync();
    await this.close();
    await this.#files.rename(this.#path, closed);
    const file = await this.#files.open(this.#path, await findAccess(this.#path, this.#files));
    try {
      await this.#files.syncFolder(dirname(this.#path));
      const { id } = await file.state();
      this.#hasForeign = false;
      this.#moveTo({ file, id, head, size: 0, before: before + size, firstSeq: head.seq + 1 }, 0);
    } catch (error) {
      await file.close().catch(() => undefined);
      throw error;
    }
  }

  #refuse(why: string): AgentSafeError {
    const summary = `The audit log ${this.#path} cannot be written: ${why}. Run "agent-safe audit verify", and restore the log from a copy if it was changed.`;
    return new AgentSafeError('ERR_AUDIT_UNAVAILABLE', summary);
  }
}
