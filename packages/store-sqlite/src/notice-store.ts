import type { DueNotice, NoticeStore } from '@agent-safe/core';
import type { DatabaseFile } from './database-file.ts';

/** Maximum number of expired notices that are deleted with each new one. More than 1, so that the table shrinks; few, so that it is fast. */
const BATCH = 20;

const FIRST = `SELECT request_id, tries FROM notices WHERE notifier = ? AND due <= ? AND ends > ? ORDER BY due, request_id LIMIT 1`;

/** Notices to send, in a table by request and notifier. They survive a kill of the process, but not always a loss of power. */
export class SqliteNoticeStore implements NoticeStore {
  readonly #file: DatabaseFile;

  constructor(file: DatabaseFile) {
    this.#file = file;
  }

  add(requestId: string, notifiers: readonly string[], due: number, ends: number): Promise<void> {
    return this.#file.write(() => {
      const ended = 'SELECT request_id, notifier FROM notices WHERE ends <= ? ORDER BY ends LIMIT ?';
      this.#file.statement(`DELETE FROM notices WHERE (request_id, notifier) IN (${ended})`).run(toNumber(due), BATCH);
      const add = this.#file.statement('INSERT INTO notices VALUES (?, ?, 0, ?, ?) ON CONFLICT DO NOTHING');
      for (const notifier of notifiers) add.run(requestId, notifier, toNumber(due), toNumber(ends));
    }, 'kill');
  }

  async take(notifier: string, now: number, lease: number): Promise<DueNotice | undefined> {
    const find = () => this.#file.statement(FIRST).get(notifier, Math.floor(now), Math.floor(now));
    // Usually no notice is due, and reading takes no lock.
    if ((await this.#file.read(find)) === undefined) return undefined;
    return this.#file.write(() => {
      const row = find();
      if (row === undefined) return undefined;
      const request_id = String(row.request_id);
      this.#file
        .statement('UPDATE notices SET due = ? WHERE request_id = ? AND notifier = ?')
        .run(toNumber(now + lease), request_id, notifier);
      return { request_id, tries: Number(row.tries) };
    }, 'kill');
  }

  done(requestId: string, notifier: string): Promise<void> {
    return this.#file.write(() => {
      this.#file.statement('DELETE FROM notices WHERE request_id = ? AND notifier = ?').run(requestId, notifier);
    }, 'kill');
  }

  retry(requestId: string, notifier: string, tries: number, due: number): Promise<void> {
    return this.#file.write(() => {
      this.#file
        .statement('UPDATE notices SET tries = ?, due = ? WHERE request_id = ? AND notifier = ?')
        .run(tries, toNumber(due), requestId, notifier);
    }, 'kill');
  }
}

/** Returns a time as an integer for SQLite. A value that is not a time becomes the latest time. */
function toNumber(time: number): number {
  const milliseconds = Math.ceil(time);
  return Number.isSafeInteger(milliseconds) ? milliseconds : Number.MAX_SAFE_INTEGER;
}
