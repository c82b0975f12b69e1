import {
  AgentSafeError,
  type AuditDraft,
  type AuditReceipt,
  type AuditSink,
  describeCause,
  type LogPlace,
} from '@agent-safe/core';
import { FileLock, realLogPath } from '@agent-safe/core/node';
import type { ChainHead } from '../format/chain.ts';
import { formatLine, LONGEST_LINE, type PreparedEvent, prepareEvent } from '../format/line.ts';
import { LONGEST_WRITE } from '../format/torn.ts';
import { type LogFiles, machineFiles } from './log-files.ts';
import { type CheckLog, LogTail } from './log-tail.ts';

export interface AuditLogOptions {
  /** Size of a file in bytes at which the log is rotated. Default: the log is not rotated. */
  readonly maxBytes?: number | undefined;
  /** Milliseconds after which an event that is not durable is refused. Default: 60,000. */
  readonly timeout?: number | undefined;
  /**
   * Called for late events: their `append` timed out and was refused because the disk hung, but they were recorded later.
   */
  readonly onLate?: (receipts: readonly AuditReceipt[]) => void;
  /**
   * Called before the log is opened, under its lock. It throws AgentSafeError ERR_AUDIT_UNAVAILABLE if the log must not be continued.
   */
  readonly check?: CheckLog | undefined;
  /** Called after each write with its last event, when the lock is free again. It must not throw. */
  readonly onRecorded?: ((event: RecordedEvent) => Promise<void>) | undefined;
  /** Returns the time in milliseconds since 1970, UTC. For tests. Default: the system clock. */
  readonly clock?: () => number;
  /** For tests. Default: the file system of this machine. */
  readonly files?: LogFiles;
}

/** An event that was recorded, and its place. */
export interface RecordedEvent {
  readonly seq: number;
  readonly hash: string;
  readonly place: LogPlace;
}

interface Waiting {
  /** The events to record, or a function that makes them from the last event of the log. */
  readonly events:
    | readonly PreparedEvent[]
    | ((head: ChainHead) => readonly PreparedEvent[] | Promise<readonly PreparedEvent[]>);
  readonly resolve: (receipts: readonly AuditReceipt[]) => void;
  readonly reject: (error: AgentSafeError) => void;
  /** Refuses the caller after its timeout. */
  timer?: NodeJS.Timeout;
  /** False after the caller's timeout. */
  isOpen: boolean;
}

/** Maximum size of the events of one write, in bytes. After a crash, the whole write must fit into the window that is read. */
const LARGEST_BATCH = LONGEST_WRITE - LONGEST_LINE;
const MOST_WAITING = 10_000;
/** Milliseconds of one attempt to take the lock. Between attempts, callers whose timeout has passed are removed. */
const LOCK_TIMEOUT = 250;

/**
 * An audit log in a file of this machine. Each event is one JSON line, chained to the line before. Any number of processes may
 * append. Events that arrive during a write are batched: one lock, one write and one `fdatasync` for all.
 *
 * No file is read or locked before the first event. An event that cannot be recorded is refused. The next event is tried again.
 *
 * @example
 * const log = new AuditLog('audit.jsonl');
 * const fields = { change: 'lifted', kind: 'agent', id: 'worker-01' } as const;
 * const [receipt] = await log.append([{ event_type: 'revocation', fields }]);
 * await log.close();
 */
export class AuditLog implements AuditSink {
  readonly path: string;
  readonly #tail: LogTail;
  readonly #lock: FileLock;
  readonly #timeout: number;
  readonly #clock: () => number;
  readonly #onRecorded: AuditLogOptions['onRecorded'];
  readonly #onLate: (receipts: readonly AuditReceipt[]) => void;
  readonly #waiting: Waiting[] = [];
  /** The last event of the last write, before `onRecorded` was called. */
  #recorded: RecordedEvent | undefined;
  #isRunning = false;
  #isClosed = false;
  #running: Promise<void> = Promise.resolve();

  constructor(path: string, options: AuditLogOptions = {}) {
    this.path = realLogPath(path);
    this.#tail = new LogTail(this.path, options.files ?? machineFiles, options.maxBytes, options.check);
    this.#lock = new FileLock(`${this.path}.lock`);
    this.#timeout = options.timeout ?? 60_000;
    this.#clock = options.clock ?? Date.now;
    this.#onRecorded = options.onRecorded;
    this.#onLate = options.onLate ?? (() => undefined);
  }

  append(drafts: readonly AuditDraft[]): Promise<readonly AuditReceipt[]> {
    return this.#enqueue(() => drafts.map(prepareEvent));
  }

  /**
   * Records an event that depends on the events before it.
   *
   * @param make returns the event, given the last event of the log. It must be fast, because the lock is held meanwhile
   * @throws AgentSafeError ERR_AUDIT_UNAVAILABLE if the event cannot be recorded
   */
  async appendAfter(make: (head: ChainHead) => Promise<AuditDraft>): Promise<AuditReceipt> {
    const [receipt] = await this.#enqueue(() => async (head: ChainHead) => [prepareEvent(await make(head))]);
    if (receipt === undefined) throw unavailable(this.path, 'no event was given');
    return receipt;
  }

  #enqueue(prepare: () => Waiting['events']): Promise<readonly AuditReceipt[]> {
    return new Promise((resolve, reject: (error: AgentSafeError) => void) => {
      if (this.#isClosed) throw unavailable(this.path, 'it was closed. Open the log again');
      if (this.#waiting.length >= MOST_WAITING)
        throw unavailable(this.path, `${MOST_WAITING} events wait already. Record more slowly, or use a faster disk`);
      const events = prepare();
      if (typeof events !== 'function' && countBytes(events) > LARGEST_BATCH)
        throw unavailable(this.path, `the events have more than ${LARGEST_BATCH} bytes together. Record them in parts`);
      const waiting: Waiting = { events, resolve, reject, isOpen: true };
      this.#waiting.push(waiting);
      waiting.timer = setTimeout(() => this.#refuseLate(waiting), this.#timeout);
      if (!this.#isRunning) this.#running = this.#run();
    });
  }

  /** Refuses a caller whose timeout has passed. */
  #refuseLate(waiting: Waiting): void {
    waiting.isOpen = false;
    const advice = `Check whether the disk hangs, or whether another process holds ${this.path}.lock`;
    waiting.reject(unavailable(this.path, `the event was not durable after ${this.#timeout} ms. ${advice}`));
  }

  #answer({ reject, resolve, timer }: Waiting, receipts: readonly AuditReceipt[] | AgentSafeError): void {
    clearTimeout(timer);
    if (receipts instanceof AgentSafeError) reject(receipts);
    else resolve(receipts);
  }

  /** The end of the log, as far as this process knows it. Other processes may have appended since. */
  get end(): LogTail['end'] {
    return this.#tail.end;
  }

  /** Waits for events that are being recorded, at most the timeout of an event, then closes the files. Later events are refused. */
  async close(): Promise<void> {
    this.#isClosed = true;
    const limit = new AbortController();
    const isDone = await Promise.race([this.#running.then(() => true), wait(this.#timeout, limit.signal)]);
    limit.abort();
    // On a disk that hangs, closing the file would hang too.
    if (isDone !== true) return;
    await this.#tail.close();
    this.#lock.close();
  }

  /** Records batches until no event waits. It does not throw: each waiting caller gets its own error. */
  async #run(): Promise<void> {
    this.#isRunning = true;
    // Callers that just got their receipts may append more events, which join the next batch.
    for (await yieldToOthers(); this.#waiting.some(({ isOpen }) => isOpen); await yieldToOthers()) {
      try {
        if (await this.#lock.acquire(LOCK_TIMEOUT)) await this.#recordBatch();
      } catch (error) {
        // The lock file cannot be used, so no event can be recorded.
        for (const each of this.#waiting.splice(0)) this.#answer(each, this.#refuse(error));
      }
    }
    this.#waiting.length = 0;
    this.#isRunning = false;
  }

  /** Records the events of one write. The lock is held. */
  async #recordBatch(): Promise<void> {
    const batch = this.#nextBatch();
    try {
      const receipts = await this.#record(batch);
      for (const [index, waiting] of batch.entries()) {
        const own = receipts[index] ?? [];
        this.#answer(waiting, own);
        if (!waiting.isOpen && own.length > 0) this.#onLate(own);
      }
    } catch (error) {
      for (const each of batch) this.#answer(each, this.#refuse(error));
    } finally {
      this.#lock.release();
    }
    const recorded = this.#recorded;
    this.#recorded = undefined;
    if (recorded !== undefined) await this.#onRecorded?.(recorded);
  }

  #refuse(error: unknown): AgentSafeError {
    return error instanceof AgentSafeError ? error : unavailable(this.path, describeCause(error));
  }

  #nextBatch(): readonly Waiting[] {
    const batch: Waiting[] = [];
    let length = 0;
    for (let next = this.#waiting[0]; next !== undefined; next = this.#waiting[0]) {
      const isAlone = typeof next.events === 'function';
      length += typeof next.events === 'function' ? 0 : countBytes(next.events);
      if (batch.length > 0 && (isAlone || length > LARGEST_BATCH)) break;
      this.#waiting.shift();
      // An event that was refused because of its timeout must not be recorded.
      if (next.isOpen) batch.push(next);
      if (isAlone) break;
    }
    return batch;
  }

  /** @returns the receipts of each entry of the batch */
  async #record(batch: readonly Waiting[]): Promise<readonly (readonly AuditReceipt[])[]> {
    let head = await this.#tail.catchUp(this.#clock());
    const at = this.#clock();
    const writeSeq = head.seq + 1;
    let lines = '';
    const receipts: (readonly AuditReceipt[])[] = [];
    for (const { events, isOpen } of batch) {
      // The timeout may have passed while the end of the log was read.
      const own: AuditReceipt[] = [];
      const made = typeof events === 'function' && isOpen ? await events(head) : events;
      for (const event of isOpen && typeof made !== 'function' ? made : []) {
        const { line, ...receipt } = formatLine(event, head.seq + 1, at, head.hash, { facts: head.facts, writeSeq });
        head = { seq: receipt.seq, hash: receipt.entry_hash, hasOwn: true, writeSeq, facts: receipt.state_facts ?? 0 };
        lines += `${line}\n`;
        own.push(receipt);
      }
      receipts.push(own);
    }
    if (!this.#lock.isHeld())
      throw unavailable(this.path, `its lock file ${this.path}.lock was deleted or replaced. Leave that file in place`);
    if (lines.length > 0) {
      const place = await this.#tail.add(Buffer.from(lines, 'utf8'), head);
      this.#recorded = { seq: head.seq, hash: head.hash, place };
    }
    return receipts;
  }
}

/** Returns an upper bound of the bytes of the events in the log. */
function countBytes(events: readonly PreparedEvent[]): number {
  return events.reduce((sum, { length }) => sum + length, 0);
}

function wait(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, milliseconds);
    signal.addEventListener('abort', () => clearTimeout(timer));
  });
}

function yieldToOthers(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

function unavailable(path: string, why: string): AgentSafeError {
  return new AgentSafeError('ERR_AUDIT_UNAVAILABLE', `The audit log ${path} cannot be written: ${why}.`);
}
