import { closeSync, existsSync, openSync, renameSync, rmSync } from 'node:fs';
import { type FileAccess, setAccess } from '@agent-safe/core/node';

/** Creates a missing file with the access rights of another, before any program can open it. */
export function createFile(path: string, like: FileAccess): void {
  if (existsSync(path)) return;
  const beside = `${path}.new`;
  rmSync(beside, { force: true });
  const descriptor = openSync(beside, 'wx', 0o600);
  try {
    setAccess(descriptor, like);
  } finally {
    closeSync(descriptor);
  }
  renameSync(beside, path);
}
