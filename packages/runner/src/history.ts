import type { AuditReader } from '@agent-safe/core';

/** The log as a runner reads it: what happened so far, and who may draw conclusions from it. */
export type RunHistory = Pick<AuditReader, 'exclusively' | 'readBackwards'>;
