import { type Refused, SERVER_ROLES, type ServerRole } from '@agent-safe/core';
import type { OidcSettings } from '@agent-safe/schemas';

/** A user that an OpenID provider proved. */
export interface ProvedUser {
  readonly ok: true;
  readonly id: string;
  readonly display_name: string | undefined;
  readonly roles: readonly ServerRole[];
  readonly groups: readonly string[];
}

type Claims = Readonly<Record<string, unknown>>;

/** Maps the claims of a verified ID token to a user. */
export function mapUser(claims: Claims, settings: OidcSettings): ProvedUser | Refused<'sign_in_refused'> {
  const { groups_claim, roles, user_claim } = settings;
  const id = own(claims, user_claim);
  if (typeof id !== 'string' || id === '')
    return refuse(`The ID token has no claim "${user_claim}". Check "server.oidc.user_claim" and the scopes.`);
  // Until the provider has verified an address, a user may enter the address of another person.
  if (user_claim === 'email' && claims.email_verified !== true)
    return refuse('The provider has not verified the email address. Verify it there, and sign in again.');
  // A provider with too many groups leaves them out. A missing group may lift a denial.
  if (Object.hasOwn(claims, '_claim_names')) return refuse('The ID token lacks groups, because there are too many.');
  const given = own(claims, groups_claim) ?? [];
  const groups = Array.isArray(given) ? given : [given];
  if (!groups.every((each): each is string => typeof each === 'string'))
    return refuse(`The claim "${groups_claim}" is not a list of texts. Check "server.oidc.groups_claim".`);
  const name = own(claims, 'name');
  return {
    ok: true,
    id,
    display_name: typeof name === 'string' && name !== '' ? name : undefined,
    roles: SERVER_ROLES.filter((role) => roles[role]?.some((group) => groups.includes(group)) === true),
    groups: [...new Set(groups)],
  };
}

function own(claims: Claims, name: string): unknown {
  return Object.hasOwn(claims, name) ? claims[name] : undefined;
}

function refuse(reason: string): Refused<'sign_in_refused'> {
  return { ok: false, code: 'sign_in_refused', reason };
}
