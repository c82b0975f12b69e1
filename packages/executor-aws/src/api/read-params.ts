import type { JsonObject } from '@agent-safe/core';
import { ParameterRefused, readOwn, readText } from '@agent-safe/runner/executor-kit';

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
/** Reads the name of an ECS cluster or service. A list or an ARN would name another object. @throws ParameterRefused */
export function readEcsName(params: JsonObject, parameter: string): string {
  return readMatching(
    params,
    parameter,
    /^[A-Za-z0-9_-]{1,255}$/,
    'a name of letters, digits, hyphens and underscores',
  );
}

/** @throws ParameterRefused */
export function readTaskId(params: JsonObject, parameter: string): string {
  return readMatching(params, parameter, /^[0-9a-f][0-9a-f-]{7,63}$/, 'the id of an ECS task');
}

/** @throws ParameterRefused */
export function readBoolean(params: JsonObject, parameter: string): boolean {
  const value = readOwn(params, parameter);
  if (typeof value === 'boolean') return value;
  throw new ParameterRefused(`The parameter "${parameter}" is not true or false.`);
}
