import type { Bearer, Revocation, RevocationSubject } from '../model/revocation.ts';

/** The kill switch. A revocation applies at once in all processes that share the store. */
export interface Revocations {
  /**
   * Revokes an agent or a token for ever, or (`all`) everything issued until now. Resolves after the revocation would
   * survive a power failure.
   */
  revoke(subject: RevocationSubject): Promise<Revocation>;
  /** Lets an agent act again, with tokens issued from now on. @returns undefined if it was not revoked */
  lift(agent: string): Promise<Revocation | undefined>;
  /** Returns the revocation that applies to a bearer, if any. */
  isRevoked(bearer: Bearer): Promise<Revocation | undefined>;
  /** Returns all revocations, the oldest first. */
  list(): Promise<readonly Revocation[]>;
}
