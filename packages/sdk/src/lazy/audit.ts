/** What an audit log needs besides being added to. Loaded when it is first used: a single decision uses none of it. */
export {
  CheckpointSigner,
  noteSigner,
  noteVerifier,
  openDestination,
  readDecisionRecord,
  Shipping,
  verifyLog,
} from '@agent-safe/audit';
