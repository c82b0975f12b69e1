import { describeType, findHiddenCharacters, JsonError, type JsonObject, parseJson } from '@agent-safe/core';
import { UsageError } from '../command/command.ts';
import { readTextOrFile } from '../command/option-file.ts';

/** Reads the parameters of an action, from JSON or from `@FILE`. @throws UsageError */
export function readParams(text: string | undefined, cwd: string): JsonObject | undefined {
  if (text === undefined) return undefined;
  const source = readTextOrFile(text, '--params', cwd);
  refuseHidden(source);
  try {
    const params = parseJson(source, '--params');
    if (typeof params === 'object' && params !== null && !Array.isArray(params)) return params as JsonObject;
    throw new UsageError(`--params must be a JSON object, but it is ${describeType(params)}.`);
  } catch (error) {
    if (!(error instanceof SyntaxError) && !(error instanceof JsonError)) throw error;
    throw new UsageError(`${error.message}. Write it as in --params '{"namespace":"dev"}'.`);
  }
}

/** Refuses characters that hide a part of the text from a reader. @throws UsageError */
function refuseHidden(text: string): void {
  const [first] = findHiddenCharacters(text);
  if (first === undefined) return;
  const line = text.slice(0, first.offset).split('\n').length;
  throw new UsageError(
    `--params has ${first.description} in line ${line}. Remove it, or write it as an escape in a string, such as "\\u200b".`,
  );
}
