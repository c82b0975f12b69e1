import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { join as joinPath } from 'node:path/posix';
import { fileURLToPath } from 'node:url';

export const root: string = fileURLToPath(new URL('../../..', import.meta.url));

/** Folders that installing, building and testing make. No page may name a path in them. */
const GENERATED = /^(?:node_modules|dist|coverage|\.(?:git|turbo|state|snippets|examples-.*))$/;

/** Every file of the repository, by its path from the root. */
export const files: readonly string[] = listFiles('');
/** Every folder of the repository that holds a file. */
export const folders: ReadonlySet<string> = new Set(files.flatMap(parentsOf));

function listFiles(folder: string): readonly string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = joinPath(folder, entry.name);
    if (entry.isDirectory()) return GENERATED.test(entry.name) ? [] : listFiles(path);
    return [path];
  });
}

function parentsOf(path: string): readonly string[] {
  const parent = dirname(path);
  return parent === '.' ? [] : [parent, ...parentsOf(parent)];
}

export function read(path: string): string {
  return readFileSync(join(root, path), 'utf8');
}
