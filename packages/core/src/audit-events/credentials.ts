import type { JsonObject } from '../json/json.ts';
import type { ExecutionSubject } from './execution.ts';

/** Credentials that are about to be issued. The event is durable before the vault is asked; the secret is never recorded. */
export interface CredentialIssuedFields extends ExecutionSubject {
  readonly lease_id: string;
  /** Of the execution ticket. */
  readonly nonce: string;
  /** Such as `kubernetes`. */
  readonly type: string | null;
  /** Where they are valid, such as `{ "cluster": "prod" }`. */
  readonly scope: JsonObject | null;
  /** The permissions of the credentials, with every template filled in. */
  readonly fields: JsonObject | null;
  /** Seconds. */
  readonly ttl: number | null;
  /** The name of the vault. */
  readonly vault: string | null;
  /** Whether the vault limits them to `fields` and `ttl`. */
  readonly is_scoped: boolean;
  /** RFC 3339, UTC: the run ends by then. */
  readonly deadline: string;
}

/** An event that an operator caused by the lease alone has no members of an execution. */
export type NoExecution = { readonly [Name in keyof ExecutionSubject]?: never };

interface RevocationAttempt {
  readonly lease_id: string;
  readonly vault: string | null;
  readonly is_scoped: boolean;
}

interface Revoked extends RevocationAttempt {
  readonly revoked: true;
}

interface NotRevoked extends RevocationAttempt {
  readonly revoked: false;
  /** Why not. */
  readonly reason: string;
  /** They expired by themselves, and nothing revoked them. */
  readonly lapsed?: true;
}

/** Credentials of an execution that were revoked. */
export type CredentialRevokedFields = ExecutionSubject & Revoked;
/** Credentials of an execution that could not be revoked, or that expired. */
export type CredentialNotRevokedFields = ExecutionSubject & NotRevoked;
/** Credentials that an operator revoked by the id of the lease. */
export type LeaseRevokedFields = NoExecution & Revoked;
/** Credentials that an operator could not revoke. */
export type LeaseNotRevokedFields = NoExecution & NotRevoked;
