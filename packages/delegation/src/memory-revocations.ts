import { type Bearer, covers, type Revocation, type RevocationSubject, type Revocations } from '@agent-safe/core';

export interface MemoryRevocationsOptions {
  /** Returns the time in milliseconds since 1970, UTC. Default: the system clock. */
  readonly clock?: (() => number) | undefined;
}

/**
 * Revocations in the memory of one process. It is for tests, and for programs that load their revocations at each start.
 */
export class MemoryRevocations implements Revocations {
  readonly #clock: () => number;
  readonly #revocations = new Map<string, Revocation>();

  constructor(options: MemoryRevocationsOptions = {}) {
    this.#clock = options.clock ?? Date.now;
  }

  async revoke(subject: RevocationSubject): Promise<Revocation> {
    const [kind, id] = readSubject(subject);
    const key = keyOf(kind, id);
    const known = this.#revocations.get(key);
    if (known?.issued_until === null) return known;
    const revoked_at = this.#now(known);
    const revocation = { kind, id, revoked_at, issued_until: kind === 'all' ? revoked_at : null };
    // Moved to the end of the map, where the newest revocations are.
    this.#revocations.delete(key);
    this.#revocations.set(key, revocation);
    return revocation;
  }

  async lift(agent: string): Promise<Revocation | undefined> {
    const key = keyOf('agent', agent);
    const known = this.#revocations.get(key);
    if (known?.issued_until !== null) return undefined;
    const revocation = { ...known, issued_until: this.#now(known) };
    this.#revocations.set(key, revocation);
    return revocation;
  }

  async isRevoked({ agents, issuedAt, tokens }: Bearer): Promise<Revocation | undefined> {
    const keys = [
      keyOf('all', ''),
      ...agents.map((agent) => keyOf('agent', agent)),
      ...tokens.map((token) => keyOf('token', token)),
    ];
    for (const key of keys) {
      const revocation = this.#revocations.get(key);
      if (revocation !== undefined && covers(revocation, issuedAt)) return revocation;
    }
    return undefined;
  }

  async list(): Promise<readonly Revocation[]> {
    return [...this.#revocations.values()].sort((one, other) => one.revoked_at - other.revoked_at);
  }

  /** Returns the time, which never goes back for one subject. Otherwise, setting the clock back could make revoked tokens valid again. */
  #now(known: Revocation | undefined): number {
    return Math.max(this.#clock(), known?.revoked_at ?? 0, known?.issued_until ?? 0);
  }
}

function readSubject(subject: RevocationSubject): readonly [Revocation['kind'], string] {
  if ('agent' in subject) return ['agent', subject.agent];
  return 'token' in subject ? ['token', subject.token] : ['all', ''];
}

function keyOf(kind: Revocation['kind'], id: string): string {
  return `${kind}:${id}`;
}
