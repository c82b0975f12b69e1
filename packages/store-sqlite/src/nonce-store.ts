import type { NonceStore } from '@agent-safe/core';
import type { DatabaseFile } from './database-file.ts';

/**
 * Milliseconds after its expiry at which a nonce is deleted. A nonce that expired earlier is refused, whether or not it is still
 * stored.
 */
const MARGIN = 600_000;
/** Maximum number of nonces that are deleted with each redemption. More than 1, so that the table shrinks; few, so that it is fast. */
const BATCH = 50;

/** Nonces of used execution tickets. */
export class SqliteNonceStore implements NonceStore {
  readonly #file: DatabaseFile;
  readonly #clock: () => number;

  constructor(file: DatabaseFile, clock: () => number) {
    this.#file = file;
    this.#clock = clock;
  }

  redeem(nonce: string, expiresAt: number): Promise<'fresh' | 'replayed'> {
    return this.#file.write(() => {
      const before = this.#clock() - MARGIN;
      // A deleted nonce stays used, even if the clock is set back. The negated comparison also refuses NaN.
      if (!(expiresAt > Math.max(before, this.#lastDeleted()))) return 'replayed';
      if (!this.#insert(nonce, expiresAt)) return 'replayed';
      this.#deleteExpired(before);
      return 'fresh';
    });
  }

  isRedeemed(nonce: string): Promise<boolean> {
    return this.#file.read(() => this.#file.statement('SELECT 1 FROM nonces WHERE nonce = ?').get(nonce) !== undefined);
  }

  ticketsUntil(): Promise<number> {
    return this.#file.read(() =>
      Number(this.#file.statement('SELECT max(tickets_until) AS until FROM identity').get()?.until),
    );
  }

  #insert(nonce: string, expiresAt: number): boolean {
    const insert = this.#file.statement('INSERT INTO nonces VALUES (?, ?) ON CONFLICT DO NOTHING');
    return insert.run(nonce, Math.min(Math.ceil(expiresAt), Number.MAX_SAFE_INTEGER)).changes === 1;
  }

  /** Returns the latest expiry of the deleted nonces. All nonces with an earlier expiry may have been deleted. */
  #lastDeleted(): number {
    const row = this.#file.statement('SELECT expired_at FROM forgotten_nonces').get();
    return (row as { expired_at: number }).expired_at;
  }

  /**
   * Deletes expired nonces in the order of their expiry, and stores the last expiry. It does not store the time of the clock: if the
   * clock were years ahead for a moment, all tickets would be refused for years.
   */
  #deleteExpired(before: number): void {
    const oldest = 'SELECT nonce FROM nonces WHERE expires_at <= ? ORDER BY expires_at LIMIT ?';
    const forget = this.#file.statement(`DELETE FROM nonces WHERE nonce IN (${oldest}) RETURNING expires_at`);
    const rows = forget.all(before, BATCH) as { expires_at: number }[];
    if (rows.length === 0) return;
    const last = Math.max(...rows.map(({ expires_at }) => expires_at));
    this.#file.statement('UPDATE forgotten_nonces SET expired_at = max(expired_at, ?)').run(last);
  }
}
