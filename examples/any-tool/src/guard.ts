import type { AgentSafe, RequestOf } from '@agent-safe/sdk';
import type { TicketVerifier } from '@agent-safe/tickets';
import type { ActionTypes } from './action-types.ts';

type Name = keyof ActionTypes;
type Request<Action extends Name> = Extract<RequestOf<ActionTypes>, { readonly action: Action }>;

/** A refusal, or an approval that is still missing. */
class NotAllowed extends Error {
  override readonly name = 'NotAllowed';
}

/** Returns a function that runs a tool once for each allowed request, with exactly the parameters that were checked. */
export function guard<Action extends Name, Result>(
  safe: AgentSafe<ActionTypes>,
  verifier: TicketVerifier,
  action: Action,
  tool: (params: ActionTypes[Action]['params']) => Promise<Result>,
): (caller: string, params: ActionTypes[Action]['params']) => Promise<Result> {
  return async (caller, given) => {
    // A copy: a later change of the parameters would not be the checked request.
    const params = structuredClone(given);
    const { digest, reason, result, ticket } = await safe.check({ action, caller, params } as Request<Action>);
    if (ticket === undefined || digest === null) throw new NotAllowed(`${result}: ${reason}`);
    const redeemed = await verifier.redeem(ticket.token, { action, target: null, digest });
    if (!redeemed.ok) throw new NotAllowed(`${redeemed.code}: ${redeemed.reason}`);
    return tool(params);
  };
}
