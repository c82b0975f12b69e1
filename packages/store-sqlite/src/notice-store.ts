import type { DueNotice, NoticeStore } from '@agent-safe/core';
import type { DatabaseFile } from './database-file.ts';

/** So many that are over are forgotten each time that one is added: more than come, and too few to keep anyone waiting. */
const BATCH = 20;

const FIRST = `SELECT request_id, tries FROM notices WHERE notifier = ? AND due <= ? AND ends > ? ORDER BY due, request_id LIMIT 1`;

/** What is still to be sent, in a table by request and notifier. It survives that a process is killed: nobody waits for the disk. */
export class SqliteNoticeStore implements NoticeStore {
  readonly #file: DatabaseFile;

  constructor(file: DatabaseFile) {
    this.#file = file;
  }

  add(requestId: string, notifiers: readonly string[], due: number, ends: number): Promise<void> {
    return this.#file.write(() => {
      const over = 'SELECT request_id, notifier FROM notices WHERE ends <= ? ORDER BY ends LIMIT ?';
      this.#file.statement(`DELETE FROM notices WHERE (request_id, notifier) IN (${over})`).run(toNumber(due), BATCH);
      const add = this.#file.statement('INSERT INTO notices VALUES (?, ?, 0, ?, ?) ON CONFLICT DO NOTHING');
      for (const notifier of notifiers) add.run(requestId, notifier, toNumber(due), toNumber(ends));
    }, 'kill');
  }

  async take(notifier: string, now: number, lease: number): Promise<DueNotice | undefined> {
    const find = () => this.#file.statement(FIRST).get(notifier, Math.floor(now), Math.floor(now));
    // Mostly none is due, and to look costs no lock.
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

/** What is no time is never over, and no number that SQLite would not take. */
function toNumber(time: number): number {
  const milliseconds = Math.ceil(time);
  return Number.isSafeInteger(milliseconds) ? milliseconds : Number.MAX_SAFE_INTEGER;
}
