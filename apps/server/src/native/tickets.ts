import type { TicketResult } from '@agent-safe/sdk';
import { servicesOf } from '@agent-safe/sdk/server';
import type { Principal } from '../callers/principal.ts';
import { ok, type Reply } from '../http/reply.ts';
import type { ServerContext } from '../project/server-context.ts';
import type { Route } from '../routes/route.ts';
import { refuseAs } from './refusals.ts';
import { defineNative, refuseTo } from './route.ts';
import * as schemas from './schemas/token.ts';

const tag = 'Tickets';
const access = { agent: true, pep: 'tickets' } as const;

/** Execution tickets, for executors that do not share the state. */
export const ticketRoutes: readonly Route[] = [
  defineNative({
    tag,
    id: 'verifyTicket',
    method: 'post',
    path: '/api/v1/tickets/verify',
    access: { ...access, user: 'viewer' },
    summary: 'Verify that a ticket is valid, unused and authorizes the expected request. It stays unused',
    body: schemas.ticketRequest,
    refusals: [409, 422],
    answers: { 200: { description: 'The content of the ticket.', schema: schemas.ticket } },
    async handle({ body: { expected = {}, token }, principal }, server) {
      const { nonces, tokenService } = ticketServices(server);
      return show(await tokenService.verifyTicket(token, forAgent(expected, principal), nonces), principal);
    },
  }),
  defineNative({
    tag,
    id: 'redeemTicket',
    method: 'post',
    path: '/api/v1/tickets/redeem',
    access,
    summary: 'Verify and use a ticket. Of any number of calls, one succeeds',
    body: schemas.ticketRequest,
    refusals: [409, 422],
    answers: { 200: { description: 'The content of the ticket. Execute its request once.', schema: schemas.ticket } },
    async handle({ body: { expected = {}, token }, principal }, server) {
      const { nonces, tokenService } = ticketServices(server);
      if (nonces === undefined) return refuseAs({ code: 'state_unavailable', reason: 'The project has no state.' });
      return show(await tokenService.redeemTicket(token, forAgent(expected, principal), nonces), principal);
    },
  }),
];

function ticketServices(server: ServerContext) {
  const { stores, tokenService } = servicesOf(server.project().safe);
  return { tokenService, nonces: stores?.nonces };
}

/** An agent verifies and uses its own tickets only. */
function forAgent<Expected extends { readonly caller?: string | null }>(expected: Expected, principal: Principal) {
  return principal.kind === 'agent' ? { ...expected, caller: principal.agentId } : expected;
}

function show(result: TicketResult, principal: Principal): Reply {
  return result.ok ? ok(result.ticket) : refuseTo(principal, result);
}
