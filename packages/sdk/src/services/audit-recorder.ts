import type { CheckpointSigner, DestinationOption, OnShipFailure, Shipping } from '@agent-safe/audit';
import { AuditLog, blockingFiles } from '@agent-safe/audit/append';
import { AgentSafeError, type AuditDraft, type AuditReceipt, describeCause } from '@agent-safe/core';
import type { AuditLogSettings, CheckpointKey } from '@agent-safe/registry/open';
import { openSigner, openVerifiers } from './checkpoint-keys.ts';

export interface AuditRecorderOptions {
  readonly settings: AuditLogSettings;
  /** The last of them signs checkpoints; without one there are none. */
  readonly checkpointKeys: readonly CheckpointKey[];
  readonly shippers: readonly DestinationOption[];
  readonly onShippingFailure?: OnShipFailure | undefined;
  readonly shortLived: boolean;
  readonly clock: () => number;
}

/** Milliseconds that closing waits for events that are still on their way. */
const GRACE = 2_000;

/**
 * Records events, and does what follows from it: shipping, and checkpoints when they are due. Both go on beside the
 * decisions, and none waits for them.
 */
export class AuditRecorder {
  readonly path: string;
  readonly #log: AuditLog;
  readonly #options: AuditRecorderOptions;
  readonly #shipping: Shipping | undefined;
  readonly #timer: NodeJS.Timeout | undefined;
  #signer: CheckpointSigner | undefined;
  #checkpoint: Promise<void> | undefined;
  /** The last event that no checkpoint covers yet; 0 where there is none. */
  #uncovered = 0;

  private constructor(options: AuditRecorderOptions, shipping: Shipping | undefined) {
    const { clock, settings } = options;
    this.path = settings.path;
    this.#log = new AuditLog(settings.path, {
      maxBytes: settings.max_bytes,
      clock,
      ...(options.shortLived ? { files: blockingFiles } : {}),
      onLate: (receipts) => void this.#correct(receipts),
    });
    this.#options = options;
    this.#shipping = shipping;
    if (options.checkpointKeys.length > 0) {
      this.#timer = setInterval(() => this.#signIfDue(), settings.checkpoint_seconds * 1_000);
      // A process that has nothing else to do may end.
      this.#timer.unref();
    }
  }

  /** @throws AgentSafeError ERR_CONFIG_INVALID where something cannot be shipped to */
  static async open(options: AuditRecorderOptions): Promise<AuditRecorder> {
    const { onShippingFailure: onFailure, settings, shippers } = options;
    if (shippers.length === 0) return new AuditRecorder(options, undefined);
    const { openDestination, Shipping } = await import('../lazy/audit.ts');
    const destinations = shippers.map((shipper) => openDestination(shipper, settings.path));
    const twice = destinations.find(
      ({ name }, index) => destinations.findIndex((each) => each.name === name) !== index,
    );
    if (twice !== undefined) {
      const summary = `Two shippers are called "${twice.name}": how far each got is kept under its name. Give { name, ship }.`;
      throw new AgentSafeError('ERR_CONFIG_INVALID', summary);
    }
    const shipping = new Shipping(settings.path, destinations, { onFailure });
    // What an earlier process did not get to.
    shipping.schedule();
    return new AuditRecorder(options, shipping);
  }

  /** @throws AgentSafeError ERR_AUDIT_UNAVAILABLE: then nothing may follow from the event */
  async record(drafts: readonly AuditDraft[]): Promise<readonly AuditReceipt[]> {
    const receipts = await this.#log.append(drafts);
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
    const { CheckpointSigner } = await import('../lazy/audit.ts');
    this.#signer ??= new CheckpointSigner(this.#log, await openSigner(key), await openVerifiers(keys));
    const { note, size } = await this.#signer.sign();
    if (this.#uncovered <= size) this.#uncovered = 0;
    this.#shipping?.schedule();
    return note;
  }

  /** Waits for what is being recorded, and a while for what is on its way. */
  async close(): Promise<void> {
    clearInterval(this.#timer);
    await this.#checkpoint;
    await this.#log.close();
    await this.#shipping?.close(GRACE);
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
