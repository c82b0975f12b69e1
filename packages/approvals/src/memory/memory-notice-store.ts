import type { DueNotice, NoticeStore } from '@agent-safe/core';

interface Row {
  readonly request_id: string;
  readonly notifier: string;
  readonly ends: number;
  tries: number;
  due: number;
}

/** Notice store in memory, lost with the process. */
export class MemoryNoticeStore implements NoticeStore {
  readonly #rows = new Map<string, Row>();

  /** Number of notices that are not sent yet. */
  get size(): number {
    return this.#rows.size;
  }

  async add(request_id: string, notifiers: readonly string[], due: number, ends: number): Promise<void> {
    for (const [key, row] of this.#rows) if (row.ends <= due) this.#rows.delete(key);
    for (const notifier of notifiers) {
      const key = keyOf(request_id, notifier);
      if (!this.#rows.has(key)) this.#rows.set(key, { request_id, notifier, ends, tries: 0, due });
    }
  }

  async take(notifier: string, now: number, lease: number): Promise<DueNotice | undefined> {
    let first: Row | undefined;
    for (const row of this.#rows.values()) {
      const isDue = row.notifier === notifier && row.due <= now && row.ends > now;
      if (isDue && (first === undefined || row.due < first.due)) first = row;
    }
    if (first === undefined) return undefined;
    first.due = now + lease;
    return { request_id: first.request_id, tries: first.tries };
  }

  async done(requestId: string, notifier: string): Promise<void> {
    this.#rows.delete(keyOf(requestId, notifier));
  }

  async retry(requestId: string, notifier: string, tries: number, due: number): Promise<void> {
    const row = this.#rows.get(keyOf(requestId, notifier));
    if (row !== undefined) Object.assign(row, { tries, due });
  }
}

function keyOf(requestId: string, notifier: string): string {
  return JSON.stringify([requestId, notifier]);
}
