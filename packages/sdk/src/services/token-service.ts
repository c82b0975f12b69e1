import {
  AgentSafeError,
  type AuditSink,
  type Bearer,
  type CheckResult,
  type DelegationSettings,
  describeCause,
  type ExecutionTicket,
  identifyByName,
  type JsonValue,
  type LiftedFields,
  type NonceStore,
  PASSED,
  type Revocation,
  type RevocationSubject,
  type Revocations,
  type RevokedFields,
  type SecretNames,
} from '@agent-safe/core';
import type {
  DelegationHop,
  DelegationRequest,
  DelegationResult,
  IdentityRequest,
  IdentityResult,
  IdentityTrust,
  RevocationCheck,
  VerifiedTokens,
} from '@agent-safe/delegation';
import type { TicketExpectations, TicketRequest, TicketResult } from '@agent-safe/tickets';
import { issueTicket } from '@agent-safe/tickets/issue';
import { isTokenId, type VerificationKey } from '@agent-safe/tokens';
import { loadTokens } from './load-tokens.ts';
import type { TokenKeys } from './token-keys.ts';

export interface TokenServiceOptions {
  readonly keys: TokenKeys;
  /** Returns the key that masks sensitive values, for comparison with tickets. */
  readonly maskKey: () => Uint8Array | undefined;
  /** The names whose values are secrets. */
  readonly secretNames: SecretNames;
  readonly issuer: string;
  readonly delegation: DelegationSettings;
  readonly tickets: { readonly audience: string; readonly ttl_seconds: number };
  readonly revocations: Revocations;
  /** Milliseconds since 1970, UTC. */
  readonly clock: () => number;
  /** Throws if the state lacks facts of the audit log. */
  readonly checkState?: (() => Promise<void>) | undefined;
  /** Undefined if the project has no audit log. */
  readonly record: AuditSink['append'] | undefined;
}

/** A delegation: the parent's token, the child, and the permissions of the child. */
export interface DelegateRequest extends DelegationRequest {
  /** The token of the parent. */
  readonly parent_token: string;
}

export type DelegationVerdict =
  | (Extract<IdentityResult, { readonly ok: true }> & {
      /** The hops from the root to the agent. */
      readonly hops: readonly DelegationHop[];
    })
  | Extract<IdentityResult, { readonly ok: false }>;

/** Issues and verifies identity tokens, delegated tokens and execution tickets. Revokes agents and tokens. */
export class TokenService {
  readonly #options: TokenServiceOptions;
  #verified: VerifiedTokens | undefined;

  constructor(options: TokenServiceOptions) {
    this.#options = options;
  }

  /** Whether any key verifies callers. */
  get verifiesCallers(): boolean {
    return this.#options.keys.hasKeys;
  }

  /** The keys that verify now: the same list until they change. */
  get verification(): readonly VerificationKey[] {
    return this.#options.keys.verification;
  }

  /** Checks that the keys of the project can be used now. No caller is decided while they cannot. */
  checkKeys(): CheckResult<'caller_invalid'> {
    return this.#options.keys.check();
  }

  /** The names whose values are secrets, in texts that are recorded. */
  get secretNames(): SecretNames {
    return this.#options.secretNames;
  }

  /** Whether a key currently signs tickets. */
  get signsTickets(): boolean {
    return this.#options.keys.signing(this.#options.clock()) !== undefined;
  }

  /** Checks the state for a request without a caller, about which no revocation is read. */
  async checkState(): Promise<RevocationCheck> {
    try {
      await this.#options.checkState?.();
      return PASSED;
    } catch (error) {
      const reason = error instanceof AgentSafeError ? error.message : describeCause(error);
      return { ok: false, code: 'state_unavailable', reason };
    }
  }

  /** Checks that a bare name is not revoked. */
  async checkRevoked(agent: string): Promise<RevocationCheck> {
    const { revocations } = this.#options;
    const bearer = { issuedAt: undefined, agents: [agent], tokens: [] };
    if (await isClear(bearer, revocations)) return PASSED;
    // Most names are not revoked, so the module that writes the reason loads only now.
    const { checkRevoked } = await loadTokens();
    return checkRevoked(bearer, agent, { revocations });
  }

  /** Whether a bearer is revoked. @throws AgentSafeError ERR_STORE_UNAVAILABLE if the store does not answer */
  async isRevoked(bearer: Bearer): Promise<boolean> {
    return (await this.#options.revocations.isRevoked(bearer)) !== undefined;
  }

  /** Lists all revocations, the oldest first. */
  listRevocations(): Promise<readonly Revocation[]> {
    return this.#options.revocations.list();
  }

  /** Verifies an identity or delegated token. */
  async verify(token: string): Promise<IdentityResult> {
    const { VerifiedTokens, verifyIdentity } = await loadTokens();
    this.#verified ??= new VerifiedTokens();
    const trust = () => ({ ...this.#trust(), verified: this.#verified });
    const result = await verifyIdentity(token, trust());
    // Another process may have signed it a moment ago with a new key.
    const isNew = !result.ok && result.code === 'caller_invalid' && this.#options.keys.look();
    const last = isNew ? await verifyIdentity(token, trust()) : result;
    const usable = this.checkKeys();
    return usable.ok ? last : usable;
  }

  /** Verifies a token, and lists the restrictions of each hop of its chain. */
  async verifyDelegation(token: string): Promise<DelegationVerdict> {
    const { describeHops } = await loadTokens();
    const result = await this.verify(token);
    return result.ok ? { ...result, hops: describeHops(result.identity) } : result;
  }

  /** Issues an identity token. @throws AgentSafeError ERR_IDENTITY_INVALID, ERR_KEYS_INVALID */
  async issue(request: IdentityRequest): Promise<string> {
    const { createIdentityToken } = await loadTokens();
    return (await createIdentityToken(request, this.#issuer())).token;
  }

  /** Issues a delegated token and records the answer. A delegation that cannot be recorded is refused. */
  async delegate(given: DelegateRequest): Promise<DelegationResult> {
    const { parent_token, ...request } = { ...(given as DelegateRequest | undefined) } as DelegateRequest;
    const { delegate, describeDelegation } = await loadTokens();
    const issuer = this.#issuer();
    const result = await delegate(parent_token, request, issuer, this.#trust());
    try {
      await this.#options.record?.([
        { event_type: 'delegation', fields: describeDelegation(result, this.secretNames) },
      ]);
      return result;
    } catch (error) {
      if (!(error instanceof AgentSafeError)) throw error;
      const { child_agent_id, parent_agent_id } = result;
      const reason = `The delegation could not be recorded, so it is refused. ${error.message}`;
      return { ok: false, code: 'audit_unavailable', reason, parent_agent_id, child_agent_id };
    }
  }

  /**
   * Revokes, then records: a revocation does not wait for the log.
   *
   * @throws AgentSafeError ERR_STORE_UNAVAILABLE; ERR_AUDIT_UNAVAILABLE if the revocation applies but could not be
   *   recorded
   */
  async revoke(subject: RevocationSubject): Promise<Revocation> {
    const { revocations } = this.#options;
    const known = readSubject(subject);
    const first = await revocations.revoke(known);
    // A token may have been issued while the first revocation was written. The second revocation covers it.
    const revocation = first.kind === 'all' ? await revocations.revoke(known) : first;
    await this.#recordRevocation(revocation, 'revoked');
    return revocation;
  }

  /**
   * Lets an agent act again, with new tokens. Records the event first.
   *
   * @returns undefined if the agent was not revoked
   */
  async lift(agent: string): Promise<Revocation | undefined> {
    const { revocations } = this.#options;
    const { agent: id } = readSubject({ agent }) as { readonly agent: string };
    const list = await revocations.list();
    const known = list.find((each) => each.kind === 'agent' && each.id === id && each.issued_until === null);
    if (known === undefined) return undefined;
    // The order is the reverse of a revocation: lifting allows more, so it must be recorded first.
    await this.#recordRevocation(known, 'lifted');
    // The state may have lifted it with the record already.
    const lifted = await revocations.lift(id);
    return lifted ?? (await revocations.list()).find((each) => each.kind === 'agent' && each.id === id);
  }

  /** Issues a ticket for an allowed and recorded decision; undefined if no key signs. */
  issueTicket(request: TicketRequest): ExecutionTicket | undefined {
    const { clock, issuer, keys, tickets } = this.#options;
    const key = keys.signing(clock());
    if (key === undefined) return undefined;
    return issueTicket(request, { key, issuer, audience: tickets.audience, ttl: tickets.ttl_seconds });
  }

  /**
   * Verifies that a ticket authorizes the expected request. The ticket stays unused. A refusal is recorded.
   *
   * @param nonces refuses a ticket that was used
   */
  async verifyTicket(token: string, expected: TicketExpectations, nonces?: NonceStore): Promise<TicketResult> {
    const verifier = await this.#ticketVerifier(nonces);
    return nonces === undefined ? verifier.verify(token, expected) : verifier.verifyUnused(token, expected);
  }

  /**
   * Verifies and uses a ticket, once among all that share the store. The use, or a refusal, is recorded.
   *
   * @param nonces remembers the used tickets
   */
  async redeemTicket(token: string, expected: TicketExpectations, nonces: NonceStore): Promise<TicketResult> {
    return (await this.#ticketVerifier(nonces)).redeem(token, expected);
  }

  async #ticketVerifier(nonces: NonceStore | undefined) {
    const { TicketVerifier } = await loadTokens();
    const { clock, issuer, keys, maskKey, record, revocations, tickets } = this.#options;
    const { audience } = tickets;
    const audit = record === undefined ? undefined : { append: record };
    keys.look();
    const current = () => keys.verification;
    return new TicketVerifier({ keys: current, issuer, audience, revocations, audit, clock, maskKey, nonces });
  }

  #issuer() {
    const { clock, issuer, keys } = this.#options;
    return { key: keys.requireSigning(clock()), issuer, clock };
  }

  #trust(): IdentityTrust {
    const { clock, delegation, issuer, keys, revocations } = this.#options;
    return { keys: keys.verification, issuer, maxDepth: delegation.max_depth, revocations, clock };
  }

  async #recordRevocation({ id, issued_until, kind }: Revocation, change: 'revoked' | 'lifted'): Promise<void> {
    const until = issued_until === null ? null : new Date(issued_until).toISOString();
    const fields: RevokedFields | LiftedFields =
      change === 'lifted' ? { change, kind, id } : { change, kind, id, issued_until: until };
    try {
      await this.#options.record?.([{ event_type: 'revocation', fields }]);
    } catch (error) {
      if (!(error instanceof AgentSafeError)) throw error;
      const state =
        change === 'revoked'
          ? 'The revocation applies from now on, but it could not be recorded.'
          : 'The revocation was not lifted, because the change could not be recorded.';
      const summary = `${state} ${error.message}`;
      throw new AgentSafeError('ERR_AUDIT_UNAVAILABLE', summary, { cause: error });
    }
  }
}

/** Whether a bearer is not revoked. False if the store does not answer. */
async function isClear(bearer: Bearer, revocations: Revocations): Promise<boolean> {
  try {
    return (await revocations.isRevoked(bearer)) === undefined;
  } catch {
    return false;
  }
}

/**
 * Checks the subject of a revocation. A misspelled field would revoke nothing.
 *
 * @throws AgentSafeError ERR_REVOCATION_INVALID
 */
function readSubject(subject: RevocationSubject): RevocationSubject {
  const given: object = typeof subject === 'object' && subject !== null ? subject : {};
  const [entry, ...others] = Object.entries(given).filter(([, value]) => value !== undefined);
  const [key, value] = (entry ?? []) as [string?, unknown?];
  const isRight =
    others.length === 0 &&
    ((key === 'all' && value === true) ||
      (key === 'agent' && isAgentId(value)) ||
      (key === 'token' && isTokenId(value as JsonValue)));
  if (isRight) return subject;
  const summary =
    key === 'agent' || key === 'token'
      ? `The id of the ${key} is malformed. Give one complete id without a pattern.`
      : 'The subject of the revocation is malformed. Give { agent: id }, { token: jti } or { all: true }.';
  throw new AgentSafeError('ERR_REVOCATION_INVALID', summary);
}

function isAgentId(value: unknown): boolean {
  return typeof value === 'string' && identifyByName(value, false).ok;
}
