import { copyFileSync, existsSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** The files of SQLite: the state itself, and those beside it while it is open. */
const SUFFIXES = ['', '-wal', '-shm'] as const;

/** Acts of an operator or of a disk on the state file of a project. */
export class StateFile {
  readonly path: string;

  constructor(folder: string) {
    this.path = join(folder, 'state.db');
  }

  remove(suffixes: readonly string[] = SUFFIXES): void {
    for (const suffix of suffixes) rmSync(`${this.path}${suffix}`, { force: true });
  }

  /** Leaves a file of zero bytes. */
  empty(): void {
    this.remove();
    writeFileSync(this.path, '', { mode: 0o600 });
  }

  /** Copies the files as they are. */
  copyTo(name: string): void {
    for (const suffix of SUFFIXES) {
      rmSync(`${this.path}.${name}${suffix}`, { force: true });
      if (existsSync(`${this.path}${suffix}`)) copyFileSync(`${this.path}${suffix}`, `${this.path}.${name}${suffix}`);
    }
  }

  /** Puts a copy back. */
  restore(name: string, suffixes: readonly string[] = SUFFIXES): void {
    this.remove();
    for (const suffix of suffixes) {
      const copy = `${this.path}.${name}${suffix}`;
      if (existsSync(copy)) copyFileSync(copy, `${this.path}${suffix}`);
    }
  }
}
