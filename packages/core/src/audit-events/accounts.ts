import type { ApiKeyScope } from '../model/account.ts';

/** A change of an API key. It is recorded before the change applies; `revoked` is recorded after the revocation. */
export interface ApiKeyChangedFields {
  readonly change: 'created' | 'rotated' | 'revoked';
  /** The id of the key. It is part of the key, but proves nothing. */
  readonly key_id: string;
  /** The PEP: its agent id is `pep:<name>`. */
  readonly name: string;
  readonly scopes: readonly ApiKeyScope[];
  /** RFC 3339, UTC. Null: the key has no end. */
  readonly expires_at: string | null;
  /** End of the previous secret, if the key was rotated: RFC 3339, UTC. Null otherwise. */
  readonly previous_until: string | null;
  /** Agent id of the user who changed the key, such as `user:alice`. Null: an operator on the command line. */
  readonly changed_by: string | null;
}
