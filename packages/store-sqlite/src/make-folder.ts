import { dirname } from 'node:path';
import { makeFolders, syncFolder } from '@agent-safe/core/node';

/** Creates a folder and its missing parents durably. Only the owner has access. */
export function makePrivateFolder(path: string): void {
  const topmost = makeFolders(path, 0o700);
  if (topmost === undefined) return;
  for (let folder = path; folder.length >= topmost.length; folder = dirname(folder)) syncFolder(dirname(folder));
}
