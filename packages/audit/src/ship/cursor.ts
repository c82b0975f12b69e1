import { createHash } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';
import { AgentSafeError } from '@agent-safe/core';
import { isBusy, loadSqlite, makePrivateFile } from '@agent-safe/core/node';
import { type ChainHead, GENESIS } from '../format/chain.ts';

/** How far a destination got. */
export interface CursorPosition {
  /** The last event that arrived. */
  readonly head: ChainHead;
  /** Where the next one begins, counted in bytes over all files of the log. */
  readonly offset: number;
}

/**
 * How far the events of a log got to one destination. Whoever ships to it holds the cursor meanwhile, so that of many
 * processes one ships at a time; the system frees it when its holder dies. What it says survives a loss of power.
 */
export class ShipCursor {
  readonly #path: string;
  #database: DatabaseSync | undefined;

  constructor(logPath: string, destination: string) {
    // Under a digest: a name may be long, or hold what no file name can.
    const id = createHash('sha256').update(destination).digest('hex').slice(0, 16);
    this.#path = `${logPath}.ship-${id}`;
  }

  /** @returns whether it is held now; false where another process ships */
  tryTake(): boolean {
    try {
      const database = this.#database ?? this.#open();
      database.exec('BEGIN EXCLUSIVE');
      database.exec('CREATE TABLE IF NOT EXISTS cursor (seq INTEGER, entry_hash TEXT, offset INTEGER) STRICT');
      return true;
    } catch (error) {
      this.close();
      if (isBusy(error)) return false;
      const why = error instanceof Error ? error.message : 'it cannot be opened';
      const summary = `${this.#path}, which says how far a destination got, cannot be used (${why}). Remove it to ship all events again.`;
      throw new AgentSafeError('ERR_AUDIT_INVALID', summary);
    }
  }

  /** Only while it is held. */
  read(): CursorPosition {
    const row = this.#database?.prepare('SELECT seq, entry_hash, offset FROM cursor').get() as
      | { seq: number; entry_hash: string; offset: number }
      | undefined;
    return row === undefined
      ? { head: GENESIS, offset: 0 }
      : { head: { seq: row.seq, hash: row.entry_hash, hasOwn: false }, offset: row.offset };
  }

  /** Only while it is held. @returns whether it is still held: another process may have been waiting */
  move({ head, offset }: CursorPosition): boolean {
    this.#database?.exec('DELETE FROM cursor');
    this.#database?.prepare('INSERT INTO cursor VALUES (?, ?, ?)').run(head.seq, head.hash, offset);
    this.#database?.exec('COMMIT');
    return this.tryTake();
  }

  close(): void {
    this.#database?.close();
    this.#database = undefined;
  }

  #open(): DatabaseSync {
    makePrivateFile(this.#path);
    const { DatabaseSync } = loadSqlite();
    this.#database = new DatabaseSync(this.#path, { timeout: 0 });
    this.#database.exec('PRAGMA synchronous = FULL');
    return this.#database;
  }
}
