import { closeSync, fsyncSync, mkdirSync, openSync } from 'node:fs';
import { dirname } from 'node:path';

/** Creates a folder and its missing parents durably. Only the owner has access. */
export function makePrivateFolder(path: string): void {
  const topmost = mkdirSync(path, { recursive: true, mode: 0o700 });
  // Windows cannot sync a folder.
  if (topmost === undefined || process.platform === 'win32') return;
  for (let folder = path; folder.length >= topmost.length; folder = dirname(folder)) syncFolder(dirname(folder));
}

function syncFolder(path: string): void {
  const folder = openSync(path, 'r');
  try {
    fsyncSync(folder);
  } finally {
    closeSync(folder);
  }
}
