import { copyFileSync, existsSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadSqlite } from '@agent-safe/core/node';

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

  /** Returns the rows of all tables but `logs`, in which a state notes the logs that it was compared with. */
  rows(): Readonly<Record<string, readonly unknown[]>> {
    if (!existsSync(this.path)) return {};
    const { DatabaseSync } = loadSqlite();
    const database = new DatabaseSync(this.path, { readOnly: true });
    try {
      const tables = database.prepare("SELECT name FROM sqlite_schema WHERE type = 'table' AND name <> 'logs'").all();
      const names = tables.map(({ name }) => String(name));
      return Object.fromEntries(names.map((name) => [name, database.prepare(`SELECT * FROM ${name}`).all()]));
    } finally {
      database.close();
    }
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
