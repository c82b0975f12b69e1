import type { AuditReader, AuditReceipt, AuditSink, LogFacts } from '@agent-safe/core';
import type { SignedCheckpoint } from './checkpoint/checkpoint-signer.ts';
import type { NoteSigner, NoteVerifier } from './format/note.ts';
import type { BuiltProof } from './proof/build-proof.ts';
import type { Shipping, ShippingOptions } from './ship/background-shipping.ts';
import type { DestinationOption } from './ship/destinations.ts';
import type { LogVerdict, VerifyOptions } from './verify/log-verdict.ts';

/**
 * An audit log: records events, reads them, verifies that none was changed, and ships them. The program that opens a store closes it.
 *
 * `openAuditLog(path)` opens a log in a file. `memoryAuditLog()` opens a log in memory, which ends with the process.
 */
export interface AuditStore extends AuditSink, AuditReader {
  /** Name of the log in messages. */
  readonly name: string;
  /**
   * Registers a listener for late events: their `append` timed out and was refused, but they were recorded later.
   *
   * @returns a function that removes the listener
   */
  onLate(listener: (receipts: readonly AuditReceipt[]) => void): () => void;
  /**
   * Verifies the log, as `verifyLog` does.
   *
   * @throws AgentSafeError ERR_AUDIT_INVALID if the log cannot be read, or if no known key signed the given checkpoint
   */
  verify(options?: VerifyOptions): Promise<LogVerdict>;
  /**
   * Signs a checkpoint of all events so far and records it in the log.
   *
   * @param older keys that signed earlier checkpoints of this log
   * @throws AgentSafeError ERR_AUDIT_INVALID if the log is empty or was changed; ERR_AUDIT_UNAVAILABLE if the checkpoint cannot be recorded
   */
  signCheckpoint(signer: NoteSigner, older?: readonly NoteVerifier[]): Promise<SignedCheckpoint>;
  /**
   * Opens destinations and ships the log to them while it grows.
   *
   * @throws AgentSafeError ERR_CONFIG_INVALID if a destination cannot be opened, or if two have the same name
   */
  ship(destinations: readonly DestinationOption[], options?: ShippingOptions): Promise<Shipping>;
  /**
   * Returns the identity of the log and the number of state facts that it has recorded. It reads the first and the last line. A log
   * without this method is not compared with the state.
   *
   * @returns undefined if the log ends with the process
   * @throws AgentSafeError ERR_AUDIT_INVALID, ERR_AUDIT_UNAVAILABLE if the log cannot be read
   */
  stateFacts?(): Promise<LogFacts | undefined>;
  /**
   * Proves that an event is in the log of a checkpoint, as `proveEvent` does. It reads the log once. A log without this method proves
   * nothing.
   *
   * @param seq number of the event
   * @param note the signed checkpoint
   * @throws AgentSafeError ERR_AUDIT_INVALID if the log cannot be read
   */
  prove?(seq: number, note: string): Promise<BuiltProof>;
  /** Waits for events that are being recorded, then closes files and locks. Later events are refused. */
  close(): Promise<void>;
}
