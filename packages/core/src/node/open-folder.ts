import { statSync } from 'node:fs';

/** Mode bits of a folder that every user of the machine can write. */
export interface OpenFolder {
  /** As four octal digits, such as `0777`. */
  readonly mode: string;
  /** Whether only owners can remove and rename their files in it. Other users can still create files. */
  readonly isSticky: boolean;
}

/**
 * Returns the mode of a folder if every user of the machine can write it; otherwise undefined. Windows has no such mode.
 *
 * @throws errors of `node:fs` if the folder cannot be read
 */
export function findOpenFolder(folder: string): OpenFolder | undefined {
  const { mode } = statSync(folder);
  if (process.platform === 'win32' || (mode & 0o002) === 0) return undefined;
  return { mode: (mode & 0o7777).toString(8).padStart(4, '0'), isSticky: (mode & 0o1000) !== 0 };
}
