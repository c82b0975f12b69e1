import { AgentSafeError, type AuditDraft, type AuditReceipt, type AuditSink, describeCause } from '@agent-safe/core';
import { FileLock, realLogPath } from '@agent-safe/core/node';
import type { ChainHead } from '../format/chain.ts';
import { formatLine, LONGEST_LINE, type PreparedEvent, prepareEvent } from '../format/line.ts';
import { LONGEST_WRITE } from '../format/torn.ts';
import { type LogFiles, machineFiles } from './log-files.ts';
import { LogTail } from './log-tail.ts';

export interface AuditLogOptions {
  /** Where the log goes on in a new file: its size in bytes. Without it there is one file. */
  readonly maxBytes?: number | undefined;
  /** Milliseconds after which an event that is not durable yet counts as not recorded: 5,000. */
  readonly timeout?: number | undefined;
  /**
   * Is told of events that are in the log after all, though their time was up and they were refused: the disk hung while
   * they were written.
   */
  readonly onLate?: (receipts: readonly AuditReceipt[]) => void;
  /** Milliseconds since 1970, UTC. For tests; the system's clock where it is left out. */
  readonly clock?: () => number;
  /** For tests; this machine's where it is left out. */
  readonly files?: LogFiles;
}

interface Waiting {
  /** What is to be recorded; or what makes it, of the event that it will follow on. */
  readonly events:
    | readonly PreparedEvent[]
    | ((head: ChainHead) => readonly PreparedEvent[] | Promise<readonly PreparedEvent[]>);
  readonly resolve: (receipts: readonly AuditReceipt[]) => void;
  readonly reject: (error: AgentSafeError) => void;
  /** Whether somebody still counts on it. */
  isOpen: boolean;
}

/** Together in one write, at most: it must be found again as a whole after a crash. */
const LARGEST_BATCH = LONGEST_WRITE - LONGEST_LINE;
const MOST_WAITING = 10_000;
/** Milliseconds between two looks at who still waits for the lock. */
const LOCK_PATIENCE = 250;

/**
 * An audit log in a file of this machine: one JSON line an event, each chained to the one before. Any number of processes
 * may add to it. Events that arrive while others are written go together: one lock, one write and one `fdatasync` for all.
 *
 * Nothing is read or locked before the first event. What cannot be recorded is refused, and the next event is tried anew.
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
  readonly #onLate: (receipts: readonly AuditReceipt[]) => void;
  readonly #waiting: Waiting[] = [];
  #isRunning = false;
  #isClosed = false;
  #running: Promise<void> = Promise.resolve();

  constructor(path: string, options: AuditLogOptions = {}) {
    this.path = realLogPath(path);
    this.#tail = new LogTail(this.path, options.files ?? machineFiles, options.maxBytes);
    this.#lock = new FileLock(`${this.path}.lock`);
    this.#timeout = options.timeout ?? 5_000;
    this.#clock = options.clock ?? Date.now;
    this.#onLate = options.onLate ?? (() => undefined);
  }

  append(drafts: readonly AuditDraft[]): Promise<readonly AuditReceipt[]> {
    return this.#enqueue(() => drafts.map(prepareEvent));
  }

  /**
   * Records an event that says something of those before it.
   *
   * @param make is called with the last event while nobody else can add one, and so must be quick
   */
  async appendAfter(make: (head: ChainHead) => Promise<AuditDraft>): Promise<AuditReceipt> {
    const [receipt] = await this.#enqueue(() => async (head: ChainHead) => [prepareEvent(await make(head))]);
    if (receipt === undefined) throw unavailable(this.path, 'nothing was recorded');
    return receipt;
  }

  #enqueue(prepare: () => Waiting['events']): Promise<readonly AuditReceipt[]> {
    return new Promise((resolve, reject: (error: AgentSafeError) => void) => {
      if (this.#isClosed) throw unavailable(this.path, 'it was closed');
      if (this.#waiting.length >= MOST_WAITING) throw unavailable(this.path, 'too many events wait for it already');
      const events = prepare();
      if (typeof events !== 'function' && countBytes(events) > LARGEST_BATCH)
        throw unavailable(this.path, 'the events are too long for one write');
      const waiting: Waiting = { events, resolve, reject, isOpen: true };
      const timer = setTimeout(() => {
        waiting.isOpen = false;
        reject(
          unavailable(
            this.path,
            `it took longer than ${this.#timeout} ms; the disk hangs, or another process holds the lock`,
          ),
        );
      }, this.#timeout);
      const settle =
        <Value>(how: (value: Value) => void) =>
        (value: Value) => {
          clearTimeout(timer);
          how(value);
        };
      this.#waiting.push(Object.assign(waiting, { resolve: settle(resolve), reject: settle(reject) }));
      if (!this.#isRunning) this.#running = this.#run();
    });
  }

  /** Waits for what is being recorded, as long as an event would, and closes the files. Later events are refused. */
  async close(): Promise<void> {
    this.#isClosed = true;
    const limit = new AbortController();
    const isDone = await Promise.race([this.#running.then(() => true), wait(this.#timeout, limit.signal)]);
    limit.abort();
    // A disk that hangs holds the file: to close it would hang too.
    if (isDone !== true) return;
    await this.#tail.close();
    this.#lock.close();
  }

  /** Batch after batch, until nothing waits. It throws nothing: who waits is told. */
  async #run(): Promise<void> {
    this.#isRunning = true;
    // Whoever was just answered may have more, and goes along.
    for (await yieldToOthers(); this.#waiting.some(({ isOpen }) => isOpen); await yieldToOthers()) {
      try {
        if (await this.#lock.acquire(LOCK_PATIENCE)) await this.#recordBatch();
      } catch (error) {
        // The lock's own file: nothing can be recorded.
        for (const { reject } of this.#waiting.splice(0)) reject(this.#refuse(error));
      }
    }
    this.#waiting.length = 0;
    this.#isRunning = false;
  }

  /** Records as much as goes into one write, while the lock is held. */
  async #recordBatch(): Promise<void> {
    const batch = this.#nextBatch();
    try {
      const receipts = await this.#record(batch);
      for (const [index, { isOpen, resolve }] of batch.entries()) {
        const own = receipts[index] ?? [];
        resolve(own);
        if (!isOpen && own.length > 0) this.#onLate(own);
      }
    } catch (error) {
      for (const { reject } of batch) reject(this.#refuse(error));
    } finally {
      this.#lock.release();
    }
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
      // Who was told that it is too late must not find it recorded all the same.
      if (next.isOpen) batch.push(next);
      if (isAlone) break;
    }
    return batch;
  }

  /** @returns for each of the batch where its events were recorded */
  async #record(batch: readonly Waiting[]): Promise<readonly (readonly AuditReceipt[])[]> {
    let head = await this.#tail.catchUp(this.#clock());
    const at = this.#clock();
    const lines: string[] = [];
    const receipts: (readonly AuditReceipt[])[] = [];
    for (const { events, isOpen } of batch) {
      // Its time may have been up while the disk was slow to say where the log ends.
      const own: AuditReceipt[] = [];
      for (const event of isOpen ? await listEvents(events, head) : []) {
        const { line, ...receipt } = formatLine(event, head.seq + 1, at, head.hash);
        head = { seq: receipt.seq, hash: receipt.entry_hash, hasOwn: true };
        lines.push(line, '\n');
        own.push(receipt);
      }
      receipts.push(own);
    }
    if (!this.#lock.isHeld()) throw unavailable(this.path, 'its lock file was deleted or replaced');
    if (lines.length > 0) await this.#tail.add(Buffer.from(lines.join(''), 'utf8'), head);
    return receipts;
  }
}

async function listEvents(events: Waiting['events'], head: ChainHead): Promise<readonly PreparedEvent[]> {
  return typeof events === 'function' ? events(head) : events;
}

/** At least as many bytes as the events take in the log. */
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
