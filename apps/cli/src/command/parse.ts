import { parseArgs } from 'node:util';
import { quote, suggest } from '@agent-safe/core';
import { COMMON_OPTIONS, type Command, type Option, type Options, type ParsedValues } from './command.ts';
import { UsageError } from './usage-error.ts';

/** Options of 0.11 that are still accepted, with their names here. */
const FORMER_NAMES: Readonly<Record<string, string>> = { '--json-output': '--json' };

/**
 * Reads the arguments of a command.
 *
 * @throws UsageError that names the option, and a close existing name
 */
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
    args: replaceFormerNames(argv),
    options: definitions,
    allowPositionals: true,
    strict: false,
    tokens: true,
  });
  const seen = new Set<string>();
  for (const token of tokens) {
    if (token.kind !== 'option') continue;
    const definition = Object.hasOwn(options, token.name) ? (options as Options)[token.name] : undefined;
    if (definition === undefined) throw unknownOption(command, options, token);
    checkOption(token, definition, seen.has(token.name));
    seen.add(token.name);
  }
  if (values.help !== true) checkArity(command, positionals.length);
  return { values, positionals };
}

/** Whether the arguments ask for JSON. It does not need valid arguments, so that usage errors are JSON too. */
export function asksForJson(argv: readonly string[]): boolean {
  return replaceFormerNames(argv).some((argument) => /^--json(?:=|$)/.test(argument));
}

function replaceFormerNames(argv: readonly string[]): string[] {
  const end = argv.indexOf('--');
  return argv.map((argument, index) => {
    if (end !== -1 && index > end) return argument;
    return Object.hasOwn(FORMER_NAMES, argument) ? (FORMER_NAMES[argument] ?? argument) : argument;
  });
}

interface OptionToken {
  readonly name: string;
  readonly rawName: string;
  readonly value?: string | undefined;
  readonly inlineValue?: boolean | undefined;
}

function unknownOption({ name }: Command, options: Options, token: OptionToken): UsageError {
  if (token.name === 'server')
    return new UsageError(`agent-safe ${name} works on project files, not with a server. Remove --server.`);
  const known = Object.keys(options).map((each) => `--${each}`);
  const hint = suggest(`--${token.name}`, known, `See agent-safe ${name} --help.`);
  return new UsageError(`There is no option ${quote(token.rawName).slice(1, -1)}. ${hint}`);
}

function checkOption(
  { inlineValue, name, value }: OptionToken,
  { multiple, type, value: placeholder = 'VALUE' }: Option,
  isRepeated: boolean,
): void {
  if (isRepeated && multiple !== true) throw new UsageError(`The option --${name} is given twice.`);
  if (type === 'boolean' && value !== undefined) throw new UsageError(`The option --${name} takes no value.`);
  if (type === 'string' && (value === undefined || (inlineValue !== true && /^--\w/.test(value)))) {
    throw new UsageError(`The option --${name} needs a value: --${name} ${placeholder}.`);
  }
}

function checkArity({ arity: [least, most], hint, name, positionals }: Command, count: number): void {
  if (count >= least && count <= most) return;
  const what = count < least ? 'An argument is missing' : 'There are too many arguments';
  const usage = `agent-safe ${name} ${positionals}`.trimEnd();
  throw new UsageError(`${what}: ${usage}. ${hint ?? `See agent-safe ${name} --help.`}`);
}
