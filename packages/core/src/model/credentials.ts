import type { JsonObject } from '../json/json.ts';
import type { TargetScope } from './target.ts';

/** The credentials that one execution needs. Every template is filled in, and every value is validated. */
export interface CredentialRequest {
  /** Chosen and recorded before the vault is called, so that the lease can be revoked after a crash. */
  readonly lease_id: string;
  readonly audit_id: string;
  readonly type: string;
  readonly fields: JsonObject;
  readonly scope: TargetScope | null;
  /** Lifetime in seconds. */
  readonly ttl: number;
}

/** Credentials for one execution. */
export interface CredentialLease {
  readonly lease_id: string;
  readonly type: string;
  /** The secrets by name, such as a token or a key. They must not appear in a record, error or message. */
  readonly values: Readonly<Record<string, string>>;
  /** RFC 3339, UTC. */
  readonly expires_at: string;
}
