import { type Bearer, covers, type Revocation, type RevocationSubject } from '@agent-safe/core';

interface Statement {
  readonly kind: Revocation['kind'];
  readonly id: string;
  readonly verb: 'revoke' | 'lift';
  readonly at: number;
}

/** Simple model of `Revocations`. It stores every statement that made a difference, in order. */
export class RevocationsModel {
  readonly #said: Statement[] = [];

  revoke(subject: RevocationSubject, now: number): Revocation | undefined {
    const [kind, value] = Object.entries(subject)[0] as [Revocation['kind'], string | true];
    const id = value === true ? '' : value;
    if (kind === 'all' || this.#last(kind, id)?.verb !== 'revoke') this.#say(kind, id, 'revoke', now);
    return this.#current(kind, id);
  }

  lift(agent: string, now: number): Revocation | undefined {
    if (this.#last('agent', agent)?.verb !== 'revoke') return undefined;
    this.#say('agent', agent, 'lift', now);
    return this.#current('agent', agent);
  }

  isRevoked({ agents, issuedAt, tokens }: Bearer): Revocation | undefined {
    const all = this.#current('all', '');
    const ofAgents = agents.map((agent) => this.#current('agent', agent));
    const ofTokens = tokens.map((token) => this.#current('token', token));
    return [all, ...ofAgents, ...ofTokens].find((each) => each !== undefined && covers(each, issuedAt));
  }

  list(): readonly (Revocation | undefined)[] {
    return this.#said
      .filter((each) => each === this.#of(each.kind, each.id).findLast(({ verb }) => verb === 'revoke'))
      .sort((one, other) => one.at - other.at)
      .map(({ id, kind }) => this.#current(kind, id));
  }

  #of(kind: Revocation['kind'], id: string): readonly Statement[] {
    return this.#said.filter((each) => each.kind === kind && each.id === id);
  }

  #last(kind: Revocation['kind'], id: string): Statement | undefined {
    return this.#of(kind, id).at(-1);
  }

  /** Adds a statement. Its time is not before the earlier statements of the subject, even if the clock was set back. */
  #say(kind: Revocation['kind'], id: string, verb: Statement['verb'], now: number): void {
    this.#said.push({ kind, id, verb, at: Math.max(now, this.#last(kind, id)?.at ?? now) });
  }

  #current(kind: Revocation['kind'], id: string): Revocation | undefined {
    const revoked = this.#of(kind, id).findLast(({ verb }) => verb === 'revoke');
    const last = this.#last(kind, id);
    if (revoked === undefined || last === undefined) return undefined;
    const isPermanent = kind !== 'all' && last.verb === 'revoke';
    return { kind, id, revoked_at: revoked.at, issued_until: isPermanent ? null : last.at };
  }
}
