import type { AuditDraft, AuditReceipt } from '../model/audit.ts';

/** Where events are recorded: a chain that is only added to. */
export interface AuditSink {
  /**
   * Records events in this order, next to each other, all or none. It resolves when they would survive a loss of power.
   *
   * @throws AgentSafeError ERR_AUDIT_UNAVAILABLE: whatever depends on the record must not happen
   */
  append(drafts: readonly AuditDraft[]): Promise<readonly AuditReceipt[]>;
}
