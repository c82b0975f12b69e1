import { isJsonArray, type JsonValue, parseJson } from '@agent-safe/core';
import { decodeBase64url } from '@agent-safe/tokens';

/** An Ed25519 key pair, with the member names of a JSON Web Key. */
export interface CheckpointKey {
  readonly kid: string;
  /** Private key, base64url. */
  readonly d: string;
  /** Public key, base64url. */
  readonly x: string;
}

/** An Ed25519 key pair that signs tokens, with its validity period. */
export interface TokenKey extends CheckpointKey {
  /** Start of signing, in milliseconds since 1970, UTC. Default: at once. */
  readonly signsFrom?: number;
  /** Time from which the key neither signs nor verifies, in milliseconds since 1970, UTC. Default: never. */
  readonly verifiesUntil?: number;
}

/** A symmetric key. */
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

/** Returns the keys of a key file; undefined if any part of the text is invalid. */
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

/** Returns NaN for any other time format. A misread time could make an expired key valid. */
function readTime(value: JsonValue | undefined): number | undefined {
  if (value === undefined) return undefined;
  const time = typeof value === 'string' ? Date.parse(value) : Number.NaN;
  return Number.isNaN(time) || new Date(time).toISOString() !== value ? Number.NaN : time;
}

/** A key id must be safe in names and file names. */
function isKeyId(kid: JsonValue): kid is string {
  return typeof kid === 'string' && /^[\w.-]{1,128}$/.test(kid);
}

function decode(value: JsonValue): Buffer | undefined {
  return typeof value === 'string' ? decodeBase64url(value) : undefined;
}

/** Whether a value is an object with exactly the required keys and any of the optional ones. */
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
