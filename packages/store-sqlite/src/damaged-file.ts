import { existsSync, renameSync } from 'node:fs';
import { primaryCode } from '@agent-safe/core/node';

const SQLITE_CORRUPT = 11;
const SQLITE_NOT_A_DATABASE = 26;

/** Whether an error of the state file says that its content is damaged. */
export function isDamaged(error: unknown): boolean {
  const cause = error instanceof Error ? error.cause : undefined;
  return [primaryCode(error), primaryCode(cause ?? {})].some(
    (code) => code === SQLITE_CORRUPT || code === SQLITE_NOT_A_DATABASE,
  );
}

/** Renames a file and the files of SQLite beside it. They stay as evidence. @returns the new path */
export function moveAside(path: string, why: 'damaged' | 'replaced' = 'damaged'): string {
  const name = `${path}.${why}-${new Date().toISOString().replace(/[:.]/g, '-')}`;
  for (const suffix of ['-shm', '-wal', '']) {
    if (existsSync(`${path}${suffix}`)) renameSync(`${path}${suffix}`, `${name}${suffix}`);
  }
  return name;
}
