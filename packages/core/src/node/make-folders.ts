import { mkdirSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';

/**
 * Creates a folder and its missing parents, one by one. A recursive `mkdirSync` never returns if a parent cannot be created, as
 * below /proc.
 *
 * @param mode access rights of each created folder
 * @returns the topmost created folder; undefined if the folder existed
 * @throws Error of the file system if a folder cannot be created, or if a file has its name
 */
export function makeFolders(path: string, mode: number): string | undefined {
  const folder = resolve(path);
  if (isFolder(folder)) return undefined;
  const parent = dirname(folder);
  const topmost = parent === folder ? undefined : makeFolders(parent, mode);
  try {
    mkdirSync(folder, { mode });
  } catch (error) {
    // Another process may have created it a moment ago.
    if (isFolder(folder)) return topmost;
    throw error;
  }
  return topmost ?? folder;
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}
