export { AuditLog, type AuditLogOptions } from './audit-log.ts';
export type { ChainHead, ChainProblem, LinePlace, Seal } from './chain.ts';
export { type Checkpoint, type OpenedCheckpoint, openCheckpoint } from './checkpoint.ts';
export { CheckpointSigner, checkpointPath, type SignedCheckpoint } from './checkpoint-signer.ts';
export {
  formatVerifierKey,
  type NoteSigner,
  type NoteVerifier,
  noteSigner,
  noteVerifier,
  parseVerifierKey,
} from './note.ts';
export { type Destination, ShipError, type ShippedEvent, type Shipper } from './ship/shipper.ts';
export { type Anchor, type LogProblem, type LogVerdict, type VerifyOptions, verifyLog } from './verify.ts';
