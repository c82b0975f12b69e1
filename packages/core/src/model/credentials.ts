import type { JsonObject } from '../json/json.ts';
import type { TargetScope } from './target.ts';

/** What one execution needs, with every template filled in and every value validated. */
export interface CredentialRequest {
  /** Chosen and recorded before it is asked for, so that it can be revoked after a crash. */
  readonly lease_id: string;
  readonly audit_id: string;
  readonly type: string;
  readonly fields: JsonObject;
  readonly scope: TargetScope | null;
  /** Seconds. */
  readonly ttl: number;
}

/** Credentials for one execution. */
export interface CredentialLease {
  readonly lease_id: string;
  readonly type: string;
  /** The secret itself, by name: a token, a key. In no record, error or message. */
  readonly values: Readonly<Record<string, string>>;
  /** RFC 3339, UTC. */
  readonly expires_at: string;
}
