import type { KeyObject } from 'node:crypto';
import { AgentSafeError, type JsonObject, quote } from '@agent-safe/core';
import { type SigningKey, type TokenKind, tokenHeader } from './kinds.ts';

/** Loads the module on first use, because an import would dominate the start-up time of an agent. */
const crypto = () => process.getBuiltinModule('node:crypto');

/**
 * Signs claims as a token of a kind, in the compact form of JWS. Uses Node's cryptography, because a library would take longer to load
 * than a decision takes. The verifier uses jose.
 *
 * @throws AgentSafeError ERR_KEYS_INVALID if the private key does not match the public key
 */
export function signToken(kind: TokenKind, claims: JsonObject, key: SigningKey): string {
  const input = `${encode(tokenHeader(kind, key))}.${encode(claims)}`;
  const signature =
    key.alg === 'EdDSA'
      ? crypto().sign(null, Buffer.from(input), importSigningKey(key))
      : crypto().createHmac('sha256', key.secret).update(input).digest();
  return `${input}.${signature.toString('base64url')}`;
}

function encode(value: object): string {
  return Buffer.from(JSON.stringify(value), 'utf8').toString('base64url');
}

/** Imported keys, so that each key is imported once. */
const imported = new WeakMap<object, KeyObject>();

/** Imports an Ed25519 key. @throws AgentSafeError ERR_KEYS_INVALID if the private key does not match the public key */
export function importSigningKey(key: Extract<SigningKey, { readonly alg: 'EdDSA' }>): KeyObject {
  const known = imported.get(key);
  if (known !== undefined) return known;
  const { d, kid, x } = key;
  const privateKey = crypto().createPrivateKey({ format: 'jwk', key: { kty: 'OKP', crv: 'Ed25519', d, x } });
  if (crypto().createPublicKey(privateKey).export({ format: 'jwk' }).x !== x) {
    const summary = `The key ${quote(kid)} is damaged: its private key does not match its public key.`;
    throw new AgentSafeError('ERR_KEYS_INVALID', summary);
  }
  imported.set(key, privateKey);
  return privateKey;
}
