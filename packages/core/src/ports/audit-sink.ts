import type { AuditDraft, AuditReceipt } from '../audit-events/audit-event.ts';
import { AgentSafeError } from '../diagnostics/errors.ts';

/** Records events in a chain that only grows. */
export interface AuditSink {
  /**
   * Records events in the given order, next to each other, all or none. It resolves when they would survive a loss of power.
   *
   * @throws AgentSafeError ERR_AUDIT_UNAVAILABLE: then nothing that depends on the record may happen
   */
  append(drafts: readonly AuditDraft[]): Promise<readonly AuditReceipt[]>;
}

/**
 * The same sink, with its answers checked: an answer without a receipt for each event counts as a failure. Types do not reach a
 * sink that is written in JavaScript, and an event that was not recorded must allow nothing.
 */
export function requireReceipts(sink: AuditSink): AuditSink {
  return {
    async append(drafts) {
      const receipts: unknown = await sink.append(drafts);
      if (hasReceipts(receipts, drafts.length)) return receipts;
      const summary = 'The audit log did not confirm each event, so nobody can tell whether it was recorded.';
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
