import { randomUUID } from 'node:crypto';
import { digestBinding, type ExecutionTicket, type JsonObject, type RequestBinding } from '@agent-safe/core';
import { type SigningKey, signToken } from '@agent-safe/tokens';
import { TICKET_TYPE, type TicketLink } from './ticket-claims.ts';

export interface TicketIssuer {
  readonly key: SigningKey;
  readonly issuer: string;
  /** Whoever may run it: an executor, or several that share one store of nonces. */
  readonly audience: string;
  /** Seconds that it may be used in. */
  readonly ttl: number;
  /** For tests; a random UUID where it is left out. */
  readonly newId?: () => string;
}

/** What was allowed, and by which decision. */
export interface TicketRequest extends Omit<RequestBinding, 'chain'> {
  readonly chain: readonly TicketLink[];
  readonly caller_jti: string | null;
  readonly audit_id: string;
  /**
   * Milliseconds since 1970, UTC: when the evaluation began. A revocation from then on voids the ticket, however long
   * recording the decision took.
   */
  readonly evaluated_at: number;
  /** Seconds since 1970 when the caller's own token ends: no ticket outlives it. */
  readonly caller_exp?: number | undefined;
}

/**
 * Issues a ticket. Do so only for a decision that allowed, and after it was recorded.
 *
 * @example
 * declare const request: TicketRequest;
 * declare const key: SigningKey;
 * const ticket = issueTicket(request, { key, issuer: 'agent-safe', audience: 'agent-safe-runner', ttl: 300 });
 */
export function issueTicket(
  { caller_exp, evaluated_at, ...request }: TicketRequest,
  { audience, issuer, key, newId = randomUUID, ttl }: TicketIssuer,
): ExecutionTicket {
  const nonce = newId();
  const exp = Math.min(Math.floor(evaluated_at / 1_000) + ttl, caller_exp ?? Number.POSITIVE_INFINITY);
  const chain = request.chain.map(({ agent_id }) => agent_id);
  const claims: JsonObject = {
    type: TICKET_TYPE,
    iss: issuer,
    aud: audience,
    iat: evaluated_at / 1_000,
    exp,
    jti: nonce,
    ...request,
    chain: request.chain.map(({ agent_id, jti }) => ({ agent_id, jti })),
    nonce,
    digest: digestBinding({ ...request, chain }),
  };
  const token = signToken('ticket', claims, key);
  return { token, nonce, expires_at: new Date(exp * 1_000).toISOString() };
}
