import type { Options, Values } from './command.ts';

/** The secret of those who come from 0.11. */
export const SIGNING_OPTIONS = {
  'signing-key': {
    type: 'string',
    value: 'KEY',
    summary: 'The secret that 0.11 signed with, which others see on a command line; or AGENT_SAFE_SIGNING_KEY',
  },
} as const satisfies Options;

/** The shared secret that is given, by option or by environment. */
export function signingKeyFrom(
  values: Values<typeof SIGNING_OPTIONS>,
  environment: NodeJS.ProcessEnv = process.env,
): string | undefined {
  return values['signing-key'] ?? (environment.AGENT_SAFE_SIGNING_KEY || undefined);
}
