import {
  AgentSafeError,
  type AuditDraft,
  type AuditQuery,
  type AuditReceipt,
  LocalChangeFeed,
  type LoggedEvent,
  type LogLine,
  type RecordedVersion,
} from '@agent-safe/core';
import { readVersion } from './approvals-index/approval-line.ts';
import type { AuditStore } from './audit-store.ts';
import { signCheckpoint } from './checkpoint/checkpoint.ts';
import type { SignedCheckpoint } from './checkpoint/checkpoint-signer.ts';
import { formatLine, GENESIS_HASH, prepareEvent } from './format/line.ts';
import { MerkleTree } from './format/merkle.ts';
import type { NoteSigner } from './format/note.ts';
import type { LogSource } from './read/log-source.ts';
import { toLine } from './read/read-events.ts';
import { findEvent, fitsWhole, selectBackwards } from './read/select-lines.ts';
import { Shipping, type ShippingOptions } from './ship/background-shipping.ts';
import { lengthAfter } from './ship/deliver.ts';
import { type DestinationOption, openDestinations } from './ship/destinations.ts';
import { deliverOrPark, describeAll, type OnParked } from './ship/park.ts';
import type { ShipResult } from './ship/ship-log.ts';
import type { Destination, ParkedEvent, ShippedEvent } from './ship/shipper.ts';
import type { LogVerdict, VerifyOptions } from './verify/log-verdict.ts';
import { verifySource } from './verify/verify.ts';

export interface MemoryAuditLogOptions {
  /** Returns the time in milliseconds since 1970, UTC. Default: the system clock. */
  readonly clock?: (() => number) | undefined;
}

/** A log in memory, for tests. It ends with the process. */
export interface MemoryAuditLog extends AuditStore {
  /** Returns the lines of the log, byte for byte as in a file. */
  text(): string;
}

/**
 * Opens an empty log in memory. Its lines, chain and checkpoints are the same as those of a log in a file.
 *
 * @example
 * const safe = await AgentSafe.open({ stores: memoryStores(), audit: memoryAuditLog() });
 */
export function memoryAuditLog(options: MemoryAuditLogOptions = {}): MemoryAuditLog {
  return new ArrayAuditStore(options.clock ?? Date.now);
}

/** Default limit of events in one delivery. */
const BATCH = 200;
/** Milliseconds that `exclusively` waits for other exclusive work. */
const EXCLUSIVE_TIMEOUT = 2_000;

class ArrayAuditStore implements MemoryAuditLog {
  readonly name = 'memory';
  readonly #clock: () => number;
  readonly #events: ShippedEvent[] = [];
  readonly #added = new LocalChangeFeed();
  /** Number of the last event that each destination acknowledged. */
  readonly #arrived = new Map<string, number>();
  /** Number of parked events by the name of the destination. */
  readonly #parked = new Map<string, number>();
  readonly #busy = new Set<string>();
  #alone: Promise<void> | undefined;
  /** Number of state facts in the log. */
  #facts = 0;
  #isClosed = false;

  constructor(clock: () => number) {
    this.#clock = clock;
  }

  text(): string {
    return this.#events.map(({ line }) => `${line}\n`).join('');
  }

  async append(drafts: readonly AuditDraft[]): Promise<readonly AuditReceipt[]> {
    if (this.#isClosed)
      throw new AgentSafeError('ERR_AUDIT_UNAVAILABLE', 'The audit log in memory was closed. Open a new one.');
    const prepared = drafts.map((draft) => ({ event: prepareEvent(draft), event_type: draft.event_type }));
    const at = this.#clock();
    const writeSeq = this.#events.length + 1;
    const receipts = prepared.map(({ event, event_type }): AuditReceipt => {
      const before = this.#events.at(-1);
      const { entry_hash = GENESIS_HASH, seq = 0 } = before ?? {};
      const { line, ...receipt } = formatLine(event, seq + 1, at, entry_hash, { facts: this.#facts, writeSeq });
      this.#facts = receipt.state_facts ?? 0;
      this.#events.push({ ...receipt, event_type, line });
      return receipt;
    });
    this.#added.tell();
    return receipts;
  }

  /** Registers nothing: no event in memory is late. */
  onLate(): () => void {
    return () => undefined;
  }

  find(eventId: string): Promise<LoggedEvent | undefined> {
    return findEvent(this.readBackwards(), eventId);
  }

  async *readBackwards(query: AuditQuery = {}): AsyncGenerator<LogLine, void, undefined> {
    yield* selectBackwards(this.#linesBackwards(), query, async () => this.#events.length);
  }

  async *follow(signal: AbortSignal, query: AuditQuery = {}): AsyncGenerator<LogLine, void, undefined> {
    for (let next = this.#events.length; !signal.aborted; ) {
      const event = this.#events[next];
      if (event === undefined) {
        await this.#waitForMore(signal);
        continue;
      }
      next += 1;
      const line = parse(event);
      if (fitsWhole(line, query)) yield line;
    }
  }

  async latestVersion(requestId: string, since: number): Promise<RecordedVersion | undefined> {
    let latest: RecordedVersion | undefined;
    for (const event of this.#events.slice(since)) {
      const line = parse(event);
      const found = 'event' in line ? readVersion(line.event) : undefined;
      if (found?.requestId !== requestId || found.version <= (latest?.version ?? -1)) continue;
      latest = { version: found.version, mark: found.mark };
    }
    return latest;
  }

  async exclusively<Result>(work: () => Promise<Result>): Promise<Result | undefined> {
    const end = Date.now() + EXCLUSIVE_TIMEOUT;
    while (this.#alone !== undefined) {
      if (!(await endsWithin(this.#alone, end - Date.now()))) return undefined;
    }
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#alone = promise;
    try {
      return await work();
    } finally {
      this.#alone = undefined;
      resolve();
    }
  }

  /** Returns nothing: a log in memory ends before the state. */
  async stateFacts(): Promise<undefined> {}

  verify(options: VerifyOptions = {}): Promise<LogVerdict> {
    return verifySource(this.#source(), options);
  }

  async signCheckpoint(signer: NoteSigner): Promise<SignedCheckpoint> {
    const size = this.#events.length;
    if (size === 0) {
      const summary =
        'No checkpoint was signed: the audit log in memory has no event yet. Record an event before you sign a checkpoint.';
      throw new AgentSafeError('ERR_AUDIT_INVALID', summary);
    }
    const tree = new MerkleTree();
    for (const { entry_hash } of this.#events) tree.append(Buffer.from(entry_hash, 'hex'));
    const root = tree.root();
    const note = signCheckpoint(size, root, signer);
    // Recorded in the same synchronous step, so no event comes between.
    await this.append([{ event_type: 'checkpoint', fields: { size, root: root.toString('base64'), note } }]);
    return { origin: signer.name, size, root, note };
  }

  async ship(destinations: readonly DestinationOption[], options: ShippingOptions = {}): Promise<Shipping> {
    return new Shipping((...given) => this.#ship(...given), openDestinations(destinations, undefined), options);
  }

  async close(): Promise<void> {
    this.#isClosed = true;
  }

  async *#linesBackwards(): AsyncGenerator<LogLine, void, undefined> {
    for (const event of this.#events.toReversed()) yield parse(event);
  }

  async #ship(destination: Destination, signal: AbortSignal, onParked?: OnParked): Promise<ShipResult> {
    const { atOnce = BATCH, name } = destination;
    const total = () => this.#parked.get(name) ?? 0;
    if (this.#busy.has(name)) return { shipped: 0, seq: 0, state: 'busy', ...describeAll([], total()) };
    this.#busy.add(name);
    const first = this.#arrived.get(name) ?? 0;
    let seq = first;
    const parked: ParkedEvent[] = [];
    try {
      for (let most = atOnce; seq < this.#events.length; ) {
        const batch = this.#events.slice(seq, seq + most);
        try {
          const refused = await deliverOrPark(destination, batch, signal);
          if (refused !== undefined) {
            parked.push(refused);
            this.#parked.set(name, total() + 1);
            onParked?.(name, refused);
          }
          most = atOnce;
        } catch (error) {
          most = lengthAfter(error, batch.length);
          continue;
        }
        seq += batch.length;
        this.#arrived.set(name, seq);
      }
      return { shipped: seq - first, seq, state: 'done', ...describeAll(parked, total()) };
    } finally {
      this.#busy.delete(name);
    }
  }

  #source(): LogSource {
    const bytes = Buffer.from(this.text(), 'utf8');
    const file = { path: this.name, size: bytes.length, id: this.name, firstSeq: 1 };
    return {
      name: this.name,
      files: async () => (bytes.length === 0 ? [] : [file]),
      open: async () => ({
        read: async (buffer, position) => bytes.copy(buffer, 0, position),
        close: async () => undefined,
      }),
    };
  }

  #waitForMore(signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const done = () => {
        end();
        signal.removeEventListener('abort', done);
        resolve();
      };
      const end = this.#added.subscribe(done);
      signal.addEventListener('abort', done, { once: true });
    });
  }
}

/** Returns whether work ends within the given time. */
async function endsWithin(work: Promise<void>, milliseconds: number): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<boolean>((resolve) => {
    timer = setTimeout(resolve, milliseconds, false);
  });
  try {
    return await Promise.race([work.then(() => true), timeout]);
  } finally {
    clearTimeout(timer);
  }
}

function parse({ line }: ShippedEvent): LogLine {
  return toLine(Buffer.from(line, 'utf8'));
}
