/** Services of an audit log except appending. A process that only records does not load them. */
export { ApprovalVersions } from './approvals-index/approval-versions.ts';
export { CheckpointSigner } from './checkpoint/checkpoint-signer.ts';
export { findLogFacts } from './facts/find-log-facts.ts';
export { proveEvent } from './proof/build-proof.ts';
export { findPlace } from './read/find-place.ts';
export { followLog } from './read/follow-log.ts';
export { readLogFiles } from './read/log-sizes.ts';
export { countLines, logExists, readBackwards } from './read/read-events.ts';
export { findEvent, fitsWhole, selectBackwards } from './read/select-lines.ts';
export { Shipping, shipFrom } from './ship/background-shipping.ts';
export { openDestinations } from './ship/destinations.ts';
export { readShipStatus } from './ship/ship-status.ts';
export { readArchived } from './statement/read-archived.ts';
export { verifyLog } from './verify/verify.ts';
