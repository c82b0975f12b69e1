import { isUtf8 } from 'node:buffer';
import { resolve } from 'node:path';
import { describeType, JsonError, type JsonObject, parseJson } from '@agent-safe/core';
import { readRegularFile } from '@agent-safe/registry/open';
import { UsageError } from './command.ts';

/** The parameters of an action, as JSON or as @file. @throws UsageError */
export function readParams(text: string | undefined, cwd: string): JsonObject | undefined {
  if (text === undefined) return undefined;
  const source = text.startsWith('@') ? readParamsFile(resolve(cwd, text.slice(1)), text) : text;
  try {
    const params = parseJson(source, '--params');
    if (typeof params === 'object' && params !== null && !Array.isArray(params)) return params as JsonObject;
    throw new UsageError(`--params must be a JSON object, but it is ${describeType(params)}.`);
  } catch (error) {
    if (!(error instanceof SyntaxError) && !(error instanceof JsonError)) throw error;
    throw new UsageError(`${error.message}. Write it as in --params '{"namespace":"dev"}'.`);
  }
}

function readParamsFile(path: string, option: string): string {
  let bytes: Buffer;
  try {
    bytes = readRegularFile(path);
  } catch (error) {
    const why = error instanceof Error && 'code' in error ? String(error.code) : 'it cannot be read';
    throw new UsageError(`--params ${option}: the file cannot be read (${why}).`);
  }
  // Replacing what is no text would decide about other parameters than the file holds.
  if (!isUtf8(bytes)) throw new UsageError(`--params ${option}: the file is not valid UTF-8.`);
  return bytes.toString('utf8');
}
