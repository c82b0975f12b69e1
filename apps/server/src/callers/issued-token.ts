import { Issuers } from '@agent-safe/accounts/issuers';
import type { ServerSettings } from '@agent-safe/schemas';
import type { AgentSafe } from '@agent-safe/sdk';
import { servicesOf } from '@agent-safe/sdk/server';
import type { HttpRefusal } from '../http/reply.ts';
import type { AgentPrincipal } from './principal.ts';
import { refuseCredentials } from './refuse-credentials.ts';

/** Recognizes the tokens of other issuers. @returns undefined for a token of an unknown issuer */
export type IssuedTokens = (text: string) => Promise<AgentPrincipal | HttpRefusal | undefined>;

/** Opens the issuers of the settings. */
export function openIssuers(safe: AgentSafe, { issuers = [] }: Pick<ServerSettings, 'issuers'>): IssuedTokens {
  if (issuers.length === 0) return async () => undefined;
  const { clock, revocations } = servicesOf(safe);
  const known = new Issuers({ issuers, clock, revocations });
  return async (text) => {
    const result = await known.verify(text);
    if (result === undefined) return undefined;
    if (result.ok) {
      const { agent_id, groups, roles } = result.caller;
      const verified = { by: result.issuer, caller: { agent_id, roles, groups } };
      return { kind: 'agent', agentId: agent_id, chain: [], verified };
    }
    return refuseCredentials(result);
  };
}
