import type { Bearer, Revocation, RevocationSubject } from '../model/revocation.ts';

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
