import type { AuditDraft, AuditReceipt } from '../audit-events/audit-event.ts';
import { AgentSafeError } from '../diagnostics/errors.ts';

/** Appends events to an audit log. */
export interface AuditSink {
  /**
   * Appends events in the given order, next to each other, all or none. Resolves after they would survive a power
   * failure.
   *
   * @throws AgentSafeError ERR_AUDIT_UNAVAILABLE. The caller must then stop the operation that it wanted to record.
   */
  append(drafts: readonly AuditDraft[]): Promise<readonly AuditReceipt[]>;
}

/**
 * Wraps a sink and checks its answers: an answer without a receipt for each event counts as a failure. Sinks written in
 * JavaScript have no type check, and an unrecorded event must allow nothing.
 */
export function requireReceipts(sink: AuditSink): AuditSink {
  return {
    async append(drafts) {
      const receipts: unknown = await sink.append(drafts);
      if (hasReceipts(receipts, drafts.length)) return receipts;
      const summary = 'The audit log did not confirm every event. Check the audit sink.';
      throw new AgentSafeError('ERR_AUDIT_UNAVAILABLE', summary);
    },
  };
}

function hasReceipts(receipts: unknown, count: number): receipts is readonly AuditReceipt[] {
  return Array.isArray(receipts) && receipts.length === count && receipts.every(isReceipt);
}

function isReceipt(given: unknown): boolean {
  const { event_id, seq } = Object(given) as Readonly<Record<string, unknown>>;
  return typeof event_id === 'string' && event_id !== '' && Number.isSafeInteger(seq) && Number(seq) > 0;
}
