import { statSync } from 'node:fs';
import { AgentSafeError } from '@agent-safe/core';
import type { TokenKey } from './key-file.ts';
import { loadKeys } from './keys.ts';

/**
 * Returns a function that returns the token keys of a file and reads the file again after a change. A long-running process therefore
 * signs with a new key and verifies tokens of other processes without a restart. If the changed file cannot be used, the previous keys
 * stay in use, with a process warning.
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
      const why = error instanceof AgentSafeError ? error.message : 'The file cannot be read.';
      process.emitWarning(`The changed key file cannot be used: ${why} The previous keys stay in use. Fix the file.`, {
        code: 'AGENT_SAFE_KEYS',
      });
    }
    return tokens;
  };
}

/** Returns a text that changes when a file is replaced or written. */
function describeFile(file: string): string {
  const found = statSync(file, { throwIfNoEntry: false, bigint: true });
  return found === undefined ? '' : `${found.dev}:${found.ino}:${found.size}:${found.mtimeNs}`;
}
