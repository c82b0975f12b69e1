import type { DatabaseSync } from 'node:sqlite';
import { backoff } from './backoff.ts';
import { identifyFile, isBusy, loadSqlite, makePrivateFile } from './sqlite.ts';

/**
 * A lock between the processes of a machine. The system frees the lock when its holder dies. Node has no `flock`, so
 * SQLite locks a small file beside the protected file. There is no queue: a process that finds the lock taken retries
 * after a short, random wait. The waits become shorter with time, so that the processes that wait longest are served
 * first.
 */
export class FileLock {
  readonly #path: string;
  readonly #random: () => number;
  #database: DatabaseSync | undefined;
  #file: string | undefined;
  /** Beginning of the wait over several calls of `acquire`. */
  #waitsSince: number | undefined;

  /** @param path of the lock file, which is created if it is missing */
  constructor(path: string, random: () => number = Math.random) {
    this.#path = path;
    this.#random = random;
  }

  /**
   * @param timeout milliseconds
   * @returns false if the lock was not free within the timeout
   * @throws errors of `node:sqlite` or `node:fs` if the file cannot be locked
   */
  async acquire(timeout: number): Promise<boolean> {
    const waits = backoff(timeout, this.#random, this.#waitsSince);
    while (!this.tryAcquire()) {
      this.#waitsSince ??= performance.now();
      const milliseconds = waits.next().value;
      if (milliseconds === undefined) return false;
      await new Promise((resolve) => setTimeout(resolve, milliseconds));
    }
    this.#waitsSince = undefined;
    return true;
  }

  tryAcquire(): boolean {
    const isOpen = this.#database !== undefined;
    try {
      this.#database ??= this.#open();
      this.#database.exec('BEGIN EXCLUSIVE');
    } catch (error) {
      if (isBusy(error)) return false;
      this.close();
      // The folder of an open lock file may have been removed and restored.
      if (isOpen) return this.tryAcquire();
      throw error;
    }
    // If the lock file was deleted or replaced, another process may hold a lock on the new file.
    if (this.#file === identifyFile(this.#path)) return true;
    this.close();
    return false;
  }

  /** Whether this object holds the lock, and the path still leads to the locked file. */
  isHeld(): boolean {
    return this.#database !== undefined && this.#file === identifyFile(this.#path);
  }

  release(): void {
    try {
      this.#database?.exec('COMMIT');
    } catch {
      // The folder was removed, or is read-only. Closing the file frees the lock, too.
      this.close();
    }
  }

  close(): void {
    this.#database?.close();
    this.#database = undefined;
  }

  #open(): DatabaseSync {
    makePrivateFile(this.#path);
    this.#file = identifyFile(this.#path);
    const { DatabaseSync } = loadSqlite();
    const database = new DatabaseSync(this.#path, { timeout: 0 });
    return database;
  }
}
