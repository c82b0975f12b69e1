import type { Revocation, RevocationSubject } from '@agent-safe/core';
import type { TokenService } from './token-service.ts';

/** `safe.revocations`: the kill switch for agents and tokens. */
export class RevocationsApi {
  readonly #tokenService: TokenService;

  constructor(tokenService: TokenService) {
    this.#tokenService = tokenService;
  }

  /**
   * Revokes an agent, a token by its `jti`, or everything issued so far. Everything delegated from it is revoked too. With
   * `state` the revocation counts at once in every process of the machine; without it, in this process.
   *
   * @example
   * const safe = await AgentSafe.open();
   * await safe.revocations.add({ agent: 'worker' });
   * await safe.revocations.add({ all: true });
   *
   * @throws AgentSafeError ERR_REVOCATION_INVALID if the subject is malformed; ERR_STORE_UNAVAILABLE if it is not revoked;
   *   ERR_AUDIT_UNAVAILABLE if it is revoked and could not be recorded
   */
  add(subject: RevocationSubject): Promise<Revocation> {
    return this.#tokenService.revoke(subject);
  }

  /**
   * Lets a revoked agent act again, with tokens that are issued from now on.
   *
   * @returns undefined if the agent was not revoked
   *
   * @example
   * const safe = await AgentSafe.open();
   * const lifted = await safe.revocations.lift('worker');
   * if (lifted === undefined) console.log('"worker" was not revoked.');
   *
   * @throws AgentSafeError ERR_STORE_UNAVAILABLE; ERR_AUDIT_UNAVAILABLE if it could not be recorded, and so was not lifted
   */
  lift(agent: string): Promise<Revocation | undefined> {
    return this.#tokenService.lift(agent);
  }

  /**
   * Lists every revocation, the oldest first. Lifted ones stay in the list: `issued_until` is the last time of issue, in
   * milliseconds since 1970, UTC, that they cover.
   *
   * @example
   * const safe = await AgentSafe.open();
   * for (const { id, kind } of await safe.revocations.list()) console.log(kind, id);
   *
   * @throws AgentSafeError ERR_STORE_UNAVAILABLE
   */
  list(): Promise<readonly Revocation[]> {
    return this.#tokenService.listRevocations();
  }
}
