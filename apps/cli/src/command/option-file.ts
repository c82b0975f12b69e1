import { isUtf8 } from 'node:buffer';
import { resolve } from 'node:path';
import { holdsToken } from '@agent-safe/core';
import { readRegularFile } from '@agent-safe/registry/open';
import { UsageError } from './usage-error.ts';

/**
 * Reads the file that an option names as `@FILE`.
 *
 * @param option what the value is for, such as `--params`
 * @param absent advice if the file does not exist
 * @throws UsageError
 */
export function readOptionFile(given: string, option: string, cwd: string, absent = ''): string {
  // A user may write a token after "@" by mistake. The message must not print it.
  const place = holdsToken(given) ? `${option} @…` : `${option} ${given}`;
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

/** Returns the text of an option, or the text of the file that it names as `@FILE`. @throws UsageError */
export function readTextOrFile(given: string, option: string, cwd: string): string {
  return given.startsWith('@') ? readOptionFile(given, option, cwd) : given;
}
