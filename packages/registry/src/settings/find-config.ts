import { lstatSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { AgentSafeError } from '@agent-safe/core';
import { displayPath } from '../yaml/paths.ts';

export const CONFIG_FILE = 'agent-safe.yaml';

/**
 * Looks for agent-safe.yaml in a folder and in every folder above it. One that cannot be read is found all the same: to
 * go on upwards would decide by settings that are not meant.
 *
 * @throws AgentSafeError ERR_CONFIG_INVALID where the file has the wrong ending
 */
export function findConfig(from: string): string | undefined {
  for (let folder = resolve(from); ; folder = dirname(folder)) {
    const file = join(folder, CONFIG_FILE);
    if (isThere(file)) return file;
    const misnamed = file.replace(/yaml$/, 'yml');
    if (isThere(misnamed)) {
      throw new AgentSafeError(
        'ERR_CONFIG_INVALID',
        `${displayPath(misnamed)} is not read. Rename it to ${CONFIG_FILE}.`,
      );
    }
    if (dirname(folder) === folder) return undefined;
  }
}

function isThere(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false }) !== undefined;
}
