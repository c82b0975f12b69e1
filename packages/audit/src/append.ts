export { AuditLog, type AuditLogOptions } from './audit-log.ts';
export { blockingFiles } from './blocking-files.ts';
export { scrub } from './scrub.ts';
