import { AgentSafeError, parseJson, quote } from '@agent-safe/core';
import { decodeBase64url } from './base64url.ts';
import type { VerificationKey } from './kinds.ts';
import { isTime } from './time.ts';

const SHORTEST_SECRET = 32;

/**
 * Returns a shared secret as bytes.
 *
 * @throws AgentSafeError ERR_KEYS_INVALID if it is shorter than 32 bytes, because a short secret can be guessed
 */
export function readSigningSecret(secret: string | Uint8Array): Uint8Array {
  const bytes = typeof secret === 'string' ? Buffer.from(secret, 'utf8') : secret;
  // A copy, because the caller may erase the original.
  if (bytes instanceof Uint8Array && bytes.length >= SHORTEST_SECRET) return Uint8Array.from(bytes);
  const summary = `The signing key is shorter than ${SHORTEST_SECRET} bytes, so it could be guessed. Create one with: openssl rand -base64 32`;
  throw new AgentSafeError('ERR_KEYS_INVALID', summary);
}

/**
 * Reads the public keys of a JSON Web Key Set, in the format that "agent-safe keys jwks" prints.
 *
 * @param source the text, or the parsed document
 * @throws AgentSafeError ERR_KEYS_INVALID if it is malformed or contains a private key: a verifier must not be able to sign
 */
export function readKeySet(source: unknown): readonly VerificationKey[] {
  const set = typeof source === 'string' ? parseSet(source) : source;
  const keys = typeof set === 'object' && set !== null ? (set as { readonly keys?: unknown }).keys : undefined;
  if (!Array.isArray(keys) || keys.length === 0) throw invalidSet('it must be an object with a list of "keys"');
  const read = keys.map(readPublicKey);
  const ids = new Set(read.map(({ kid }) => kid));
  if (ids.size < read.length) throw invalidSet('two keys have the same "kid"');
  return read;
}

function parseSet(text: string): unknown {
  try {
    return parseJson(text, 'key set');
  } catch {
    throw invalidSet('it is not JSON');
  }
}

function readPublicKey(entry: unknown): Extract<VerificationKey, { readonly alg: 'EdDSA' }> {
  const key = (typeof entry === 'object' && entry !== null ? entry : {}) as Readonly<Record<string, unknown>>;
  if ('d' in key || 'k' in key) throw invalidSet('it contains a private key, which must stay with the signer');
  const { alg = 'EdDSA', crv, exp, kid, kty, use = 'sig', x } = key;
  if (kty !== 'OKP' || crv !== 'Ed25519' || alg !== 'EdDSA' || use !== 'sig') {
    throw invalidSet('it contains a key other than an Ed25519 signing key');
  }
  if (typeof kid !== 'string' || kid === '') throw invalidSet('a key has no "kid"');
  if (typeof x !== 'string' || decodeBase64url(x)?.length !== 32) throw invalidSet(`the key ${quote(kid)} is damaged`);
  if (exp === undefined) return { alg: 'EdDSA', kid, x };
  if (typeof exp !== 'number' || !isTime(exp)) throw invalidSet(`the key ${quote(kid)} has an invalid "exp"`);
  return { alg: 'EdDSA', kid, x, verifiesUntil: exp * 1_000 };
}

function invalidSet(why: string): AgentSafeError {
  return new AgentSafeError('ERR_KEYS_INVALID', `The key set cannot be used: ${why}.`);
}
