import { randomBytes } from 'node:crypto';
import { statSync } from 'node:fs';
import { AgentSafeError, isJsonArray, type JsonValue, type Problem, parseJson } from '@agent-safe/core';
import { displayPath, readRegularFile, unreadable } from './paths.ts';

/** The keys of a project, by purpose. */
export interface KeyRing {
  /** Masks sensitive values. */
  readonly mask: Uint8Array | undefined;
}

/**
 * Reads a key file. One that others may read protects nothing, and is refused.
 *
 * @throws AgentSafeError ERR_KEYS_INVALID; its text never holds a part of a key
 */
export function loadKeys(file: string): KeyRing {
  const { keys, problems } = tryKeys(file);
  if (problems.length > 0) throw new AgentSafeError('ERR_KEYS_INVALID', 'The keys cannot be used.', { problems });
  return { mask: keys.findLast((key) => key.purpose === 'mask')?.bytes };
}

interface ReadKey {
  readonly kid: string;
  readonly purpose: 'mask';
  readonly bytes: Uint8Array;
}

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

/** New keys, as the text of a key file: a JSON Web Key Set whose keys also name their purpose. */
export function generateKeys(): string {
  const k = randomBytes(32).toString('base64url');
  const kid = `mask-${randomBytes(4).toString('hex')}`;
  return `${JSON.stringify({ keys: [{ kid, purpose: 'mask', kty: 'oct', k }] }, undefined, 2)}\n`;
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
  if (!hasKeys(entry, ['k', 'kid', 'kty', 'purpose'])) return undefined;
  const { k, kid, kty, purpose } = entry;
  if (typeof k !== 'string' || typeof kid !== 'string' || kid === '' || kty !== 'oct' || purpose !== 'mask')
    return undefined;
  const bytes = Buffer.from(k, 'base64url');
  return bytes.toString('base64url') === k && bytes.length >= SHORTEST_KEY ? { kid, purpose, bytes } : undefined;
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
