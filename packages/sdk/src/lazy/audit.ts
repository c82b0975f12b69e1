/** What an audit log needs besides being added to. Loaded when it is first used: a single decision uses none of it. */
export {
  CheckpointSigner,
  noteSigner,
  noteVerifier,
  openDestination,
  readBackwards,
  readDecisionRecord,
  Shipping,
  verifyLog,
} from '@agent-safe/audit';
