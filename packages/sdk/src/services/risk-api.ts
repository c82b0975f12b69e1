import { AgentSafeError } from '@agent-safe/core';
import { checkOptions } from '@agent-safe/core/options';
import { riskResetShape } from './call-options.ts';
import { readLimitSubject } from './limit-subject.ts';
import type { RiskReset, RiskResetResult, RiskResetServices } from './risk-reset.ts';
import { listStandings, type Standing } from './standings.ts';

/** `safe.risk`: the rate limit, circuit breaker and risk score of callers. */
export class RiskApi {
  readonly #services: RiskResetServices;

  constructor(services: RiskResetServices) {
    this.#services = services;
  }

  /**
   * Lists the standings of all callers whose requests count, the last seen first; or of one caller. A standing says how limits
   * change the answer to the next request, and until when.
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
    if (caller === undefined) return listStandings(limits, clock());
    const subject = await readLimitSubject(caller, tokenService);
    if (!subject.ok) throw new AgentSafeError('ERR_IDENTITY_INVALID', subject.reason);
    return listStandings(limits, clock(), subject.key);
  }

  /**
   * Resets a caller: its risk score, its denials and its circuit breaker. The requests that the rate limit counts stay. Requests
   * that are counted while the reset is recorded stay, too. The approvers need the role or group that `approvals` requires, and
   * must have no part in the requests of the caller. The reset is recorded first, as `risk_reset`; what cannot be recorded is not
   * reset.
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
    const { resetRisk } = await import('./risk-reset.ts');
    return resetRisk(reset, this.#services);
  }
}
