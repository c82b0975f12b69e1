import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { statSync } from 'node:fs';
import { AgentSafeError, isJsonArray, type JsonValue, type Problem, parseJson } from '@agent-safe/core';
import { displayPath, readRegularFile, unreadable } from './paths.ts';

/** The keys of a project, by purpose. */
export interface KeyRing {
  /** Masks sensitive values. */
  readonly mask: Uint8Array | undefined;
  /** Sign checkpoints of the audit log, the newest last. */
  readonly checkpoints: readonly CheckpointKey[];
}

/** An Ed25519 key, as a JSON Web Key has it. */
export interface CheckpointKey {
  readonly kid: string;
  /** The private part, base64url. */
  readonly d: string;
  /** The public part, base64url. */
  readonly x: string;
}

/**
 * Reads a key file. One that others may read protects nothing, and is refused.
 *
 * @throws AgentSafeError ERR_KEYS_INVALID; its text never holds a part of a key
 */
export function loadKeys(file: string): KeyRing {
  const { keys, problems } = tryKeys(file);
  if (problems.length > 0) throw new AgentSafeError('ERR_KEYS_INVALID', 'The keys cannot be used.', { problems });
  return {
    mask: keys.findLast((key) => key.purpose === 'mask')?.bytes,
    checkpoints: keys.filter((key) => key.purpose === 'checkpoint'),
  };
}

type ReadKey =
  | { readonly kid: string; readonly purpose: 'mask'; readonly bytes: Uint8Array }
  | ({ readonly purpose: 'checkpoint' } & CheckpointKey);

/** As {@link loadKeys}, with the mistakes as a value. */
export function tryKeys(file: string): { keys: readonly ReadKey[]; problems: readonly Problem[] } {
  try {
    const exposed = checkMode(file);
    const keys = readKeys(readRegularFile(file).toString('utf8'));
    if (keys !== undefined) return { keys, problems: exposed };
    // What is wrong is not told further: it would quote what may be a key.
    const problem: Problem = {
      severity: 'error',
      code: 'keys_invalid',
      message: 'This is not a key file as "agent-safe init" makes it.',
      fix: 'Move it away, and let "agent-safe init" make a new one.',
      file: displayPath(file),
    };
    return { keys: [], problems: [...exposed, problem] };
  } catch (error) {
    const problem = unreadable(file, 'keys', error);
    return {
      keys: [],
      problems: [{ ...problem, fix: 'Run "agent-safe init" in the project: it makes what is missing.' }],
    };
  }
}

/** What keys are for. */
const PURPOSES = {
  mask: () => ({ kty: 'oct', k: randomBytes(32).toString('base64url') }),
  checkpoint: () => generateKeyPairSync('ed25519').privateKey.export({ format: 'jwk' }),
} as const;

/** New keys, as the text of a key file: a JSON Web Key Set whose keys also name their purpose. */
export function generateKeys(): string {
  return format(Object.keys(PURPOSES).map((purpose) => generateKey(purpose as keyof typeof PURPOSES)));
}

/**
 * The text of a key file with a key for each purpose that has none yet. What is in it stays as it is.
 *
 * @returns undefined where nothing is missing, or it is no key file
 */
export function completeKeys(text: string): string | undefined {
  const known = readKeys(text)?.map(({ purpose }) => purpose);
  const missing = (Object.keys(PURPOSES) as (keyof typeof PURPOSES)[]).filter((purpose) => !known?.includes(purpose));
  if (known === undefined || missing.length === 0) return undefined;
  const { keys } = JSON.parse(text) as { readonly keys: readonly object[] };
  return format([...keys, ...missing.map(generateKey)]);
}

function generateKey(purpose: keyof typeof PURPOSES): object {
  return { kid: keyId(purpose), purpose, ...PURPOSES[purpose]() };
}

function format(keys: readonly object[]): string {
  return `${JSON.stringify({ keys }, undefined, 2)}\n`;
}

function keyId(purpose: string): string {
  return `${purpose}-${randomBytes(4).toString('hex')}`;
}

/** Undefined where anything in the text is not as `generateKeys` writes it. */
function readKeys(text: string): readonly ReadKey[] | undefined {
  let document: JsonValue;
  try {
    document = parseJson(text, 'keys');
  } catch {
    return undefined;
  }
  const entries = hasKeys(document, ['keys']) ? document.keys : undefined;
  if (entries === undefined || !isJsonArray(entries)) return undefined;
  const keys = entries.map(readKey);
  return keys.every((key) => key !== undefined) ? keys : undefined;
}

const SHORTEST_KEY = 32;

function readKey(entry: JsonValue): ReadKey | undefined {
  return readMaskKey(entry) ?? readCheckpointKey(entry);
}

function readMaskKey(entry: JsonValue): ReadKey | undefined {
  if (!hasKeys(entry, ['k', 'kid', 'kty', 'purpose'])) return undefined;
  const { k, kid, kty, purpose } = entry;
  if (!isKeyId(kid) || kty !== 'oct' || purpose !== 'mask') return undefined;
  const bytes = decode(k);
  return bytes !== undefined && bytes.length >= SHORTEST_KEY ? { kid, purpose, bytes } : undefined;
}

function readCheckpointKey(entry: JsonValue): ReadKey | undefined {
  if (!hasKeys(entry, ['crv', 'd', 'kid', 'kty', 'purpose', 'x'])) return undefined;
  const { crv, d, kid, kty, purpose, x } = entry;
  if (!isKeyId(kid) || kty !== 'OKP' || crv !== 'Ed25519' || purpose !== 'checkpoint') return undefined;
  const isKey = decode(d)?.length === 32 && decode(x)?.length === 32;
  return isKey ? { kid, purpose, d: d as string, x: x as string } : undefined;
}

/** An id is a part of names and file names. */
function isKeyId(kid: JsonValue): kid is string {
  return typeof kid === 'string' && /^[\w.-]{1,128}$/.test(kid);
}

/** Undefined where it is no text, or not base64url as it is written. */
function decode(value: JsonValue): Buffer | undefined {
  if (typeof value !== 'string') return undefined;
  const bytes = Buffer.from(value, 'base64url');
  return bytes.toString('base64url') === value ? bytes : undefined;
}

/** Whether it is an object with exactly these keys. */
function hasKeys<Key extends string>(
  value: JsonValue,
  keys: readonly Key[],
): value is { readonly [key in Key]: JsonValue } {
  if (typeof value !== 'object' || value === null || isJsonArray(value)) return false;
  const given = Object.keys(value);
  return given.length === keys.length && keys.every((key) => given.includes(key));
}

function checkMode(file: string): readonly Problem[] {
  const mode = statSync(file).mode & 0o777;
  if (process.platform === 'win32' || (mode & 0o077) === 0) return [];
  const message = `Others can read or change the keys (mode ${mode.toString(8).padStart(4, '0')}).`;
  return [
    {
      severity: 'error',
      code: 'keys_exposed',
      message,
      fix: `Run: chmod 600 ${displayPath(file)}`,
      file: displayPath(file),
    },
  ];
}
