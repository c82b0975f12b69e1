import { existsSync, readFileSync, statSync } from 'node:fs';
import { open, readdir } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { describeCause } from '@agent-safe/core';
import { sourceOf } from '../read/read-lines.ts';
import { LATEST_CHECKPOINT, readBatchKey } from '../ship/s3-keys.ts';
import { DeliveryError } from '../ship/shipper.ts';
import type { Archive, ArchivePart } from './archive.ts';

/**
 * Opens a copy of a log, or a folder with the objects of an S3 archive.
 *
 * @param path of the copy or the folder
 */
export function fileArchive(path: string): Archive {
  return {
    name: path,
    parts: () => guard(path, async () => (statSync(path).isDirectory() ? folderParts(path) : [filePart(path)])),
    checkpoint: () =>
      guard(path, async () => {
        const file = statSync(path).isDirectory() ? join(path, LATEST_CHECKPOINT) : `${path}.checkpoint`;
        return existsSync(file) ? readFileSync(file, 'utf8') : undefined;
      }),
  };
}

async function guard<Result>(path: string, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof DeliveryError) throw error;
    throw new DeliveryError(`the archive ${path} cannot be read: ${describeCause(error)}`);
  }
}

async function folderParts(folder: string): Promise<readonly ArchivePart[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries.flatMap((entry) => {
    const path = join(entry.parentPath, entry.name);
    const range = entry.isFile() ? readBatchKey(relative(folder, path).split(sep).join('/')) : undefined;
    return range === undefined ? [] : [{ ...filePart(path), range }];
  });
}

function filePart(path: string): ArchivePart {
  return {
    name: path,
    range: undefined,
    open: () =>
      guard(path, async () => {
        const file = await open(path);
        return { ...sourceOf(file), size: (await file.stat()).size, close: () => file.close() };
      }),
  };
}
