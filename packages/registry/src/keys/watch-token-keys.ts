import { statSync } from 'node:fs';
import { AgentSafeError } from '@agent-safe/core';
import type { TokenKey } from './key-file.ts';
import { loadKeys } from './keys.ts';

/**
 * The keys of a file for tokens, read again where the file has changed: a process that runs for months signs with the new
 * key as soon as there is one, and believes what others sign with it. A file that cannot be used any more changes nothing:
 * what was read stays, and a warning says so.
 */
export function watchTokenKeys(file: string, first: readonly TokenKey[]): () => readonly TokenKey[] {
  let tokens = first;
  let seen = describeFile(file);
  return () => {
    const found = describeFile(file);
    if (found === seen) return tokens;
    seen = found;
    try {
      tokens = loadKeys(file).tokens;
    } catch (error) {
      const why = error instanceof AgentSafeError ? error.message : 'They cannot be read.';
      process.emitWarning(`The keys were changed, and those from before go on counting: ${why}`, {
        code: 'AGENT_SAFE_KEYS',
      });
    }
    return tokens;
  };
}

/** What changes when a file is replaced or written to. */
function describeFile(file: string): string {
  const found = statSync(file, { throwIfNoEntry: false, bigint: true });
  return found === undefined ? '' : `${found.dev}:${found.ino}:${found.size}:${found.mtimeNs}`;
}
