/** The scope of a revocation: an agent with all its delegations, one token with all tokens made from it, or everything. */
export type RevocationSubject = { readonly agent: string } | { readonly token: string } | { readonly all: true };

export interface Revocation {
  readonly kind: 'agent' | 'token' | 'all';
  /** The agent's id, or the token's; empty for all. */
  readonly id: string;
  /** Milliseconds since 1970, UTC. */
  readonly revoked_at: number;
  /**
   * The revocation applies to tokens issued up to this time, in milliseconds since 1970, UTC. Null: to all tokens, for
   * ever.
   */
  readonly issued_until: number | null;
}

/** A caller or approver, with everything that a revocation may name. */
export interface Bearer {
  /** When its token was issued, in milliseconds since 1970, UTC; undefined for a bare name. */
  readonly issuedAt: number | undefined;
  /** The agent itself, and all agents that delegated to it. */
  readonly agents: readonly string[];
  /** The ids of its token and of the tokens from which it was delegated. */
  readonly tokens: readonly string[];
}

/**
 * Whether a revocation applies to a token issued at a given time. A bare name has no issue time: only a revocation
 * without `issued_until` applies.
 */
export function covers({ issued_until }: Pick<Revocation, 'issued_until'>, issuedAt: number | undefined): boolean {
  return issued_until === null || (issuedAt !== undefined && issuedAt <= issued_until);
}
