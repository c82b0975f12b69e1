import { existsSync, statSync } from 'node:fs';
import type { FileHandle } from 'node:fs/promises';
import { AgentSafeError, describeCause, type LoggedEvent, type RecordedVersion } from '@agent-safe/core';
import { FileLock, realLogPath } from '@agent-safe/core/node';
import { Chain, type ChainHead } from '../format/chain.ts';
import { findLogEnd } from '../read/find-log-end.ts';
import { openLogFile, readLogFiles, type SizedFile } from '../read/log-sizes.ts';
import { readLines, sourceOf } from '../read/read-lines.ts';
import { type Next, readLinesBackwards } from '../read/read-lines-backwards.ts';
import { glanceAtLine, readVersion } from './approval-line.ts';
import { SeenVersions } from './seen-versions.ts';

/** Milliseconds to wait for whoever adds to the log. Nothing of what it has not finished counts. */
const PATIENCE = 5_000;
/** Bytes before a place that must be there again when it is read on from: they hold the hash of a line. */
const MARK = 128;
const MOST_REQUESTS = 100_000;
const KINDS = ['approval_requested', 'approval_resolved', 'log_sealed'];

/** What was read of a log begins here. */
interface Beginning {
  readonly file: string;
  readonly offset: number;
  /** The event before. */
  readonly seq: number;
}

/** And ends here. */
interface End {
  readonly file: string;
  readonly offset: number;
  readonly head: ChainHead;
  /** The bytes before. */
  readonly mark: Buffer;
}

interface Waiting {
  readonly requestId: string;
  readonly since: number;
  readonly resolve: (version: RecordedVersion | undefined) => void;
  readonly reject: (error: Error) => void;
}

/**
 * How much an audit log knows of requests for approval. It reads a log backwards as far as it must, once, and from then on what is
 * added, by whatever process and in whatever file of the log. What it answers had been recorded when it was asked, and all of that.
 */
export class ApprovalVersions {
  readonly #path: string;
  readonly #seen: SeenVersions;
  #from: Beginning | undefined;
  #to: End | undefined;
  /** Of the file that was read to its end. */
  #stamp: string | undefined;
  #lock: FileLock | undefined;
  #waiting: Waiting[] = [];
  #isReading = false;

  /** @param most requests that are kept in memory: 100,000. What is older is read again when it is asked for */
  constructor(path: string, { most = MOST_REQUESTS }: { readonly most?: number } = {}) {
    this.#path = realLogPath(path);
    this.#seen = new SeenVersions(most);
  }

  /**
   * The highest `version` of the events `approval_requested` and `approval_resolved` of a request, and the `mark` of the first event
   * that has it.
   *
   * @param since the number of an event: those of the request come after it. The nearer it is, the less has to be read
   * @returns undefined where the log has none, or where there is no log
   * @throws AgentSafeError ERR_AUDIT_INVALID where the log was cut, replaced or damaged, does not reach back so far, or cannot be
   *   read. One that was cut or replaced stays so: begin anew with another `ApprovalVersions`, if that is as it should be
   */
  latest(requestId: string, since: number): Promise<RecordedVersion | undefined> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ requestId, since: toPlace(since), resolve, reject });
      if (!this.#isReading) void this.#run();
    });
  }

  /** Frees what it locks the log by. */
  close(): void {
    this.#lock?.close();
    this.#lock = undefined;
  }

  /** All that ask while a read is under way share the next: what it finds may have been recorded after theirs began. */
  async #run(): Promise<void> {
    this.#isReading = true;
    // Whoever asks in this moment goes along.
    for (await Promise.resolve(); this.#waiting.length > 0; ) {
      const batch = this.#waiting;
      this.#waiting = [];
      try {
        await this.#read(Math.min(...batch.map(({ since }) => since)));
        for (const { requestId, resolve, since } of batch) resolve(this.#seen.latest(requestId, since));
        const forgotten = this.#seen.forget();
        if (forgotten === undefined) continue;
        const { behind: offset, file, seq } = forgotten;
        this.#from = { file, offset, seq };
      } catch (error) {
        const refusal = this.#toError(error);
        for (const { reject } of batch) reject(refusal);
      }
    }
    this.#isReading = false;
  }

  async #read(since: number): Promise<void> {
    const isEnough = this.#from !== undefined && this.#from.seq <= since;
    if (isEnough && this.#stamp !== undefined && this.#stamp === this.#readStamp()) return;
    const { files, stamp } = await this.#measure();
    if (this.#to !== undefined) await this.#readForwards(files, this.#to);
    else {
      const end = await findLogEnd(this.#path, files);
      if (end === undefined) return;
      const { file, head, offset } = end;
      this.#to = {
        file: file.id,
        offset,
        head,
        mark: await this.#use(file, (handle) => readMark(handle, offset, MARK)),
      };
      this.#from = { file: file.id, offset, seq: head.seq };
    }
    await this.#readBackwards(files, since);
    this.#stamp = stamp;
  }

  /** The files of the log between two writes: what is half written, or is taken back because the disk failed, counts for nothing. */
  async #measure(): Promise<{ readonly files: readonly SizedFile[]; readonly stamp: string | undefined }> {
    const lockPath = `${this.#path}.lock`;
    // Where nobody ever wrote, nobody writes.
    if (!existsSync(lockPath)) return { files: await readLogFiles(this.#path, true), stamp: undefined };
    this.#lock ??= new FileLock(lockPath);
    if (!(await this.#lock.acquire(PATIENCE))) throw this.#refuse('another process holds its lock and does not let go');
    try {
      return { files: await readLogFiles(this.#path, true), stamp: this.#readStamp() };
    } finally {
      this.#lock.release();
    }
  }

  /** It is another one when anything was done to the file. */
  #readStamp(): string | undefined {
    const stats = statSync(this.#path, { throwIfNoEntry: false, bigint: true });
    return stats && [stats.dev, stats.ino, stats.size, stats.mtimeNs, stats.ctimeNs].join(':');
  }

  /** Follows the chain from where it was left: all of what is new is checked. */
  async #readForwards(files: readonly SizedFile[], to: End): Promise<void> {
    const index = files.findIndex(({ id }) => id === to.file);
    const known = files[index];
    if (known === undefined || known.size < to.offset) throw this.#refuse('it was cut or replaced');
    const before = files.slice(0, index).reduce((sum, { size }) => sum + size, 0);
    const chain = new Chain(to.head, before + to.offset);
    let end = to;
    for (const file of files.slice(index)) {
      const start = file === known ? to.offset : 0;
      await this.#use(file, async (handle) => {
        if (file === known && !to.mark.equals(await readMark(handle, start, to.mark.length))) {
          throw this.#refuse('it was cut or replaced');
        }
        await readLines(sourceOf(handle), start, file.size, (bytes, begin, stop, ended, at) => {
          const read = chain.take(bytes, begin, stop, ended, { file: file.path, line: 0, offset: at });
          if (read === 'tampered') throw this.#refuse(`what was added to it at byte ${at} does not follow on it`);
          if (read === undefined) return true;
          const offset = at + stop - begin + 1;
          this.#see(read.event, read.seq ?? 0, file.id, offset);
          // The buffer will hold other lines.
          const mark = Buffer.from(bytes.subarray(Math.max(begin, stop + 1 - MARK), stop + 1));
          end = { file: file.id, offset, head: chain.head, mark };
          return true;
        });
      });
    }
    // A line that stops in its middle is read when it is whole or closed.
    if (chain.finish().state === 'tampered') throw this.#refuse('what was added to it does not follow on it');
    this.#to = end;
  }

  /** Every event must be the one before the last that was read, and those of interest be whole. */
  async #readBackwards(files: readonly SizedFile[], since: number): Promise<void> {
    for (let from = this.#from; from !== undefined && from.seq > since; from = this.#from) {
      const { file: id, offset } = from;
      const index = files.findIndex((file) => file.id === id);
      const file = files[index];
      if (file === undefined) throw this.#refuse('a file of it was moved away');
      if (offset > 0) {
        const take = (bytes: Buffer, start: number, end: number, at: number) =>
          this.#takeOlder({ bytes, start, end, at, file, since });
        const read = await this.#use(file, (handle) => readLinesBackwards(sourceOf(handle), offset, take));
        if (read === undefined) throw this.#refuse(`a line of ${file.path} before byte ${offset} is damaged`);
        this.#from = { ...(this.#from ?? from), offset: read };
        continue;
      }
      const previous = files[index - 1];
      if (previous === undefined)
        throw this.#refuse(`it begins with event ${from.seq + 1}, and has to be read from before`);
      this.#from = { file: previous.id, offset: previous.size, seq: from.seq };
    }
  }

  #takeOlder(line: {
    readonly bytes: Buffer;
    readonly start: number;
    readonly end: number;
    readonly at: number;
    readonly file: SizedFile;
    readonly since: number;
  }): Next {
    const { at, bytes, end, file, since, start } = line;
    const found = glanceAtLine(bytes, start, end, KINDS);
    // Of all that 0.11 wrote, which is the beginning of a log, nothing is of interest.
    const seq = found === 'legacy' ? 0 : (this.#from?.seq ?? 0) - 1;
    if (found === 'damaged' || (typeof found === 'object' && found.seq !== seq + 1)) {
      throw this.#refuse(`the line at byte ${at} of ${file.path} is not event ${seq + 1}`);
    }
    this.#from = { file: file.id, offset: at, seq };
    if (typeof found === 'object' && found.event !== undefined) {
      this.#see(found.event, found.seq, file.id, at + end - start + 1);
      const skip = readTornLength(found.event);
      // Closed bytes are no event, whatever they look like.
      if (skip > 0) return { skip };
    }
    return seq > since ? 'go on' : 'stop';
  }

  #see(event: LoggedEvent, seq: number, file: string, behind: number): void {
    const found = readVersion(event);
    if (found !== undefined)
      this.#seen.add(found.requestId, { seq, version: found.version, mark: found.mark, file, behind });
  }

  async #use<Result>(file: SizedFile, use: (handle: FileHandle) => Promise<Result>): Promise<Result> {
    const handle = await openLogFile(this.#path, file);
    try {
      return await use(handle);
    } finally {
      await handle.close();
    }
  }

  #toError(error: unknown): AgentSafeError {
    if (error instanceof AgentSafeError && error.code === 'ERR_AUDIT_INVALID') return error;
    if (error instanceof AgentSafeError)
      return new AgentSafeError('ERR_AUDIT_INVALID', error.message, { cause: error });
    return this.#refuse(describeCause(error));
  }

  #refuse(why: string): AgentSafeError {
    const advice = 'Find out with "agent-safe audit verify".';
    return new AgentSafeError('ERR_AUDIT_INVALID', `The audit log ${this.#path} cannot be read: ${why}. ${advice}`);
  }
}

/** What is no place in a log is its beginning. */
function toPlace(since: number): number {
  return Number.isSafeInteger(since) ? Math.max(since, 0) : 0;
}

async function readMark(handle: FileHandle, offset: number, length: number): Promise<Buffer> {
  const bytes = Buffer.alloc(Math.min(length, offset));
  const { bytesRead } = await handle.read(bytes, 0, bytes.length, offset - bytes.length);
  return bytes.subarray(0, bytesRead);
}

/** The number of bytes that a closing event closes. */
function readTornLength({ event_type, torn }: LoggedEvent): number {
  if (event_type !== 'log_sealed' || typeof torn !== 'object' || torn === null || !('length' in torn)) return 0;
  return Number.isSafeInteger(torn.length) ? Math.max(Number(torn.length), 0) : 0;
}
