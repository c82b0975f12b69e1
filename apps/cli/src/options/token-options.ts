import { type OpenOptions, openProjectServices, type ProjectServices } from '@agent-safe/sdk';
import { type Invocation, type Options, PROJECT_OPTIONS, type Values } from '../command/command.ts';
import { readConfigOption } from './project-settings.ts';
import { type KEY_SET_OPTIONS, keysFrom, SIGNING_OPTIONS, signingKeyFrom } from './signing-key.ts';

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

/** Where what the processes of a machine share is kept. */
export const STATE_OPTIONS = {
  state: { type: 'string', value: 'FILE', summary: 'The state, where it is not where the settings say' },
} as const satisfies Options;

type ServiceValues = Values<
  typeof TOKEN_OPTIONS & typeof KEY_SET_OPTIONS & typeof AUDIENCE_OPTIONS & typeof STATE_OPTIONS
>;

/** Opens what tokens need, by the options of a command. */
export function openProjectServicesFrom(
  { clock, cwd, values }: Pick<Invocation<ServiceValues>, 'clock' | 'cwd' | 'values'>,
  more: Pick<OpenOptions, 'onNotifyFailure'> = {},
): Promise<ProjectServices> {
  return openProjectServices(
    {
      ...more,
      clock,
      cwd,
      config: readConfigOption(values),
      issuer: values.issuer,
      state: values.state,
      signingKey: signingKeyFrom(values),
      // A process that ends at once ships nothing: "agent-safe audit ship" does, and loses nothing.
      auditShippers: [],
      shortLived: true,
      ...(values.audience === undefined ? {} : { tickets: { audience: values.audience } }),
    },
    keysFrom(values, cwd),
  );
}

export const AUDIENCE_OPTIONS = {
  audience: { type: 'string', value: 'NAME', summary: 'Who executes, where it is not what the settings say' },
} as const satisfies Options;

/** The values of an option that may be given more than once, each of them a list with commas. */
export function readList(given: readonly string[] | undefined): readonly string[] | undefined {
  return given
    ?.flatMap((list) => list.split(','))
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '');
}
