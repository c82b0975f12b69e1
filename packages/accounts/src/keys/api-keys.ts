import { randomUUID } from 'node:crypto';
import {
  type AccountServices,
  AgentSafeError,
  type ApiKey,
  type ApiKeyChangedFields,
  describeCause,
  quote,
  type Refused,
} from '@agent-safe/core';
import { makeSecret, readSecret } from '../secrets/bearer-secret.ts';
import { type ChangedBy, pepAgentId } from '../shared/agent-ids.ts';
import { refuse, toText } from '../shared/refuse.ts';
import type {
  ApiKeyIssue,
  ApiKeyListing,
  ApiKeyRefusalCode,
  ApiKeyRequest,
  ApiKeyRevocation,
  ApiKeyVerification,
} from './api-key-types.ts';
import { bearerOf, findSecret, KeyCache, type ReadyKey, type ReadySecret, readyKey } from './key-cache.ts';
import { readGrace, readKeyRequest, readLife, refuseGrace, refuseLife } from './read-request.ts';

/** Milliseconds between two stored uses of a key. */
const TOUCH_EVERY = 60_000;
/** One day, in seconds. */
const DEFAULT_GRACE = 86_400;

const INVALID = refuse('key_invalid', 'The API key is not valid. Create one with: agent-safe api-key create NAME');
const EXPIRED = refuse('key_expired', 'The API key has expired. Rotate it with: agent-safe api-key rotate');
const REVOKED = refuse('key_revoked', 'The API key was revoked. Create one with: agent-safe api-key create NAME');

/** The API keys of the policy enforcement points (PEPs). */
export class ApiKeys {
  readonly #services: AccountServices;
  readonly #cache = new KeyCache();
  readonly #writing = new Set<Promise<void>>();

  constructor(services: AccountServices) {
    this.#services = services;
  }

  /**
   * Creates a key, and records it before.
   *
   * @throws AgentSafeError ERR_STORE_UNAVAILABLE, ERR_AUDIT_UNAVAILABLE. There is no new key then.
   */
  async create(request: ApiKeyRequest, changedBy: ChangedBy = null): Promise<ApiKeyIssue> {
    const read = readKeyRequest(request);
    if (!read.ok) return read;
    const { life, name, scopes } = read;
    const sameName = (await this.#services.store.keys.list()).filter((key) => key.name === name);
    for (const key of sameName) {
      if ((await this.#statusOf(key)) !== 'active') continue;
      const how = 'Choose another name, or rotate or revoke that key.';
      return refuse('key_name_taken', `The name belongs to the key ${key.id}: ${quote(name)}. ${how}`);
    }
    const now = this.#services.clock();
    const secret = makeSecret('ask');
    const key: ApiKey = {
      id: secret.id,
      owner: null,
      version: 1,
      ends_at: life === null ? null : now + life,
      used_at: null,
      name,
      scopes,
      secrets: [{ hash: secret.hash, issued_at: now, ends_at: null }],
      created_at: now,
      event_id: `evt-${randomUUID()}`,
    };
    return this.#issue(key, secret.text, 'created', changedBy);
  }

  /** Lists all keys by name, without their secrets. @throws AgentSafeError ERR_STORE_UNAVAILABLE */
  async list(): Promise<readonly ApiKeyListing[]> {
    const keys = await this.#services.store.keys.list();
    const listings = await Promise.all(keys.map((key) => this.#listing(key)));
    return listings.sort((left, right) => left.name.localeCompare(right.name) || (left.key_id < right.key_id ? -1 : 1));
  }

  /**
   * Gives a key a new secret. The old secret is valid for a grace period.
   *
   * @param keyId id or name of the key
   * @param options.grace_seconds one day by default; 0 ends the old secret now
   * @param options.ttl_seconds new lifetime of the key from now on; by default, the end of the key stays
   * @throws AgentSafeError ERR_STORE_UNAVAILABLE, ERR_AUDIT_UNAVAILABLE. The old secret stays the only one then.
   */
  async rotate(
    keyId: string,
    options: { readonly grace_seconds?: number | undefined; readonly ttl_seconds?: number | undefined } = {},
    changedBy: ChangedBy = null,
  ): Promise<ApiKeyIssue> {
    const grace = readGrace(options.grace_seconds ?? DEFAULT_GRACE);
    if (grace === undefined) return refuseGrace();
    const life = readLife(options.ttl_seconds);
    if (life === undefined) return refuseLife();
    const found = await this.#find(keyId);
    if (!found.ok) return found;
    const { key } = found;
    const now = this.#services.clock();
    const ends_at = life === null ? key.ends_at : now + life;
    // Without an issue time: a new secret is issued after "revoke --all", so only revocations without an end count.
    const isRevoked = (await this.#services.revocations.isRevoked(bearerOf(key, undefined))) !== undefined;
    if (isRevoked || (ends_at !== null && ends_at <= now)) {
      const what = isRevoked ? 'was revoked' : 'has expired';
      return refuse('key_ended', `The key ${what}: ${key.id}. Create a new key.`);
    }
    const [current] = key.secrets;
    const until = Math.min(now + grace, current?.ends_at ?? Number.POSITIVE_INFINITY);
    const kept = current !== undefined && grace > 0 ? [{ ...current, ends_at: until }] : [];
    const secret = makeSecret('ask', key.id);
    const rotated: ApiKey = {
      ...key,
      version: key.version + 1,
      ends_at,
      secrets: [{ hash: secret.hash, issued_at: now, ends_at: null }, ...kept],
      event_id: `evt-${randomUUID()}`,
    };
    return this.#issue(rotated, secret.text, 'rotated', changedBy);
  }

  /**
   * Revokes a key for ever, and records it. It applies at once in all processes that share the state.
   *
   * @param keyId id or name of the key
   * @throws AgentSafeError ERR_STORE_UNAVAILABLE; ERR_AUDIT_UNAVAILABLE if the revocation applies but could not be recorded
   */
  async revoke(keyId: string, changedBy: ChangedBy = null): Promise<ApiKeyRevocation> {
    const found = await this.#find(keyId);
    if (!found.ok) return found;
    const { key } = found;
    this.#cache.remove(key.id);
    await this.#services.revoke({ token: key.id });
    await this.#services.record?.([
      { event_type: 'api_key_changed', fields: describeChange(key, 'revoked', changedBy) },
    ]);
    return { ok: true, key: await this.#listing(key) };
  }

  /** Verifies a key. Every call checks the revocations. No answer and no error holds the key. */
  async verify(text: unknown): Promise<ApiKeyVerification> {
    const given = readSecret('ask', text);
    if (given === undefined) return INVALID;
    const now = this.#services.clock();
    try {
      let key = this.#cache.get(given.id, now);
      let secret = key && findSecret(key, given.hash);
      if (secret === undefined) {
        // The key may have been rotated a moment ago.
        const stored = await this.#services.store.keys.get(given.id);
        key = stored && readyKey(stored, now);
        secret = key && findSecret(key, given.hash);
        if (key === undefined || secret === undefined) return INVALID;
        this.#cache.add(key);
      }
      return await this.#accept(key as ReadyKey, secret, now);
    } catch (error) {
      return refuse('state_unavailable', error instanceof AgentSafeError ? error.message : describeCause(error));
    }
  }

  /** Waits until the last uses are stored. */
  async close(): Promise<void> {
    await Promise.all(this.#writing);
  }

  async #accept(key: ReadyKey, secret: ReadySecret, now: number): Promise<ApiKeyVerification> {
    if (!(now < secret.endsAt)) return EXPIRED;
    if ((await this.#services.revocations.isRevoked(secret.bearer)) !== undefined) return REVOKED;
    if (now - key.usedAt >= TOUCH_EVERY) this.#touch(key, now);
    return secret.verified;
  }

  /** Stores a use. A decision does not wait for it, and does not depend on it. */
  #touch(key: ReadyKey, now: number): void {
    key.usedAt = now;
    const writing = this.#services.store.keys
      .touch(key.id, now)
      .catch(() => undefined)
      .finally(() => this.#writing.delete(writing));
    this.#writing.add(writing);
  }

  async #issue(key: ApiKey, secret: string, change: 'created' | 'rotated', changedBy: ChangedBy): Promise<ApiKeyIssue> {
    const fields = describeChange(key, change, changedBy);
    await this.#services.record?.([{ event_type: 'api_key_changed', event_id: key.event_id, fields }]);
    const isStored = await this.#services.store.keys.put(key);
    this.#cache.remove(key.id);
    if (isStored) return { ok: true, secret, key: await this.#listing(key) };
    return refuse('key_changed', `Another process changed the key meanwhile: ${key.id}. Try again.`);
  }

  async #find(
    idOrName: string,
  ): Promise<{ readonly ok: true; readonly key: ApiKey } | Refused<Extract<ApiKeyRefusalCode, 'key_not_found'>>> {
    const keys = await this.#services.store.keys.list();
    const id = idOrName.replace(/^ask_/, '');
    const byId = keys.find((key) => key.id === id);
    if (byId !== undefined) return { ok: true, key: byId };
    const named = keys.filter(({ name }) => name === idOrName);
    for (const key of named) if ((await this.#statusOf(key)) === 'active') return { ok: true, key };
    const [last] = named.sort((left, right) => right.created_at - left.created_at);
    if (last !== undefined) return { ok: true, key: last };
    const how = 'List the keys with: agent-safe api-key list';
    return refuse('key_not_found', `There is no API key with this name or id: ${quote(idOrName)}. ${how}`);
  }

  async #statusOf(key: ApiKey): Promise<ApiKeyListing['status']> {
    const [{ issued_at } = { issued_at: undefined }] = key.secrets;
    if ((await this.#services.revocations.isRevoked(bearerOf(key, issued_at))) !== undefined) return 'revoked';
    return key.ends_at !== null && key.ends_at <= this.#services.clock() ? 'expired' : 'active';
  }

  async #listing(key: ApiKey): Promise<ApiKeyListing> {
    const previous = key.secrets[1]?.ends_at ?? null;
    return {
      prefix: `ask_${key.id}`,
      key_id: key.id,
      name: key.name,
      agent_id: pepAgentId(key.name),
      scopes: key.scopes,
      status: await this.#statusOf(key),
      created_at: toText(key.created_at),
      expires_at: key.ends_at === null ? null : toText(key.ends_at),
      last_used_at: key.used_at === null ? null : toText(key.used_at),
      previous_until: previous === null || previous <= this.#services.clock() ? null : toText(previous),
    };
  }
}

function describeChange(
  key: ApiKey,
  change: ApiKeyChangedFields['change'],
  changed_by: ChangedBy,
): ApiKeyChangedFields {
  const previous = change === 'rotated' ? (key.secrets[1]?.ends_at ?? null) : null;
  return {
    change,
    key_id: key.id,
    name: key.name,
    scopes: key.scopes,
    expires_at: key.ends_at === null ? null : toText(key.ends_at),
    previous_until: previous === null ? null : toText(previous),
    changed_by,
  };
}
