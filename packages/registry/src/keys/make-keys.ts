import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { AgentSafeError } from '@agent-safe/core';
import { readKeys } from './key-file.ts';

const generateSecret = () => ({ kty: 'oct', k: randomBytes(32).toString('base64url') });
const generatePair = () => generateKeyPairSync('ed25519').privateKey.export({ format: 'jwk' });

/** What keys are for. */
const PURPOSES = {
  mask: generateSecret,
  checkpoint: generatePair,
  token: generatePair,
  approval: generateSecret,
  seal: generateSecret,
} as const;

export type KeyPurpose = keyof typeof PURPOSES;
export const KEY_PURPOSES = Object.keys(PURPOSES) as readonly KeyPurpose[];

/** New keys, as the text of a key file: a JSON Web Key Set whose keys also name their purpose. */
export function generateKeys(): string {
  return format(KEY_PURPOSES.map((purpose) => generateKey(purpose)));
}

/**
 * The text of a key file with a key for each purpose that has none yet. What is in it stays as it is.
 *
 * @returns undefined where nothing is missing, or it is no key file
 */
export function completeKeys(text: string): string | undefined {
  const known = readKeys(text)?.map(({ purpose }) => purpose);
  const missing = KEY_PURPOSES.filter((purpose) => !known?.includes(purpose));
  if (known === undefined || missing.length === 0) return undefined;
  return format([...entriesOf(text), ...missing.map((purpose) => generateKey(purpose))]);
}

/** How one key takes the place of another. */
export interface Rotation {
  readonly purpose: KeyPurpose;
  /** Milliseconds since 1970, UTC. */
  readonly now: number;
  /** How long the older keys for tokens verify once the new one signs, in milliseconds. */
  readonly overlap: number;
  /** After how many milliseconds the new key for tokens signs: executors need its public part before. */
  readonly signsIn: number;
}

/** What became of a rotation. */
export interface Rotated {
  /** Of the key file. */
  readonly text: string;
  readonly kid: string;
  /** All older ones, and until when they verify. RFC 3339, UTC. */
  readonly retired: readonly { readonly kid: string; readonly verifies_until: string }[];
  /** Those that were over, or had not signed yet, and are gone. */
  readonly removed: readonly string[];
}

/**
 * Adds a key that takes the place of the older ones for its purpose. Those for tokens go on verifying for the overlap, so
 * that what they signed can be used up; those for checkpoints and masks stay, because the log was made with them, and those for
 * approvals and encryption, because open requests and stored states were made with them.
 *
 * @throws AgentSafeError ERR_KEYS_INVALID where it is no key file
 */
export function rotateKeys(text: string, { now, overlap, purpose, signsIn }: Rotation): Rotated {
  const keys = readKeys(text);
  if (keys === undefined) throw new AgentSafeError('ERR_KEYS_INVALID', 'This is no key file that could be rotated.');
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
    // One that was still to sign has signed nothing.
    if (!isOver && (key.signsFrom ?? now) <= now) return true;
    removed.push(entry.kid);
    return false;
  });
  const kept = entries.map((entry) => {
    if (entry.purpose !== 'token') return entry;
    // The overlap is the most that any of them has left: who rotates because a key leaked means all of them.
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

/** The entries of a text that is known to be a key file, as they are written. */
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
