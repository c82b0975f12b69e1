/** Parts of the audit log for checkpoints. They load on first use, because a single decision needs none of them. */
export { noteSigner, noteVerifier, openWitnesses, submitCheckpoint } from '@agent-safe/audit';
