import type { DatabaseSync } from 'node:sqlite';
import { loadSqlite, makePrivateFile } from '@agent-safe/core/node';
import { unavailable } from './errors.ts';

/** Milliseconds to wait for a process that opens or closes the file. */
const OPEN_TIMEOUT = 5_000;

/** The content of a state file at one moment. Other processes continue to read and write the file. */
export class StateSnapshot {
  readonly #path: string;
  readonly #database: DatabaseSync;

  /** Takes the snapshot. @throws AgentSafeError ERR_STORE_UNAVAILABLE if the file cannot be read */
  constructor(path: string) {
    this.#path = path;
    const { DatabaseSync } = loadSqlite();
    let database: DatabaseSync | undefined;
    try {
      database = new DatabaseSync(path, { timeout: OPEN_TIMEOUT });
      // The first read of a transaction fixes what all its later reads see, also those of the copy.
      database.exec('BEGIN');
      database.prepare('SELECT count(*) FROM sqlite_schema').get();
      this.#database = database;
    } catch (error) {
      database?.close();
      throw unavailable(path, error);
    }
  }

  /** Writes the content to a new file, readable only by its owner. @throws AgentSafeError ERR_STORE_UNAVAILABLE */
  async copyTo(file: string): Promise<void> {
    try {
      makePrivateFile(file);
      await loadSqlite().backup(this.#database, file);
    } catch (error) {
      throw unavailable(this.#path, error);
    }
  }

  close(): void {
    this.#database.close();
  }
}
