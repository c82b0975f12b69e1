export { AuditLog, type AuditLogOptions } from './audit-log.ts';
export { blockingFiles } from './blocking-files.ts';
export { FileLock } from './file-lock.ts';
export { scrub, scrubText } from './scrub.ts';
