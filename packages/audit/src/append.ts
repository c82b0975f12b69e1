export { FileLock } from '@agent-safe/core/node';
export { redactSecrets, scrubText } from './redact.ts';
export { AuditLog, type AuditLogOptions } from './write/audit-log.ts';
export { blockingFiles } from './write/blocking-files.ts';
