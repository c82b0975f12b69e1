import { lstatSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { AgentSafeError } from '@agent-safe/core';
import { displayPath } from '../yaml/paths.ts';

export const CONFIG_FILE = 'agent-safe.yaml';

/**
 * Finds agent-safe.yaml in a folder or the closest folder above it. It also returns an unreadable file: a file further up would have
 * unintended settings.
 *
 * @throws AgentSafeError ERR_CONFIG_INVALID if the file ends in .yml
 */
export function findConfig(from: string): string | undefined {
  for (let folder = resolve(from); ; folder = dirname(folder)) {
    const file = join(folder, CONFIG_FILE);
    if (isThere(file)) return file;
    const misnamed = file.replace(/yaml$/, 'yml');
    if (isThere(misnamed)) {
      throw new AgentSafeError(
        'ERR_CONFIG_INVALID',
        `The configuration has the wrong name: ${displayPath(misnamed)}. Rename it to ${CONFIG_FILE}.`,
      );
    }
    if (dirname(folder) === folder) return undefined;
  }
}

function isThere(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false }) !== undefined;
}
