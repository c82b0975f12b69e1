import {
  AgentSafeError,
  type AuditSink,
  DEFAULT_AUDIENCE,
  DEFAULT_ISSUER,
  type JsonObject,
  type NonceStore,
  quote,
  type Revocations,
  type TicketRefusedFields,
} from '@agent-safe/core';
import { anything, callable, checkOptions, numberFrom, object, optional, text } from '@agent-safe/core/options';
import type { VerificationKey } from '@agent-safe/tokens';
import { readToken, verifySignature } from '@agent-safe/tokens/verify';
import { checkExpectations, type TicketExpectations } from './expectations.ts';
import { readTicket, type Ticket } from './ticket.ts';

export interface TicketVerifierOptions {
  /** Public keys, as `readKeySet` of @agent-safe/tokens reads them, or a shared secret. */
  readonly keys: readonly VerificationKey[];
  readonly issuer?: string;
  /** Who verifies. A ticket that is meant for another executor is refused. */
  readonly audience?: string;
  /** Remembers what was used. Needed to redeem. All executors of one audience share it. */
  readonly nonces?: NonceStore | undefined;
  /** Without it nothing is ever revoked. */
  readonly revocations?: Revocations | undefined;
  /** Where refusals are recorded, free of tokens. */
  readonly audit?: AuditSink | undefined;
  /** Milliseconds since 1970, UTC. */
  readonly clock?: () => number;
  /** Seconds that a ticket is still accepted after its end, where clocks differ: none, and at most 300. */
  readonly tolerance?: number;
  /** Masks expected parameters, where tickets hold the masks of sensitive ones. */
  readonly maskKey?: Uint8Array | undefined;
}

/** Stores remember a nonce for longer than any executor accepts its ticket. */
const MOST_TOLERANCE = 300;

const optionsShape = object<Partial<TicketVerifierOptions>>({
  keys: optional(anything),
  issuer: optional(text),
  audience: optional(text),
  nonces: optional(anything),
  revocations: optional(anything),
  audit: optional(anything),
  clock: optional(callable),
  tolerance: optional(numberFrom(0, MOST_TOLERANCE, 'seconds')),
  maskKey: optional(anything),
});

export const TICKET_REFUSAL_CODES = [
  'ticket_invalid',
  'ticket_expired',
  'ticket_mismatch',
  'ticket_unbound',
  'ticket_revoked',
  'ticket_replayed',
  'state_unavailable',
] as const;
export type TicketRefusal = (typeof TICKET_REFUSAL_CODES)[number];

export type TicketResult =
  | { readonly ok: true; readonly ticket: Ticket }
  | {
      readonly ok: false;
      readonly code: TicketRefusal;
      readonly reason: string;
      /** What it says, where it is genuine. */
      readonly ticket?: Ticket;
    };

/**
 * Verifies execution tickets by keys alone. An executor needs neither a policy nor a connection to the decision point.
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
   * Whether a ticket authorizes the expected request. Consumes nothing, so that it may be asked any number of times; and so
   * it does not tell whether the ticket was used.
   *
   * @throws AgentSafeError ERR_CONFIG_INVALID where what is expected is not understood
   */
  async verify(token: string, expected: TicketExpectations = {}): Promise<TicketResult> {
    return this.#answer(await this.#check(token, expected));
  }

  /**
   * Uses a ticket up: of any number of executors exactly one is told that it is valid. Do this before anything else.
   *
   * @throws AgentSafeError ERR_CONFIG_INVALID without a store of nonces
   */
  async redeem(token: string, expected: TicketExpectations = {}): Promise<TicketResult> {
    const { nonces } = this.#options;
    if (nonces === undefined) {
      throw new AgentSafeError('ERR_CONFIG_INVALID', 'A ticket is used once: give "nonces", which remembers it.');
    }
    const checked = await this.#check(token, expected);
    return this.#answer(checked.ok ? await this.#use(checked.ticket, nonces) : checked);
  }

  async #check(token: string, expected: TicketExpectations): Promise<CheckedTicket> {
    const { audience = DEFAULT_AUDIENCE, clock = Date.now, issuer = DEFAULT_ISSUER, keys, tolerance } = this.#options;
    const reading = await readToken(
      token,
      { kinds: ['ticket'], keys, issuer, audience, now: clock(), tolerance },
      verifySignature,
    );
    if (!reading.ok) {
      const code = reading.code === 'token_expired' ? 'ticket_expired' : 'ticket_invalid';
      return { ok: false, code, reason: `The ticket is refused. ${reading.reason}`, claims: reading.claims };
    }
    const ticket = readTicket(reading);
    if (ticket === undefined) {
      const reason = 'The ticket is refused. It lacks something, or its parts are not those that its digest binds.';
      return { ok: false, code: 'ticket_invalid', reason };
    }
    const matched = checkExpectations(ticket, expected, this.#options.maskKey);
    return matched.ok ? this.#checkRevoked(ticket) : { ...matched, ticket };
  }

  async #checkRevoked(ticket: Ticket): Promise<TicketResult> {
    const { caller, caller_jti, chain, issued_at, nonce } = ticket;
    const bearer = {
      issuedAt: Date.parse(issued_at),
      agents: [caller, ...chain.map(({ agent_id }) => agent_id)].filter((id) => id !== null),
      tokens: [nonce, caller_jti, ...chain.map(({ jti }) => jti)].filter((id) => id !== null),
    };
    return this.#ask(ticket, 'whether it was revoked', async () => {
      const revocation = await this.#options.revocations?.isRevoked(bearer);
      if (revocation === undefined) return { ok: true, ticket };
      const { id, kind, revoked_at } = revocation;
      const at = new Date(revoked_at).toISOString();
      const what = {
        all: `all that was issued until ${at}`,
        agent: `the agent ${quote(id)}, which it was issued to or whose authority it carries, at ${at}`,
        token: `a token that it was issued for, or itself, at ${at}`,
      }[kind];
      return { ok: false, code: 'ticket_revoked', reason: `The ticket was revoked: ${what}.`, ticket };
    });
  }

  async #use(ticket: Ticket, nonces: NonceStore): Promise<TicketResult> {
    if (ticket.digest === null) {
      const reason = 'The ticket was issued by Agent-Safe 0.11, and is bound to no definition, scope or digest.';
      return { ok: false, code: 'ticket_unbound', reason, ticket };
    }
    // The same for all that share the store, whatever their own tolerance: what one remembers, none forgets too early.
    const end = Date.parse(ticket.expires_at) + MOST_TOLERANCE * 1_000;
    return this.#ask(ticket, 'whether it was used', async () => {
      const use = await nonces.redeem(ticket.nonce, end);
      if (use === 'fresh') return { ok: true, ticket };
      return { ok: false, code: 'ticket_replayed', reason: 'The ticket was used before, and is good once.', ticket };
    });
  }

  /** A store that is down answers nothing, and what nobody can tell is refused. */
  async #ask(ticket: Ticket, what: string, ask: () => Promise<TicketResult>): Promise<TicketResult> {
    try {
      return await ask();
    } catch (error) {
      const why = error instanceof AgentSafeError ? error.message : 'The store does not answer.';
      return { ok: false, code: 'state_unavailable', reason: `Nobody can tell ${what}. ${why}`, ticket };
    }
  }

  /** Records a refusal. One that cannot be recorded is a refusal all the same. */
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
      return { ...result, reason: `${reason} This could not be recorded.` };
    }
  }
}

/** An answer, and what a genuine token says that is no good for another reason. */
type CheckedTicket = TicketResult & { readonly claims?: JsonObject | undefined };

/** What a record of a refusal says of a ticket. */
function pickNames(said: object): Omit<TicketRefusedFields, 'code' | 'reason'> {
  const given = said as Readonly<Record<string, unknown>>;
  const read = (name: string) => (typeof given[name] === 'string' ? given[name] : null);
  return {
    action: read('action'),
    target: read('target'),
    caller: read('caller'),
    audit_id: read('audit_id'),
    nonce: read('nonce'),
  };
}

function refuseWrongOptions(options: TicketVerifierOptions): void {
  checkOptions(optionsShape, options, '');
  const { keys } = options;
  if (!Array.isArray(keys)) {
    throw new AgentSafeError('ERR_KEYS_INVALID', 'The keys are a list, as readKeySet makes it of a key set.');
  }
  if (keys.length === 0) {
    throw new AgentSafeError('ERR_KEYS_INVALID', 'There is no key to verify tickets with: give the public keys.');
  }
}
