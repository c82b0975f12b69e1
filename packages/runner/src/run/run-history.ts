import type { AuditReader } from '@agent-safe/core';

/** The log as a runner reads it. */
export type RunHistory = Pick<AuditReader, 'exclusively' | 'readBackwards'>;
