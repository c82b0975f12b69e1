import { hash, timingSafeEqual } from 'node:crypto';
import { randomText } from './random-text.ts';

/** The kinds of secrets, by their prefix: an API key, a session and a sign-in link. */
export type SecretPrefix = 'ask' | 'sess' | 'link';

/** Letters of an id: 95 bits, so that ids never collide. */
const ID_LENGTH = 16;
/** Letters of a secret: 256 bits. */
const SECRET_LENGTH = 43;
const SHAPE = new RegExp(`^(ask|sess|link)_([A-Za-z0-9]{${ID_LENGTH}})_([A-Za-z0-9]{${SECRET_LENGTH}})$`);

/** A random secret with the id of its record: `<prefix>_<id>_<secret>`. */
export interface BearerSecret {
  readonly id: string;
  /** The whole text. It is shown once. */
  readonly text: string;
  /** The hash that is stored. */
  readonly hash: string;
}

/** Makes a secret. @param id the id of a known record; a new one by default */
export function makeSecret(prefix: SecretPrefix, id: string = randomText(ID_LENGTH)): BearerSecret {
  const secret = randomText(SECRET_LENGTH);
  return { id, text: `${prefix}_${id}_${secret}`, hash: hashSecret(secret).toString('base64url') };
}

/** Splits a secret into the id and the hash. @returns undefined if the text has another form */
export function readSecret(
  prefix: SecretPrefix,
  text: unknown,
): { readonly id: string; readonly hash: Buffer } | undefined {
  if (typeof text !== 'string' || text.length > 128) return undefined;
  const [, kind, id, secret] = SHAPE.exec(text) ?? [];
  if (kind !== prefix || id === undefined || secret === undefined) return undefined;
  return { id, hash: hashSecret(secret) };
}

/** Compares two hashes in a time that does not depend on where they differ. */
export function isSameHash(given: Buffer, stored: Buffer): boolean {
  return given.length === stored.length && timingSafeEqual(given, stored);
}

/**
 * One round of SHA-256 is enough: 256 random bits cannot be guessed, however fast the hash is. A slow hash protects
 * passwords, which people choose.
 */
function hashSecret(secret: string): Buffer {
  return hash('sha256', secret, 'buffer');
}
