import { isUtf8 } from 'node:buffer';
import { statSync } from 'node:fs';
import { AgentSafeError } from '@agent-safe/core';
import { readKeySet, type VerificationKey } from '@agent-safe/tokens';
import { displayPath } from '../yaml/paths.ts';
import { findOpenAccess } from './open-access.ts';
import { WatchedFile, type WatchOptions } from './watched-file.ts';

/**
 * Opens a file of public keys, in the format of `agent-safe keys jwks`, for a running process, which must notice when keys
 * are removed.
 *
 * @throws AgentSafeError ERR_KEYS_INVALID, or an error of `node:fs` if the file cannot be read
 */
export function watchKeySet(file: string, options: WatchOptions = {}): WatchedFile<readonly VerificationKey[]> {
  return new WatchedFile(file, { what: 'key set', checkAccess: refuseOpenAccess, parse }, options);
}

function parse(bytes: Buffer): readonly VerificationKey[] {
  if (isUtf8(bytes)) return readKeySet(bytes.toString('utf8'));
  throw new AgentSafeError('ERR_KEYS_INVALID', 'The file is not valid UTF-8.');
}

/** Every user may read public keys. A user who can write the file could add keys of their own. */
function refuseOpenAccess(file: string): void {
  const { mode } = statSync(file);
  if (process.platform !== 'win32' && (mode & 0o002) !== 0) {
    throw new AgentSafeError('ERR_KEYS_INVALID', `Every user can write it. Run: chmod o-w ${displayPath(file)}`);
  }
  const open = findOpenAccess(file);
  if (open === undefined) return;
  throw new AgentSafeError('ERR_KEYS_INVALID', `Other users can replace it: ${open.why} ${open.fix}`);
}
