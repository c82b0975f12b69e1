import { dirname, resolve } from 'node:path';
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { setImmediate as nextTurn, setTimeout as wait } from 'node:timers/promises';
import { backoff, findOpenFolder, identifyFile, isBusy, loadSqlite, makePrivateFile } from '@agent-safe/core/node';
import { refuse, unavailable } from './errors.ts';
import { makePrivateFolder } from './make-folder.ts';
import { inTransaction, prepareSchema } from './schema.ts';

/** Event that a write must survive before it resolves: the process is killed, or the machine loses power. */
export type Survival = 'kill' | 'power loss';

/** Whether a write may change an answer of `cached`. */
export type Change = 'cached' | 'not cached';

/** Most cached answers. Above this, all are forgotten. */
const MOST_CACHED = 10_000;
/** Longest key of a cached answer, in characters. Callers choose names, so their length has a limit, too. */
const LONGEST_KEY = 512;

/** Disables the busy timeout of SQLite, which would block the whole process. */
const DO_NOT_WAIT = { timeout: 0 };

/**
 * One connection to a file that many processes share. If the file is locked, an operation retries after a short, random backoff, during
 * which the process does other work.
 */
export class DatabaseFile {
  readonly #path: string;
  readonly #timeout: number;
  readonly #statements = new Map<string, StatementSync>();
  #database: DatabaseSync | undefined;
  #file: string | undefined;
  #survives: Survival | undefined;
  /** Answers of `cached`, as long as no connection changes the file. */
  readonly #answers = new Map<string, unknown>();
  /** Version of the content at the last look. SQLite changes it with each commit of another connection, in any process. */
  #version: unknown;
  /** The next look at the version, for all callers that wait for it. */
  #looking: Promise<void> | undefined;

  /**
   * Opens the file, and creates it if it does not exist. Blocks while another process creates the file or closes it as the last one.
   *
   * @param timeout milliseconds to wait for other processes
   * @throws AgentSafeError ERR_STORE_UNAVAILABLE if the file cannot be opened
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

  /** Runs work that only reads. It sees all writes of all processes so far. @throws AgentSafeError ERR_STORE_UNAVAILABLE */
  read<Result>(work: () => Result): Promise<Result> {
    return this.#whenFree(() => {
      this.#use();
      return work();
    });
  }

  /**
   * Returns the answer of work that only reads, from a cache if no process has changed the file since. Each call looks at the file, so a
   * write of another process counts at once. Calls within one turn of the event loop share a look.
   *
   * @param key of the answer. The answer must depend on the key and the content only, and must not be changed by callers
   * @throws AgentSafeError ERR_STORE_UNAVAILABLE
   */
  async cached<Result>(key: string, work: () => Result): Promise<Result> {
    await this.#look();
    const known = this.#answers.get(key);
    if (known !== undefined) return known as Result;
    return this.read(() => {
      const answer = work();
      if (this.#answers.size >= MOST_CACHED) this.#answers.clear();
      // At once: after a wait, a write of this process may have made the answer old.
      if (key.length <= LONGEST_KEY) this.#answers.set(key, answer);
      return answer;
    });
  }

  /**
   * Runs work that writes, in an exclusive transaction. The work may run more than once, but only one run takes effect.
   *
   * @param survives event that the write survives once this resolves. `kill` is much faster, and does not weaken earlier writes
   * @param changes whether the work may change a cached answer
   * @throws AgentSafeError ERR_STORE_UNAVAILABLE
   */
  write<Result>(work: () => Result, survives: Survival = 'power loss', changes: Change = 'cached'): Promise<Result> {
    return this.#whenFree(() => {
      const database = this.#use();
      if (this.#survives !== survives) this.#makeSurvive(database, survives);
      try {
        return inTransaction(database, 'BEGIN IMMEDIATE', work);
      } finally {
        if (changes === 'cached') this.#answers.clear();
      }
    });
  }

  /** Returns a prepared statement for use within `read` and `write`. @param sql must not contain input of callers */
  statement(sql: string): StatementSync {
    const known = this.#statements.get(sql);
    if (known !== undefined) return known;
    const statement = this.#connection().prepare(sql);
    this.#statements.set(sql, statement);
    return statement;
  }

  close(): void {
    this.#statements.clear();
    this.#answers.clear();
    this.#database?.close();
    this.#database = undefined;
  }

  #open(): DatabaseSync {
    if (identifyFile(this.#path) === undefined) {
      makePrivateFolder(dirname(this.#path));
      makePrivateFile(this.#path);
    }
    this.#refuseOpenFolder();
    // Identified before it is opened. If another file replaces it meanwhile, `#use` refuses it.
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

  /** Another user who can write the folder can add files of SQLite to it, also if the folder is sticky. */
  #refuseOpenFolder(): void {
    const folder = dirname(this.#path);
    const open = findOpenFolder(folder);
    if (open === undefined) return;
    throw refuse(
      this.#path,
      `is not safe: every user can write its folder (mode ${open.mode}). Run: chmod o-w ${folder}. Or give the file a folder of its own.`,
    );
  }

  #connection(): DatabaseSync {
    if (this.#database === undefined) throw refuse(this.#path, 'was closed. Open it again.');
    return this.#database;
  }

  #use(): DatabaseSync {
    const database = this.#connection();
    // With a removed file, this process would miss revocations and redeem tickets that other processes redeem too.
    if (this.#file === identifyFile(this.#path)) return database;
    throw refuse(this.#path, 'was removed or replaced while it was in use. Restart this process.');
  }

  /** Looks in the next turn of the event loop, after all requests that arrive in this turn. */
  #look(): Promise<void> {
    this.#looking ??= nextTurn().then(() => {
      this.#looking = undefined;
      return this.read(() => {
        const version: unknown = this.statement('PRAGMA data_version').get()?.data_version;
        if (version !== this.#version) this.#answers.clear();
        this.#version = version;
      });
    });
    return this.#looking;
  }

  /** Sets the durability of later writes. Done before the first write, because most processes only read. Not possible in a transaction. */
  #makeSurvive(database: DatabaseSync, survives: Survival): void {
    // NORMAL syncs the write-ahead log only at a checkpoint, so a loss of power may lose the last commits. EXTRA syncs each commit,
    // also for a restored copy that does not use a write-ahead log.
    database.exec(`PRAGMA synchronous = ${survives === 'kill' ? 'NORMAL' : 'EXTRA'}`);
    // On macOS, an ordinary sync does not flush the cache of the disk.
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
