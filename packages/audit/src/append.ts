export type { AuditStore } from './audit-store.ts';
export { type BoundState, bindState } from './facts/bound-state.ts';
export { openAuditLog, readStateFacts } from './open-audit-log.ts';
export { mayHoldSecret, redactSecrets, redactText } from './redact.ts';
export { blockingFiles } from './write/blocking-files.ts';
