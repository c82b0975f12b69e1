import type { AuditDraft, AuditReceipt, AuditSink, LogLine } from '@agent-safe/core';
import type { RunHistory } from '../../src/index.ts';
import { receiptsOf } from './receipts.ts';

/** Log in memory, for laws that need thousands of logs. */
export class MemoryRunLog implements AuditSink, RunHistory {
  readonly #lines: string[] = [];

  async append(drafts: readonly AuditDraft[]): Promise<readonly AuditReceipt[]> {
    for (const { event_id = `evt-${this.#lines.length}`, event_type, fields } of drafts) {
      this.#lines.push(JSON.stringify({ event_id, event_type, timestamp: '2026-03-02T12:00:00.000Z', ...fields }));
    }
    return receiptsOf(drafts);
  }

  async *readBackwards(): AsyncGenerator<LogLine, void, undefined> {
    for (const line of this.#lines.toReversed()) yield { event: JSON.parse(line) };
  }

  exclusively<Result>(work: () => Promise<Result>): Promise<Result> {
    return work();
  }
}
