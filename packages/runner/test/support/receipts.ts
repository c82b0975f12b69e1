import type { AuditDraft, AuditReceipt } from '@agent-safe/core';

/** The receipts of a log that has recorded these drafts. */
export function receiptsOf(drafts: readonly AuditDraft[]): readonly AuditReceipt[] {
  return drafts.map(({ event_id = 'evt-test' }, index) => {
    return { seq: index + 1, event_id, timestamp: '2026-03-02T12:00:00.000Z', entry_hash: '' };
  });
}
