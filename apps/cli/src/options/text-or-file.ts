import { isUtf8 } from 'node:buffer';
import { resolve } from 'node:path';
import { readRegularFile } from '@agent-safe/registry/open';
import { UsageError } from '../command/command.ts';

/** What an option says, or what stands in the file that it names as `@file`. @throws UsageError */
export function readTextOrFile(given: string, option: string, cwd: string): string {
  if (!given.startsWith('@')) return given;
  let bytes: Buffer;
  try {
    bytes = readRegularFile(resolve(cwd, given.slice(1)));
  } catch (error) {
    const why = error instanceof Error && 'code' in error ? String(error.code) : 'it cannot be read';
    throw new UsageError(`${option} ${given}: the file cannot be read (${why}).`);
  }
  // Replacing what is no text would be about something else than the file holds.
  if (!isUtf8(bytes)) throw new UsageError(`${option} ${given}: the file is not valid UTF-8.`);
  return bytes.toString('utf8');
}

/**
 * A token or a secret: by an option or its `@file`, or else by the environment, since others see what stands on a command line.
 * Scripts often leave a line end on it.
 *
 * @throws UsageError
 */
export function readSecret(
  given: string | undefined,
  option: string,
  cwd: string,
  fromEnvironment?: string,
): string | undefined {
  const text = given === undefined ? fromEnvironment : readTextOrFile(given, option, cwd);
  return text?.trim() || undefined;
}
