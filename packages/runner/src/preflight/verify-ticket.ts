import type { Ticket } from '@agent-safe/tickets';
import type { RunContext } from '../run/run-context.ts';
import { type Refusal, refuse } from '../run/stage-results.ts';

export type VerifiedTicket =
  | { readonly ok: true; readonly ticket: Ticket }
  /** With what the ticket says, where it is genuine. */
  | (Refusal & { readonly ticket: Ticket | undefined });

/**
 * Verifies that a ticket is genuine, meant for this runner, in time, not revoked, and what the caller expects. The verifier records
 * its own refusals.
 */
export async function verifyTicket({ options, services, token }: RunContext): Promise<VerifiedTicket> {
  const result = await services.verifier.verify(token, options.expected);
  const { ticket } = result;
  if (!result.ok) return { ok: false, code: result.code, reason: result.reason, isRecorded: true, ticket };
  if (result.ticket.digest !== null) return { ok: true, ticket: result.ticket };
  const reason = 'The ticket was issued by Agent-Safe 0.11, and is bound to no definition, scope or digest.';
  return { ...refuse('ticket_unbound', reason), ticket };
}

export type UsedTicket = { readonly ok: true; readonly startedAt: number } | Refusal;

/** Uses the ticket. From here on a new run needs a new decision, whatever becomes of this one. */
export async function redeemTicket({ options, services, token }: RunContext, { digest }: Ticket): Promise<UsedTicket> {
  const result = await services.verifier.redeem(token, { ...options.expected, digest });
  if (!result.ok) return { ok: false, code: result.code, reason: result.reason, isRecorded: true };
  return { ok: true, startedAt: services.clock() };
}
