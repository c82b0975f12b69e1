import {
  AgentSafeError,
  DEFAULT_AUDIENCE,
  DEFAULT_ISSUER,
  type JsonObject,
  type NonceStore,
  quote,
  requireReceipts,
  type TicketRefusedFields,
} from '@agent-safe/core';
import { currentOf } from '@agent-safe/core/options';
import { readToken, verifySignature } from '@agent-safe/tokens/verify';
import { checkExpectations, type TicketExpectations } from './expectations.ts';
import { readExpiredTicket, readTicket, type Ticket } from './ticket.ts';
import { MOST_TOLERANCE, refuseWrongOptions, type TicketVerifierOptions } from './verifier-options.ts';

export const TICKET_REFUSAL_CODES = [
  'ticket_invalid',
  'ticket_expired',
  'ticket_mismatch',
  'ticket_unbound',
  'ticket_revoked',
  'ticket_replayed',
  'ticket_outdated',
  'audit_unavailable',
  'state_unavailable',
] as const;
export type TicketRefusal = (typeof TICKET_REFUSAL_CODES)[number];

export type TicketResult =
  | { readonly ok: true; readonly ticket: Ticket }
  | {
      readonly ok: false;
      readonly code: TicketRefusal;
      readonly reason: string;
      /** Content of the refused ticket, if its signature and digest are valid. */
      readonly ticket?: Ticket;
    };

/**
 * Verifies execution tickets. An executor needs only the public keys: no policies and no connection to the decision point.
 *
 * @example
 * declare const keySet: string;
 * declare const token: string;
 * const verifier = new TicketVerifier({ keys: readKeySet(keySet), nonces: new MemoryNonceStore() });
 * const result = await verifier.redeem(token, { action: 'restart-deployment', target: 'dev/test-app' });
 * if (!result.ok) throw new Error(result.reason);
 */
export class TicketVerifier {
  readonly #options: TicketVerifierOptions;

  constructor(options: TicketVerifierOptions) {
    refuseWrongOptions(options);
    this.#options = options;
  }

  /**
   * Verifies that a ticket is valid and authorizes the expected request. The ticket is not used, so it can be verified any number of
   * times. The result does not tell whether the ticket was used before.
   *
   * @throws AgentSafeError ERR_CONFIG_INVALID if `expected` has an unknown member
   */
  async verify(token: string, expected: TicketExpectations = {}): Promise<TicketResult> {
    return this.#answer(await this.#check(token, expected));
  }

  /**
   * Verifies and uses a ticket. If any number of executors redeem the same ticket, exactly one gets `ok: true`. Redeem a ticket before
   * you execute any part of the request. With `audit`, the use is recorded, so that a lost store does not make the ticket usable again.
   *
   * @throws AgentSafeError ERR_CONFIG_INVALID if there is no nonce store, or if `expected` has an unknown member
   */
  async redeem(token: string, expected: TicketExpectations = {}): Promise<TicketResult> {
    const nonces = this.#nonces();
    const checked = await this.#check(token, expected);
    const used = checked.ok ? await this.#use(checked.ticket, nonces) : checked;
    return this.#answer(used.ok ? await this.#recordUse(used.ticket) : used);
  }

  /**
   * Verifies a ticket like {@link verify}, and also refuses a ticket that was used. The ticket is not used, so another executor may use
   * it at any time: call {@link redeem} before you execute any part of the request.
   *
   * @throws AgentSafeError ERR_CONFIG_INVALID if there is no nonce store, or if `expected` has an unknown member
   */
  async verifyUnused(token: string, expected: TicketExpectations = {}): Promise<TicketResult> {
    const nonces = this.#nonces();
    const checked = await this.#check(token, expected);
    return this.#answer(checked.ok ? await this.#refuseUsed(checked.ticket, nonces) : checked);
  }

  #nonces(): NonceStore {
    const { nonces } = this.#options;
    if (nonces !== undefined) return nonces;
    const summary = 'The option "nonces" is missing. Pass a store of used tickets to redeem tickets.';
    throw new AgentSafeError('ERR_CONFIG_INVALID', summary);
  }

  async #check(token: string, expected: TicketExpectations): Promise<CheckedTicket> {
    const { audience = DEFAULT_AUDIENCE, clock = Date.now, issuer = DEFAULT_ISSUER, tolerance } = this.#options;
    const keys = currentOf(this.#options.keys);
    const reading = await readToken(
      token,
      { kinds: ['ticket'], keys, issuer, audience, now: clock(), tolerance },
      verifySignature,
    );
    if (!reading.ok) {
      const { claims, reason } = reading;
      if (reading.code !== 'token_expired') return { ok: false, code: 'ticket_invalid', reason, claims };
      const ticket = claims === undefined ? undefined : readExpiredTicket(claims);
      const expired = {
        ok: false,
        code: 'ticket_expired',
        reason: `${reason} Request a new decision.`,
        claims,
      } as const;
      return ticket === undefined ? expired : { ...expired, ticket };
    }
    const ticket = readTicket(reading);
    if (ticket === undefined) {
      const reason = 'The ticket is incomplete, or its content does not match its digest. Request a new decision.';
      return { ok: false, code: 'ticket_invalid', reason };
    }
    const matched = checkExpectations(ticket, expected, currentOf(this.#options.maskKey));
    return matched.ok ? this.#checkRevoked(ticket) : { ...matched, ticket };
  }

  async #checkRevoked(ticket: Ticket): Promise<TicketResult> {
    const { caller, caller_jti, chain, issued_at, nonce } = ticket;
    const bearer = {
      issuedAt: Date.parse(issued_at),
      agents: [caller, ...chain.map(({ agent_id }) => agent_id)].filter((id) => id !== null),
      tokens: [nonce, caller_jti, ...chain.map(({ jti }) => jti)].filter((id) => id !== null),
    };
    return this.#useStore(ticket, 'The revocations could not be checked, so the ticket is refused.', async () => {
      const revocation = await this.#options.revocations?.isRevoked(bearer);
      if (revocation === undefined) return { ok: true, ticket };
      const { id, kind, revoked_at } = revocation;
      const at = new Date(revoked_at).toISOString();
      const role = id === caller ? 'its caller' : 'in the delegation chain of its caller';
      const what = {
        all: `All tickets issued until ${at} were revoked.`,
        agent: `The ticket is void: the agent ${quote(id)}, ${role}, was revoked at ${at}.`,
        token: `The ticket, or a token in its delegation chain, was revoked at ${at}.`,
      }[kind];
      return { ok: false, code: 'ticket_revoked', reason: `${what} Request a new decision.`, ticket };
    });
  }

  async #use(ticket: Ticket, nonces: NonceStore): Promise<TicketResult> {
    if (ticket.digest === null) {
      const reason =
        'The ticket was issued by Agent-Safe 0.11, so it has no digest and cannot be redeemed. Request a new decision.';
      return { ok: false, code: 'ticket_unbound', reason, ticket };
    }
    // All executors that share the store use the maximum tolerance, so that none deletes a nonce that another still accepts.
    const end = Date.parse(ticket.expires_at) + MOST_TOLERANCE * 1_000;
    return this.#useStore(ticket, NOT_CHECKED, async () => {
      const outdated = await refuseOutdated(ticket, nonces);
      if (outdated !== undefined) return outdated;
      const use = await nonces.redeem(ticket.nonce, end);
      return use === 'fresh' ? { ok: true, ticket } : refuseReplay(ticket);
    });
  }

  /** The ticket is used, also if this cannot be recorded. It is then refused, so that nothing is executed. */
  async #recordUse(ticket: Ticket): Promise<TicketResult> {
    const { audit, recordsUse = true } = this.#options;
    if (audit === undefined || !recordsUse) return { ok: true, ticket };
    const { action, audit_id, caller, expires_at, nonce, target } = ticket;
    try {
      const fields = { nonce, audit_id, action, target, caller, expires_at };
      await requireReceipts(audit).append([{ event_type: 'ticket_redeemed', fields }]);
      return { ok: true, ticket };
    } catch (error) {
      const why = error instanceof AgentSafeError ? error.message : 'The audit log failed. Try again later.';
      const reason = `The use of the ticket could not be recorded, so the ticket is refused. Request a new decision. ${why}`;
      return { ok: false, code: 'audit_unavailable', reason, ticket };
    }
  }

  #refuseUsed(ticket: Ticket, nonces: NonceStore): Promise<TicketResult> {
    return this.#useStore(ticket, NOT_CHECKED, async () => {
      const outdated = await refuseOutdated(ticket, nonces);
      if (outdated !== undefined) return outdated;
      // A store that is written in JavaScript may return any value.
      const isRedeemed: unknown = await nonces.isRedeemed(ticket.nonce);
      return isRedeemed === false ? { ok: true, ticket } : refuseReplay(ticket);
    });
  }

  /** Calls a store. If the store fails, the ticket is refused. @param failure first sentence of the reason */
  async #useStore(ticket: Ticket, failure: string, call: () => Promise<TicketResult>): Promise<TicketResult> {
    try {
      return await call();
    } catch (error) {
      const why = error instanceof AgentSafeError ? error.message : 'The store failed. Try again later.';
      return { ok: false, code: 'state_unavailable', reason: `${failure} ${why}`, ticket };
    }
  }

  /** Records a refusal. If recording fails, the refusal stands. */
  async #answer(checked: CheckedTicket): Promise<TicketResult> {
    const { audit } = this.#options;
    if (checked.ok) return checked;
    const { claims, ...result } = checked;
    if (audit === undefined) return result;
    const { code, reason, ticket } = result;
    const fields = { code, reason, ...pickNames(ticket ?? claims ?? {}) };
    try {
      await audit.append([{ event_type: 'ticket_refused', fields }]);
      return result;
    } catch {
      return { ...result, reason: `${reason} The refusal could not be recorded.` };
    }
  }
}

const NOT_CHECKED = 'The used tickets could not be checked, so the ticket is refused.';

/** Refuses a ticket that may have been used before the store was rebuilt. */
async function refuseOutdated(ticket: Ticket, nonces: NonceStore): Promise<TicketResult | undefined> {
  const until = (await nonces.ticketsUntil?.()) ?? 0;
  if (Date.parse(ticket.issued_at) > until) return undefined;
  const at = new Date(until).toISOString();
  const reason = `The ticket was issued before the state was rebuilt at ${at}, so it may have been used. Request a new decision.`;
  return { ok: false, code: 'ticket_outdated', reason, ticket };
}

function refuseReplay(ticket: Ticket): TicketResult {
  const reason = 'The ticket was used before. Request a new decision.';
  return { ok: false, code: 'ticket_replayed', reason, ticket };
}

/** A result, and the claims of a refused token with a valid signature. */
type CheckedTicket = TicketResult & { readonly claims?: JsonObject | undefined };

/** Returns the fields of a ticket that a recorded refusal contains. */
function pickNames(content: object): Omit<TicketRefusedFields, 'code' | 'reason'> {
  const given = content as Readonly<Record<string, unknown>>;
  const read = (name: string) => (typeof given[name] === 'string' ? given[name] : null);
  return {
    action: read('action'),
    target: read('target'),
    caller: read('caller'),
    audit_id: read('audit_id'),
    nonce: read('nonce'),
  };
}
