import { resolve } from 'node:path';
import { AgentSafeError, describeCause } from '@agent-safe/core';
import { type Settings, watchKeySet } from '@agent-safe/registry/open';
import type { VerificationKey } from '@agent-safe/tokens';
import { type Options, UsageError, type Values } from '../command/command.ts';

/** Option of the commands that verify or issue tokens of 0.11. */
export const SIGNING_OPTIONS = {
  'signing-key': {
    type: 'string',
    value: 'KEY',
    summary: 'Shared secret that 0.11 signed tokens with',
    // No variable: the environment adds trust only where the settings name it (signing_key_env).
    token: { isSecret: true },
  },
} as const satisfies Options;

/** Whether a shared secret verifies callers: by the option, or by the variable that the settings name. */
export function hasSharedSecret(
  values: Values<typeof SIGNING_OPTIONS>,
  { signingKeyVariable }: Pick<Settings, 'signingKeyVariable'>,
): boolean {
  return signingKeyFrom(values) !== undefined || signingKeyVariable !== undefined;
}

/** The shared secret of 0.11. An empty secret counts as absent. */
export function signingKeyFrom(values: Values<typeof SIGNING_OPTIONS>): string | undefined {
  return values['signing-key'];
}

/** Option of the commands that verify. Public keys suffice, without a project. */
export const KEY_SET_OPTIONS = {
  jwks: {
    type: 'string',
    value: 'FILE',
    summary: 'Public keys, from "agent-safe keys jwks"; override the keys of the project',
  },
} as const satisfies Options;

/** Options by which a deciding command verifies the caller. */
export const CALLER_OPTIONS = {
  issuer: { type: 'string', value: 'NAME', summary: 'Issuer of tokens; overrides the settings' },
  state: { type: 'string', value: 'FILE', summary: 'State file; overrides the settings' },
  ...SIGNING_OPTIONS,
  ...KEY_SET_OPTIONS,
} as const satisfies Options;

/**
 * Returns a function for the public keys that `--jwks` names now. They replace the keys of the project. A command can run
 * for long, so the file is watched.
 *
 * @throws UsageError
 */
export function keysFrom(
  values: Values<typeof KEY_SET_OPTIONS>,
  cwd: string,
): (() => readonly VerificationKey[]) | undefined {
  return values.jwks === undefined ? undefined : watchKeys(resolve(cwd, values.jwks), values.jwks);
}

const NO_KEYS: readonly VerificationKey[] = [];

function watchKeys(path: string, given: string): () => readonly VerificationKey[] {
  try {
    const watched = watchKeySet(path);
    return () => watched.content ?? NO_KEYS;
  } catch (error) {
    if (error instanceof AgentSafeError) throw new UsageError(`--jwks ${given}: ${error.message}`);
    throw new UsageError(`--jwks ${given}: the file cannot be read (${describeCause(error)}).`);
  }
}
