import { type ApprovalRequest, compileGlob, type Refused } from '@agent-safe/core';
import type { AgentSafe } from '@agent-safe/sdk';
import type { Principal, UserPrincipal } from '../callers/principal.ts';
import type { ServerContext } from '../project/server-context.ts';
import { rolesOf } from './speaker.ts';

/** Lifetime of a token that does not leave the process, in seconds. */
const TTL = 60;

/**
 * Returns an identity token of an agent or a user. If the caller has no token of this project, the server issues one, which must not
 * leave the process.
 */
export async function tokenOf(principal: Principal, safe: AgentSafe): Promise<string | Refused<'forbidden'>> {
  if (principal.kind === 'agent' && principal.token !== undefined) return principal.token;
  if (principal.kind === 'agent') {
    const { groups = [], roles = [] } = principal.verified?.caller ?? {};
    return safe.tokens.issue({ agent_id: principal.agentId, roles: [...roles], groups: [...groups], ttl_seconds: TTL });
  }
  if (principal.kind !== 'user')
    return {
      ok: false,
      code: 'forbidden',
      reason: 'Only agents and users do this. Use an identity token or a session.',
    };
  const { agentId: agent_id, groups } = principal;
  return safe.tokens.issue({ agent_id, roles: [...rolesOf(principal)], groups: [...groups], ttl_seconds: TTL });
}

type Requester = Pick<ApprovalRequest, 'caller' | 'chain'>;

/** Checks that a user does not approve for itself: for an agent that it owns, or as the person that a gateway asserted. */
export function checkIndependent(
  user: UserPrincipal,
  { caller, chain }: Requester,
  { settings }: ServerContext,
): { readonly ok: true } | Refused<'approver_is_owner' | 'approver_is_requester'> {
  const agents = [...chain, ...(caller === null ? [] : [caller])];
  if (agents.some((agent) => isPerson(agent, user.id))) {
    const reason = 'The request is your own. Ask another approver.';
    return { ok: false, code: 'approver_is_requester', reason };
  }
  const owned = (settings.owners ?? []).filter(({ users }) => users.includes(user.id)).flatMap((owner) => owner.agents);
  const globs = owned.map((glob) => compileGlob(glob));
  if (!agents.some((agent) => globs.some((matches) => matches(agent)))) return { ok: true };
  const reason = 'The request is of an agent that you own ("server.owners"). Ask another approver.';
  return { ok: false, code: 'approver_is_owner', reason };
}

/** Whether an agent id is the id of a person: as it is, or after a type, as in `user:ID`. */
function isPerson(agent: string, id: string): boolean {
  const own = fold(id);
  return fold(agent) === own || (agent.includes(':') && fold(agent.slice(agent.indexOf(':') + 1)) === own);
}

/** Gateways may write an id in another case or normal form. */
function fold(text: string): string {
  return text.normalize('NFKC').toLowerCase();
}
