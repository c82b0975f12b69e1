import type { JsonObject, JsonValue } from '@agent-safe/core';

/** A parameter is nothing that could be asked for. Nothing was done. */
export class ParameterRefused extends Error {
  override readonly name = 'ParameterRefused';
}

/** One segment of a DNS name: letters, digits and hyphens. @see https://www.rfc-editor.org/rfc/rfc1123 */
const LABEL = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;
/** Several of them, with dots between. */
const SUBDOMAIN = /^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)*$/;
const LONGEST_NAME = 253;
/** Folders, and what is no key of an object in JavaScript. */
const RESERVED: readonly string[] = ['.', '..', '__proto__'];
/** @see https://kubernetes.io/docs/concepts/configuration/configmap/ */
const KEY = /^[-._a-zA-Z0-9]{1,253}$/;
/** A name, with a registry and a tag or digest. It begins with no hyphen, and has no white space. */
const IMAGE = /^[a-zA-Z0-9][a-zA-Z0-9._:/@+-]{0,254}$/;

/** A name of a namespace or a container. @throws ParameterRefused */
export function readLabel(params: JsonObject, parameter: string): string {
  return read(
    params,
    parameter,
    (text) => LABEL.test(text),
    'is no name of Kubernetes (letters a to z, digits, hyphens)',
  );
}

/** A name of any other object. @throws ParameterRefused */
export function readName(params: JsonObject, parameter: string): string {
  const isName = (text: string) => text.length <= LONGEST_NAME && SUBDOMAIN.test(text);
  return read(params, parameter, isName, 'is no name of Kubernetes (letters a to z, digits, hyphens, dots)');
}

/** @throws ParameterRefused */
export function readKey(params: JsonObject, parameter: string): string {
  const isKey = (text: string) => KEY.test(text) && !RESERVED.includes(text);
  return read(params, parameter, isKey, 'is no key of a ConfigMap (letters, digits, and any of "-._")');
}

/** @throws ParameterRefused */
export function readImage(params: JsonObject, parameter: string): string {
  return read(params, parameter, (text) => IMAGE.test(text) && !text.includes('//'), 'is no name of an image');
}

/** The value is not told: it is whatever somebody asked for. */
function read(params: JsonObject, parameter: string, isRight: (text: string) => boolean, why: string): string {
  const value = readOwn(params, parameter);
  if (typeof value === 'string' && isRight(value)) return value;
  throw new ParameterRefused(`"${parameter}" ${why}.`);
}

/** Undefined where it was not given. @throws ParameterRefused */
export function readOptional<Value>(
  params: JsonObject,
  parameter: string,
  reader: (params: JsonObject, parameter: string) => Value,
): Value | undefined {
  const value = readOwn(params, parameter);
  return value === undefined || value === null ? undefined : reader(params, parameter);
}

/** @throws ParameterRefused */
export function readInteger(params: JsonObject, parameter: string): number {
  const value = readOwn(params, parameter);
  if (typeof value === 'number' && Number.isSafeInteger(value) && value >= 0) return value;
  throw new ParameterRefused(`"${parameter}" is no whole number from 0.`);
}

/** @throws ParameterRefused */
export function readText(params: JsonObject, parameter: string): string {
  const value = readOwn(params, parameter);
  if (typeof value === 'string' && value.isWellFormed()) return value;
  throw new ParameterRefused(`"${parameter}" is no text.`);
}

/** A program and its arguments. No argument of a process can hold a zero byte. @throws ParameterRefused */
export function readWords(params: JsonObject, parameter: string): readonly string[] {
  const value = readOwn(params, parameter);
  const words: readonly JsonValue[] = Array.isArray(value) ? value : [];
  const isWord = (word: JsonValue) => typeof word === 'string' && word.isWellFormed() && !word.includes('\u0000');
  if (words.length > 0 && words[0] !== '' && words.every(isWord)) return words as readonly string[];
  throw new ParameterRefused(`"${parameter}" is no list of a program and its arguments.`);
}

function readOwn(params: JsonObject, parameter: string): JsonValue | undefined {
  return Object.hasOwn(params, parameter) ? params[parameter] : undefined;
}
