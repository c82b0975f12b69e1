import { AgentSafeError, parseJson, quote } from '@agent-safe/core';
import { decodeBase64url } from './base64url.ts';
import type { VerificationKey } from './kinds.ts';
import { isTime } from './time.ts';

const SHORTEST_SECRET = 32;

/**
 * A shared secret as bytes.
 *
 * @throws AgentSafeError ERR_KEYS_INVALID where it is shorter than 32 bytes: one that can be guessed signs for anybody
 */
export function readSigningSecret(secret: string | Uint8Array): Uint8Array {
  const bytes = typeof secret === 'string' ? Buffer.from(secret, 'utf8') : secret;
  // A copy: whoever gave it may erase their own.
  if (bytes instanceof Uint8Array && bytes.length >= SHORTEST_SECRET) return Uint8Array.from(bytes);
  const summary = `The signing key is shorter than ${SHORTEST_SECRET} bytes, and could be guessed. Make one with: openssl rand -base64 32`;
  throw new AgentSafeError('ERR_KEYS_INVALID', summary);
}

/**
 * The public keys of a JSON Web Key Set, as "agent-safe keys jwks" prints it.
 *
 * @param source its text, or the parsed document
 * @throws AgentSafeError ERR_KEYS_INVALID, also where it holds a private key: whoever verifies must not be able to sign
 */
export function readKeySet(source: unknown): readonly VerificationKey[] {
  const set = typeof source === 'string' ? parseSet(source) : source;
  const keys = typeof set === 'object' && set !== null ? (set as { readonly keys?: unknown }).keys : undefined;
  if (!Array.isArray(keys) || keys.length === 0) throw invalidSet('it is no object with a list of "keys"');
  const read = keys.map(readPublicKey);
  const ids = new Set(read.map(({ kid }) => kid));
  if (ids.size < read.length) throw invalidSet('two of its keys have the same "kid"');
  return read;
}

function parseSet(text: string): unknown {
  try {
    return parseJson(text, 'key set');
  } catch {
    throw invalidSet('it is no JSON');
  }
}

function readPublicKey(entry: unknown): Extract<VerificationKey, { readonly alg: 'EdDSA' }> {
  const key = (typeof entry === 'object' && entry !== null ? entry : {}) as Readonly<Record<string, unknown>>;
  if ('d' in key || 'k' in key) throw invalidSet('it holds a private key, which only whoever signs may have');
  const { alg = 'EdDSA', crv, exp, kid, kty, use = 'sig', x } = key;
  if (kty !== 'OKP' || crv !== 'Ed25519' || alg !== 'EdDSA' || use !== 'sig') {
    throw invalidSet('only Ed25519 keys for signatures count here');
  }
  if (typeof kid !== 'string' || kid === '') throw invalidSet('a key has no "kid"');
  if (typeof x !== 'string' || decodeBase64url(x)?.length !== 32) throw invalidSet(`the key ${quote(kid)} is damaged`);
  if (exp === undefined) return { alg: 'EdDSA', kid, x };
  if (typeof exp !== 'number' || !isTime(exp)) throw invalidSet(`the key ${quote(kid)} ends at no time`);
  return { alg: 'EdDSA', kid, x, verifiesUntil: exp * 1_000 };
}

function invalidSet(why: string): AgentSafeError {
  return new AgentSafeError('ERR_KEYS_INVALID', `The key set cannot be used: ${why}.`);
}
