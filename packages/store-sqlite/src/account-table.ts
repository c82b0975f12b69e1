import type { AccountRecord, AccountStore, AccountTable } from '@agent-safe/core';
import type { DatabaseFile } from './database-file.ts';

/** Maximum number of ended records that are deleted with each new one. More than 1, so that the table shrinks; few, so that it is fast. */
const BATCH = 20;

const COLUMNS = 'used_at, document';

interface Row {
  readonly used_at: number | null;
  readonly document: string;
}

/** Accounts, sessions or sign-in links, in one table by kind and id. */
export class SqliteAccountTable<Stored extends AccountRecord> implements AccountTable<Stored> {
  readonly #file: DatabaseFile;
  readonly #kind: keyof AccountStore;

  constructor(file: DatabaseFile, kind: keyof AccountStore) {
    this.#file = file;
    this.#kind = kind;
  }

  get(id: string): Promise<Stored | undefined> {
    return this.#file.read(() => {
      const find = this.#file.statement(`SELECT ${COLUMNS} FROM accounts WHERE kind = ? AND id = ?`);
      const row = find.get(this.#kind, id) as Row | undefined;
      return row === undefined ? undefined : readRow<Stored>(row);
    });
  }

  list(owner?: string): Promise<readonly Stored[]> {
    return this.#file.read(() => {
      const which = owner === undefined ? '' : ' AND owner = ?';
      const find = this.#file.statement(`SELECT ${COLUMNS} FROM accounts WHERE kind = ?${which} ORDER BY id`);
      return readRows<Stored>(find.all(this.#kind, ...(owner === undefined ? [] : [owner])));
    });
  }

  put(record: Stored): Promise<boolean> {
    const { ends_at, id, owner, used_at, version, ...rest } = record;
    const document = JSON.stringify({ id, owner, version, ends_at, ...rest });
    return this.#file.write(() => {
      if (version === 1) {
        const add = this.#file.statement('INSERT INTO accounts VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING');
        return add.run(this.#kind, id, owner, version, ends_at, used_at, document).changes === 1;
      }
      const change = this.#file.statement(
        'UPDATE accounts SET owner = ?, version = ?, ends_at = ?, document = ? WHERE kind = ? AND id = ? AND version = ?',
      );
      return change.run(owner, version, ends_at, document, this.#kind, id, version - 1).changes === 1;
    });
  }

  remove(id: string): Promise<Stored | undefined> {
    return this.#file.write(() => {
      const remove = this.#file.statement(`DELETE FROM accounts WHERE kind = ? AND id = ? RETURNING ${COLUMNS}`);
      return readRows<Stored>(remove.all(this.#kind, id))[0];
    });
  }

  removeAll(owner: string): Promise<readonly Stored[]> {
    return this.#file.write(() => {
      const remove = this.#file.statement(`DELETE FROM accounts WHERE kind = ? AND owner = ? RETURNING ${COLUMNS}`);
      return readRows<Stored>(remove.all(this.#kind, owner));
    });
  }

  removeEnded(now: number): Promise<void> {
    return this.#file.write(() => {
      const ended = 'SELECT id FROM accounts WHERE kind = ? AND ends_at <= ? ORDER BY ends_at LIMIT ?';
      const remove = this.#file.statement(`DELETE FROM accounts WHERE kind = ? AND id IN (${ended})`);
      remove.run(this.#kind, this.#kind, Math.floor(now), BATCH);
    }, 'kill');
  }

  touch(id: string, at: number): Promise<void> {
    return this.#file.write(() => {
      const touch = this.#file.statement(
        'UPDATE accounts SET used_at = max(coalesce(used_at, 0), ?) WHERE kind = ? AND id = ?',
      );
      touch.run(Math.floor(at), this.#kind, id);
    }, 'kill');
  }
}

function readRows<Stored extends AccountRecord>(rows: readonly unknown[]): readonly Stored[] {
  return (rows as readonly Row[]).map((row) => readRow<Stored>(row));
}

function readRow<Stored extends AccountRecord>({ document, used_at }: Row): Stored {
  return { ...(JSON.parse(document) as Stored), used_at };
}
