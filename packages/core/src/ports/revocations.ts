import type { Bearer, Revocation, RevocationSubject } from '../model/revocation.ts';

/** The kill switch. A revocation by one process counts at once for all processes that share the store. */
export interface Revocations {
  /**
   * Revokes an agent or a token for ever, or (`all`) everything issued until now. The revocation survives a loss of power before
   * this resolves.
   */
  revoke(subject: RevocationSubject): Promise<Revocation>;
  /** Lets an agent act again, with tokens issued from now on. @returns undefined if it was not revoked */
  lift(agent: string): Promise<Revocation | undefined>;
  /** The revocation that applies to a bearer, if any does. */
  isRevoked(bearer: Bearer): Promise<Revocation | undefined>;
  /** All revocations that were ever made, the oldest first. */
  list(): Promise<readonly Revocation[]>;
}
