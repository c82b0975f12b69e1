import type { AccountServices, NonceStore, PolicyRule } from '@agent-safe/core';
import type { Current } from '@agent-safe/core/options';
import { openSettings, type Settings } from '@agent-safe/registry/open';
import type { VerificationKey } from '@agent-safe/tokens';
import type { ApprovalGateway } from '../services/approval-gateway.ts';
import type { LimitServices } from '../services/limits.ts';
import type { RiskApi } from '../services/risk-api.ts';
import type { Standing } from '../services/standings.ts';
import type { StateApi } from '../services/state/state-api.ts';
import type { TokenService } from '../services/token-service.ts';
import { type OpenOptions, refuseUnknownOptions } from './open-options.ts';
import { openServices } from './open-services.ts';

/** The services of a project that need no policies. */
export interface ProjectServices {
  /** The services for the accounts of the server. Undefined if the project has no state. */
  readonly accounts: AccountServices | undefined;
  readonly tokenService: TokenService;
  readonly approvals: ApprovalGateway;
  /** The limits. `list` returns the limit use of all callers, or of one key. */
  readonly limits: LimitServices & { list(only?: string): Promise<readonly Standing[]> };
  /** The same as `safe.risk`. */
  readonly risk: RiskApi;
  /** The same as `safe.state`. */
  readonly state: StateApi;
  readonly settings: Settings;
  /** The used tickets. Undefined if the project has no state. */
  readonly nonces: NonceStore | undefined;
  readonly close: () => Promise<void>;
}

/**
 * Opens the services of a project without its policies. It works even if the policies are invalid, because the kill
 * switch must always work.
 *
 * @param keys keys that verify tokens instead of the keys of the project
 * @throws AgentSafeError ERR_CONFIG_INVALID, ERR_CONFIG_NOT_FOUND, ERR_KEYS_INVALID
 */
export async function openProjectServices(
  options: Omit<OpenOptions, 'bundle' | 'cache'> = {},
  keys?: Current<readonly VerificationKey[]>,
): Promise<ProjectServices> {
  refuseUnknownOptions(options);
  const settings = await openSettings(options);
  const { accounts, approvals, tokenService, clock, close, limits, risk, state, stores } = await openServices(
    settings,
    options,
    keys,
    () => readRules(settings),
  );
  const list = async (only?: string) => {
    const { listStandings } = await import('../services/lazy-risk.ts');
    return listStandings(limits, clock(), tokenService.verifiesCallers, only);
  };
  return {
    accounts,
    tokenService,
    approvals,
    limits: { ...limits, list },
    risk,
    state,
    settings,
    nonces: stores?.nonces,
    close,
  };
}

/**
 * Reads the rules of the policies, which say who approves.
 *
 * @throws AgentSafeError ERR_POLICY_INVALID
 */
async function readRules({ policies }: Settings): Promise<readonly PolicyRule[]> {
  if (policies === undefined) return [];
  const { loadProject } = await import('@agent-safe/registry');
  return loadProject({ policies }).rules;
}
