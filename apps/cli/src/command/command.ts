import type { CacheOptions } from '@agent-safe/registry/open';
import type { ExitCode } from './exit-code.ts';
import type { ReadInput } from './standard-input.ts';

export { readCount } from './count.ts';
export { UsageError } from './usage-error.ts';

export interface Option {
  readonly type: 'string' | 'boolean';
  readonly short?: string;
  /** Placeholder of the value in the help. The shell completes file names for `FILE` and `PATH`. */
  readonly value?: string;
  readonly summary: string;
  /** Default value with its unit, for the help. The command itself applies it. */
  readonly default?: string;
  /** All values that the option accepts, for the help and for shell completion. The command itself checks them. */
  readonly choices?: readonly string[];
  /**
   * Marks a token or a secret. The text can come from a file (`@FILE`), from standard input (`-`), or from the environment
   * variable. The command receives the text.
   */
  readonly token?: {
    readonly variable?: string;
    /** Whether the text is a secret of any form. Messages then quote no part of the value, not even a file name. */
    readonly isSecret?: true;
    /** Whether the option also takes a name. A file, standard input or the variable must then hold a token. */
    readonly orName?: true;
  };
  /** Whether the option may be repeated. Its value is then a list. */
  readonly multiple?: true;
}

export type Options = Readonly<Record<string, Option>>;

export type Values<Given extends Options> = {
  readonly [Name in keyof Given]?: Given[Name]['type'] extends 'boolean'
    ? boolean
    : Given[Name] extends { readonly multiple: true }
      ? readonly string[]
      : string;
};

/** Output streams of a command. */
export interface Output {
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
  /** Whether text may contain terminal colors. */
  readonly color: boolean;
  /**
   * Waits until a slow reader has taken the text, so that a long list is not held in memory. Returns false if the reader stopped
   * reading. Undefined: each text is taken at once.
   */
  readonly waitForReader?: () => Promise<boolean>;
}

export interface Invocation<ReadValues> {
  readonly values: ReadValues;
  readonly positionals: readonly string[];
  readonly cwd: string;
  /** Milliseconds since 1970, UTC. The system clock, except in tests. */
  readonly clock: () => number;
  /** Where to cache parsed project files. Undefined if the command runs from source. */
  readonly cache: CacheOptions | undefined;
  readonly output: Output;
  readonly readInput: ReadInput;
  /** All commands, by name. Empty for `check`, which starts without the other commands. */
  readonly commands: Readonly<Record<string, CommandEntry>>;
  /** Returns the version of the command. Undefined for `check`. */
  readonly readVersion?: () => string;
}

/** Everything that a command line runs with, except its arguments. */
export type Surroundings = Omit<Invocation<never>, 'values' | 'positionals' | 'commands' | 'readVersion'>;

/** Exit codes of a command with their meanings, for its help. */
export type ExitMeanings = { readonly [code in ExitCode]?: string };

/** Headings of the command list, in the order of the help. */
export const COMMAND_GROUPS = [
  'Project',
  'Decide',
  'Policies',
  'Identities',
  'Approvals',
  'Execute',
  'Server',
  'Audit log',
] as const;

/** One row of the command table. */
export interface CommandEntry {
  readonly group: (typeof COMMAND_GROUPS)[number];
  /** One line for the list of all commands. */
  readonly summary: string;
  readonly command: Command;
  readonly exits: ExitMeanings;
}

interface Description<Given extends Options> {
  readonly name: string;
  readonly summary: string;
  /** Arguments after the name, such as `<action>`. */
  readonly positionals: string;
  /** Smallest and largest number of arguments. */
  readonly arity: readonly [least: number, most: number];
  /** Marks the first argument as a token that the command needs. See `token` of an option. */
  readonly tokenArgument?: { readonly noun: 'ticket' | 'token'; readonly variable: string };
  /** Fix for a wrong number of arguments. By default it names the help. */
  readonly hint?: string;
  readonly options: Given;
  readonly examples: readonly string[];
}

/** A command without the types of its options, as the dispatcher calls it. */
export interface Command extends Description<Options> {
  run(invocation: Invocation<ParsedValues>): Promise<ExitCode>;
}

export type ParsedValues = Readonly<Record<string, string | boolean | readonly string[] | undefined>>;

/** Defines a command. Its `run` receives typed options, because `parse` checks them against the definitions. */
export function defineCommand<Given extends Options>(
  command: Description<Given> & {
    run(invocation: Invocation<Values<Given & typeof COMMON_OPTIONS>>): Promise<ExitCode>;
  },
): Command {
  return {
    ...command,
    run: ({ values, ...rest }) => command.run({ ...rest, values: values as Values<Given & typeof COMMON_OPTIONS> }),
  };
}

/** Options of every command. */
export const COMMON_OPTIONS = {
  json: { type: 'boolean', summary: 'Print JSON' },
  help: { type: 'boolean', short: 'h', summary: 'Show this help' },
} as const satisfies Options;

/** Options of every command that reads a project. */
export const PROJECT_OPTIONS = {
  config: {
    type: 'string',
    value: 'FILE',
    summary: 'Settings file',
    default: 'agent-safe.yaml in this folder or the closest parent folder',
  },
  'no-config': { type: 'boolean', summary: 'Read no settings file' },
  registry: { type: 'string', value: 'PATH', summary: 'File or folder of actions' },
  policies: { type: 'string', value: 'PATH', summary: 'File or folder of policies' },
  inventory: { type: 'string', value: 'PATH', summary: 'File or folder of targets' },
} as const satisfies Options;

/** Options of every command that records decisions. */
export const RECORDING_OPTIONS = {
  'audit-log': { type: 'string', value: 'FILE', summary: 'Audit log for the decisions; overrides the settings' },
} as const satisfies Options;

/** Options of the commands that decide, with project files or with a bundle. */
export const DECIDING_OPTIONS = {
  bundle: { type: 'string', value: 'FILE', summary: 'Decide with this bundle instead of project files' },
  ...PROJECT_OPTIONS,
} as const satisfies Options;
