export { AuditLog, type AuditLogOptions } from './audit-log.ts';
export { scrub } from './scrub.ts';
