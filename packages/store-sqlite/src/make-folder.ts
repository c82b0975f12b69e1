import { closeSync, fsyncSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import { makeFolders } from '@agent-safe/core/node';

/** Creates a folder and its missing parents durably. Only the owner has access. */
export function makePrivateFolder(path: string): void {
  const topmost = makeFolders(path, 0o700);
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
