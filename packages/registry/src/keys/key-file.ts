import { isJsonArray, type JsonValue, parseJson } from '@agent-safe/core';
import { decodeBase64url } from '@agent-safe/tokens';

/** An Ed25519 key, as a JSON Web Key has it. */
export interface CheckpointKey {
  readonly kid: string;
  /** The private part, base64url. */
  readonly d: string;
  /** The public part, base64url. */
  readonly x: string;
}

/** An Ed25519 key that signs tokens, for a time. */
export interface TokenKey extends CheckpointKey {
  /** Milliseconds since 1970, UTC; at once where it is left out. */
  readonly signsFrom?: number;
  /** Milliseconds since 1970, UTC, from which on it neither signs nor verifies; never where it is left out. */
  readonly verifiesUntil?: number;
}

/** A key that whoever checks also makes with. */
interface SecretKey {
  readonly kid: string;
  readonly bytes: Uint8Array;
}

export type ReadKey =
  | ({ readonly purpose: 'mask' } & SecretKey)
  | ({ readonly purpose: 'approval' } & SecretKey)
  | ({ readonly purpose: 'seal' } & SecretKey)
  | ({ readonly purpose: 'checkpoint' } & CheckpointKey)
  | ({ readonly purpose: 'token' } & TokenKey);

/** Undefined where anything in the text of a key file is not as it is written. */
export function readKeys(text: string): readonly ReadKey[] | undefined {
  let document: JsonValue;
  try {
    document = parseJson(text, 'keys');
  } catch {
    return undefined;
  }
  const entries = hasKeys(document, ['keys']) ? document.keys : undefined;
  if (entries === undefined || !isJsonArray(entries)) return undefined;
  const keys = entries.map((entry) => readSecretKey(entry) ?? readSigningKey(entry));
  if (!keys.every((key) => key !== undefined)) return undefined;
  return new Set(keys.map(({ kid }) => kid)).size === keys.length ? keys : undefined;
}

const SHORTEST_KEY = 32;

function readSecretKey(entry: JsonValue): ReadKey | undefined {
  if (!hasKeys(entry, ['k', 'kid', 'kty', 'purpose'])) return undefined;
  const { k, kid, kty, purpose } = entry;
  if (!isKeyId(kid) || kty !== 'oct') return undefined;
  if (purpose !== 'mask' && purpose !== 'approval' && purpose !== 'seal') return undefined;
  const bytes = decode(k);
  return bytes !== undefined && bytes.length >= SHORTEST_KEY ? { kid, purpose, bytes } : undefined;
}

function readSigningKey(entry: JsonValue): ReadKey | undefined {
  if (!hasKeys(entry, ['crv', 'd', 'kid', 'kty', 'purpose', 'x'], ['signs_from', 'verifies_until'])) return undefined;
  const { crv, d, kid, kty, purpose, signs_from, verifies_until, x } = entry;
  if (!isKeyId(kid) || kty !== 'OKP' || crv !== 'Ed25519') return undefined;
  if (decode(d)?.length !== 32 || decode(x)?.length !== 32) return undefined;
  const key = { kid, d: d as string, x: x as string };
  if (purpose === 'checkpoint') {
    return signs_from === undefined && verifies_until === undefined ? { ...key, purpose } : undefined;
  }
  const [signsFrom, verifiesUntil] = [readTime(signs_from), readTime(verifies_until)];
  if (purpose !== 'token' || Number.isNaN(signsFrom) || Number.isNaN(verifiesUntil)) return undefined;
  return {
    ...key,
    purpose,
    ...(signsFrom === undefined ? {} : { signsFrom }),
    ...(verifiesUntil === undefined ? {} : { verifiesUntil }),
  };
}

/** NaN where it is no time as it is written here: a time that is read wrongly would make an old key count. */
function readTime(value: JsonValue | undefined): number | undefined {
  if (value === undefined) return undefined;
  const time = typeof value === 'string' ? Date.parse(value) : Number.NaN;
  return Number.isNaN(time) || new Date(time).toISOString() !== value ? Number.NaN : time;
}

/** An id is a part of names and file names. */
function isKeyId(kid: JsonValue): kid is string {
  return typeof kid === 'string' && /^[\w.-]{1,128}$/.test(kid);
}

function decode(value: JsonValue): Buffer | undefined {
  return typeof value === 'string' ? decodeBase64url(value) : undefined;
}

/** Whether it is an object with exactly these keys, and perhaps some of the others. */
function hasKeys<Key extends string, Optional extends string = never>(
  value: JsonValue,
  keys: readonly Key[],
  optional: readonly Optional[] = [],
): value is { readonly [key in Key]: JsonValue } & { readonly [key in Optional]?: JsonValue } {
  if (typeof value !== 'object' || value === null || isJsonArray(value)) return false;
  const given = Object.keys(value);
  const known: readonly string[] = [...keys, ...optional];
  return keys.every((key) => given.includes(key)) && given.every((key) => known.includes(key));
}
