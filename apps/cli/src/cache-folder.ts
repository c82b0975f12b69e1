/** Read from `process` instead of imported, so that the build puts this file into `main.js`, without a shared chunk. */
const fs = process.getBuiltinModule('node:fs');
const path = process.getBuiltinModule('node:path');

/** Returns the cache folder of the user; undefined if the environment names no home. */
export function findCacheFolder(environment: NodeJS.ProcessEnv = process.env): string | undefined {
  const { HOME, XDG_CACHE_HOME } = environment;
  const home = XDG_CACHE_HOME || (HOME === undefined ? '' : path.join(HOME, '.cache'));
  return path.isAbsolute(home) ? path.join(home, 'agent-safe') : undefined;
}

/**
 * Creates a folder that no other user can write to, because code from it runs.
 *
 * @returns undefined if the folder cannot be private
 */
export function makePrivateFolder(folder: string): string | undefined {
  // Windows has other access rights.
  if (process.getuid === undefined) return undefined;
  try {
    const parent = path.dirname(folder);
    for (const each of [path.dirname(parent), parent, folder]) makeIfMissing(each);
    const { mode, uid } = fs.lstatSync(folder);
    const isPrivate = (mode & 0o170077) === 0o040000 && uid === process.getuid();
    return isPrivate ? folder : undefined;
  } catch {
    return undefined;
  }
}

/** Creates one folder. A recursive `mkdirSync` never returns if a parent cannot be created, as below /proc. */
function makeIfMissing(folder: string): void {
  try {
    fs.mkdirSync(folder, { mode: 0o700 });
  } catch {
    // The folder exists, or the check of the last folder fails.
  }
}
