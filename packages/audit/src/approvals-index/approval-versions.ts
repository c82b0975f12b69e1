import { existsSync, statSync } from 'node:fs';
import type { FileHandle } from 'node:fs/promises';
import {
  AgentSafeError,
  type ArchivedEvents,
  describeCause,
  type LoggedEvent,
  quote,
  type RecordedVersion,
} from '@agent-safe/core';
import { FileLock, realLogPath } from '@agent-safe/core/node';
import { Chain } from '../format/chain.ts';
import { endOfLog } from '../read/end-of-log.ts';
import { findLogEnd } from '../read/find-log-end.ts';
import { openLogFile, readLogFiles, type SizedFile, startOf } from '../read/log-sizes.ts';
import { readLines, sourceOf } from '../read/read-lines.ts';
import { type Next, readLinesBackwards } from '../read/read-lines-backwards.ts';
import { FIRST, type LogStart } from '../statement/log-start.ts';
import { glanceAtLine, readVersion } from './approval-line.ts';
import { type Beginning, type End, readMark, readTornLength, toPlace } from './read-part.ts';
import { SeenVersions } from './seen-versions.ts';

/** Milliseconds to wait for the lock of the log. */
const LOCK_TIMEOUT = 60_000;
/** Number of bytes before the end that are compared when reading continues. They include the hash of a line. */
const MARK = 128;
const MOST_REQUESTS = 100_000;
const KINDS = ['approval_requested', 'approval_resolved', 'log_sealed'];

type ReadArchived = () => Promise<ArchivedEvents | undefined>;

interface Waiting {
  readonly requestId: string;
  readonly since: number;
  readonly resolve: (version: RecordedVersion | undefined) => void;
  readonly reject: (error: Error) => void;
}

/**
 * Index of the approval requests in an audit log. It reads the log backwards once, as far as necessary, and after that only new events.
 * They may come from any process and be in any file of the log. An answer includes all events that were recorded before the call.
 */
export class ApprovalVersions {
  readonly #path: string;
  readonly #seen: SeenVersions;
  readonly #archived: ReadArchived;
  #start: LogStart = FIRST;
  #from: Beginning | undefined;
  #to: End | undefined;
  /** State of the newest file when it was read to its end. */
  #stamp: string | undefined;
  #lock: FileLock | undefined;
  #waiting: Waiting[] = [];
  #isReading = false;

  /**
   * @param most maximum number of requests in memory. Default: 100,000. Older requests are read from the log again
   * @param archived reads the archived events of the log. Default: no event is archived
   */
  constructor(
    path: string,
    { archived, most = MOST_REQUESTS }: { readonly archived?: ReadArchived; readonly most?: number } = {},
  ) {
    this.#path = realLogPath(path);
    this.#archived = archived ?? (async () => undefined);
    this.#seen = new SeenVersions(most);
  }

  /**
   * Returns the highest `version` among the events `approval_requested` and `approval_resolved` of a request, and the `mark` of the
   * first event with that version.
   *
   * @param since number of an event before all events of the request. A higher number makes the first read shorter
   * @returns undefined if the log has no such event, or if there is no log
   * @throws AgentSafeError ERR_AUDIT_INVALID if the log was truncated, replaced or damaged, begins after `since`, or cannot be read.
   *   After a truncation or replacement, all later calls fail too. If it was intended, create a new `ApprovalVersions`
   */
  latest(requestId: string, since: number): Promise<RecordedVersion | undefined> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ requestId, since: toPlace(since), resolve, reject });
      if (!this.#isReading) void this.#run();
    });
  }

  /** Closes the lock file. */
  close(): void {
    this.#lock?.close();
    this.#lock = undefined;
  }

  /** Reads for all waiting calls. Calls that arrive during a read share the next read, because the current one may miss their events. */
  async #run(): Promise<void> {
    this.#isReading = true;
    // Calls of the same tick join the first read.
    for (await Promise.resolve(); this.#waiting.length > 0; ) {
      const batch = this.#waiting;
      this.#waiting = [];
      try {
        await this.#read(Math.min(...batch.map(({ since }) => since)));
        for (const { reject, requestId, resolve, since } of batch) {
          const found = this.#seen.latest(requestId, since);
          if (found === undefined && since < this.#start.seq) reject(this.#refuseEnded(requestId));
          else resolve(found);
        }
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
    this.#leaveArchived(files);
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

  /** Measures the files of the log between two writes, so that half-written and removed events are not read. */
  async #measure(): Promise<{ readonly files: readonly SizedFile[]; readonly stamp: string | undefined }> {
    const lockPath = `${this.#path}.lock`;
    // Every writer creates the lock file. Without it, there is no writer.
    if (!existsSync(lockPath)) return { files: await readLogFiles(this.#path, true), stamp: undefined };
    this.#lock ??= new FileLock(lockPath);
    if (!(await this.#lock.acquire(LOCK_TIMEOUT)))
      throw this.#refuse(`another process has held ${lockPath} for more than ${LOCK_TIMEOUT} ms`);
    try {
      return { files: await readLogFiles(this.#path, true), stamp: this.#readStamp() };
    } finally {
      this.#lock.release();
    }
  }

  /** Returns a text that differs after any change of the newest file. */
  #readStamp(): string | undefined {
    const stats = statSync(this.#path, { throwIfNoEntry: false, bigint: true });
    return stats && [stats.dev, stats.ino, stats.size, stats.mtimeNs, stats.ctimeNs].join(':');
  }

  /** Follows the chain from the end of the last read, and verifies all new events. */
  async #readForwards(files: readonly SizedFile[], to: End): Promise<void> {
    const index = files.findIndex(({ id }) => id === to.file);
    const known = files[index];
    if (known === undefined || known.size < to.offset) throw this.#refuse('it was truncated or replaced');
    const before = files.slice(0, index).reduce((sum, { size }) => sum + size, 0);
    const chain = new Chain(to.head, before + to.offset);
    let end = to;
    for (const file of files.slice(index)) {
      const start = file === known ? to.offset : 0;
      await this.#use(file, async (handle) => {
        if (file === known && !to.mark.equals(await readMark(handle, start, to.mark.length))) {
          throw this.#refuse('it was truncated or replaced');
        }
        await readLines(sourceOf(handle), start, file.size, (bytes, begin, stop, ended, at) => {
          const read = chain.take(bytes, begin, stop, ended, { file: file.path, line: 0, offset: at });
          if (read === 'tampered') throw this.#refuse(`the line at byte ${at} does not follow the event before it`);
          if (read === undefined) return true;
          const offset = at + stop - begin + 1;
          this.#see(read.event, read.seq ?? 0, file.id, offset);
          // A copy, because the buffer is reused.
          const mark = Buffer.from(bytes.subarray(Math.max(begin, stop + 1 - MARK), stop + 1));
          end = { file: file.id, offset, head: chain.head, mark };
          return true;
        });
      });
    }
    // A truncated line is read again after it is completed or closed.
    if (endOfLog(chain, files).state === 'tampered')
      throw this.#refuse('its last lines do not follow the event before them');
    this.#to = end;
  }

  /** Reads backwards to `since`. Event numbers must be consecutive. The hashes of approval events are verified. */
  async #readBackwards(files: readonly SizedFile[], since: number): Promise<void> {
    for (let from = this.#from; from !== undefined && from.seq > since; from = this.#from) {
      const { file: id, offset } = from;
      // Archived files are not read, because the statement has the requests that were open.
      if (from.seq <= startOf(files).seq) {
        await this.#readArchived(files);
        return;
      }
      const index = files.findIndex((file) => file.id === id);
      const file = files[index];
      if (file === undefined) throw this.#refuse('one of its files was removed');
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
        throw this.#refuse(`it begins with event ${from.seq + 1}, but earlier events are needed`);
      this.#from = { file: previous.id, offset: previous.size, seq: from.seq };
    }
  }

  /** Forgets all events that were read, if all are archived now. The rest of the log is then read. */
  #leaveArchived(files: readonly SizedFile[]): void {
    const start = startOf(files);
    this.#start = start;
    const to = this.#to;
    if (to === undefined || to.head.seq > start.seq || files.some(({ id }) => id === to.file)) return;
    this.#to = undefined;
    this.#from = undefined;
    this.#seen.clear();
  }

  /** Takes the archived requests that were open. All other archived requests had ended, so copies of them are void. */
  async #readArchived(files: readonly SizedFile[]): Promise<void> {
    const archived = await this.#archived();
    if (archived?.until !== startOf(files).seq) throw this.#refuse('its archive statement cannot be read');
    const { folder: file, facts } = archived;
    for (const event of facts.toReversed()) {
      if (event.seq !== undefined) this.#see(event, event.seq, file, 0);
    }
    this.#from = { file, offset: 0, seq: 0 };
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
    // Lines of 0.11 are at the beginning of a log and contain no approval events, so reading stops there.
    const seq = found === 'legacy' ? 0 : (this.#from?.seq ?? 0) - 1;
    if (found === 'damaged' || (typeof found === 'object' && found.seq !== seq + 1)) {
      throw this.#refuse(`the line at byte ${at} of ${file.path} is not event ${seq + 1}`);
    }
    this.#from = { file: file.id, offset: at, seq };
    if (typeof found === 'object' && found.event !== undefined) {
      this.#see(found.event, found.seq, file.id, at + end - start + 1);
      const skip = readTornLength(found.event);
      // Closed torn bytes are not events, even if they look like lines.
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

  /** The archive may have later versions of the request, so the answer is an error, and not that there is no version. */
  #refuseEnded(requestId: string): AgentSafeError {
    const { folder = '', seq } = this.#start;
    const summary = `The approval request ${quote(requestId)} was not open when events 1 to ${seq} of the audit log were archived: ${folder}. Read its events there.`;
    return new AgentSafeError('ERR_AUDIT_INVALID', summary);
  }

  #refuse(why: string): AgentSafeError {
    const advice = 'Run "agent-safe audit verify".';
    return new AgentSafeError('ERR_AUDIT_INVALID', `The audit log ${this.#path} cannot be read: ${why}. ${advice}`);
  }
}
