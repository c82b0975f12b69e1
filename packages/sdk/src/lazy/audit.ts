/** The parts of the audit log that only checkpoints need. They load on first use: a single decision needs none of them. */
export { noteSigner, noteVerifier } from '@agent-safe/audit';
