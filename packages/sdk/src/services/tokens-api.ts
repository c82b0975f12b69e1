import type { DelegationResult, IdentityRequest } from '@agent-safe/delegation';
import type { DelegateRequest, DelegationVerdict, TokenService } from './token-service.ts';

/** `safe.tokens`: identity tokens prove an agent; delegated tokens also prove its delegation chain. */
export class TokensApi {
  readonly #tokenService: TokenService;

  constructor(tokenService: TokenService) {
    this.#tokenService = tokenService;
  }

  /**
   * Issues an identity token for an agent, with its roles and groups. The token expires after `ttl_seconds`.
   *
   * @example
   * const safe = await AgentSafe.open();
   * const token = await safe.tokens.issue({ agent_id: 'deploy-agent', roles: ['deployer'], ttl_seconds: 900 });
   * await safe.check({ action: 'restart-deployment', target: 'dev/test-app', caller: token });
   *
   * @throws AgentSafeError ERR_IDENTITY_INVALID if the request is malformed; ERR_KEYS_INVALID if no key signs
   */
  issue(request: IdentityRequest): Promise<string> {
    return this.#tokenService.issue(request);
  }

  /**
   * Issues a token for another agent. It grants at most the permissions of the parent: a subset of its roles, groups,
   * actions and targets, and an end that is not later. Every answer is recorded.
   *
   * @returns the token, or `{ ok: false, code, reason }`
   *
   * @example
   * const safe = await AgentSafe.open();
   * const parent_token = await safe.tokens.issue({ agent_id: 'planner', roles: ['deployer'] });
   * const child = await safe.tokens.delegate({ parent_token, child_agent_id: 'worker', child_roles: ['deployer'] });
   * if (!child.ok) throw new Error(`${child.code}: ${child.reason}`);
   * console.log(child.token);
   *
   * @throws AgentSafeError ERR_KEYS_INVALID if no key signs
   */
  delegate(request: DelegateRequest): Promise<DelegationResult> {
    return this.#tokenService.delegate(request);
  }

  /**
   * Verifies an identity or delegated token, and lists the restrictions of each hop of its chain. A plain identity has
   * one hop.
   *
   * @returns the identity and its hops, or `{ ok: false, code, reason }`
   *
   * @example
   * const safe = await AgentSafe.open();
   * const verified = await safe.tokens.verify(await safe.tokens.issue({ agent_id: 'deploy-agent' }));
   * if (verified.ok) console.log(verified.identity.agent_id, verified.hops.length);
   */
  verify(token: string): Promise<DelegationVerdict> {
    return this.#tokenService.verifyDelegation(token);
  }
}
