import { type CryptoKey, compactVerify, errors, importJWK } from 'jose';
import type { VerificationKey } from './kinds.ts';

/** Returns whether a key signed a token. `readToken` checks everything else. */
export async function verifySignature(token: string, key: VerificationKey): Promise<boolean> {
  try {
    await compactVerify(token, await importKey(key), { algorithms: [key.alg] });
    return true;
  } catch (error) {
    if (error instanceof errors.JOSEError) return false;
    throw error;
  }
}

/** Imported keys, so that each key is imported once. */
const imported = new WeakMap<object, CryptoKey | Uint8Array>();

async function importKey(key: VerificationKey): Promise<CryptoKey | Uint8Array> {
  if (key.alg === 'HS256') return key.secret;
  const known = imported.get(key);
  if (known !== undefined) return known;
  const made = await importJWK({ kty: 'OKP', crv: 'Ed25519', x: key.x }, key.alg);
  imported.set(key, made);
  return made;
}
