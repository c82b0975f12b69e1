import type { AuditStore, DestinationOption, NoteSigner, OnShipFailure, Shipping } from '@agent-safe/audit';
import {
  AgentSafeError,
  type AuditDraft,
  type AuditReceipt,
  type AuditSink,
  describeCause,
  requireReceipts,
} from '@agent-safe/core';
import type { AuditLogSettings, CheckpointKey } from '@agent-safe/registry/open';
import { openSigner, openVerifiers } from './checkpoint-keys.ts';

export interface AuditRecorderOptions {
  readonly log: AuditStore;
  /** Whether closing the recorder closes the log: the opener of the log closes it. */
  readonly isOwn: boolean;
  readonly settings: Pick<AuditLogSettings, 'checkpoint_events' | 'checkpoint_seconds'>;
  /** The last of them signs checkpoints; without one there are none. */
  readonly checkpointKeys: readonly CheckpointKey[];
  readonly shippers: readonly DestinationOption[];
  readonly onShippingFailure?: OnShipFailure | undefined;
}

/** Milliseconds that closing waits for events that are still on their way. */
const GRACE = 2_000;

/**
 * Records events, and does what follows from it: shipping, and checkpoints when they are due. Both go on beside the
 * decisions, and none waits for them.
 */
export class AuditRecorder {
  readonly log: AuditStore;
  readonly #sink: AuditSink;
  readonly #options: AuditRecorderOptions;
  readonly #shipping: Shipping | undefined;
  readonly #timer: NodeJS.Timeout | undefined;
  readonly #endLate: () => void;
  readonly #pending = new Set<Promise<unknown>>();
  #signer: NoteSigner | undefined;
  #checkpoint: Promise<void> | undefined;
  /** The last event that no checkpoint covers yet; 0 where there is none. */
  #uncovered = 0;

  private constructor(options: AuditRecorderOptions, shipping: Shipping | undefined) {
    this.log = options.log;
    this.#sink = requireReceipts(options.log);
    this.#endLate = this.log.onLate((receipts) => void this.#correct(receipts));
    this.#options = options;
    this.#shipping = shipping;
    if (options.checkpointKeys.length > 0) {
      this.#timer = setInterval(() => this.#signIfDue(), options.settings.checkpoint_seconds * 1_000);
      // A process that has nothing else to do may end.
      this.#timer.unref();
    }
  }

  /** @throws AgentSafeError ERR_CONFIG_INVALID where something cannot be shipped to */
  static async open(options: AuditRecorderOptions): Promise<AuditRecorder> {
    const { log, onShippingFailure: onFailure, shippers } = options;
    if (shippers.length === 0) return new AuditRecorder(options, undefined);
    const shipping = await log.ship(shippers, { onFailure });
    // What an earlier process did not get to.
    shipping.schedule();
    return new AuditRecorder(options, shipping);
  }

  /** @throws AgentSafeError ERR_AUDIT_UNAVAILABLE: then nothing may follow from the event */
  async record(drafts: readonly AuditDraft[]): Promise<readonly AuditReceipt[]> {
    const receipts = await this.#append(drafts);
    this.#shipping?.schedule();
    const { checkpoint_events: interval } = this.#options.settings;
    // Whoever records the event that makes the number full: so any number of processes sign one checkpoint.
    const isDue = receipts.some(({ seq }) => seq % interval === 0);
    this.#uncovered = receipts.at(-1)?.seq ?? this.#uncovered;
    if (isDue) this.#signIfDue();
    return receipts;
  }

  /** Signs a checkpoint of all events so far, and records it. @throws AgentSafeError where there is no key for it */
  async signCheckpoint(): Promise<string> {
    const keys = this.#options.checkpointKeys;
    const key = keys.at(-1);
    if (key === undefined) {
      const summary =
        'There is no key for checkpoints. Let "agent-safe init" make one, and name the file of keys in agent-safe.yaml.';
      throw new AgentSafeError('ERR_KEYS_INVALID', summary);
    }
    this.#signer ??= await openSigner(key);
    const { note, size } = await this.log.signCheckpoint(this.#signer, await openVerifiers(keys));
    if (this.#uncovered <= size) this.#uncovered = 0;
    this.#shipping?.schedule();
    return note;
  }

  /** Waits for what is being recorded, and a while for what is on its way. */
  async close(): Promise<void> {
    clearInterval(this.#timer);
    await this.#checkpoint;
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

  /** The answer was a deny, because it took too long; then the event was written after all. The log says both. */
  async #correct(receipts: readonly AuditReceipt[]): Promise<void> {
    const reason = 'It was recorded too late, and had been answered as a deny.';
    const drafts = receipts.map(({ event_id }): AuditDraft => {
      return {
        event_type: 'decision',
        fields: { audit_id: event_id, result: 'deny', code: 'audit_unavailable', reason },
      };
    });
    // Where this fails too, what is in the log was not allowed all the same: nothing was answered or issued.
    await this.record(drafts).catch(() => undefined);
  }

  #signIfDue(): void {
    if (this.#options.checkpointKeys.length === 0 || this.#uncovered === 0 || this.#checkpoint !== undefined) return;
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
