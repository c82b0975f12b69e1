/** The scope of a revocation: an agent with all its delegations, one token with all tokens made from it, or everything. */
export type RevocationSubject = { readonly agent: string } | { readonly token: string } | { readonly all: true };

export interface Revocation {
  readonly kind: 'agent' | 'token' | 'all';
  /** The agent's id, or the token's; empty for all. */
  readonly id: string;
  /** Milliseconds since 1970, UTC. */
  readonly revoked_at: number;
  /** It applies to tokens issued up to then, in milliseconds since 1970; null: to all, for ever. */
  readonly issued_until: number | null;
}

/** Whom a revocation may apply to. */
export interface Bearer {
  /** When its token was issued, in milliseconds since 1970; undefined for a bare name. */
  readonly issuedAt: number | undefined;
  /** The agent itself, and all agents that delegated to it. */
  readonly agents: readonly string[];
  /** The ids of its token, and of the tokens from which that was made. */
  readonly tokens: readonly string[];
}

/** Whether a revocation applies to a token issued at a time. A bare name has no such time: it is covered only for ever. */
export function covers({ issued_until }: Pick<Revocation, 'issued_until'>, issuedAt: number | undefined): boolean {
  return issued_until === null || (issuedAt !== undefined && issuedAt <= issued_until);
}
