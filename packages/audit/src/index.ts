export { ApprovalVersions } from './approval-versions.ts';
export { AuditLog, type AuditLogOptions } from './audit-log.ts';
export type { ChainHead, ChainProblem, LinePlace, Seal } from './chain.ts';
export { type Checkpoint, type OpenedCheckpoint, openCheckpoint } from './checkpoint.ts';
export { CheckpointSigner, checkpointPath, type SignedCheckpoint } from './checkpoint-signer.ts';
export { followLog } from './follow-log.ts';
export {
  formatVerifierKey,
  type NoteSigner,
  type NoteVerifier,
  noteSigner,
  noteVerifier,
  parseVerifierKey,
} from './note.ts';
export { type LoggedEvent, type LogLine, logExists, readBackwards } from './read-events.ts';
export { scrub } from './scrub.ts';
export { type DestinationOption, type DestinationSettings, openDestination } from './ship/destinations.ts';
export { type ShipResult, shipLog } from './ship/ship-log.ts';
export { type Destination, ShipError, type ShippedEvent, type Shipper } from './ship/shipper.ts';
export { type OnShipFailure, Shipping, type ShippingOptions } from './ship/shipping.ts';
export {
  type DecisionRecord,
  type ExecutionCoverage,
  measureStateCoverage,
  readDecisionRecord,
  type StateCapture,
  type StateCoverage,
} from './state-capture.ts';
export { diffStates, type StateChange } from './state-diff.ts';
export { type Anchor, type LogProblem, type LogVerdict, type VerifyOptions, verifyLog } from './verify.ts';
