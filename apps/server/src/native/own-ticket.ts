import type { AgentSafe, TicketResult } from '@agent-safe/sdk';
import { servicesOf } from '@agent-safe/sdk/server';
import { isOwn, type Principal } from '../callers/principal.ts';

type Expected = Parameters<ReturnType<typeof servicesOf>['tokenService']['verifyTicket']>[1];

/** Verifies an unused ticket. Agents and users use their own tickets only. The runner and the redemption verify it again. */
export async function verifyOwnTicket(
  token: string,
  principal: Principal,
  safe: AgentSafe,
  expected: Expected = {},
): Promise<TicketResult> {
  const { stores, tokenService } = servicesOf(safe);
  const own = principal.kind === 'pep' || !('agentId' in principal) ? {} : { caller: principal.agentId };
  const verified = await tokenService.verifyTicket(token, { ...expected, ...own }, stores?.nonces);
  if (!verified.ok || principal.kind === 'pep') return verified;
  const { caller, caller_verified, chain } = verified.ticket;
  const delegators = chain.map(({ agent_id }) => agent_id);
  const isTheirs =
    principal.kind === 'agent'
      ? isOwn(principal, { caller, caller_verified, chain: delegators })
      : caller_verified && delegators.length === 0;
  if (isTheirs) return verified;
  const reason = 'The ticket was issued to another caller with the same name. Use the ticket of your own decision.';
  return { ok: false, code: 'ticket_mismatch', reason };
}
