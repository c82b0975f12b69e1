import type { BigIntStats } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';

const DEEPEST = 16;

/** Returns a text that changes when a file, or a file in a folder, is written, added, removed or replaced. Links are followed. */
export async function stampFiles(paths: readonly string[]): Promise<string> {
  const stamps: string[] = [];
  for (const path of paths) await addStamps(path, 0, stamps);
  return stamps.join('\n');
}

async function addStamps(path: string, depth: number, stamps: string[]): Promise<void> {
  const found = await find(path);
  if (found?.isDirectory() !== true || depth > DEEPEST) {
    stamps.push(`${path}:${found === undefined ? 'missing' : describe(found)}`);
    return;
  }
  const entries = await readdir(path).catch(() => ['']);
  // The registry reads no hidden files and no installed packages.
  const names = entries.filter((name) => !name.startsWith('.') && name !== 'node_modules').toSorted();
  for (const name of names) await addStamps(join(path, name), depth + 1, stamps);
}

async function find(path: string): Promise<BigIntStats | undefined> {
  try {
    return await stat(path, { bigint: true });
  } catch {
    return undefined;
  }
}

function describe({ ctimeNs, dev, ino, mtimeNs, size }: BigIntStats): string {
  return [dev, ino, size, mtimeNs, ctimeNs].join(':');
}
