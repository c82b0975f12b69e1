import type { Ticket } from '@agent-safe/tickets';
import type { RunContext } from '../run/run-context.ts';
import { type Refusal, refuse } from '../run/stage-results.ts';

export type VerifiedTicket =
  | { readonly ok: true; readonly ticket: Ticket }
  /** With the content of the ticket, if its signature is valid. */
  | (Refusal & { readonly ticket: Ticket | undefined });

/**
 * Verifies the signature, audience, lifetime and revocation of a ticket, and the expectations of the caller. The verifier records its
 * own refusals.
 */
export async function verifyTicket({ options, services, token }: RunContext): Promise<VerifiedTicket> {
  const result = await services.verifier.verify(token, options.expected);
  const { ticket } = result;
  if (!result.ok) return { ok: false, code: result.code, reason: result.reason, isRecorded: true, ticket };
  if (result.ticket.digest !== null) return { ok: true, ticket: result.ticket };
  const reason =
    'Agent-Safe 0.11 issued this ticket, so it has no definition, scope or digest to verify. Request a new decision.';
  return { ...refuse('ticket_unbound', reason), ticket };
}

/** Refuses a ticket that the state knows as used, before any system is contacted. It does not use the ticket. */
export async function refuseUsed(
  { options, services, token }: RunContext,
  { digest }: Ticket,
): Promise<{ readonly ok: true } | Refusal> {
  const result = await services.verifier.verifyUnused(token, { ...options.expected, digest });
  return result.ok ? { ok: true } : { ok: false, code: result.code, reason: result.reason, isRecorded: true };
}

/** Uses the ticket. From here on, another run needs a new decision, after any outcome of this run. */
export async function redeemTicket(
  { options, services, token }: RunContext,
  { digest }: Ticket,
): Promise<{ readonly ok: true } | Refusal> {
  const result = await services.verifier.redeem(token, { ...options.expected, digest });
  return result.ok ? { ok: true } : { ok: false, code: result.code, reason: result.reason, isRecorded: true };
}
