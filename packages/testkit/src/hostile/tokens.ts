import { hostileClaims } from './claims.ts';
import { type GenuineToken, type HostileToken, mint, signWith } from './forge.ts';
import { hostileForms } from './forms.ts';
import { hostileHeaders } from './headers.ts';
import { hostileSignatures } from './signatures.ts';

export { hostileIdentities } from './claims.ts';
export type { GenuineToken, HostileToken } from './forge.ts';

/** Returns the genuine token, which a verifier must accept. A verifier that refuses every token would pass the other tests. */
export function genuineToken({ claims, header, key }: GenuineToken): string {
  return mint(header, claims, signWith(key));
}

/** Returns more than 150 variants of a token that every verifier must refuse at the time `now`, without tolerance, for every kind of
 * token. Each variant has exactly the defect in its name, and is otherwise signed with the genuine key. The names are unique.
 *
 * @param genuine a token with a valid issuer, audience, id and times
 * @example
 * import { expect } from 'vitest';
 * declare const genuine: GenuineToken;
 * declare const verify: (token: string) => Promise<unknown>;
 * for (const { name, token } of hostileTokens(genuine)) {
 *   expect(await verify(token), name).toMatchObject({ ok: false });
 * }
 */
export function hostileTokens(genuine: GenuineToken): readonly HostileToken[] {
  return [
    ...hostileHeaders(genuine),
    ...hostileClaims(genuine),
    ...hostileSignatures(genuine),
    ...hostileForms(genuine),
  ];
}
