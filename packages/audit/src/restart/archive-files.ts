import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { listSegments } from '../format/segments.ts';

/** Creates a folder beside a log for its old files. */
export function makeArchive(path: string, at: number): string {
  const stamp = new Date(at).toISOString().replaceAll(/[-:]|\.\d+/g, '');
  for (let count = 1; ; count += 1) {
    const folder = `${path}.archive-${stamp}${count === 1 ? '' : `-${count}`}`;
    if (existsSync(folder)) continue;
    mkdirSync(folder, { mode: 0o700 });
    return folder;
  }
}

/** Ends of the names of the files beside a log that belong to it. Read in this order, the tree is never older than the checkpoint. */
export const BESIDE: readonly string[] = ['.checkpoint', '.start', '.tree', '.witnesses'];

/** Returns the files of a log: its parts, its checkpoint, tree, witnesses and archive statement, and the positions of its destinations. */
export function listFiles(path: string): readonly string[] {
  const folder = dirname(path);
  const names = readdirSync(folder);
  const own = names.filter((name) => name === basename(path) || name.startsWith(`${basename(path)}.ship-`));
  const ends = [...BESIDE, '.archiving'];
  const beside = names.filter((name) => ends.some((end) => name === `${basename(path)}${end}`));
  return [
    ...listSegments(path, names).map((segment) => segment.path),
    ...[...own, ...beside].map((name) => join(folder, name)),
  ];
}
