import type { SigningKey, VerificationKey } from '@agent-safe/tokens';
import type { TokenKey } from './key-file.ts';

/** Whether a key signs, or will, or only verifies, or does neither any more. */
export type TokenKeyState = 'signs' | 'waits' | 'verifies' | 'over';

/** The key that signs tokens at a time: the newest one whose time has come. */
export function signingKey(tokens: readonly TokenKey[], now: number): SigningKey | undefined {
  const key = tokens.findLast((each) => (each.signsFrom ?? 0) <= now && !isOver(each, now));
  return key === undefined ? undefined : { alg: 'EdDSA', kid: key.kid, d: key.d, x: key.x };
}

/** The keys that verify tokens, each until its end. */
export function verificationKeys(tokens: readonly TokenKey[]): readonly VerificationKey[] {
  return tokens.map(({ kid, verifiesUntil, x }) => ({ alg: 'EdDSA', kid, x, verifiesUntil }));
}

/** What a key is good for at a time, among the others. */
export function tokenKeyState(key: TokenKey, tokens: readonly TokenKey[], now: number): TokenKeyState {
  if (isOver(key, now)) return 'over';
  const { signsFrom = 0 } = key;
  // A key that was replaced before its time came will never sign.
  const signing = signingKey(tokens, Math.max(now, signsFrom));
  if (signing?.alg !== 'EdDSA' || signing.kid !== key.kid) return 'verifies';
  return signsFrom > now ? 'waits' : 'signs';
}

/**
 * The public keys as a JSON Web Key Set: what an executor needs to verify, and cannot sign with. A key that is to be replaced
 * says until when it counts, in `exp`.
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
