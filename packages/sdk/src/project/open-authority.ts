import { openSettings, type Settings } from '@agent-safe/registry/open';
import type { VerificationKey } from '@agent-safe/tokens';
import type { Approvals } from '../services/approval-gateway.ts';
import { listStandings, type Restraint, type Standing } from '../services/standings.ts';
import type { Authority } from '../services/token-service.ts';
import { type OpenOptions, refuseUnknownOptions } from './open-options.ts';
import { openServices } from './open-services.ts';

/** What tokens are issued, verified and revoked with. */
export interface OpenedAuthority {
  readonly authority: Authority;
  readonly approvals: Approvals;
  /** Where callers stand, all of them or the one of a key, and what holds for them. */
  readonly restraint: Restraint & { list(only?: string): Promise<readonly Standing[]> };
  readonly settings: Settings;
  readonly close: () => Promise<void>;
}

/**
 * Opens what tokens need, and nothing that decides: it works while policies are broken, as a kill switch must.
 *
 * @param keys verify tokens in place of those of the project
 * @throws AgentSafeError ERR_CONFIG_INVALID, ERR_CONFIG_NOT_FOUND, ERR_KEYS_INVALID
 */
export async function openAuthority(
  options: Omit<OpenOptions, 'bundle' | 'cache'> = {},
  keys?: readonly VerificationKey[],
): Promise<OpenedAuthority> {
  refuseUnknownOptions(options);
  const settings = await openSettings(options);
  const { approvals, authority, clock, close, restraint } = await openServices(settings, options, keys);
  const list = (only?: string) => listStandings(restraint, clock(), only);
  return { authority, approvals, restraint: { ...restraint, list }, settings, close };
}
