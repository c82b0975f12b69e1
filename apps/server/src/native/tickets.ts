import type { TicketResult } from '@agent-safe/sdk';
import { servicesOf } from '@agent-safe/sdk/server';
import { ok, type Reply } from '../http/reply.ts';
import type { Route } from '../routes/route.ts';
import { verifyOwnTicket } from './own-ticket.ts';
import { refuseAs } from './refusals.ts';
import { defineNative } from './route.ts';
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
      const { safe } = server.project();
      // A viewer may read any ticket that it is shown.
      if (principal.kind !== 'user') return show(await verifyOwnTicket(token, principal, safe, expected));
      const { stores, tokenService } = servicesOf(safe);
      return show(await tokenService.verifyTicket(token, expected, stores?.nonces));
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
      const { safe } = server.project();
      const verified = await verifyOwnTicket(token, principal, safe, expected);
      const { stores, tokenService } = servicesOf(safe);
      if (!verified.ok || stores === undefined) return show(verified);
      const { digest } = verified.ticket;
      return show(await tokenService.redeemTicket(token, { ...expected, digest }, stores.nonces));
    },
  }),
];

function show(result: TicketResult): Reply {
  return result.ok ? ok(result.ticket) : refuseAs(result);
}
