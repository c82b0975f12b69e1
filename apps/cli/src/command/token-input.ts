import { holdsToken } from '@agent-safe/core';
import type { Command, Invocation, Option, Options, ParsedValues } from './command.ts';
import { describePlace, readOptionFile } from './option-file.ts';
import { UsageError } from './usage-error.ts';

type Source = Pick<Invocation<unknown>, 'cwd' | 'readInput'>;

/**
 * Replaces the tokens, tickets and secrets of a command line by their text. Other users of the machine can see a command
 * line, so each can also come from a file (`@FILE`), from standard input (`-`), or from an environment variable.
 *
 * @throws UsageError that never quotes a token
 */
export function readTokens(
  { options, name, positionals: usage, tokenArgument }: Command,
  { positionals, values }: { readonly values: ParsedValues; readonly positionals: readonly string[] },
  source: Source,
): { values: ParsedValues; positionals: readonly string[] } {
  const read = Object.entries<Option>(options).flatMap(([key, { multiple, token }]) => {
    const given = values[key];
    if (token === undefined || typeof given === 'boolean') return [];
    const texts = (typeof given === 'string' || given === undefined ? [given] : given).flatMap((each) => {
      return readToken(each, `--${key}`, token, source) ?? [];
    });
    const [first] = texts;
    return first === undefined ? [] : [[key, multiple === true ? texts : first] as const];
  });
  const all = { ...values, ...Object.fromEntries(read) };
  if (tokenArgument === undefined) return { values: all, positionals };
  const { noun, variable } = tokenArgument;
  const [given, ...rest] = positionals;
  const text = readToken(given, `The ${noun}`, { variable }, source);
  if (text !== undefined && text !== '') return { values: all, positionals: [text, ...rest] };
  throw new UsageError(
    `The ${noun} is missing: agent-safe ${name} ${usage}. Give the ${noun}, @FILE, - for standard input, or set ${variable}.`,
  );
}

/**
 * @param given the text itself, `@FILE`, or `-` for standard input
 * @returns undefined if neither the command line nor the environment has a value. An empty value on the command line stays
 * empty, so that the environment does not replace it.
 */
function readToken(
  given: string | undefined,
  name: string,
  { isSecret, orName, variable }: NonNullable<Option['token']>,
  { cwd, readInput }: Source,
): string | undefined {
  const check = (text: string, place: string, what: string) =>
    orName === true ? requireToken(text, name, place, what) : text;
  if (given === undefined) {
    const value = variable === undefined ? undefined : readVariable(variable);
    return value === undefined || variable === undefined ? value : check(value, variable, 'it');
  }
  if (given === '-') {
    const text = toSingleLine(readInput(name), `${name} -`, 'standard input');
    return check(text, `${name} -`, 'standard input');
  }
  if (!given.startsWith('@')) return holdsToken(given) ? given.trim() : given;
  const advice = 'Name a file that exists. A name cannot begin with "@".';
  const place = describePlace(given, name, isSecret);
  return check(toSingleLine(readOptionFile(given, place, cwd, advice), place, 'the file'), place, 'the file');
}

/** A file with other content must not become a name: a wrong path would be decided as another caller. */
function requireToken(text: string, name: string, place: string, what: string): string {
  if (holdsToken(text)) return text;
  throw new UsageError(`${place}: ${what} holds no token. To give a name, write it on the command line: ${name} NAME.`);
}

/** Reads a token or secret from the environment. @throws UsageError if the variable names a file */
export function readVariable(variable: string): string | undefined {
  const value = process.env[variable]?.trim() || undefined;
  if (value?.startsWith('@') !== true) return value;
  throw new UsageError(`${variable} begins with "@". Set it to the value itself, not to a file name.`);
}

/** Scripts often leave a line end after a token. */
function toSingleLine(text: string, place: string, what: string): string {
  const value = text.trim();
  if (value === '') throw new UsageError(`${place}: ${what} is empty. It must hold one line.`);
  if (/[\r\n]/.test(value)) throw new UsageError(`${place}: ${what} has more than one line. Leave one line in it.`);
  return value;
}

/** Where an option or argument can come from, for the help. */
export function describeSources({ variable }: NonNullable<Options[string]['token']>): string {
  return `@FILE, - for standard input${variable === undefined ? '' : `, or ${variable}`}`;
}
