import type { KeyObject } from 'node:crypto';
import { AgentSafeError, type JsonObject, quote } from '@agent-safe/core';
import { type SigningKey, type TokenKind, tokenHeader } from './kinds.ts';

/** Loaded when it is first needed, and not by an import, which would take longer than all else that an agent loads. */
const crypto = () => process.getBuiltinModule('node:crypto');

/**
 * Signs claims as a token of a kind: a JWS in its compact form. By Node's own cryptography, because a library for it would
 * take longer to load than a whole decision; what the packages verify with is one.
 *
 * @throws AgentSafeError ERR_KEYS_INVALID where the private part of the key is not that of its public one
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

/** A key is imported once, however many tokens it signs. */
const imported = new WeakMap<object, KeyObject>();

/** @throws AgentSafeError ERR_KEYS_INVALID: what a damaged pair signs, nobody could verify */
export function importSigningKey(key: Extract<SigningKey, { readonly alg: 'EdDSA' }>): KeyObject {
  const known = imported.get(key);
  if (known !== undefined) return known;
  const { d, kid, x } = key;
  const privateKey = crypto().createPrivateKey({ format: 'jwk', key: { kty: 'OKP', crv: 'Ed25519', d, x } });
  if (crypto().createPublicKey(privateKey).export({ format: 'jwk' }).x !== x) {
    const summary = `The private part of the key ${quote(kid)} is not that of its public one.`;
    throw new AgentSafeError('ERR_KEYS_INVALID', summary);
  }
  imported.set(key, privateKey);
  return privateKey;
}
