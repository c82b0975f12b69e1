/**
 * Remembers which tickets were used. One store serves one audience: whoever may run a ticket must share it.
 */
export interface NonceStore {
  /**
   * Uses a nonce up: of any number of racers exactly one is told `fresh`. It survives a loss of power before it resolves.
   * What a store may have forgotten, because its time is over, is `replayed`.
   *
   * @param expiresAt milliseconds since 1970, UTC, from which on nobody accepts the ticket any more
   */
  redeem(nonce: string, expiresAt: number): Promise<'fresh' | 'replayed'>;
}

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

/** The kill switch. What is revoked by one process is revoked for all that share the store, at once. */
export interface Revocations {
  /**
   * Agents and tokens are revoked for ever, and `all` stands for what was issued until now. It survives a loss of power
   * before it resolves.
   */
  revoke(subject: RevocationSubject): Promise<Revocation>;
  /** Lets an agent act again, with tokens that are issued from now on. @returns undefined where it was not revoked */
  lift(agent: string): Promise<Revocation | undefined>;
  /** The revocation that applies to a bearer, if any does. */
  isRevoked(bearer: Bearer): Promise<Revocation | undefined>;
  /** All that were ever made, the oldest first. */
  list(): Promise<readonly Revocation[]>;
}

/** Whether a revocation is about what was issued at a time; a bare name was issued never, and counts as always. */
export function covers({ issued_until }: Pick<Revocation, 'issued_until'>, issuedAt: number | undefined): boolean {
  return issued_until === null || (issuedAt !== undefined && issuedAt <= issued_until);
}
