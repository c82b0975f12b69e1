import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import {
  AgentSafeError,
  type ArchivedEvents,
  type AuditDraft,
  type AuditQuery,
  type AuditReceipt,
  type LogFacts,
  type LoggedEvent,
  type LogLine,
  type RecordedVersion,
} from '@agent-safe/core';
import { FileLock, realLogPath } from '@agent-safe/core/node';
import { checkStart } from './anchor/check-start.ts';
import type { LogAnchors } from './anchor/evidence.ts';
import { LastEventRecorder } from './anchor/record-last-event.ts';
import type { ApprovalVersions } from './approvals-index/approval-versions.ts';
import type { AuditStore } from './audit-store.ts';
import type { CheckpointSigner, SignedCheckpoint } from './checkpoint/checkpoint-signer.ts';
import { LogFactsReader } from './facts/read-log-facts.ts';
import type { NoteSigner, NoteVerifier } from './format/note.ts';
import type { BuiltProof } from './proof/build-proof.ts';
import type { Shipping, ShippingOptions } from './ship/background-shipping.ts';
import type { DestinationOption } from './ship/destinations.ts';
import type { Destination } from './ship/shipper.ts';
import { startPath } from './statement/log-start.ts';
import type { LogVerdict, VerifyOptions } from './verify/log-verdict.ts';
import { AuditLog, type AuditLogOptions } from './write/audit-log.ts';

/**
 * Opens an audit log in a file of this machine. Any number of processes may have the log open.
 *
 * No file is read, locked or created before the first use of the log. A process that only records loads no code for reading.
 *
 * @param path of the log. If the log has several files, the path of the newest
 * @example
 * const log = openAuditLog('.agent-safe/audit.jsonl');
 * for await (const line of log.readBackwards({ types: ['decision'] })) console.log(line);
 * await log.close();
 */
export function openAuditLog(path: string, options: OpenAuditLogOptions = {}): AuditStore {
  return new FileAuditStore(path, options);
}

/**
 * Reads the identity of a log and the number of its state facts.
 *
 * @returns undefined if the log cannot be read
 */
export async function readStateFacts(path: string): Promise<LogFacts | undefined> {
  const log = new FileAuditStore(path, {});
  try {
    return await log.stateFacts();
  } catch {
    return undefined;
  } finally {
    await log.close();
  }
}

export interface OpenAuditLogOptions extends Omit<AuditLogOptions, 'check' | 'onLate'> {
  /**
   * The keys and the state of the project. A process that writes checks first that the log continues its last checkpoints.
   * Default: nothing is checked.
   */
  readonly anchors?: LogAnchors | undefined;
}

/** Milliseconds that `exclusively` waits for another process. */
const EXCLUSIVE_TIMEOUT = 2_000;

class FileAuditStore implements AuditStore {
  readonly #given: string;
  readonly #log: AuditLog;
  readonly #late = new Set<(receipts: readonly AuditReceipt[]) => void>();
  readonly #anchors: LogAnchors | undefined;
  readonly #lastEvent: LastEventRecorder | undefined;
  readonly #facts: LogFactsReader;
  #versions: ApprovalVersions | undefined;
  #signer: { readonly by: NoteSigner; readonly signs: CheckpointSigner } | undefined;

  constructor(path: string, { anchors, ...options }: OpenAuditLogOptions) {
    this.#given = resolve(path);
    this.#anchors = anchors;
    const { checkpoints, every } = anchors ?? {};
    this.#lastEvent =
      checkpoints === undefined || every === undefined
        ? undefined
        : new LastEventRecorder(realLogPath(path), checkpoints, every);
    this.#log = new AuditLog(path, {
      ...options,
      check: anchors && checkStart(path, anchors),
      onRecorded: async (event) => this.#lastEvent?.add(event),
      onLate: (receipts) => {
        for (const listener of this.#late) listener(receipts);
      },
    });
    this.#facts = new LogFactsReader(this.#log.path);
  }

  get name(): string {
    return this.#given;
  }

  append(drafts: readonly AuditDraft[]): Promise<readonly AuditReceipt[]> {
    return this.#log.append(drafts);
  }

  onLate(listener: (receipts: readonly AuditReceipt[]) => void): () => void {
    const own = (receipts: readonly AuditReceipt[]) => listener(receipts);
    this.#late.add(own);
    return () => this.#late.delete(own);
  }

  async find(eventId: string): Promise<LoggedEvent | undefined> {
    const { findEvent, logExists, readBackwards } = await import('./lazy.ts');
    if (!(await logExists(this.#given))) return undefined;
    // Every writer writes these characters as they are. Only the lines that hold the id are parsed.
    const text = /^[\w.:-]+$/.test(eventId) ? eventId : undefined;
    return findEvent(readBackwards(this.#given, false, { text }), eventId);
  }

  async *readBackwards(query: AuditQuery = {}): AsyncGenerator<LogLine, void, undefined> {
    const { countLines, findPlace, readBackwards, readLogFiles, selectBackwards } = await import('./lazy.ts');
    const files = await readLogFiles(this.#given);
    if (files.length === 0) return;
    const before = query.before === undefined ? undefined : await findPlace(this.#given, files, query.before);
    const count = async () => (before === undefined ? countLines(this.#given) : before.seq - 1);
    yield* selectBackwards(readBackwards(this.#given, false, { before }), query, count);
  }

  async *follow(signal: AbortSignal, query: AuditQuery = {}): AsyncGenerator<LogLine, void, undefined> {
    const { fitsWhole, followLog } = await import('./lazy.ts');
    for await (const line of followLog(this.#given, signal)) if (fitsWhole(line, query)) yield line;
  }

  async latestVersion(requestId: string, since: number): Promise<RecordedVersion | undefined> {
    const { ApprovalVersions } = await import('./lazy.ts');
    this.#versions ??= new ApprovalVersions(this.#given, { archived: () => this.archived() });
    return this.#versions.latest(requestId, since);
  }

  async archived(): Promise<ArchivedEvents | undefined> {
    if (!existsSync(startPath(this.#log.path))) return undefined;
    const { readArchived } = await import('./lazy.ts');
    return readArchived(this.#log.path, await this.#anchors?.verifiers?.());
  }

  async stateFacts(): Promise<LogFacts> {
    const read = this.#facts.read(this.#log.end);
    if (read !== undefined) return read;
    const { findLogFacts } = await import('./lazy.ts');
    return findLogFacts(this.#log.path, this.#facts.readId());
  }

  async exclusively<Result>(work: () => Promise<Result>): Promise<Result | undefined> {
    const lock = new FileLock(`${this.#log.path}.reconcile.lock`);
    try {
      if (!(await this.#acquire(lock))) return undefined;
      try {
        return await work();
      } finally {
        lock.release();
      }
    } finally {
      lock.close();
    }
  }

  async verify(options: VerifyOptions = {}): Promise<LogVerdict> {
    const { verifyLog } = await import('./lazy.ts');
    return verifyLog(this.#given, { checkpoints: this.#anchors?.checkpoints, ...options });
  }

  async signCheckpoint(by: NoteSigner, older: readonly NoteVerifier[] = []): Promise<SignedCheckpoint> {
    const { CheckpointSigner } = await import('./lazy.ts');
    // The signer keeps its tree, so the next checkpoint reads only new events.
    if (this.#signer?.by !== by)
      this.#signer = { by, signs: new CheckpointSigner(this.#log, by, older, this.#anchors?.checkpoints) };
    return this.#signer.signs.sign();
  }

  async prove(seq: number, note: string): Promise<BuiltProof> {
    const { proveEvent } = await import('./lazy.ts');
    return proveEvent(this.#given, seq, note);
  }

  async ship(destinations: readonly DestinationOption[], options: ShippingOptions = {}): Promise<Shipping> {
    const { openDestinations, readShipStatus, Shipping, shipFrom } = await import('./lazy.ts');
    const readStatus = (destination: Destination) => readShipStatus(this.#given, destination);
    return new Shipping(shipFrom(this.#given), openDestinations(destinations, this.#given), { readStatus, ...options });
  }

  async close(): Promise<void> {
    this.#versions?.close();
    await this.#log.close();
    await this.#lastEvent?.store();
  }

  async #acquire(lock: FileLock): Promise<boolean> {
    try {
      return await lock.acquire(EXCLUSIVE_TIMEOUT);
    } catch (error) {
      const summary = `The audit log cannot be locked: ${this.#log.path}. Check that this process may write to its folder.`;
      throw new AgentSafeError('ERR_AUDIT_UNAVAILABLE', summary, { cause: error });
    }
  }
}
