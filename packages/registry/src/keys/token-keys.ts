import type { SigningKey, VerificationKey } from '@agent-safe/tokens';
import type { TokenKey } from './key-file.ts';

/** State of a key: it signs, will sign, only verifies, or has expired. */
export type TokenKeyState = 'signs' | 'waits' | 'verifies' | 'over';

/** Returns the key that signs tokens at a time: the newest one whose signing period has started. */
export function signingKey(tokens: readonly TokenKey[], now: number): SigningKey | undefined {
  const key = tokens.findLast((each) => (each.signsFrom ?? 0) <= now && !isOver(each, now));
  return key === undefined ? undefined : { alg: 'EdDSA', kid: key.kid, d: key.d, x: key.x };
}

/** Returns the keys that verify tokens, with their ends. */
export function verificationKeys(tokens: readonly TokenKey[]): readonly VerificationKey[] {
  return tokens.map(({ kid, verifiesUntil, x }) => ({ alg: 'EdDSA', kid, x, verifiesUntil }));
}

/** Returns the state of a key at a time, given all keys. */
export function tokenKeyState(key: TokenKey, tokens: readonly TokenKey[], now: number): TokenKeyState {
  if (isOver(key, now)) return 'over';
  const { signsFrom = 0 } = key;
  // A key that was replaced before its start never signs.
  const signing = signingKey(tokens, Math.max(now, signsFrom));
  if (signing?.alg !== 'EdDSA' || signing.kid !== key.kid) return 'verifies';
  return signsFrom > now ? 'waits' : 'signs';
}

/**
 * Returns the public keys as a JSON Web Key Set, with which an executor can verify but not sign. A key that will be replaced has its
 * end in `exp`.
 *
 * @see https://www.rfc-editor.org/rfc/rfc8037
 */
export function keySet(tokens: readonly TokenKey[], now: number): { readonly keys: readonly object[] } {
  const counting = tokens.filter((key) => !isOver(key, now));
  return {
    keys: counting.map(({ kid, verifiesUntil, x }) => ({
      kty: 'OKP',
      crv: 'Ed25519',
      kid,
      use: 'sig',
      alg: 'EdDSA',
      x,
      ...(verifiesUntil === undefined ? {} : { exp: Math.floor(verifiesUntil / 1_000) }),
    })),
  };
}

function isOver({ verifiesUntil }: TokenKey, now: number): boolean {
  return verifiesUntil !== undefined && verifiesUntil <= now;
}
