import type { JsonObject } from '../json/json.ts';
import type { TargetScope } from './target.ts';

/** The credentials that one execution needs. Every template is filled in, and every value is validated. */
export interface CredentialRequest {
  /** Chosen and recorded before the vault is called, so that the lease can be revoked after a crash. */
  readonly lease_id: string;
  readonly audit_id: string;
  /** Name of the action that the credentials are for. */
  readonly action: string;
  /** The agent that requested the action; null if the request named none. */
  readonly caller: string | null;
  /** Whether a token proved the caller. */
  readonly caller_verified: boolean;
  readonly type: string;
  readonly fields: JsonObject;
  readonly scope: TargetScope | null;
  /** Lifetime in seconds. */
  readonly ttl: number;
}

/** A lease as the audit log has it. It helps a vault that did not issue the lease itself to find its credentials. */
export interface RecordedLease {
  readonly scope: TargetScope | null;
  /** Lifetime in seconds, as the vault was asked. */
  readonly ttl: number;
  /** Latest time at which the vault may have been asked: milliseconds since 1970, UTC. */
  readonly latest_issue: number;
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
