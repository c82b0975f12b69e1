import type { DatabaseSync } from 'node:sqlite';
import { backoff } from './backoff.ts';
import { identifyFile, isBusy, loadSqlite, makePrivateFile } from './sqlite.ts';

/**
 * A lock that all processes of a machine share, and that the system frees when its holder dies. Node has no `flock`: it is
 * the lock that SQLite takes on a small file beside what it protects. Nobody waits in line: who finds it taken tries again
 * after a short, random pause.
 */
export class FileLock {
  readonly #path: string;
  readonly #random: () => number;
  #database: DatabaseSync | undefined;
  #file: string | undefined;

  /** @param path of the lock's own file, which is made where there is none */
  constructor(path: string, random: () => number = Math.random) {
    this.#path = path;
    this.#random = random;
  }

  /**
   * @param timeout milliseconds
   * @returns false where somebody else holds it for longer
   * @throws what `node:sqlite` or `node:fs` throw where the file cannot be locked
   */
  async acquire(timeout: number): Promise<boolean> {
    const waits = backoff(timeout, this.#random);
    while (!this.tryAcquire()) {
      const milliseconds = waits.next().value;
      if (milliseconds === undefined) return false;
      await new Promise((resolve) => setTimeout(resolve, milliseconds));
    }
    return true;
  }

  tryAcquire(): boolean {
    try {
      this.#database ??= this.#open();
      this.#database.exec('BEGIN EXCLUSIVE');
    } catch (error) {
      if (isBusy(error)) return false;
      this.close();
      throw error;
    }
    // Who deletes the file, or puts another in its place, must not get a second lock beside this one.
    if (this.#file === identifyFile(this.#path)) return true;
    this.close();
    return false;
  }

  /** Whether it is held, and by this file: who deletes it lets others hold another one. */
  isHeld(): boolean {
    return this.#database !== undefined && this.#file === identifyFile(this.#path);
  }

  release(): void {
    this.#database?.exec('COMMIT');
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
