import { randomUUID } from 'node:crypto';
import { digestBinding, type ExecutionTicket, type JsonObject, type RequestBinding } from '@agent-safe/core';
import { type SigningKey, signToken } from '@agent-safe/tokens';
import { TICKET_TYPE, type TicketLink } from './ticket-claims.ts';

export interface TicketIssuer {
  readonly key: SigningKey;
  readonly issuer: string;
  /** Audience: the executor, or the executors that share one nonce store. */
  readonly audience: string;
  /** Lifetime of a ticket, in seconds. */
  readonly ttl: number;
  /** For tests. Default: a random UUID. */
  readonly newId?: () => string;
}

/** The allowed request and its decision. */
export interface TicketRequest extends Omit<RequestBinding, 'chain'> {
  readonly chain: readonly TicketLink[];
  /** Id of the caller's token; null for a bare name. */
  readonly caller_jti: string | null;
  /** Id of the decision. */
  readonly audit_id: string;
  /**
   * Start of the evaluation, in milliseconds since 1970, UTC. A revocation at or after this time voids the ticket, no matter how long
   * recording the decision took.
   */
  readonly evaluated_at: number;
  /** Expiry of the caller's token, in seconds since 1970. The ticket expires no later. */
  readonly caller_exp?: number | undefined;
  /** End of the rule that allowed the request, in milliseconds since 1970, UTC. The ticket expires no later. */
  readonly valid_until?: number | undefined;
}

/**
 * Issues an execution ticket. Call it only for an allowed request, after its decision was recorded.
 *
 * @example
 * declare const request: TicketRequest;
 * declare const key: SigningKey;
 * const ticket = issueTicket(request, { key, issuer: 'agent-safe', audience: 'agent-safe-runner', ttl: 300 });
 */
export function issueTicket(
  { caller_exp, evaluated_at, valid_until, ...request }: TicketRequest,
  { audience, issuer, key, newId = randomUUID, ttl }: TicketIssuer,
): ExecutionTicket {
  const nonce = newId();
  const exp = Math.min(
    Math.floor(evaluated_at / 1_000) + ttl,
    caller_exp ?? Number.POSITIVE_INFINITY,
    valid_until === undefined ? Number.POSITIVE_INFINITY : Math.floor(valid_until / 1_000),
  );
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
