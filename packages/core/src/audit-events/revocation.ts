import type { Revocation } from '../model/revocation.ts';

/** Agents, tokens or everything lost their validity. */
export interface RevokedFields extends Pick<Revocation, 'kind' | 'id'> {
  readonly change: 'revoked';
  /** RFC 3339, UTC: tokens issued up to then are revoked. Null: for ever. */
  readonly issued_until: string | null;
}

/** A revoked agent may act again, with tokens that are issued from now on. */
export interface LiftedFields extends Pick<Revocation, 'kind' | 'id'> {
  readonly change: 'lifted';
}
