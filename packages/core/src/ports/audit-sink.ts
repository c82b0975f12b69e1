import type { AuditDraft, AuditReceipt } from '../audit-events/audit-event.ts';

/** Records events in a chain that only grows. */
export interface AuditSink {
  /**
   * Records events in the given order, next to each other, all or none. It resolves when they would survive a loss of power.
   *
   * @throws AgentSafeError ERR_AUDIT_UNAVAILABLE: then nothing that depends on the record may happen
   */
  append(drafts: readonly AuditDraft[]): Promise<readonly AuditReceipt[]>;
}
