import { statSync } from 'node:fs';
import { AgentSafeError, type Diagnostic } from '@agent-safe/core';
import { importSigningKey } from '@agent-safe/tokens';
import { unreadable } from '../yaml/describe-unread.ts';
import { displayPath, readRegularFile } from '../yaml/paths.ts';
import { type CheckpointKey, type ReadKey, readKeys, type TokenKey } from './key-file.ts';
import { findOpenAccess } from './open-access.ts';
import { WatchedFile, type WatchOptions } from './watched-file.ts';

export interface LoadKeysOptions {
  /**
   * Whether to check that each private key matches its public key. Default: true. The check takes longer than a decision; signing
   * performs it in any case.
   */
  readonly arePairsTried?: boolean;
}

/** The keys of a project, by purpose. */
export interface KeyRing {
  /** Masks sensitive parameters. */
  readonly mask: Uint8Array | undefined;
  /** Sign checkpoints of the audit log, newest last. */
  readonly checkpoints: readonly CheckpointKey[];
  /** Sign tokens within their validity periods, newest last. */
  readonly tokens: readonly TokenKey[];
  /** Create MACs of approval requests, newest last. */
  readonly approvals: readonly Uint8Array[];
  /** Encrypt the states that rollbacks need, newest last. */
  readonly encryption: readonly Uint8Array[];
}

/**
 * Reads a key file and checks its permissions. A file that other users can read is refused.
 *
 * @throws AgentSafeError ERR_KEYS_INVALID; the message contains no part of a key
 */
export function loadKeys(file: string, { arePairsTried = true }: LoadKeysOptions = {}): KeyRing {
  const { keys, diagnostics } = arePairsTried ? tryKeys(file) : readKeyFile(file);
  if (diagnostics.length > 0) throw unusable(diagnostics);
  return toKeyRing(keys);
}

/**
 * Opens a key file for a running process, which must notice when keys are removed or exposed.
 *
 * @throws AgentSafeError ERR_KEYS_INVALID, like {@link loadKeys}
 */
export function watchKeys(
  file: string,
  { arePairsTried = true, ...options }: LoadKeysOptions & WatchOptions = {},
): WatchedFile<KeyRing> {
  let isFirst = true;
  const parse = (bytes: Buffer) => {
    const keys = readKeys(bytes.toString('utf8'));
    if (keys === undefined) throw unusable([malformed(file)]);
    const broken = isFirst && !arePairsTried ? [] : keys.flatMap((key) => tryPair(key, file));
    if (broken.length > 0) throw unusable(broken);
    isFirst = false;
    return toKeyRing(keys);
  };
  const checkAccess = () => {
    const exposed = checkMode(file);
    if (exposed.length > 0) throw unusable(exposed);
  };
  try {
    return new WatchedFile(file, { what: 'key file', checkAccess, parse }, options);
  } catch (error) {
    if (error instanceof AgentSafeError) throw error;
    throw unusable([missing(file, error)]);
  }
}

function unusable(diagnostics: readonly Diagnostic[]): AgentSafeError {
  return new AgentSafeError('ERR_KEYS_INVALID', 'The key file cannot be used.', { diagnostics });
}

function toKeyRing(keys: readonly ReadKey[]): KeyRing {
  return {
    mask: keys.findLast((key) => key.purpose === 'mask')?.bytes,
    checkpoints: keys.filter((key) => key.purpose === 'checkpoint'),
    tokens: keys.filter((key) => key.purpose === 'token'),
    approvals: keys.filter((key) => key.purpose === 'approval').map(({ bytes }) => bytes),
    encryption: keys.filter((key) => key.purpose === 'seal').map(({ bytes }) => bytes),
  };
}

/**
 * Whether a project has keys that verify callers. If so, unverified callers gain nothing from their names.
 *
 * @throws AgentSafeError ERR_KEYS_INVALID
 */
export function hasTokenKeys({ keys }: { readonly keys: string | undefined }): boolean {
  return keys !== undefined && loadKeys(keys).tokens.length > 0;
}

/** Reads a key file like {@link loadKeys}, and returns errors as diagnostics. */
export function tryKeys(file: string): KeyFile {
  const { keys, diagnostics } = readKeyFile(file);
  return { keys, diagnostics: [...diagnostics, ...keys.flatMap((key) => tryPair(key, file))] };
}

function tryPair(key: ReadKey, file: string): readonly Diagnostic[] {
  if ('bytes' in key) return [];
  try {
    importSigningKey({ alg: 'EdDSA', kid: key.kid, d: key.d, x: key.x });
    return [];
  } catch (error) {
    const message = describeError(error);
    const fix = 'Move the file away, then run "agent-safe init" to create a new one.';
    return [{ severity: 'error', code: 'keys_invalid', message, fix, file: displayPath(file) }];
  }
}

function describeError(error: unknown): string {
  return error instanceof AgentSafeError ? error.message : 'A key in the key file is damaged.';
}

interface KeyFile {
  readonly keys: readonly ReadKey[];
  readonly diagnostics: readonly Diagnostic[];
}

function readKeyFile(file: string): KeyFile {
  try {
    const exposed = checkMode(file);
    const keys = readKeys(readRegularFile(file).toString('utf8'));
    if (keys !== undefined) return { keys, diagnostics: exposed };
    return { keys: [], diagnostics: [...exposed, malformed(file)] };
  } catch (error) {
    return { keys: [], diagnostics: [missing(file, error)] };
  }
}

/** The parse error is left out, because it could quote a key. */
function malformed(file: string): Diagnostic {
  return {
    severity: 'error',
    code: 'keys_invalid',
    message: 'The key file is invalid: it does not have the format that "agent-safe init" writes.',
    fix: 'Move the file away, then run "agent-safe init" to create a new one.',
    file: displayPath(file),
  };
}

function missing(file: string, error: unknown): Diagnostic {
  const fix =
    'Run "agent-safe init" in the project to create missing keys. To verify only, pass public keys with --jwks.';
  return { ...unreadable(file, 'keys', error), fix };
}

/**
 * Only the user of this process may read the keys. In a pod, Kubernetes gives the file of a Secret to root, and lets the group of the
 * pod read it.
 */
function checkMode(file: string): readonly Diagnostic[] {
  const { mode: all, uid } = statSync(file);
  const mode = all & 0o777;
  const shared = uid === 0 && process.getuid?.() !== 0 ? 0o037 : 0o077;
  const open = findOpenAccess(file);
  if (open !== undefined) {
    const message = `Other users can replace the key file: ${open.why}`;
    return [{ severity: 'error', code: 'keys_exposed', message, fix: open.fix, file: displayPath(file) }];
  }
  if (process.platform === 'win32' || (mode & shared) === 0) return [];
  const message = `Other users can read or change the key file (mode ${mode.toString(8).padStart(4, '0')}).`;
  return [
    {
      severity: 'error',
      code: 'keys_exposed',
      message,
      fix: `Run: chmod 600 ${displayPath(file)}`,
      file: displayPath(file),
    },
  ];
}
