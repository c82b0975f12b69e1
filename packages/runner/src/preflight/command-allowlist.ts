import { type CheckResult, isJsonArray, type JsonValue } from '@agent-safe/core';
import type { AllowedCommand } from '../run/options.ts';

/** Whether the configuration allows a command. */
export function checkCommand(
  command: JsonValue | undefined,
  allowed: readonly AllowedCommand[],
): CheckResult<'command_refused'> {
  if (allowed.length === 0) return refuse('The runner is configured to allow no command.');
  const words = command !== undefined && isJsonArray(command) ? command : [];
  if (words.length === 0 || !words.every((word) => typeof word === 'string')) {
    return refuse('There is no command to compare.');
  }
  if (allowed.some((each) => matches(words, typeof each === 'string' ? each.split(' ') : each))) return { ok: true };
  return refuse('The command is not one that the settings of the runner allow.');
}

function refuse(reason: string): CheckResult<'command_refused'> {
  return { ok: false, code: 'command_refused', reason };
}

function matches(words: readonly string[], pattern: readonly string[]): boolean {
  if (words.length !== pattern.length) return false;
  return words.every((word, index) => {
    // A flag may make another command of it.
    return pattern[index] === '*' ? !word.startsWith('-') : pattern[index] === word;
  });
}
