import { hash } from 'node:crypto';
import { dirname } from 'node:path';
import { AgentSafeError, type AuditDraftOf } from '@agent-safe/core';
import { Chain, type ChainHead, GENESIS } from '../format/chain.ts';
import { formatLine, prepareEvent } from '../format/line.ts';
import { listSegments, segmentPath } from '../format/segments.ts';
import { type LogEnd, readEnd } from '../read/log-end.ts';
import { readLines } from '../read/read-lines.ts';
import type { LogFile, LogFiles } from './log-files.ts';

/** The file that is added to, and where it ends. */
interface Open {
  readonly file: LogFile;
  readonly id: string;
  readonly head: ChainHead;
  readonly size: number;
  /** How many bytes the files before it have. */
  readonly before: number;
  /** What its first event is, or will be. */
  readonly firstSeq: number;
}

/** Bytes that could neither be made durable nor be taken back. */
interface Doubt {
  readonly id: string;
  readonly size: number;
  readonly bytes: Buffer;
}

const LINE_END = Buffer.from('\n');

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
  /** Whether the file has bytes that somebody else wrote, and may have been stopped before they were durable. */
  #hasForeign = false;
  #doubt: Doubt | undefined;

  constructor(path: string, files: LogFiles, maxBytes: number | undefined) {
    this.#path = path;
    this.#files = files;
    this.#maxBytes = maxBytes;
  }

  /**
   * Finds the last event and closes the torn tail that a crash left behind it.
   *
   * @param at milliseconds since 1970, UTC: the time of the closing event
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
    this.#hasForeign = true;
    this.#moveTo({ ...open, head: chain.head, size: found.size });
    return chain.head;
  }

  /**
   * Adds lines, durably. Where that fails, they are taken back, as far as the disk still does what it is told.
   *
   * @param head the last of them
   */
  async add(lines: Buffer, head: ChainHead): Promise<void> {
    if (this.#isFull(lines.length)) await this.#rotate();
    await this.#write(lines, head);
  }

  async close(): Promise<void> {
    const open = this.#open;
    this.#open = undefined;
    await open?.file.close();
  }

  #moveTo(open: Open): void {
    this.#open = open;
    this.#seen = open.head;
  }

  async #write(lines: Buffer, head: ChainHead): Promise<void> {
    const open = this.#open;
    if (open === undefined) throw this.#refuse('it is not open');
    try {
      // When a write begins, all before it is durable: whoever wrote that may have been stopped before it was.
      if (this.#hasForeign) await open.file.sync();
      this.#hasForeign = false;
      await open.file.append(lines);
      if (open.file.writesThrough !== true) await open.file.sync();
    } catch (error) {
      // What is on the disk is not known any more: the next event looks.
      this.#open = undefined;
      await this.#takeBack(open, lines);
      throw error;
    }
    this.#moveTo({ ...open, head, size: open.size + lines.length });
  }

  /** Nobody was told that these bytes are there. Where they cannot be taken back, the next event tries once more. */
  async #takeBack({ file, id, size }: Open, bytes: Buffer): Promise<void> {
    try {
      await file.truncate(size);
      await file.sync();
    } catch {
      this.#doubt = { id, size, bytes };
    }
    await file.close().catch(() => undefined);
  }

  async #reopen(at: number): Promise<ChainHead> {
    await this.close();
    const file = await this.#files.open(this.#path);
    let open: Open;
    let end: LogEnd;
    try {
      await this.#clearDoubt(file);
      const { id, size } = await file.state();
      const folder = dirname(this.#path);
      // Whoever added to it did so after its name was durable.
      if (size === 0) await this.#files.syncFolder(folder);
      const segments = listSegments(this.#path, await this.#files.list(folder));
      const before = await this.#readSegments(segments);
      end = await readEnd(file, this.#path, size, { head: before.head, offset: before.size });
      this.#refuseGoingBack(end.head);
      open = { file, id, size, before: before.size, head: end.head, firstSeq: before.head.seq + 1 };
      this.#hasForeign = size > 0;
      this.#moveTo(open);
    } catch (error) {
      await file.close().catch(() => undefined);
      throw error;
    }
    return end.torn === undefined ? end.head : this.#closeTail(open, end.torn, at);
  }

  /** After a failed sync the system may give up bytes that it still shows: nothing may be written behind those. */
  async #clearDoubt(file: LogFile): Promise<void> {
    const doubt = this.#doubt;
    const { id, size } = await file.state();
    if (doubt !== undefined && id === doubt.id && size > doubt.size) {
      const shown = Buffer.alloc(size - doubt.size);
      await file.read(shown, doubt.size);
      const isOwn = shown.length <= doubt.bytes.length && shown.equals(doubt.bytes.subarray(0, shown.length));
      if (isOwn) {
        await file.truncate(doubt.size);
        await file.sync();
      }
    }
    this.#doubt = undefined;
  }

  /** The end of the files that were closed. */
  async #readSegments(
    segments: readonly { readonly path: string; readonly firstSeq: number }[],
  ): Promise<{ readonly head: ChainHead; readonly size: number }> {
    let size = 0;
    let head = GENESIS;
    for (const [index, { firstSeq, path }] of segments.entries()) {
      const own = (await this.#files.state(path))?.size ?? 0;
      if (index === segments.length - 1) head = await this.#readSegmentEnd(path, own, firstSeq, size);
      size += own;
    }
    return { head, size };
  }

  async #readSegmentEnd(path: string, size: number, firstSeq: number, offset: number): Promise<ChainHead> {
    const file = await this.#files.open(path);
    try {
      const head = firstSeq === 1 ? GENESIS : undefined;
      const end = await readEnd(file, path, size, { head, seq: firstSeq - 1, offset });
      if (end.torn !== undefined) throw this.#refuse(`${path}, which was closed, ends in the middle of an event`);
      return end.head;
    } finally {
      await file.close();
    }
  }

  #refuseGoingBack({ hash: last, seq }: ChainHead): void {
    const seen = this.#seen;
    if (seq < seen.seq) throw this.#refuse(`it ends at event ${seq}, and ended at ${seen.seq} before`);
    if (seq === seen.seq && last !== seen.hash) throw this.#refuse(`event ${seq} is another one than before`);
  }

  /** Records a torn tail. The bytes stay in place, and the closing event goes into their file. */
  async #closeTail(open: Open, { bytes, offset }: { offset: number; bytes: Buffer }, at: number): Promise<ChainHead> {
    const missed = followTorn(Buffer.concat([bytes, LINE_END]), open, offset);
    if (missed !== undefined) {
      // All of it was written but its line end.
      await this.#write(LINE_END, missed);
      return missed;
    }
    const torn = { offset: open.before + offset, length: bytes.length, sha256: hash('sha256', bytes) };
    const draft: AuditDraftOf<'log_sealed'> = { event_type: 'log_sealed', fields: { torn } };
    const event = prepareEvent(draft);
    const { line } = formatLine(event, open.head.seq + 1, at, open.head.hash);
    const closing = Buffer.from(`${bytes.at(-1) === LINE_END[0] ? '' : '\n'}${line}\n`, 'utf8');
    // The log does not go on after a closing event that does not verify.
    const head = followTorn(Buffer.concat([bytes, closing]), open, offset);
    if (head === undefined) throw this.#refuse(`the torn tail at byte ${offset} cannot be closed`);
    await this.#write(closing, head);
    return head;
  }

  #isFull(length: number): boolean {
    const size = this.#open?.size ?? 0;
    return this.#maxBytes !== undefined && size > 0 && size + length > this.#maxBytes;
  }

  /** Goes on in a new file. A crash in between leaves no file at this path, and the next start makes it. */
  async #rotate(): Promise<void> {
    const open = this.#open;
    if (open === undefined) return;
    const { before, file: old, firstSeq, head, size } = open;
    const closed = segmentPath(this.#path, firstSeq);
    if ((await this.#files.state(closed)) !== undefined) throw this.#refuse(`${closed} is there already`);
    await old.sync();
    await this.close();
    await this.#files.rename(this.#path, closed);
    const file = await this.#files.open(this.#path);
    try {
      await this.#files.syncFolder(dirname(this.#path));
      const { id } = await file.state();
      this.#hasForeign = false;
      this.#moveTo({ file, id, head, size: 0, before: before + size, firstSeq: head.seq + 1 });
    } catch (error) {
      await file.close().catch(() => undefined);
      throw error;
    }
  }

  #refuse(why: string): AgentSafeError {
    const summary = `The audit log ${this.#path} cannot be written: ${why}. Put back what was there, or find out with "agent-safe audit verify".`;
    return new AgentSafeError('ERR_AUDIT_UNAVAILABLE', summary);
  }
}

/** Follows lines that stand behind the last event; undefined unless all of them are accounted for. */
function followTorn(lines: Buffer, { before, head }: Open, offset: number): ChainHead | undefined {
  const chain = new Chain(head, before + offset);
  for (let start = 0; start < lines.length; ) {
    const newline = lines.indexOf(LINE_END, start);
    const end = newline < 0 ? lines.length : newline;
    const place = { file: '', line: 0, offset: offset + start };
    if (chain.take(lines, start, end, newline >= 0, place) === 'tampered') return undefined;
    start = end + 1;
  }
  return chain.finish().state === 'whole' ? chain.head : undefined;
}
