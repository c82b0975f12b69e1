import type { AuditStore, DestinationOption, OnShipFailure, Shipping, ShipStatus } from '@agent-safe/audit';
import {
  AgentSafeError,
  type AuditDraft,
  type AuditReceipt,
  type AuditSink,
  describeCause,
  requireReceipts,
} from '@agent-safe/core';
import type { AuditLogSettings } from '@agent-safe/registry/open';
import { CheckpointSigners } from './checkpoint-keys.ts';
import type { ProjectKeys } from './project-keys.ts';

export interface AuditRecorderOptions {
  readonly log: AuditStore;
  /** Appends to the log and keeps the state in step. Default: the log. */
  readonly sink?: AuditSink | undefined;
  /** Whether the recorder opened the log. It then also closes the log. */
  readonly isOwn: boolean;
  /** Whether the log is the file of the settings. Only its checkpoints are submitted to witnesses. */
  readonly isFile: boolean;
  readonly settings: Pick<AuditLogSettings, 'checkpoint_events' | 'checkpoint_seconds' | 'witnesses'>;
  /** The newest key for checkpoints signs them. Without a key, there are no checkpoints. */
  readonly keys: ProjectKeys;
  readonly shippers: readonly DestinationOption[];
  readonly onShippingFailure?: OnShipFailure | undefined;
}

/** Longest wait for shipping on close, in milliseconds. */
const GRACE = 2_000;

/**
 * Records events, ships them, and signs checkpoints when they are due. Decisions do not wait for shipping or
 * checkpoints.
 */
export class AuditRecorder {
  readonly log: AuditStore;
  readonly #sink: AuditSink;
  readonly #options: AuditRecorderOptions;
  readonly #shipping: Shipping | undefined;
  readonly #timer: NodeJS.Timeout | undefined;
  readonly #endLate: () => void;
  readonly #pending = new Set<Promise<unknown>>();
  readonly #signers: CheckpointSigners;
  #checkpoint: Promise<void> | undefined;
  /** The submission of a checkpoint to witnesses that is running. */
  #witnessing: Promise<void> | undefined;
  readonly #closing = new AbortController();
  /** Sequence number of the last event that no checkpoint covers; 0 if all are covered. */
  #uncovered = 0;

  private constructor(options: AuditRecorderOptions, shipping: Shipping | undefined) {
    this.log = options.log;
    this.#sink = requireReceipts(options.sink ?? options.log);
    this.#endLate = this.log.onLate((receipts) => void this.#correct(receipts));
    this.#options = options;
    this.#shipping = shipping;
    this.#signers = new CheckpointSigners(options.keys);
    // A key for checkpoints may be added later.
    if (options.keys.hasFile) {
      this.#timer = setInterval(() => this.#signIfDue(), options.settings.checkpoint_seconds * 1_000);
      // The timer must not keep the process alive.
      this.#timer.unref();
    }
  }

  /** @throws AgentSafeError ERR_CONFIG_INVALID if a destination is invalid */
  static async open(options: AuditRecorderOptions): Promise<AuditRecorder> {
    const { log, onShippingFailure: onFailure, shippers } = options;
    if (shippers.length === 0) return new AuditRecorder(options, undefined);
    const shipping = await log.ship(shippers, { onFailure });
    // Ship the events that an earlier process did not ship.
    shipping.schedule();
    return new AuditRecorder(options, shipping);
  }

  /** @throws AgentSafeError ERR_AUDIT_UNAVAILABLE. The caller must then stop the operation. */
  async record(drafts: readonly AuditDraft[]): Promise<readonly AuditReceipt[]> {
    const receipts = await this.#append(drafts);
    this.#shipping?.schedule();
    const { checkpoint_events: interval } = this.#options.settings;
    // The process that records the event with the due number signs, so that several processes sign only one checkpoint.
    const isDue = receipts.some(({ seq }) => seq % interval === 0);
    this.#uncovered = receipts.at(-1)?.seq ?? this.#uncovered;
    if (isDue) this.#signIfDue();
    return receipts;
  }

  /**
   * Signs a checkpoint of all events so far, and records it. @throws AgentSafeError if there is no key for checkpoints
   */
  async signCheckpoint(): Promise<string> {
    const { signer, verifiers } = await this.#signers.open();
    const { note, size } = await this.log.signCheckpoint(signer, verifiers);
    if (this.#uncovered <= size) this.#uncovered = 0;
    this.#shipping?.schedule();
    this.#askWitnesses(note);
    return note;
  }

  /** Returns how far each destination is behind the log. */
  async shippingStatus(): Promise<readonly ShipStatus[]> {
    return (await this.#shipping?.status()) ?? [];
  }

  /** Waits for pending records, and up to 2 seconds for shipping. */
  async close(): Promise<void> {
    clearInterval(this.#timer);
    await this.#checkpoint;
    await this.#endWitnessing();
    await (this.#options.isOwn ? this.log.close() : Promise.allSettled(this.#pending));
    await this.#shipping?.close(GRACE);
    this.#endLate();
  }

  async #append(drafts: readonly AuditDraft[]): Promise<readonly AuditReceipt[]> {
    const appending = this.#sink.append(drafts);
    this.#pending.add(appending);
    try {
      return await appending;
    } finally {
      this.#pending.delete(appending);
    }
  }

  /** Voids decisions that were recorded after the timeout. Their callers had already received a deny. */
  async #correct(receipts: readonly AuditReceipt[]): Promise<void> {
    const reason = 'The decision was recorded too late. The caller had already received a deny.';
    const drafts = receipts.map(({ event_id }): AuditDraft => {
      return {
        event_type: 'decision',
        fields: { audit_id: event_id, result: 'deny', code: 'audit_unavailable', reason },
      };
    });
    // If this fails too, no harm is done: the caller received a deny and no ticket.
    await this.record(drafts).catch(() => undefined);
  }

  /** Submits a checkpoint to witnesses in the background, one at a time. A failure is not repeated: the next checkpoint covers the same events. */
  #askWitnesses(note: string): void {
    const { isFile, settings } = this.#options;
    if (!isFile || settings.witnesses === undefined || this.#witnessing !== undefined) return;
    this.#witnessing = import('../lazy/audit.ts')
      .then(({ askWitnesses }) => askWitnesses(this.log.name, note, settings, this.#closing.signal))
      .finally(() => {
        this.#witnessing = undefined;
      });
  }

  async #endWitnessing(): Promise<void> {
    if (this.#witnessing === undefined) return;
    const timer = setTimeout(() => this.#closing.abort(), GRACE);
    await this.#witnessing;
    clearTimeout(timer);
  }

  #signIfDue(): void {
    if (this.#uncovered === 0 || this.#checkpoint !== undefined) return;
    const { problem, ring } = this.#options.keys;
    if (problem === undefined && ring.checkpoints.length === 0) return;
    this.#checkpoint = this.signCheckpoint()
      .then(() => undefined)
      .catch((error: unknown) => {
        const why = error instanceof AgentSafeError ? error.message : describeCause(error);
        process.emitWarning(`No checkpoint could be signed: ${why}`, { code: 'AGENT_SAFE_CHECKPOINT' });
      })
      .finally(() => {
        this.#checkpoint = undefined;
      });
  }
}
