import { closeSync, constants, fstatSync, openSync, readFileSync, type Stats, statSync } from 'node:fs';
import { join, relative } from 'node:path';

/**
 * Reads a regular file. Refuses pipes and devices, which may never end.
 *
 * @throws the errors of `fs`, with their `code`
 */
export function readRegularFile(path: string): Buffer {
  refuseOther(statSync(path));
  // If a pipe took the place of the file meanwhile, opening it must not wait for a writer.
  const descriptor = openSync(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  try {
    refuseOther(fstatSync(descriptor));
    return readFileSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

function refuseOther(found: Stats): void {
  if (!found.isFile()) throw Object.assign(new Error('Not a regular file.'), { code: 'not a regular file' });
}

/** Returns a path relative to the working directory if that is short, otherwise the path itself. */
export function displayPath(path: string): string {
  const short = relative(process.cwd(), path);
  return short === '' || short.startsWith(join('..', '..')) ? path : short;
}
