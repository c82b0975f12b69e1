import type { AuditReader } from '@agent-safe/core';

/** Reader of the audit log, reduced to the methods that a runner needs. */
export type RunHistory = Pick<AuditReader, 'archived' | 'exclusively' | 'readBackwards'>;
