/**
 * From the process, and not imported: this file is read before all others, and alone. What it shared with them would be a
 * file of its own.
 */
const fs = process.getBuiltinModule('node:fs');
const path = process.getBuiltinModule('node:path');

/** The folder of the user's own in which this command keeps what saves time; undefined where there is none. */
export function findCacheFolder(environment: NodeJS.ProcessEnv = process.env): string | undefined {
  const { HOME, XDG_CACHE_HOME } = environment;
  const home = XDG_CACHE_HOME || (HOME === undefined ? '' : path.join(HOME, '.cache'));
  return path.isAbsolute(home) ? path.join(home, 'agent-safe') : undefined;
}

/** A folder that nobody else can write to: what is in it runs. Undefined where it cannot be one. */
export function makePrivateFolder(folder: string): string | undefined {
  // Windows has other rights, and homes that are private by them.
  if (process.getuid === undefined) return undefined;
  try {
    fs.mkdirSync(folder, { recursive: true, mode: 0o700 });
    const { mode, uid } = fs.lstatSync(folder);
    const isPrivate = (mode & 0o170077) === 0o040000 && uid === process.getuid();
    return isPrivate ? folder : undefined;
  } catch {
    return undefined;
  }
}
