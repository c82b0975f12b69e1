import type { AuditDraft, AuditReceipt } from '@agent-safe/core';

/** Returns the receipts of a log that recorded these drafts. */
export function receiptsOf(drafts: readonly AuditDraft[]): readonly AuditReceipt[] {
  return drafts.map(({ event_id = 'evt-test' }, index) => {
    return { seq: index + 1, event_id, timestamp: '2026-03-02T12:00:00.000Z', entry_hash: '' };
  });
}
