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

/** Reads the name of a function. An ARN or a qualifier could name a resource outside the target. @throws ParameterRefused */
export function readFunctionName(params: JsonObject, parameter: string): string {
  return readMatching(
    params,
    parameter,
    /^[A-Za-z0-9_-]{1,64}$/,
    'a name of up to 64 letters, digits, hyphens and underscores',
  );
}

/** Reads the name of a bucket. The ARN of an access point could lead to another bucket. @throws ParameterRefused */
export function readBucket(params: JsonObject, parameter: string): string {
  return readMatching(
    params,
    parameter,
    /^(?!.*\.\.)[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/,
    'the name of a bucket: 3 to 63 lowercase letters, digits, dots and hyphens',
  );
}

/** Bytes of the longest key. */
const LONGEST_KEY = 1_024;

/** @throws ParameterRefused */
export function readObjectKey(params: JsonObject, parameter: string): string {
  const key = readText(params, parameter);
  if (key !== '' && Buffer.byteLength(key) <= LONGEST_KEY) return key;
  throw new ParameterRefused(`The parameter "${parameter}" is not a key of 1 to ${LONGEST_KEY} bytes.`);
}

/** @throws ParameterRefused */
export function readVersionId(params: JsonObject, parameter: string): string {
  return readMatching(params, parameter, /^[\w.-]{1,1024}$/, 'the id of a version');
}

/** Reads the name of a role, without its path. @throws ParameterRefused */
export function readRoleName(params: JsonObject, parameter: string): string {
  return readMatching(params, parameter, /^[\w+=,.@-]{1,64}$/, 'the name of a role');
}

/** @throws ParameterRefused */
export function readPolicyArn(params: JsonObject, parameter: string): string {
  return readMatching(
    params,
    parameter,
    /^arn:aws[a-z-]*:iam::(?:aws|\d{12}):policy\/[\w+=,.@/-]+$/,
    'the ARN of a managed policy',
  );
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
