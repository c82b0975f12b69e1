import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { AgentSafeError } from '@agent-safe/core';
import { readKeys } from './key-file.ts';

const generateSecret = () => ({ kty: 'oct', k: randomBytes(32).toString('base64url') });
const generatePair = () => generateKeyPairSync('ed25519').privateKey.export({ format: 'jwk' });

/** Purposes of keys, with their generators. */
const PURPOSES = {
  mask: generateSecret,
  checkpoint: generatePair,
  token: generatePair,
  approval: generateSecret,
  seal: generateSecret,
} as const;

export type KeyPurpose = keyof typeof PURPOSES;
export const KEY_PURPOSES = Object.keys(PURPOSES) as readonly KeyPurpose[];

/** Returns new keys as the text of a key file: a JSON Web Key Set whose keys also name their purpose. */
export function generateKeys(): string {
  return format(KEY_PURPOSES.map((purpose) => generateKey(purpose)));
}

/**
 * Adds a key for each purpose without one to the text of a key file. Existing keys stay as they are.
 *
 * @returns undefined if no key is missing, or the text is not a key file
 */
export function completeKeys(text: string): string | undefined {
  const known = readKeys(text)?.map(({ purpose }) => purpose);
  const missing = KEY_PURPOSES.filter((purpose) => !known?.includes(purpose));
  if (known === undefined || missing.length === 0) return undefined;
  return format([...entriesOf(text), ...missing.map((purpose) => generateKey(purpose))]);
}

/** Settings of one key rotation. */
export interface Rotation {
  readonly purpose: KeyPurpose;
  /** Milliseconds since 1970, UTC. */
  readonly now: number;
  /** Milliseconds for which older token keys verify after the new one starts to sign. */
  readonly overlap: number;
  /** Milliseconds until the new token key signs, so that executors can get its public key before. */
  readonly signsIn: number;
}

/** Result of a rotation. */
export interface Rotated {
  /** New text of the key file. */
  readonly text: string;
  readonly kid: string;
  /** All older token keys, and the time until which they verify. RFC 3339, UTC. */
  readonly retired: readonly { readonly kid: string; readonly verifies_until: string }[];
  /** Ids of removed token keys: expired keys, and keys that had not signed yet. */
  readonly removed: readonly string[];
}

/**
 * Adds a key that replaces the older keys for its purpose. Older token keys verify until the overlap ends, so that their tokens can
 * still be used. Older keys for other purposes stay, because the log, open approval requests or stored states depend on them.
 *
 * @throws AgentSafeError ERR_KEYS_INVALID if the text is not a key file
 */
export function rotateKeys(text: string, { now, overlap, purpose, signsIn }: Rotation): Rotated {
  const keys = readKeys(text);
  if (keys === undefined)
    throw new AgentSafeError(
      'ERR_KEYS_INVALID',
      'The key file is invalid, so its keys cannot be rotated. Create one with "agent-safe init".',
    );
  const added = generateKey(
    purpose,
    signsIn === 0 || purpose !== 'token' ? {} : { signs_from: format8601(now + signsIn) },
  );
  if (purpose !== 'token')
    return { text: format([...entriesOf(text), added]), kid: added.kid, retired: [], removed: [] };
  const verifies_until = format8601(now + signsIn + overlap);
  const retired: Rotated['retired'][number][] = [];
  const removed: string[] = [];
  const entries = entriesOf(text).filter((entry, index) => {
    const key = keys[index];
    if (key?.purpose !== 'token') return true;
    const isOver = key.verifiesUntil !== undefined && key.verifiesUntil <= now;
    // A waiting key has signed nothing.
    if (!isOver && (key.signsFrom ?? now) <= now) return true;
    removed.push(entry.kid);
    return false;
  });
  const kept = entries.map((entry) => {
    if (entry.purpose !== 'token') return entry;
    // The overlap limits every older key, because a rotation after a leak concerns all of them.
    const last =
      entry.verifies_until === undefined || entry.verifies_until > verifies_until
        ? verifies_until
        : entry.verifies_until;
    retired.push({ kid: entry.kid, verifies_until: last });
    return { ...entry, verifies_until: last };
  });
  return { text: format([...kept, added]), kid: added.kid, retired, removed };
}

interface Entry {
  readonly kid: string;
  readonly purpose: KeyPurpose;
  readonly signs_from?: string;
  readonly verifies_until?: string;
}

/** Returns the entries of a valid key file as written. */
function entriesOf(text: string): readonly Entry[] {
  return (JSON.parse(text) as { readonly keys: readonly Entry[] }).keys;
}

function generateKey(purpose: KeyPurpose, times: Pick<Entry, 'signs_from'> = {}): Entry {
  return { kid: `${purpose}-${randomBytes(4).toString('hex')}`, purpose, ...PURPOSES[purpose](), ...times };
}

function format(keys: readonly object[]): string {
  return `${JSON.stringify({ keys }, undefined, 2)}\n`;
}

function format8601(time: number): string {
  return new Date(time).toISOString();
}
