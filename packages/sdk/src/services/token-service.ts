import { scrubText } from '@agent-safe/audit/append';
import {
  AgentSafeError,
  type AuditSink,
  type Bearer,
  type DelegationGrantedFields,
  type DelegationRefusedFields,
  type DelegationSettings,
  type ExecutionTicket,
  identifyByName,
  type JsonValue,
  type LiftedFields,
  type Revocation,
  type RevocationSubject,
  type Revocations,
  type RevokedFields,
} from '@agent-safe/core';
import type {
  DelegationHop,
  DelegationRequest,
  DelegationResult,
  IdentityRequest,
  IdentityResult,
  IdentityTrust,
  Revoked,
} from '@agent-safe/delegation';
import type { TicketExpectations, TicketRequest, TicketResult } from '@agent-safe/tickets';
import { issueTicket } from '@agent-safe/tickets/issue';
import { isTokenId } from '@agent-safe/tokens';
import type { TokenKeys } from './token-keys.ts';

export interface AuthorityOptions {
  readonly keys: TokenKeys;
  /** Masks sensitive values, as tickets hold them. */
  readonly maskKey: Uint8Array | undefined;
  readonly issuer: string;
  readonly delegation: DelegationSettings;
  readonly tickets: { readonly audience: string; readonly ttl_seconds: number };
  readonly revocations: Revocations;
  /** Milliseconds since 1970, UTC. */
  readonly clock: () => number;
  /** Undefined where nothing is recorded. */
  readonly record: AuditSink['append'] | undefined;
}

/** What is handed on, by whom and to whom. */
export interface DelegateRequest extends DelegationRequest {
  /** Proves who delegates. */
  readonly parent_token: string;
}

export type DelegationVerdict =
  | (Extract<IdentityResult, { readonly valid: true }> & {
      /** From the root to the agent itself. */
      readonly hops: readonly DelegationHop[];
    })
  | Extract<IdentityResult, { readonly valid: false }>;

/** What the system vouches for: who agents are, what they hand on, what of it no longer counts, and what may run. */
export class Authority {
  readonly #options: AuthorityOptions;

  constructor(options: AuthorityOptions) {
    this.#options = options;
  }

  /** Whether there are keys that verify callers. */
  get verifiesCallers(): boolean {
    return this.#options.keys.areAny;
  }

  /** Whether there is a key that signs tickets now. */
  get signsTickets(): boolean {
    return this.#options.keys.signing(this.#options.clock()) !== undefined;
  }

  /** Why somebody who is known by name alone may not act any more; undefined where nothing says so. */
  async askAbout(agent: string): Promise<Revoked | undefined> {
    const { revocations } = this.#options;
    const bearer = { issuedAt: undefined, agents: [agent], tokens: [] };
    const isClear = await revocations.isRevoked(bearer).then(
      (revocation) => revocation === undefined,
      () => false,
    );
    if (isClear) return undefined;
    // Seldom: to say why needs what a clear answer does not.
    const { askRevocations } = await import('../lazy/tokens.ts');
    return askRevocations(bearer, agent, { revocations });
  }

  /** Whether a bearer may act no more. @throws AgentSafeError ERR_STORE_UNAVAILABLE where nobody can tell */
  async isRevoked(bearer: Bearer): Promise<boolean> {
    return (await this.#options.revocations.isRevoked(bearer)) !== undefined;
  }

  /** Everything that was ever revoked, the oldest first. */
  listRevocations(): Promise<readonly Revocation[]> {
    return this.#options.revocations.list();
  }

  /** Who a token proves that somebody is. */
  async verify(token: string): Promise<IdentityResult> {
    const { verifyIdentity } = await import('../lazy/tokens.ts');
    return verifyIdentity(token, this.#trust());
  }

  async verifyDelegation(token: string): Promise<DelegationVerdict> {
    const { describeHops } = await import('../lazy/tokens.ts');
    const result = await this.verify(token);
    return result.valid ? { ...result, hops: describeHops(result.identity) } : result;
  }

  async createToken(request: IdentityRequest): Promise<string> {
    const { createIdentityToken } = await import('../lazy/tokens.ts');
    return (await createIdentityToken(request, this.#issuer())).token;
  }

  /** Delegates, and records it, refusals too. What cannot be recorded is not handed on. */
  async delegate(given: DelegateRequest): Promise<DelegationResult> {
    const { parent_token, ...request } = { ...(given as DelegateRequest | undefined) } as DelegateRequest;
    const { delegate } = await import('../lazy/tokens.ts');
    const result = await delegate(parent_token, request, this.#issuer(), this.#trust());
    try {
      await this.#options.record?.([{ event_type: 'delegation', fields: describeDelegation(result) }]);
      return result;
    } catch (error) {
      if (!(error instanceof AgentSafeError)) throw error;
      const { child_agent_id, parent_agent_id } = result;
      const reason = `It could not be recorded, and what is not recorded is not allowed. ${error.message}`;
      return { success: false, code: 'audit_unavailable', reason, parent_agent_id, child_agent_id };
    }
  }

  /**
   * Revokes first and records then: what is to be stopped does not wait for a log.
   *
   * @throws AgentSafeError ERR_STORE_UNAVAILABLE, or ERR_AUDIT_UNAVAILABLE where it counts and is not in the log
   */
  async revoke(subject: RevocationSubject): Promise<Revocation> {
    const { revocations } = this.#options;
    const known = readSubject(subject);
    const first = await revocations.revoke(known);
    // What was asked before the first is written may have been issued since: the second is about that as well.
    const revocation = first.kind === 'all' ? await revocations.revoke(known) : first;
    await this.#recordRevocation(revocation, 'revoked');
    return revocation;
  }

  /**
   * Lets an agent act again, with new tokens. It is recorded first.
   *
   * @returns undefined where it was not revoked
   */
  async lift(agent: string): Promise<Revocation | undefined> {
    const { revocations } = this.#options;
    const { agent: id } = readSubject({ agent }) as { readonly agent: string };
    const list = await revocations.list();
    const known = list.find((each) => each.kind === 'agent' && each.id === id && each.issued_until === null);
    if (known === undefined) return undefined;
    // The other way round than to revoke: it widens, and what cannot be recorded is not allowed.
    await this.#recordRevocation(known, 'lifted');
    return revocations.lift(id);
  }

  /** Issues a ticket for what was allowed and recorded; none where there is no key that signs. */
  issueTicket(request: TicketRequest): ExecutionTicket | undefined {
    const { clock, issuer, keys, tickets } = this.#options;
    const key = keys.signing(clock());
    if (key === undefined) return undefined;
    return issueTicket(request, { key, issuer, audience: tickets.audience, ttl: tickets.ttl_seconds });
  }

  /** Whether a ticket permits what is expected of it. Uses up nothing; a refusal is recorded. */
  async verifyTicket(token: string, expected: TicketExpectations): Promise<TicketResult> {
    const { TicketVerifier } = await import('../lazy/tokens.ts');
    const { clock, issuer, keys, maskKey, record, revocations, tickets } = this.#options;
    const { audience } = tickets;
    const audit = record === undefined ? undefined : { append: record };
    const options = { keys: keys.verification, issuer, audience, revocations, audit, clock, maskKey };
    return new TicketVerifier(options).verify(token, expected);
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
          ? 'It is revoked, and counts from now on; but it could not be recorded.'
          : 'It is not lifted, because it could not be recorded.';
      const summary = `${state} ${error.message}`;
      throw new AgentSafeError('ERR_AUDIT_UNAVAILABLE', summary, { cause: error });
    }
  }
}

/**
 * Reads what is to be revoked. Nothing is revoked by a misspelt field, least of all everything.
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
      ? `No ${key} has such an id: give one id, whole and without a pattern.`
      : 'Say what to revoke: { agent: id }, { token: jti } or { all: true }.';
  throw new AgentSafeError('ERR_REVOCATION_INVALID', summary);
}

function isAgentId(value: unknown): boolean {
  return typeof value === 'string' && 'caller' in identifyByName(value, false);
}

/** What the log holds of a delegation: all but the token. */
function describeDelegation(result: DelegationResult): DelegationGrantedFields | DelegationRefusedFields {
  if (!result.success) {
    const { child_agent_id, parent_agent_id } = result;
    const reason = scrubText(result.reason);
    return { result: 'deny', code: result.code, reason, parent_agent_id, child_agent_id };
  }
  const { child_agent_id, parent_agent_id } = result;
  const { actions, delegation_chain, expires_at, groups, max_depth, roles, targets } = result.child_identity;
  return {
    result: 'allow',
    parent_agent_id,
    child_agent_id,
    chain: delegation_chain.map(({ agent_id }) => agent_id),
    roles,
    groups,
    actions: actions ?? null,
    targets: targets ?? null,
    max_depth: max_depth ?? null,
    jti: result.jti,
    parent_jti: delegation_chain.at(-1)?.jti ?? null,
    expires_at,
  };
}
