import { statSync } from 'node:fs';
import { AgentSafeError, type Diagnostic } from '@agent-safe/core';
import { importSigningKey } from '@agent-safe/tokens';
import { displayPath, readRegularFile, unreadable } from '../yaml/paths.ts';
import { type CheckpointKey, type ReadKey, readKeys, type TokenKey } from './key-file.ts';

export interface LoadKeysOptions {
  /**
   * Whether each private part is held against its public one: yes where it is left out. It takes longer than a decision, and
   * a key that signs is tried by then at the latest.
   */
  readonly arePairsTried?: boolean;
}

/** The keys of a project, by purpose. */
export interface KeyRing {
  /** Masks sensitive values. */
  readonly mask: Uint8Array | undefined;
  /** Sign checkpoints of the audit log, the newest last. */
  readonly checkpoints: readonly CheckpointKey[];
  /** Sign tokens, each in its time, the newest last. */
  readonly tokens: readonly TokenKey[];
  /** Prove that requests for approval are as they were left, the newest last. */
  readonly approvals: readonly Uint8Array[];
  /** Encrypt the states that rollbacks need in clear; the last key is the newest. */
  readonly encryption: readonly Uint8Array[];
}

/**
 * Reads a key file. One that others may read protects nothing, and is refused.
 *
 * @throws AgentSafeError ERR_KEYS_INVALID; its text never holds a part of a key
 */
export function loadKeys(file: string, { arePairsTried = true }: LoadKeysOptions = {}): KeyRing {
  const { keys, diagnostics } = arePairsTried ? tryKeys(file) : readKeyFile(file);
  if (diagnostics.length > 0) throw new AgentSafeError('ERR_KEYS_INVALID', 'The keys cannot be used.', { diagnostics });
  return {
    mask: keys.findLast((key) => key.purpose === 'mask')?.bytes,
    checkpoints: keys.filter((key) => key.purpose === 'checkpoint'),
    tokens: keys.filter((key) => key.purpose === 'token'),
    approvals: keys.filter((key) => key.purpose === 'approval').map(({ bytes }) => bytes),
    encryption: keys.filter((key) => key.purpose === 'seal').map(({ bytes }) => bytes),
  };
}

/**
 * Whether a project has keys that verify callers. Where it has, a name that nothing proves counts no more.
 *
 * @throws AgentSafeError ERR_KEYS_INVALID
 */
export function hasTokenKeys({ keys }: { readonly keys: string | undefined }): boolean {
  return keys !== undefined && loadKeys(keys).tokens.length > 0;
}

/** As {@link loadKeys}, with the mistakes as a value. */
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
    const fix = 'Move the file away, and let "agent-safe init" make a new one.';
    return [{ severity: 'error', code: 'keys_invalid', message, fix, file: displayPath(file) }];
  }
}

function describeError(error: unknown): string {
  return error instanceof AgentSafeError ? error.message : 'A key is damaged.';
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
    // What is wrong is not told further: it would quote what may be a key.
    const diagnostic: Diagnostic = {
      severity: 'error',
      code: 'keys_invalid',
      message: 'This is not a key file as "agent-safe init" makes it.',
      fix: 'Move it away, and let "agent-safe init" make a new one.',
      file: displayPath(file),
    };
    return { keys: [], diagnostics: [...exposed, diagnostic] };
  } catch (error) {
    const diagnostic = unreadable(file, 'keys', error);
    return {
      keys: [],
      diagnostics: [
        {
          ...diagnostic,
          fix: 'Run "agent-safe init" in the project: it makes what is missing. To verify only, name public keys with --jwks.',
        },
      ],
    };
  }
}

function checkMode(file: string): readonly Diagnostic[] {
  const mode = statSync(file).mode & 0o777;
  if (process.platform === 'win32' || (mode & 0o077) === 0) return [];
  const message = `Others can read or change the keys (mode ${mode.toString(8).padStart(4, '0')}).`;
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
