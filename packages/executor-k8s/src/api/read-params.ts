import type { JsonObject } from '@agent-safe/core';
import { ParameterRefused, readOwn } from '@agent-safe/runner/executor-kit';

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

/** The message does not quote the value: it is whatever was asked for. */
function read(params: JsonObject, parameter: string, isRight: (text: string) => boolean, why: string): string {
  const value = readOwn(params, parameter);
  if (typeof value === 'string' && isRight(value)) return value;
  throw new ParameterRefused(`"${parameter}" ${why}.`);
}
