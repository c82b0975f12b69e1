import { type Accounts, openAccounts, type SignInLimits } from '@agent-safe/accounts';
import { AgentSafeError } from '@agent-safe/core';
import type { AgentSafe } from '@agent-safe/sdk';
import { servicesOf } from '@agent-safe/sdk/server';

/**
 * Opens the API keys, users and sessions of a project.
 *
 * @param limits of refused sign-ins, which a reload must not forget
 * @throws AgentSafeError ERR_CONFIG_INVALID if its stores have no accounts
 */
export function openServerAccounts(safe: AgentSafe, limits?: SignInLimits): Accounts {
  const { accounts } = servicesOf(safe);
  if (accounts !== undefined) return openAccounts(accounts, {}, limits);
  throw new AgentSafeError('ERR_CONFIG_INVALID', 'The stores of the project have no accounts. Use stores that have.');
}
