import type { NonceStore } from '@agent-safe/core';
import type { DatabaseFile } from './database-file.ts';

/**
 * Milliseconds that a nonce is kept after its time. Nothing depends on it but who looks at the file: what is over for
 * longer is refused, whether it is still known or not.
 */
const MARGIN = 600_000;
/** So many are forgotten each time that one is used: more than come, and too few to keep anyone waiting. */
const BATCH = 50;

/** Used tickets, in a table by nonce. */
export class SqliteNonceStore implements NonceStore {
  readonly #file: DatabaseFile;
  readonly #clock: () => number;

  constructor(file: DatabaseFile, clock: () => number) {
    this.#file = file;
    this.#clock = clock;
  }

  redeem(nonce: string, expiresAt: number): Promise<'fresh' | 'replayed'> {
    return this.#file.write(() => {
      const over = this.#clock() - MARGIN;
      // What was forgotten stays used, even if the clock is set back to when it was not over. What is no time is refused.
      if (!(expiresAt > Math.max(over, this.#forgotten()))) return 'replayed';
      if (!this.#insert(nonce, expiresAt)) return 'replayed';
      this.#forget(over);
      return 'fresh';
    });
  }

  #insert(nonce: string, expiresAt: number): boolean {
    const insert = this.#file.statement('INSERT INTO nonces VALUES (?, ?) ON CONFLICT DO NOTHING');
    return insert.run(nonce, Math.min(Math.ceil(expiresAt), Number.MAX_SAFE_INTEGER)).changes === 1;
  }

  /** When the last of those ended that were forgotten; all that ended before may have been. */
  #forgotten(): number {
    const row = this.#file.statement('SELECT expired_at FROM forgotten_nonces').get();
    return (row as { expired_at: number }).expired_at;
  }

  /**
   * In the order in which they end. What is remembered of them is that order and not the time by the clock: one that was
   * years ahead for a moment would close the store for years.
   */
  #forget(over: number): void {
    const oldest = 'SELECT nonce FROM nonces WHERE expires_at <= ? ORDER BY expires_at LIMIT ?';
    const forget = this.#file.statement(`DELETE FROM nonces WHERE nonce IN (${oldest}) RETURNING expires_at`);
    const rows = forget.all(over, BATCH) as { expires_at: number }[];
    if (rows.length === 0) return;
    const last = Math.max(...rows.map(({ expires_at }) => expires_at));
    this.#file.statement('UPDATE forgotten_nonces SET expired_at = max(expired_at, ?)').run(last);
  }
}
