/** What an API key may be used for. */
export const API_KEY_SCOPES = [
  'evaluate',
  'search',
  'requests',
  'tickets',
  'catalog:read',
  'approvals:read',
  'audit:read',
  'metrics:read',
] as const;
export type ApiKeyScope = (typeof API_KEY_SCOPES)[number];

/** Members of every stored account, session or sign-in link. All times are in milliseconds since 1970, UTC. */
export interface AccountRecord {
  readonly id: string;
  /** The user that the record belongs to, if any. */
  readonly owner: string | null;
  /** Counts the changes, from 1. A change is stored only if nobody else changed the record since it was read. */
  readonly version: number;
  /** Null: the record has no end. */
  readonly ends_at: number | null;
  /** The last use, to the minute. Null: never used. */
  readonly used_at: number | null;
}

/** One secret of an API key. The secret itself is never stored. */
export interface ApiKeySecret {
  /** SHA-256 of the secret, base64url. */
  readonly hash: string;
  readonly issued_at: number;
  /** Null: the secret is valid as long as the key. */
  readonly ends_at: number | null;
}

/** The API key of a policy enforcement point (PEP). `id` is part of the key, and names it in lists and revocations. */
export interface ApiKey extends AccountRecord {
  /** The PEP: its agent id is `pep:<name>`. */
  readonly name: string;
  readonly scopes: readonly ApiKeyScope[];
  /** The newest first. An older secret ends with the grace period of its rotation. */
  readonly secrets: readonly ApiKeySecret[];
  readonly created_at: number;
  /** The audit event that recorded the last change. */
  readonly event_id: string;
}
