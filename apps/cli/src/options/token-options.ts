import { type OpenOptions, openProjectServices, type ProjectServices } from '@agent-safe/sdk';
import { type Invocation, type Options, PROJECT_OPTIONS, type Values } from '../command/command.ts';
import { readConfigOption } from './project-settings.ts';
import { type KEY_SET_OPTIONS, keysFrom, SIGNING_OPTIONS, signingKeyFrom } from './signing-key.ts';

/** Settings options of the commands that make no decision. */
export const SETTINGS_OPTIONS = {
  config: PROJECT_OPTIONS.config,
  'no-config': PROJECT_OPTIONS['no-config'],
} as const satisfies Options;

/** Options of all commands that verify or issue tokens. */
export const TOKEN_OPTIONS = {
  issuer: { type: 'string', value: 'NAME', summary: 'Issuer of tokens; overrides the settings' },
  ...SIGNING_OPTIONS,
  ...SETTINGS_OPTIONS,
} as const satisfies Options;

/** Option that names the state, which all processes of a machine share. */
export const STATE_OPTIONS = {
  state: { type: 'string', value: 'FILE', summary: 'State file; overrides the settings' },
} as const satisfies Options;

type ServiceValues = Values<
  typeof TOKEN_OPTIONS & typeof KEY_SET_OPTIONS & typeof AUDIENCE_OPTIONS & typeof STATE_OPTIONS
>;

/** Opens the services of a project with the options of a command. */
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
      // A short process ships nothing. "agent-safe audit ship" sends the events later.
      auditShippers: [],
      shortLived: true,
      ...(values.audience === undefined ? {} : { tickets: { audience: values.audience } }),
    },
    keysFrom(values, cwd),
  );
}

export const AUDIENCE_OPTIONS = {
  audience: { type: 'string', value: 'NAME', summary: 'Audience of tickets; overrides the settings' },
} as const satisfies Options;

/** Splits the values of a repeatable option, each a list with commas. */
export function readList(given: readonly string[] | undefined): readonly string[] | undefined {
  return given
    ?.flatMap((list) => list.split(','))
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '');
}
