import { generateKeyPairSync } from 'node:crypto';
import type { SigningKey, VerificationKey } from '@agent-safe/tokens';

/** Creates a key that signs tokens, and its verification key. */
export function sampleTokenKey(kid = 'token-sample'): {
  readonly signing: Extract<SigningKey, { readonly alg: 'EdDSA' }>;
  readonly verification: Extract<VerificationKey, { readonly alg: 'EdDSA' }>;
} {
  const { d = '', x = '' } = generateKeyPairSync('ed25519').privateKey.export({ format: 'jwk' });
  return { signing: { alg: 'EdDSA', kid, d, x }, verification: { alg: 'EdDSA', kid, x } };
}
