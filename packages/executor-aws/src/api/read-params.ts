import type { JsonObject } from '@agent-safe/core';
import { ParameterRefused, readText } from '@agent-safe/runner/executor-kit';

/** Reads a text that must match a pattern of the API. @throws ParameterRefused */
function readMatching(params: JsonObject, parameter: string, pattern: RegExp, expected: string): string {
  const value = readText(params, parameter);
  if (pattern.test(value)) return value;
  throw new ParameterRefused(`The parameter "${parameter}" is not ${expected}.`);
}

/** @throws ParameterRefused */
export function readInstanceId(params: JsonObject, parameter: string): string {
  return readMatching(params, parameter, /^i-[0-9a-f]{8,32}$/, 'the id of an EC2 instance, such as i-0abc123def456');
}
