import type { JsonObject } from '@agent-safe/core';
import { type SigningKey, type TokenKind, tokenHeader, type VerificationKey } from '@agent-safe/core/token';
import { CompactSign, type CryptoKey, compactVerify, errors, importJWK } from 'jose';

/** Signs claims as a token of a kind. */
export async function signToken(kind: TokenKind, claims: JsonObject, key: SigningKey): Promise<string> {
  const payload = new TextEncoder().encode(JSON.stringify(claims));
  return new CompactSign(payload).setProtectedHeader({ ...tokenHeader(kind, key) }).sign(await importKey(key));
}

/** Whether a key has signed a token. */
export async function verifySignature(token: string, key: VerificationKey): Promise<boolean> {
  try {
    await compactVerify(token, await importKey(key), { algorithms: [key.alg] });
    return true;
  } catch (error) {
    if (error instanceof errors.JOSEError) return false;
    throw error;
  }
}

/** A key is imported once, however many tokens it signs or verifies. */
const imported = new WeakMap<object, CryptoKey | Uint8Array>();

async function importKey(key: SigningKey | VerificationKey): Promise<CryptoKey | Uint8Array> {
  if (key.alg === 'HS256') return key.secret;
  const known = imported.get(key);
  if (known !== undefined) return known;
  const { alg, kid: _, ...members } = { d: undefined, ...key };
  const made = await importJWK({ kty: 'OKP', crv: 'Ed25519', ...onlyText(members) }, alg);
  imported.set(key, made);
  return made;
}

function onlyText({ d, x }: { readonly d?: string | undefined; readonly x: string }): { d?: string; x: string } {
  return d === undefined ? { x } : { d, x };
}
