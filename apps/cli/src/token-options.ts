import { isUtf8 } from 'node:buffer';
import { resolve } from 'node:path';
import { describeCause } from '@agent-safe/core';
import { readKeySet, type VerificationKey } from '@agent-safe/core/token';
import { readRegularFile } from '@agent-safe/registry/open';
import { type OpenedAuthority, openAuthority } from '@agent-safe/sdk';
import { type Options, PROJECT_OPTIONS, UsageError, type Values } from './command.ts';
import { SIGNING_OPTIONS, signingKeyFrom } from './signing-key.ts';

/** Which project a command belongs to, where it decides nothing. */
export const SETTINGS_OPTIONS = {
  config: PROJECT_OPTIONS.config,
  'no-config': PROJECT_OPTIONS['no-config'],
} as const satisfies Options;

/** Options of every command that reads or makes tokens. */
export const TOKEN_OPTIONS = {
  issuer: { type: 'string', value: 'NAME', summary: 'Who issues tokens, where it is not what the settings say' },
  ...SIGNING_OPTIONS,
  ...SETTINGS_OPTIONS,
} as const satisfies Options;

/** Opens what tokens need, by the options of a command. */
export function openAuthorityFrom(
  values: Values<typeof TOKEN_OPTIONS & typeof KEY_SET_OPTIONS & typeof AUDIENCE_OPTIONS>,
  cwd: string,
): Promise<OpenedAuthority> {
  if (values.config !== undefined && values['no-config']) {
    throw new UsageError('--config and --no-config exclude one another.');
  }
  const keys = values.jwks === undefined ? undefined : readKeys(resolve(cwd, values.jwks), values.jwks);
  return openAuthority(
    {
      cwd,
      config: values['no-config'] ? false : values.config,
      issuer: values.issuer,
      signingKey: signingKeyFrom(values),
      // A process that ends at once ships nothing: "agent-safe audit ship" does, and loses nothing.
      auditShippers: [],
      shortLived: true,
      ...(values.audience === undefined ? {} : { tickets: { audience: values.audience } }),
    },
    keys,
  );
}

/** Whoever only verifies needs public keys, and no project. */
export const KEY_SET_OPTIONS = {
  jwks: { type: 'string', value: 'FILE', summary: 'Public keys, as "agent-safe keys jwks" prints them' },
} as const satisfies Options;

export const AUDIENCE_OPTIONS = {
  audience: { type: 'string', value: 'NAME', summary: 'Who executes, where it is not what the settings say' },
} as const satisfies Options;

function readKeys(path: string, given: string): readonly VerificationKey[] {
  let bytes: Buffer;
  try {
    bytes = readRegularFile(path);
  } catch (error) {
    throw new UsageError(`--jwks ${given}: the file cannot be read (${describeCause(error)}).`);
  }
  if (!isUtf8(bytes)) throw new UsageError(`--jwks ${given}: the file is not valid UTF-8.`);
  return readKeySet(bytes.toString('utf8'));
}

/** The values of an option that may be given more than once, each of them a list with commas. */
export function readList(given: readonly string[] | undefined): readonly string[] | undefined {
  return given
    ?.flatMap((list) => list.split(','))
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '');
}

/** A token as it was given; scripts often leave a line end on it. */
export function readTokenArgument(given: string | undefined): string {
  return (given ?? '').trim();
}
