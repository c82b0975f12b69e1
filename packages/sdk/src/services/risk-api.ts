import { AgentSafeError } from '@agent-safe/core';
import { checkOptions } from '@agent-safe/core/options';
import { riskResetShape } from './call-options.ts';
import type { RiskReset, RiskResetResult, RiskResetServices } from './risk-reset.ts';
import type { Standing } from './standings.ts';

/** `safe.risk`: the rate limit, circuit breaker and risk score of callers. */
export class RiskApi {
  readonly #services: RiskResetServices;

  constructor(services: RiskResetServices) {
    this.#services = services;
  }

  /**
   * Lists the limit use of all callers, the most recent first, or of one caller and the circuit breakers of its
   * delegates. Each entry says how limits change the answer to the next request, and until when.
   *
   * @param caller an agent id, an identity token, or a key such as `unverified:`
   *
   * @example
   * const safe = await AgentSafe.open();
   * for (const { key, next } of await safe.risk.list()) console.log(key, next);
   *
   * @throws AgentSafeError ERR_IDENTITY_INVALID if the token is not valid; ERR_STORE_UNAVAILABLE
   */
  async list(caller?: string): Promise<readonly Standing[]> {
    const { clock, limits, tokenService } = this.#services;
    const usable = await tokenService.checkState();
    // A lost state has no limits, which would look as if no caller had used them.
    if (!usable.ok) throw new AgentSafeError('ERR_STORE_UNAVAILABLE', usable.reason);
    const { listStandings, readLimitSubject } = await import('./lazy-risk.ts');
    if (caller === undefined) return listStandings(limits, clock(), tokenService.verifiesCallers);
    const subject = await readLimitSubject(caller, tokenService);
    if (!subject.ok) throw new AgentSafeError('ERR_IDENTITY_INVALID', subject.reason);
    return listStandings(limits, clock(), tokenService.verifiesCallers, subject.key);
  }

  /**
   * Resets the risk score, the denials and the circuit breaker of a caller, and the circuit breakers of its delegates.
   * For `unverified:`, it resets those of all names. The requests that the rate limit counts
   * stay. Requests that are counted while the reset is recorded also stay. The approvers must satisfy
   * `approvals` and every rule of `approvals.rules`, because a reset concerns requests of every rule. Neither the caller, nor its delegators, nor its delegates may approve. The reset is recorded
   * first, as `risk_reset`. If it cannot be recorded, nothing is reset.
   *
   * @example
   * const safe = await AgentSafe.open();
   * const approver = await safe.tokens.issue({ agent_id: 'alice', roles: ['approver'] });
   * const result = await safe.risk.reset({ caller: 'worker', approver, reason: 'CHG-7: load test' });
   * console.log(result.ok ? result.cumulative_risk_score : result.reason);
   *
   * @throws AgentSafeError ERR_CONFIG_INVALID if an option is unknown or missing
   */
  async reset(reset: RiskReset): Promise<RiskResetResult> {
    checkOptions(riskResetShape, reset, '');
    const { resetRisk } = await import('./lazy-risk.ts');
    return resetRisk(reset, this.#services);
  }
}
