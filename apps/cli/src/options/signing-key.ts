import { isUtf8 } from 'node:buffer';
import { resolve } from 'node:path';
import { AgentSafeError, describeCause } from '@agent-safe/core';
import { readRegularFile } from '@agent-safe/registry/open';
import { readKeySet, type VerificationKey } from '@agent-safe/tokens';
import { type Options, UsageError, type Values } from '../command/command.ts';

/** Option of the commands that verify or issue tokens of 0.11. */
export const SIGNING_OPTIONS = {
  'signing-key': {
    type: 'string',
    value: 'KEY',
    summary: 'Shared secret that 0.11 signed tokens with',
    token: { variable: 'AGENT_SAFE_SIGNING_KEY', isSecret: true },
  },
} as const satisfies Options;

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

/** Reads the public keys of `--jwks`, which replace the keys of the project. @throws UsageError */
export function keysFrom(values: Values<typeof KEY_SET_OPTIONS>, cwd: string): readonly VerificationKey[] | undefined {
  return values.jwks === undefined ? undefined : readKeys(resolve(cwd, values.jwks), values.jwks);
}

function readKeys(path: string, given: string): readonly VerificationKey[] {
  let bytes: Buffer;
  try {
    bytes = readRegularFile(path);
  } catch (error) {
    throw new UsageError(`--jwks ${given}: the file cannot be read (${describeCause(error)}).`);
  }
  if (!isUtf8(bytes)) throw new UsageError(`--jwks ${given}: the file is not valid UTF-8.`);
  try {
    return readKeySet(bytes.toString('utf8'));
  } catch (error) {
    if (!(error instanceof AgentSafeError)) throw error;
    throw new UsageError(`--jwks ${given}: ${error.message}`);
  }
}
