import type { Revocation } from '../model/revocation.ts';

/** A revocation of an agent, a token or everything. */
export interface RevokedFields extends Pick<Revocation, 'kind' | 'id'> {
  readonly change: 'revoked';
  /** Tokens issued up to this time are revoked: RFC 3339, UTC. Null: all tokens, for ever. */
  readonly issued_until: string | null;
}

/** The end of a revocation. The agent may act again, with tokens issued after this event. */
export interface LiftedFields extends Pick<Revocation, 'kind' | 'id'> {
  readonly change: 'lifted';
  /** Tokens issued up to this time stay revoked: RFC 3339, UTC. Absent: the time of the event. */
  readonly issued_until?: string;
}
