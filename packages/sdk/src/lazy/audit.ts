/** What an audit log needs besides being added to. Loaded when it is first used: a single decision uses none of it. */
export { DECISION_RECORD_TYPES, noteSigner, noteVerifier, readDecisionRecord } from '@agent-safe/audit';
