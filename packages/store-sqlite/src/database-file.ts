import { dirname, resolve } from 'node:path';
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { setTimeout as wait } from 'node:timers/promises';
import { backoff, identifyFile, isBusy, loadSqlite, makePrivateFile } from '@agent-safe/core/node';
import { refuse, unavailable } from './errors.ts';
import { makePrivateFolder } from './make-folder.ts';
import { inTransaction, prepareSchema } from './schema.ts';

/** What a write must survive before it is answered: that this process is killed, or that the machine loses its power. */
export type Survival = 'kill' | 'power loss';

/** SQLite's own setting waits in a way that stops everything else in this process. */
const DO_NOT_WAIT = { timeout: 0 };

/**
 * One connection to a file that many processes share. Who finds it locked tries again after a short, random pause, in
 * which this process goes on with other work.
 */
export class DatabaseFile {
  readonly #path: string;
  readonly #timeout: number;
  readonly #statements = new Map<string, StatementSync>();
  #database: DatabaseSync | undefined;
  #file: string | undefined;
  #survives: Survival | undefined;

  /**
   * Opens the file, and makes it where there is none. While others make it, or close it last, this waits.
   *
   * @param timeout milliseconds
   * @throws AgentSafeError ERR_STORE_UNAVAILABLE
   */
  constructor(path: string, timeout: number) {
    this.#path = resolve(path);
    this.#timeout = timeout;
    const waits = backoff(timeout);
    while (this.#database === undefined) {
      try {
        this.#database = this.#open();
      } catch (error) {
        const pause = isBusy(error) ? waits.next().value : undefined;
        if (pause === undefined) throw unavailable(this.#path, error);
        Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, pause);
      }
    }
  }

  /** Runs what reads. It sees all that any process has written until now. @throws AgentSafeError ERR_STORE_UNAVAILABLE */
  read<Result>(work: () => Result): Promise<Result> {
    return this.#whenFree(() => {
      this.#use();
      return work();
    });
  }

  /**
   * Runs what writes, alone among all processes, and all of it or nothing. It may run more than once, and counts once. It
   * survives a loss of power before this resolves, where it is not said that less will do: that is much faster, and what was
   * to survive more is as safe as before.
   *
   * @throws AgentSafeError ERR_STORE_UNAVAILABLE
   */
  write<Result>(work: () => Result, survives: Survival = 'power loss'): Promise<Result> {
    return this.#whenFree(() => {
      const database = this.#use();
      if (this.#survives !== survives) this.#makeSurvive(database, survives);
      return inTransaction(database, 'BEGIN IMMEDIATE', work);
    });
  }

  /** A statement, for use within `read` and `write`. Its text is the program's own. */
  statement(sql: string): StatementSync {
    const known = this.#statements.get(sql);
    if (known !== undefined) return known;
    const statement = this.#connection().prepare(sql);
    this.#statements.set(sql, statement);
    return statement;
  }

  close(): void {
    this.#statements.clear();
    this.#database?.close();
    this.#database = undefined;
  }

  #open(): DatabaseSync {
    if (identifyFile(this.#path) === undefined) {
      makePrivateFolder(dirname(this.#path));
      makePrivateFile(this.#path);
    }
    // Before it is opened: if another is put in its place now, this one is refused below, and not trusted.
    this.#file = identifyFile(this.#path);
    const { DatabaseSync } = loadSqlite();
    const database = new DatabaseSync(this.#path, DO_NOT_WAIT);
    try {
      prepareSchema(database, this.#path);
      return database;
    } catch (error) {
      database.close();
      throw error;
    }
  }

  #connection(): DatabaseSync {
    if (this.#database === undefined) throw refuse(this.#path, 'was closed.');
    return this.#database;
  }

  #use(): DatabaseSync {
    const database = this.#connection();
    // Who goes on with a file that was removed hears of no revocation any more, and uses tickets that others use too.
    if (this.#file === identifyFile(this.#path)) return database;
    throw refuse(this.#path, 'was removed or replaced while it was in use. Start again what uses it.');
  }

  /** Not done when it is opened: most who do that only read. It cannot be said within a transaction, and holds until it is said anew. */
  #makeSurvive(database: DatabaseSync, survives: Survival): void {
    // EXTRA is FULL, and a little more for a copy that was put back and does not write ahead. NORMAL leaves it to the system
    // when the log that is written ahead reaches the disk, and still syncs it before anything is taken out of it.
    database.exec(`PRAGMA synchronous = ${survives === 'kill' ? 'NORMAL' : 'EXTRA'}`);
    // There, an ordinary sync leaves it to the disk when to write.
    if (process.platform === 'darwin') database.exec('PRAGMA fullfsync = ON');
    this.#survives = survives;
  }

  async #whenFree<Result>(work: () => Result): Promise<Result> {
    const waits = backoff(this.#timeout);
    for (;;) {
      try {
        return work();
      } catch (error) {
        const pause = isBusy(error) ? waits.next().value : undefined;
        if (pause === undefined) throw unavailable(this.#path, error);
        await wait(pause);
      }
    }
  }
}
