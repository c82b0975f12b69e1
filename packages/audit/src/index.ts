export type { LoggedEvent, LogLine } from '@agent-safe/core';
export type { LogAnchors } from './anchor/evidence.ts';
export { archiveLog } from './archive/archive-log.ts';
export type { ArchiveCode, ArchiveOptions, ArchivePlan, ArchiveRefused } from './archive/archive-types.ts';
export type { AuditStore } from './audit-store.ts';
export {
  BACKUP_MANIFEST,
  BACKUP_STATE,
  type BackupFile,
  type BackupManifest,
  type ReadManifest,
  readManifest,
  writeManifest,
} from './backup/manifest.ts';
export { listReplaced, placeLog } from './backup/place-log.ts';
export { BACKUP_LOG, copyLog, snapshotLog } from './backup/snapshot-log.ts';
export {
  DECISION_RECORD_TYPES,
  type DecisionRecord,
  type ExecutionCoverage,
  measureStateCoverage,
  readDecisionRecord,
  type StateCapture,
  type StateCoverage,
} from './captures/state-capture.ts';
export { diffStates, type StateChange } from './captures/state-diff.ts';
export { type Checkpoint, type OpenedCheckpoint, openCheckpoint } from './checkpoint/checkpoint.ts';
export { CheckpointSigner, type SignedCheckpoint } from './checkpoint/checkpoint-signer.ts';
export { readRestoreMark } from './checkpoint/restore-mark.ts';
export { type AuditFormat, formatEvent } from './event-formats/event-format.ts';
export { type BoundState, bindState } from './facts/bound-state.ts';
export { FactCollector, type RecordedRequest, strictest } from './facts/recorded-facts.ts';
export type { ChainHead, ChainProblem, ClosedTail, LinePlace } from './format/chain.ts';
export { parseWitnessKey, type WitnessKey } from './format/cosignature.ts';
export {
  formatVerifierKey,
  type NoteSigner,
  type NoteVerifier,
  noteSigner,
  noteVerifier,
  parseVerifierKey,
} from './format/note.ts';
export { type MemoryAuditLog, type MemoryAuditLogOptions, memoryAuditLog } from './memory-audit-log.ts';
export { type OpenAuditLogOptions, openAuditLog, readStateFacts } from './open-audit-log.ts';
export { type BuiltProof, proveEvent, proveGrowth } from './proof/build-proof.ts';
export { type FoundEvent, findProvable, type NamedEvent } from './proof/find-provable.ts';
export { LONGEST_PROOF } from './proof/proof-file.ts';
export type { LeafProblem } from './proof/read-leaves.ts';
export {
  type ProofPolicy,
  type ProofProblem,
  type ProofVerdict,
  type ProvenCheckpoint,
  verifyProof,
} from './proof/verify-proof.ts';
export { followLog } from './read/follow-log.ts';
export {
  approversOf,
  compileFilter,
  type EventConditions,
  type LineFilter,
  resultOf,
  timeOf,
} from './read/line-filter.ts';
export { isShown } from './read/line-scanner.ts';
export { readBackwards } from './read/read-events.ts';
export { type SelectedEvents, selectEvents } from './read/select-events.ts';
export { type RestartedLog, type RestartOptions, restartLog } from './restart/restart-log.ts';
export type { Archive } from './restore/archive.ts';
export { openArchive } from './restore/open-archive.ts';
export { type RestoredLog, restoredPath, restoreLog } from './restore/restore-log.ts';
export {
  describeParked,
  type OnShipFailure,
  type ShipPending,
  Shipping,
  type ShippingOptions,
  shipFrom,
} from './ship/background-shipping.ts';
export {
  type DestinationOption,
  type DestinationSettings,
  destinationShape,
  openDestination,
} from './ship/destinations.ts';
export type { OnParked } from './ship/park.ts';
export { type ShipResult, shipLog } from './ship/ship-log.ts';
export { readShipStatus, type ShipFailure, type ShipStatus } from './ship/ship-status.ts';
export type { ParkedEvent } from './ship/shipper.ts';
export { DeliveryError, type Destination, type ShippedEvent, type Shipper } from './ship/shipper.ts';
export { type LogStart, readLogStart } from './statement/log-start.ts';
export { readArchived } from './statement/read-archived.ts';
export { confirmVerdict } from './verify/confirm-verdict.ts';
export type { LogProblem } from './verify/failure.ts';
export type { Anchor, ArchivedPart, LogVerdict, VerifyOptions } from './verify/log-verdict.ts';
export { verifyLog, verifyParts } from './verify/verify.ts';
export type { WitnessOption } from './witness/ask-witness.ts';
export { listCheckpoints, type StoredCheckpoint } from './witness/list-checkpoints.ts';
export { openWitnesses, type WitnessEntry } from './witness/open-witnesses.ts';
export { readWitnessRecords, type WitnessRecord } from './witness/stored-witnesses.ts';
export {
  type SubmitOptions,
  submitCheckpoint,
  type WitnessFailure,
  type WitnessProblem,
  type WitnessResult,
} from './witness/submit-checkpoint.ts';
export { submitNewest } from './witness/submit-newest.ts';
export { AuditLog, type AuditLogOptions } from './write/audit-log.ts';
export { withLogLock } from './write/log-lock.ts';
