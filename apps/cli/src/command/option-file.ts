import { isUtf8 } from 'node:buffer';
import { resolve } from 'node:path';
import { holdsToken } from '@agent-safe/core';
import { readRegularFile } from '@agent-safe/registry/open';
import { UsageError } from './usage-error.ts';

/**
 * Reads the file that an option names as `@FILE`.
 *
 * @param place the option and its value for messages, from {@link describePlace}
 * @param absent advice if the file does not exist
 * @throws UsageError
 */
export function readOptionFile(given: string, place: string, cwd: string, absent = 'Name a file that exists.'): string {
  const path = given.slice(1);
  if (path === '') throw new UsageError(`${place}: the file name is missing. Write it after "@".`);
  let bytes: Buffer;
  try {
    bytes = readRegularFile(resolve(cwd, path));
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'it cannot be read';
    const advice = code === 'ENOENT' ? absent : '';
    throw new UsageError(`${place}: the file cannot be read (${code}). ${advice}`.trimEnd());
  }
  if (!isUtf8(bytes)) throw new UsageError(`${place}: the file is not valid UTF-8.`);
  return bytes.toString('utf8');
}

/**
 * Names an option and the file that it gives. A token or secret behind "@" is a likely slip, and must not get into a terminal log.
 *
 * @param isSecret whether the option takes a secret, which has no form by which it could be recognized
 */
export function describePlace(given: string, option: string, isSecret = false): string {
  return isSecret || holdsToken(given) ? `${option} @…` : `${option} ${given}`;
}

/** Returns the text of an option, or the text of the file that it names as `@FILE`. @throws UsageError */
export function readTextOrFile(given: string, option: string, cwd: string): string {
  return given.startsWith('@') ? readOptionFile(given, describePlace(given, option), cwd) : given;
}
