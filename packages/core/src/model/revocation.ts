/** What is to be believed no longer: an agent and all that it handed on, one token and all that came of it, or everything. */
export type RevocationSubject = { readonly agent: string } | { readonly token: string } | { readonly all: true };

export interface Revocation {
  readonly kind: 'agent' | 'token' | 'all';
  /** The agent's id, or the token's; empty for all. */
  readonly id: string;
  /** Milliseconds since 1970, UTC. */
  readonly revoked_at: number;
  /** It is about what was issued up to then, in milliseconds since 1970; null is for ever. */
  readonly issued_until: number | null;
}

/** What a revocation may be about. */
export interface Bearer {
  /** When the token was issued, in milliseconds since 1970; undefined for a bare name. */
  readonly issuedAt: number | undefined;
  /** The agent itself, and all that delegated to it. */
  readonly agents: readonly string[];
  /** The ids of its token, and of all from which that was made. */
  readonly tokens: readonly string[];
}

/** Whether a revocation is about what was issued at a time; a bare name was issued never, and counts as always. */
export function covers({ issued_until }: Pick<Revocation, 'issued_until'>, issuedAt: number | undefined): boolean {
  return issued_until === null || (issuedAt !== undefined && issuedAt <= issued_until);
}
