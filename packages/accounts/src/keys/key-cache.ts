import type { ApiKey, ApiKeySecret, Bearer } from '@agent-safe/core';
import { isSameHash } from '../secrets/bearer-secret.ts';
import { pepAgentId } from '../shared/agent-ids.ts';
import type { VerifiedApiKey } from './api-key-types.ts';

/** Milliseconds for which a record is used without reading it again. A rotation by another process applies after this time. */
const LONGEST_USE = 1_000;
/** More PEPs than one server has. */
const MOST_KEYS = 1_000;

/** One secret of a key, prepared for verification. */
export interface ReadySecret {
  readonly hash: Buffer;
  /** The earlier end of the key and the secret; Infinity without an end. */
  readonly endsAt: number;
  readonly bearer: Bearer;
  readonly verified: VerifiedApiKey;
}

export interface ReadyKey {
  readonly id: string;
  readonly secrets: readonly ReadySecret[];
  readonly readAt: number;
  /** The last stored use; 0 for a key that was never used. */
  usedAt: number;
}

/** Keys that were verified lately. A key enters it only after its secret was right, so wrong keys cannot fill it. */
export class KeyCache {
  readonly #keys = new Map<string, ReadyKey>();

  /** @returns undefined for a key that must be read from the store */
  get(id: string, now: number): ReadyKey | undefined {
    const known = this.#keys.get(id);
    return known !== undefined && now >= known.readAt && now - known.readAt < LONGEST_USE ? known : undefined;
  }

  add(key: ReadyKey): void {
    this.#keys.delete(key.id);
    this.#keys.set(key.id, key);
    for (const oldest of this.#keys.keys()) {
      if (this.#keys.size <= MOST_KEYS) return;
      this.#keys.delete(oldest);
    }
  }

  remove(id: string): void {
    this.#keys.delete(id);
  }

  get size(): number {
    return this.#keys.size;
  }
}

export function readyKey(key: ApiKey, now: number): ReadyKey {
  return {
    id: key.id,
    secrets: key.secrets.map((secret) => readySecret(key, secret)),
    readAt: now,
    usedAt: key.used_at ?? 0,
  };
}

/** Compares the hash with every secret of a key. */
export function findSecret({ secrets }: ReadyKey, hash: Buffer): ReadySecret | undefined {
  let found: ReadySecret | undefined;
  for (const secret of secrets) if (isSameHash(hash, secret.hash)) found = secret;
  return found;
}

/** Returns the subjects of a revocation that end the key. */
export function bearerOf(key: ApiKey, issuedAt: number | undefined): Bearer {
  return { issuedAt, agents: [pepAgentId(key.name)], tokens: [key.id] };
}

function readySecret(key: ApiKey, { ends_at, hash, issued_at }: ApiKeySecret): ReadySecret {
  const caller = {
    agent_id: pepAgentId(key.name),
    verified: true,
    roles: Object.freeze([]),
    groups: Object.freeze([]),
    delegation_chain: Object.freeze([]),
  } as const;
  const verified = { ok: true, caller: Object.freeze(caller), key_id: key.id, scopes: key.scopes } as const;
  return {
    hash: Buffer.from(hash, 'base64url'),
    endsAt: Math.min(ends_at ?? Number.POSITIVE_INFINITY, key.ends_at ?? Number.POSITIVE_INFINITY),
    bearer: bearerOf(key, issued_at),
    verified: Object.freeze(verified),
  };
}
