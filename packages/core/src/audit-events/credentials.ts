import type { JsonObject } from '../json/json.ts';
import type { ExecutionSubject } from './execution.ts';

/**
 * Credentials that are about to be issued. The event is durable before the runner calls the vault. The secret is never
 * recorded.
 */
export interface CredentialIssuedFields extends ExecutionSubject {
  readonly lease_id: string;
  /** The nonce of the execution ticket. */
  readonly nonce: string;
  /** The type of the credentials, such as `kubernetes`. */
  readonly type: string | null;
  /** The place in which the credentials are valid, such as `{ "cluster": "prod" }`. */
  readonly scope: JsonObject | null;
  /** The permissions of the credentials, with every template filled in. */
  readonly fields: JsonObject | null;
  /** Lifetime in seconds. */
  readonly ttl: number | null;
  /** The name of the vault. */
  readonly vault: string | null;
  /** Whether the vault limits them to `fields` and `ttl`. */
  readonly is_scoped: boolean;
  /** Latest end of the run: RFC 3339, UTC. */
  readonly deadline: string;
}

/** An operator can revoke credentials by the id of the lease. Such an event has no members of an execution. */
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
  /** Why the credentials could not be revoked. */
  readonly reason: string;
  /** Whether the credentials expired before they were revoked. */
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
