/** The services of an audit log other than appending. They load on first use: a single decision uses none. */
export { DECISION_RECORD_TYPES, noteSigner, noteVerifier, readDecisionRecord } from '@agent-safe/audit';
