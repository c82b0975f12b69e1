import { hash } from 'node:crypto';
import { type Bearer, deepFreeze } from '@agent-safe/core';
import type { VerificationKey } from '@agent-safe/tokens';
import { type AgentIdentity, toBearer } from './agent-identity.ts';

/** Most tokens that are kept. Above this, the oldest is forgotten. */
const MOST_TOKENS = 10_000;

/** The keys and limits of a verification. */
interface Trust {
  readonly keys: readonly VerificationKey[];
  readonly issuer: string;
  readonly maxDepth: number;
  readonly clock: () => number;
}

/** A token that was verified. Its revocations are not: they are looked up each time. */
export interface VerifiedToken {
  readonly identity: AgentIdentity;
  readonly bearer: Bearer;
}

interface Entry extends VerifiedToken {
  readonly keys: readonly VerificationKey[];
  readonly issuer: string;
  readonly maxDepth: number;
  /** The times between which the same verification has the same result, in milliseconds since 1970, UTC. */
  readonly from: number;
  readonly until: number;
}

/**
 * Remembers tokens whose signature and claims were verified, because agents send the same token with each request. An entry counts
 * for the same list of keys, issuer and depth only, and until the token or any key expires. It holds a digest of the token, so that
 * the memory holds no token.
 */
export class VerifiedTokens {
  readonly #entries = new Map<string, Entry>();

  get({ clock, issuer, keys, maxDepth }: Trust, digest: string): VerifiedToken | undefined {
    const known = this.#entries.get(digest);
    if (known === undefined) return undefined;
    const now = clock();
    const isCurrent =
      known.keys === keys &&
      known.issuer === issuer &&
      known.maxDepth === maxDepth &&
      known.from <= now &&
      now < known.until;
    if (isCurrent) return known;
    this.#entries.delete(digest);
    return undefined;
  }

  /** @param from the time of the verification */
  add({ issuer, keys, maxDepth }: Trust, digest: string, identity: AgentIdentity, from: number): void {
    const ends = keys.flatMap((key) =>
      key.alg === 'EdDSA' && key.verifiesUntil !== undefined ? key.verifiesUntil : [],
    );
    const until = Math.min(identity.exp * 1_000, ...ends.filter((end) => end > from));
    const bearer = toBearer(deepFreeze(identity));
    const [oldest] = this.#entries.size >= MOST_TOKENS ? this.#entries.keys() : [];
    if (oldest !== undefined) this.#entries.delete(oldest);
    this.#entries.set(digest, { identity, bearer, keys, issuer, maxDepth, from, until });
  }
}

/** Returns the name of a token in the cache. */
export function digestToken(token: string): string {
  return hash('sha256', token, 'base64url');
}
