import { createHash } from 'node:crypto';
import { existsSync, readdirSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { AgentSafeError } from '@agent-safe/core';
import { isBusy, loadSqlite, makePrivateFile } from '@agent-safe/core/node';
import { type ChainHead, GENESIS } from '../format/chain.ts';
import type { ParkedEvent } from './shipper.ts';

/** Position of a destination in a log. */
export interface CursorPosition {
  /** The last event that arrived. */
  readonly head: ChainHead;
  /** Offset of the next event, in bytes over all files of the log. */
  readonly offset: number;
}

/**
 * Position of one destination in a log, stored durably in a file. A process holds the cursor while it ships, so only one process
 * ships to a destination at a time. If the process dies, the system releases the cursor.
 */
export class ShipCursor {
  readonly path: string;
  /** File with the time of the last delivery, and the last error. */
  readonly statusPath: string;
  #database: DatabaseSync | undefined;

  constructor(logPath: string, destination: string, id = idOf(destination)) {
    this.path = `${logPath}.ship-${id}`;
    this.statusPath = `${logPath}.shipping-${id}.json`;
  }

  /** Returns the cursors beside a log, also those of destinations that are not in the settings. */
  static list(logPath: string): readonly ShipCursor[] {
    const prefix = `${basename(logPath)}.ship-`;
    return readdirSync(dirname(logPath)).flatMap((name) => {
      const id = name.startsWith(prefix) ? name.slice(prefix.length) : '';
      return /^[0-9a-f]{16}$/.test(id) ? [new ShipCursor(logPath, '', id)] : [];
    });
  }

  /** Takes the cursor. @returns false if another process holds it */
  tryTake(): boolean {
    try {
      const database = this.#database ?? this.#open();
      database.exec('BEGIN EXCLUSIVE');
      database.exec('CREATE TABLE IF NOT EXISTS cursor (seq INTEGER, entry_hash TEXT, offset INTEGER) STRICT');
      database.exec('CREATE TABLE IF NOT EXISTS planned (last_seq INTEGER) STRICT');
      database.exec(
        'CREATE TABLE IF NOT EXISTS parked (seq INTEGER, bytes INTEGER, entry_hash TEXT, reason TEXT) STRICT',
      );
      return true;
    } catch (error) {
      this.close();
      if (isBusy(error)) return false;
      throw this.#unusable(error);
    }
  }

  /** Returns the position. The cursor must be held. */
  read(): CursorPosition {
    return this.#database === undefined ? { head: GENESIS, offset: 0 } : readPosition(this.#database);
  }

  /** Returns the position and the number of parked events, without taking the cursor. @throws AgentSafeError ERR_AUDIT_INVALID if it cannot be read */
  peek(): CursorPosition & { readonly parked: number } {
    if (!existsSync(this.path)) return { head: GENESIS, offset: 0, parked: 0 };
    const { DatabaseSync } = loadSqlite();
    let database: DatabaseSync | undefined;
    try {
      database = new DatabaseSync(this.path, { readOnly: true, timeout: 1_000 });
      // The first process may not have stored a position yet.
      const has = (table: string) =>
        database?.prepare('SELECT name FROM sqlite_schema WHERE name = ?').get(table) !== undefined;
      const position = has('cursor') ? readPosition(database) : { head: GENESIS, offset: 0 };
      return { ...position, parked: has('parked') ? countParked(database) : 0 };
    } catch (error) {
      throw this.#unusable(error);
    } finally {
      database?.close();
    }
  }

  /** Returns the number of the last event of the planned batch; undefined without a plan. The cursor must be held. */
  readPlan(): number | undefined {
    const row = this.#database?.prepare('SELECT last_seq FROM planned').get() as { last_seq: number } | undefined;
    return row?.last_seq;
  }

  /**
   * Stores durably where the next batch ends, so that its repetition after a crash has the same events. The cursor must be held.
   *
   * @returns false if another process took the cursor meanwhile
   */
  plan(lastSeq: number): boolean {
    this.#database?.exec('DELETE FROM planned');
    this.#database?.prepare('INSERT INTO planned VALUES (?)').run(lastSeq);
    return this.#commit();
  }

  /**
   * Stores a position durably, and with it the event that was parked before it. The cursor must be held.
   *
   * @returns false if another process took the cursor meanwhile
   */
  move({ head, offset }: CursorPosition, parked?: ParkedEvent): boolean {
    this.#database?.exec('DELETE FROM cursor; DELETE FROM planned');
    this.#database?.prepare('INSERT INTO cursor VALUES (?, ?, ?)').run(head.seq, head.hash, offset);
    if (parked !== undefined) {
      const { bytes, entry_hash, reason, seq } = parked;
      this.#database?.prepare('INSERT INTO parked VALUES (?, ?, ?, ?)').run(seq, bytes, entry_hash, reason);
    }
    return this.#commit();
  }

  /** Returns the number of events that the destination refused for good; 0 if another process holds the cursor. */
  countParked(): number {
    return this.#database === undefined ? 0 : countParked(this.#database);
  }

  close(): void {
    this.#database?.close();
    this.#database = undefined;
  }

  #unusable(error: unknown): AgentSafeError {
    const why = error instanceof Error ? error.message : 'it cannot be opened';
    const summary = `The shipping cursor ${this.path} cannot be used (${why}). Remove this file to ship all events again.`;
    return new AgentSafeError('ERR_AUDIT_INVALID', summary);
  }

  #commit(): boolean {
    this.#database?.exec('COMMIT');
    return this.tryTake();
  }

  #open(): DatabaseSync {
    makePrivateFile(this.path);
    const { DatabaseSync } = loadSqlite();
    this.#database = new DatabaseSync(this.path, { timeout: 0 });
    // A commit waits for the disk once. Other journals wait several times, which takes longer than most requests.
    this.#database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL');
    return this.#database;
  }
}

/** A digest, because a name may be long or contain characters that are not allowed in a file name. */
function idOf(destination: string): string {
  return createHash('sha256').update(destination).digest('hex').slice(0, 16);
}

function readPosition(database: DatabaseSync): CursorPosition {
  const row = database.prepare('SELECT seq, entry_hash, offset FROM cursor').get() as
    | { seq: number; entry_hash: string; offset: number }
    | undefined;
  return row === undefined
    ? { head: GENESIS, offset: 0 }
    : { head: { seq: row.seq, hash: row.entry_hash, hasOwn: false }, offset: row.offset };
}

function countParked(database: DatabaseSync): number {
  return Number(database.prepare('SELECT count(*) AS parked FROM parked').get()?.parked ?? 0);
}
