import type { AuditReader, AuditReceipt, AuditSink } from '@agent-safe/core';
import type { SignedCheckpoint } from './checkpoint/checkpoint-signer.ts';
import type { NoteSigner, NoteVerifier } from './format/note.ts';
import type { Shipping, ShippingOptions } from './ship/background-shipping.ts';
import type { DestinationOption } from './ship/destinations.ts';
import type { LogVerdict, VerifyOptions } from './verify/verify.ts';

/**
 * A log as a whole: it records events, reads them, proves that none was changed, and ships them. The program that opens a store closes it.
 *
 * `openAuditLog(path)` opens a log in a file, and `memoryAuditLog()` one that ends with the process.
 */
export interface AuditStore extends AuditSink, AuditReader {
  /** How messages name the log. */
  readonly name: string;
  /**
   * Registers a listener for events that were recorded after all, though their `append` was refused because it took too long.
   *
   * @returns a function that ends it
   */
  onLate(listener: (receipts: readonly AuditReceipt[]) => void): () => void;
  /** @throws AgentSafeError ERR_AUDIT_INVALID where the log cannot be read, or no known key has signed the checkpoint */
  verify(options?: VerifyOptions): Promise<LogVerdict>;
  /**
   * Signs a checkpoint of all events so far, and records it.
   *
   * @param older keys that signed checkpoints of this log before
   * @throws AgentSafeError ERR_AUDIT_INVALID where the log is empty, or was changed; ERR_AUDIT_UNAVAILABLE where it cannot be recorded
   */
  signCheckpoint(signer: NoteSigner, older?: readonly NoteVerifier[]): Promise<SignedCheckpoint>;
  /**
   * Opens destinations, to which the log is shipped while it grows.
   *
   * @throws AgentSafeError ERR_CONFIG_INVALID where a destination cannot be opened, or two have the same name
   */
  ship(destinations: readonly DestinationOption[], options?: ShippingOptions): Promise<Shipping>;
  /** Waits for what is being recorded, and frees what the log holds open. Later events are refused. */
  close(): Promise<void>;
}
