import type { JsonObject } from '@agent-safe/core';
import { ParameterRefused, readOwn } from '@agent-safe/runner/executor-kit';

/** One segment of a DNS name: letters, digits and hyphens. @see https://www.rfc-editor.org/rfc/rfc1123 */
const LABEL = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;
/** DNS labels, separated by dots. */
const SUBDOMAIN = /^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)*$/;
const LONGEST_NAME = 253;
/** Names of folders, and a key with a special meaning in JavaScript. */
const RESERVED: readonly string[] = ['.', '..', '__proto__'];
/** @see https://kubernetes.io/docs/concepts/configuration/configmap/ */
const KEY = /^[-._a-zA-Z0-9]{1,253}$/;
/** Name of an image with registry and tag or digest. It does not begin with a hyphen, and has no white space. */
const IMAGE = /^[a-zA-Z0-9][a-zA-Z0-9._:/@+-]{0,254}$/;

/** Reads a name of a namespace or a container. @throws ParameterRefused */
export function readLabel(params: JsonObject, parameter: string): string {
  return read(
    params,
    parameter,
    (text) => LABEL.test(text),
    'is not a Kubernetes name (letters a to z, digits, hyphens)',
  );
}

/** Reads a name of any other object. @throws ParameterRefused */
export function readName(params: JsonObject, parameter: string): string {
  const isName = (text: string) => text.length <= LONGEST_NAME && SUBDOMAIN.test(text);
  return read(params, parameter, isName, 'is not a Kubernetes name (letters a to z, digits, hyphens, dots)');
}

/** Reads a key of a ConfigMap. @throws ParameterRefused */
export function readKey(params: JsonObject, parameter: string): string {
  const isKey = (text: string) => KEY.test(text) && !RESERVED.includes(text);
  return read(params, parameter, isKey, 'is not a key of a ConfigMap (letters, digits, and the characters "-._")');
}

/** Reads the name of a container image. @throws ParameterRefused */
export function readImage(params: JsonObject, parameter: string): string {
  return read(
    params,
    parameter,
    (text) => IMAGE.test(text) && !text.includes('//'),
    'is not the name of a container image',
  );
}

/** Reads a text. The message does not quote the value, because the caller chose it. */
function read(params: JsonObject, parameter: string, isRight: (text: string) => boolean, why: string): string {
  const value = readOwn(params, parameter);
  if (typeof value === 'string' && isRight(value)) return value;
  throw new ParameterRefused(`The parameter "${parameter}" ${why}.`);
}
