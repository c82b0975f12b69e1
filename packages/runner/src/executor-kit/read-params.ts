import type { JsonObject, JsonValue } from '@agent-safe/core';

/** A parameter has a value that the system does not accept. Nothing was done. */
export class ParameterRefused extends Error {
  override readonly name = 'ParameterRefused';
}

/** Returns the value of a parameter, or undefined if it was not given. */
export function readOwn(params: JsonObject, parameter: string): JsonValue | undefined {
  return Object.hasOwn(params, parameter) ? params[parameter] : undefined;
}

/** Reads an optional parameter. @returns undefined if it was not given @throws ParameterRefused */
export function readOptional<Value>(
  params: JsonObject,
  parameter: string,
  reader: (params: JsonObject, parameter: string) => Value,
): Value | undefined {
  const value = readOwn(params, parameter);
  return value === undefined || value === null ? undefined : reader(params, parameter);
}

/** Reads a whole number of 0 or more. @throws ParameterRefused */
export function readInteger(params: JsonObject, parameter: string): number {
  const value = readOwn(params, parameter);
  if (typeof value === 'number' && Number.isSafeInteger(value) && value >= 0) return value;
  throw new ParameterRefused(`The parameter "${parameter}" is not a whole number of 0 or more.`);
}

/** Reads a string. @throws ParameterRefused */
export function readText(params: JsonObject, parameter: string): string {
  const value = readOwn(params, parameter);
  if (typeof value === 'string' && value.isWellFormed()) return value;
  throw new ParameterRefused(`The parameter "${parameter}" is not text.`);
}

/** Reads a program and its arguments. An argument of a process cannot contain a zero byte. @throws ParameterRefused */
export function readWords(params: JsonObject, parameter: string): readonly string[] {
  const value = readOwn(params, parameter);
  const words: readonly JsonValue[] = Array.isArray(value) ? value : [];
  const isWord = (word: JsonValue) => typeof word === 'string' && word.isWellFormed() && !word.includes('\u0000');
  if (words.length > 0 && words[0] !== '' && words.every(isWord)) return words as readonly string[];
  throw new ParameterRefused(`The parameter "${parameter}" is not a list of a program and its arguments.`);
}
