import { hostileClaims } from './claims.ts';
import { type GenuineToken, type HostileToken, mint, signWith } from './forge.ts';
import { hostileForms } from './forms.ts';
import { hostileHeaders } from './headers.ts';
import { hostileSignatures } from './signatures.ts';

export { hostileIdentities } from './claims.ts';
export type { GenuineToken, HostileToken } from './forge.ts';

/** The token itself, which must be accepted: what refuses everything proves nothing. */
export function genuineToken({ claims, header, key }: GenuineToken): string {
  return mint(header, claims, signWith(key));
}

/**
 * More than 150 variants of a token that every verifier must refuse, whatever kind of token it reads, at the moment
 * `now` and with no tolerance. Each differs from the genuine one in what its name says, and is otherwise right: it is
 * signed with the genuine key where the signature is not the point. The names are unique.
 *
 * @param genuine a token with an issuer, an audience, an id and times that are accepted
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
