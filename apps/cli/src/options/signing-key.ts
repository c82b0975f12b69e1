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
    token: { variable: 'AGENT_SAFE_SIGNING_KEY' },
  },
} as const satisfies Options;

/** The shared secret of 0.11. An empty one counts as absent. */
export function signingKeyFrom(values: Values<typeof SIGNING_OPTIONS>): string | undefined {
  return values['signing-key'];
}

/** Whoever only verifies needs public keys, and no project. */
export const KEY_SET_OPTIONS = {
  jwks: { type: 'string', value: 'FILE', summary: 'Public keys, as "agent-safe keys jwks" prints them' },
} as const satisfies Options;

/** How a command that decides verifies who asks. */
export const CALLER_OPTIONS = {
  issuer: { type: 'string', value: 'NAME', summary: 'Who issues tokens, where it is not what the settings say' },
  state: { type: 'string', value: 'FILE', summary: 'The state, where it is not where the settings say' },
  ...SIGNING_OPTIONS,
  ...KEY_SET_OPTIONS,
} as const satisfies Options;

/** The public keys that are given, which then count in place of those of the project. @throws UsageError */
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
