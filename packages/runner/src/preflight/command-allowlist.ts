import { isJsonArray, type JsonValue } from '@agent-safe/core';

/**
 * A command that may be run, word by word: as a text, its words between single spaces, or as a list where a word holds a space.
 * The word `*` stands for exactly one word that does not begin with `-`; everything else for itself.
 *
 * @example ['date', 'cat /etc/hostname', 'ls -l *', ['echo', 'hello world']]
 */
export type AllowedCommand = string | readonly string[];

/** @returns why a command may not be run; undefined where it may */
export function refuseCommand(command: JsonValue | undefined, allowed: readonly AllowedCommand[]): string | undefined {
  if (allowed.length === 0) return 'The runner is configured to allow no command.';
  const words = command !== undefined && isJsonArray(command) ? command : [];
  if (words.length === 0 || !words.every((word) => typeof word === 'string')) return 'There is no command to compare.';
  if (allowed.some((each) => matches(words, typeof each === 'string' ? each.split(' ') : each))) return undefined;
  return 'The command is none that the runner is configured to allow.';
}

function matches(words: readonly string[], pattern: readonly string[]): boolean {
  if (words.length !== pattern.length) return false;
  return words.every((word, index) => {
    // A flag may make another command of it.
    return pattern[index] === '*' ? !word.startsWith('-') : pattern[index] === word;
  });
}
