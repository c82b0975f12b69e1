import { parseArgs } from 'node:util';
import { quote, suggest } from '@agent-safe/core';
import type { CacheOptions } from '@agent-safe/registry/open';
import type { ExitCode } from './exit-code.ts';

export interface Option {
  readonly type: 'string' | 'boolean';
  readonly short?: string;
  /** What stands for the value in the help. */
  readonly value?: string;
  readonly summary: string;
  /** Whether it may be given more than once; its value is then a list. */
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

/** What a command writes to. Text for people is coloured only where `color` says so. */
export interface Output {
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
  readonly color: boolean;
}

export interface Invocation<ReadValues> {
  readonly values: ReadValues;
  readonly positionals: readonly string[];
  readonly cwd: string;
  /** Milliseconds since 1970, UTC. The clock of the system, except in tests. */
  readonly clock: () => number;
  /** Where what was read may be kept; undefined where the command runs from its source. */
  readonly cache: CacheOptions | undefined;
  readonly output: Output;
}

interface Description<Given extends Options> {
  readonly name: string;
  readonly summary: string;
  /** What follows the name, such as `<action>`. */
  readonly positionals: string;
  /** How many of them there may be, at least and at most. */
  readonly arity: readonly [least: number, most: number];
  readonly options: Given;
  readonly examples: readonly string[];
}

/** A command as the dispatcher sees it. */
export interface Command extends Description<Options> {
  run(invocation: Invocation<ParsedValues>): Promise<ExitCode>;
}

type ParsedValues = Readonly<Record<string, string | boolean | readonly string[] | undefined>>;

/** A command whose `run` sees its own options, typed: `parse` has checked them against their definitions. */
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

/** The command was typed wrongly. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** Options of every command. */
export const COMMON_OPTIONS = {
  json: { type: 'boolean', summary: 'Print JSON' },
  help: { type: 'boolean', short: 'h', summary: 'Show this help' },
} as const satisfies Options;

/** Options of every command that reads a project. */
export const PROJECT_OPTIONS = {
  config: { type: 'string', value: 'FILE', summary: 'Settings; otherwise agent-safe.yaml, here or above' },
  'no-config': { type: 'boolean', summary: 'Read no settings' },
  registry: { type: 'string', value: 'PATH', summary: 'Actions: a folder or a file' },
  policies: { type: 'string', value: 'PATH', summary: 'Policies: a folder or a file' },
  inventory: { type: 'string', value: 'PATH', summary: 'Targets: a file or a folder' },
} as const satisfies Options;

/** Where a command that decides records it. */
export const RECORDING_OPTIONS = {
  'audit-log': { type: 'string', value: 'FILE', summary: 'Record the decisions here, and not where the settings say' },
} as const satisfies Options;

/** Options of the commands that decide: with the files of a project, or with a bundle made of them. */
export const DECIDING_OPTIONS = {
  bundle: { type: 'string', value: 'FILE', summary: 'Decide with this bundle, and with no other file' },
  ...PROJECT_OPTIONS,
} as const satisfies Options;

/** @throws UsageError naming the option and the closest one that exists */
export function parse(
  command: Command,
  argv: readonly string[],
): { values: ParsedValues; positionals: readonly string[] } {
  const options = { ...command.options, ...COMMON_OPTIONS };
  const definitions = Object.fromEntries(
    Object.entries<Option>(options).map(([name, { multiple = false, short, type }]) => [
      name,
      { type, multiple, ...(short === undefined ? {} : { short }) },
    ]),
  );
  const { positionals, tokens, values } = parseArgs({
    args: [...argv],
    options: definitions,
    allowPositionals: true,
    strict: false,
    tokens: true,
  });
  const seen = new Set<string>();
  for (const token of tokens) {
    if (token.kind !== 'option') continue;
    const definition = Object.hasOwn(options, token.name) ? (options as Options)[token.name] : undefined;
    if (definition === undefined) {
      const known = Object.keys(options).map((name) => `--${name}`);
      const hint = suggest(`--${token.name}`, known, `See agent-safe ${command.name} --help.`);
      throw new UsageError(`There is no option ${quote(token.rawName).slice(1, -1)}. ${hint}`);
    }
    if (seen.has(token.name) && definition.multiple !== true)
      throw new UsageError(`The option --${token.name} is given twice.`);
    seen.add(token.name);
    if (definition.type === 'boolean' && token.value !== undefined)
      throw new UsageError(`The option --${token.name} takes no value.`);
    if (
      definition.type === 'string' &&
      (token.value === undefined || (!token.inlineValue && /^--\w/.test(token.value)))
    ) {
      throw new UsageError(`The option --${token.name} needs a value: --${token.name} ${definition.value ?? 'VALUE'}.`);
    }
  }
  if (values.help !== true) checkArity(command, positionals.length);
  return { values, positionals };
}

function checkArity({ arity: [least, most], name, positionals }: Command, count: number): void {
  if (count >= least && count <= most) return;
  throw new UsageError(
    `${count < least ? 'Something is missing' : 'That is too much'}: agent-safe ${name} ${positionals}`.trimEnd(),
  );
}

/** A number that an option gives, from 0. @throws UsageError */
export function readCount(given: string | undefined, option: string): number | undefined {
  if (given === undefined) return undefined;
  if (/^\d{1,9}$/.test(given)) return Number(given);
  throw new UsageError(`${option} takes a whole number from 0: ${option} 0.`);
}
