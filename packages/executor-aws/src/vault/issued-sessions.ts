import type { VaultRole } from './vault-account.ts';

/** A session that this process requested. */
export interface OpenSession {
  readonly role: VaultRole;
  /** Undefined if STS has not answered. */
  readonly roleId: string | undefined;
  /** Latest end: milliseconds since 1970, UTC. */
  readonly until: number;
}

/** Milliseconds for which a lease is remembered after the end of its session. */
const MEMORY = 3_600_000;

/** The leases of this process, and their sessions. */
export class IssuedSessions {
  readonly #open = new Map<string, OpenSession>();
  /** Leases without a session, or whose session has no permissions any more, and when they are forgotten. */
  readonly #ended = new Map<string, number>();
  readonly #clock: () => number;

  constructor(clock: () => number) {
    this.#clock = clock;
  }

  /** @returns undefined for a lease of another process, or for a lease that has ended */
  find(leaseId: string): OpenSession | undefined {
    return this.#open.get(leaseId);
  }

  hasEnded(leaseId: string): boolean {
    return this.#ended.has(leaseId);
  }

  /** Remembers a session before it is requested, and again when STS has answered. */
  open(leaseId: string, session: OpenSession): void {
    this.#forget();
    this.#ended.delete(leaseId);
    this.#open.set(leaseId, session);
  }

  /** Remembers that a lease has no session with permissions. */
  close(leaseId: string): void {
    this.#open.delete(leaseId);
    this.#ended.set(leaseId, this.#clock() + MEMORY);
  }

  #forget(): void {
    const now = this.#clock();
    for (const [leaseId, { until }] of this.#open) if (until + MEMORY < now) this.#open.delete(leaseId);
    for (const [leaseId, until] of this.#ended) if (until < now) this.#ended.delete(leaseId);
  }
}
