import { closeSync, fsyncSync, openSync } from 'node:fs';

/** Makes the names in a folder durable: new, renamed and removed files survive a power failure. */
export function syncFolder(folder: string): void {
  // Windows cannot sync a folder.
  if (process.platform === 'win32') return;
  const descriptor = openSync(folder, 'r');
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}
