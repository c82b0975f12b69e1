import type { Revocation, RevocationSubject } from '@agent-safe/core';
import type { TokenService } from './token-service.ts';

/** `safe.revocations`: the kill switch for agents and tokens. */
export class RevocationsApi {
  readonly #tokenService: TokenService;

  constructor(tokenService: TokenService) {
    this.#tokenService = tokenService;
  }

  /**
   * Revokes an agent, a token by its `jti`, or everything issued so far. All delegations from it are revoked too. With
   * `state`, the revocation applies at once in every process of the machine; without it, only in this process.
   *
   * @example
   * const safe = await AgentSafe.open();
   * await safe.revocations.add({ agent: 'worker' });
   * await safe.revocations.add({ all: true });
   *
   * @throws AgentSafeError ERR_REVOCATION_INVALID if the subject is malformed; ERR_STORE_UNAVAILABLE if nothing was
   *   revoked; ERR_AUDIT_UNAVAILABLE if the revocation applies but could not be recorded
   */
  add(subject: RevocationSubject): Promise<Revocation> {
    return this.#tokenService.revoke(subject);
  }

  /**
   * Lets a revoked agent act again, with tokens issued from now on.
   *
   * @returns undefined if the agent was not revoked
   *
   * @example
   * const safe = await AgentSafe.open();
   * const lifted = await safe.revocations.lift('worker');
   * if (lifted === undefined) console.log('"worker" was not revoked.');
   *
   * @throws AgentSafeError ERR_STORE_UNAVAILABLE; ERR_AUDIT_UNAVAILABLE if the change could not be recorded. The agent
   *   then stays revoked.
   */
  lift(agent: string): Promise<Revocation | undefined> {
    return this.#tokenService.lift(agent);
  }

  /**
   * Lists all revocations, the oldest first. Lifted revocations stay in the list: they apply to tokens issued up to
   * `issued_until`, in milliseconds since 1970, UTC.
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
