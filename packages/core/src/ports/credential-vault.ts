import type { CredentialLease, CredentialRequest, RecordedLease } from '../model/credentials.ts';
import type { CheckResult } from '../model/result.ts';

/** Issues and revokes credentials. */
export interface CredentialVault {
  readonly name: string;
  /** Whether the vault limits credentials to the requested permissions and lifetime. */
  readonly isScoped: boolean;
  /**
   * @throws LeaseRefused if no credentials were issued and none will be. After any other error, credentials may exist.
   */
  issue(request: CredentialRequest, signal: AbortSignal): Promise<CredentialLease>;
  /**
   * Revokes a lease. Succeeds for a lease that was never issued or has expired.
   *
   * @param recorded the lease as the audit log has it; undefined if the caller has not read the log
   */
  revoke(leaseId: string, signal: AbortSignal, recorded?: RecordedLease): Promise<CheckResult>;
  /**
   * Checks whether the vault can issue credentials of a type. Issues nothing.
   *
   * @param type of credentials
   */
  test(type: string, signal: AbortSignal): Promise<CheckResult>;
  /**
   * Deletes what leases that have ended left behind, for example after a crash. A vault that leaves nothing omits it.
   *
   * @param isLive whether the audit log has a lease as in use; such a lease is kept
   */
  sweep?(isLive: (leaseId: string) => boolean, signal: AbortSignal): Promise<CredentialSweep>;
}

/** The result of a sweep. */
export interface CredentialSweep {
  readonly removed: readonly SweptLease[];
  /** Leases that may still be in use, and when they end: RFC 3339, UTC. */
  readonly kept: readonly { readonly lease_id: string; readonly until: string | null }[];
  /** Leases or clusters whose leftovers could not be read or deleted. */
  readonly failed: readonly { readonly lease_id: string | null; readonly reason: string }[];
}

/** A lease whose leftovers were deleted. */
export interface SweptLease {
  readonly lease_id: string;
  /** Names of the deleted objects, for display. */
  readonly objects: readonly string[];
}

/**
 * Thrown if a vault issued no credentials for a request and will issue none later. After any other error, the runner
 * revokes the lease.
 */
export class LeaseRefused extends Error {
  override readonly name = 'LeaseRefused';
}
