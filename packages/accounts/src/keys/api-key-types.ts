import type { ApiKeyScope, Caller, Refused } from '@agent-safe/core';

/** A request for a new API key. */
export interface ApiKeyRequest {
  /** The PEP that gets the key: letters, digits, `.`, `_` and `-`. Its agent id is `pep:<name>`. */
  readonly name: string;
  /** Permitted uses; `evaluate` by default. */
  readonly scopes?: readonly ApiKeyScope[] | undefined;
  /** Lifetime. Without it, the key has no end. */
  readonly ttl_seconds?: number | undefined;
}

/** An API key without the hashes of its secrets. */
export interface ApiKeyListing {
  /** `ask_` and the id: the part of the key that may be shown. */
  readonly prefix: string;
  readonly key_id: string;
  readonly name: string;
  readonly agent_id: string;
  readonly scopes: readonly ApiKeyScope[];
  readonly status: 'active' | 'expired' | 'revoked';
  readonly created_at: string;
  readonly expires_at: string | null;
  /** To the minute. */
  readonly last_used_at: string | null;
  /** End of the previous secret after a rotation. Null: there is no previous secret that is still valid. */
  readonly previous_until: string | null;
}

export type ApiKeyRefusalCode =
  | 'key_name_invalid'
  | 'key_name_taken'
  | 'key_scope_unknown'
  | 'key_lifetime_invalid'
  | 'key_not_found'
  | 'key_ended'
  | 'key_changed';

/** A new secret. It is never shown again. */
export interface ApiKeyIssued {
  readonly ok: true;
  readonly secret: string;
  readonly key: ApiKeyListing;
}

export type ApiKeyIssue = ApiKeyIssued | Refused<ApiKeyRefusalCode>;

export type ApiKeyRevocation = { readonly ok: true; readonly key: ApiKeyListing } | Refused<'key_not_found'>;

/** A verified API key. */
export interface VerifiedApiKey {
  readonly ok: true;
  readonly caller: Caller;
  readonly key_id: string;
  readonly scopes: readonly ApiKeyScope[];
}

export type ApiKeyVerification =
  | VerifiedApiKey
  | Refused<'key_invalid' | 'key_expired' | 'key_revoked' | 'state_unavailable'>;
