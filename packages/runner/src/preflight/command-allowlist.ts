import { type CheckResult, isJsonArray, type JsonValue } from '@agent-safe/core';
import type { AllowedCommand } from '../run/options.ts';

/** Checks a command against the commands that the configuration allows. */
export function checkCommand(
  command: JsonValue | undefined,
  allowed: readonly AllowedCommand[],
): CheckResult<'command_refused'> {
  if (allowed.length === 0)
    return refuse('The runner allows no commands. Add the command to "runner.command_allowlist".');
  const words = command !== undefined && isJsonArray(command) ? command : [];
  if (words.length === 0 || !words.every((word) => typeof word === 'string')) {
    return refuse('The parameter "command" is not a list of words.');
  }
  if (allowed.some((each) => matches(words, typeof each === 'string' ? each.split(' ') : each))) return { ok: true };
  return refuse('The command is not in "runner.command_allowlist".');
}

function refuse(reason: string): CheckResult<'command_refused'> {
  return { ok: false, code: 'command_refused', reason };
}

function matches(words: readonly string[], pattern: readonly string[]): boolean {
  if (words.length !== pattern.length) return false;
  return words.every((word, index) => {
    // A flag could change the meaning of the command.
    return pattern[index] === '*' ? !word.startsWith('-') : pattern[index] === word;
  });
}
