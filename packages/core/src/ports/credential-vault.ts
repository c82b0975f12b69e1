import type { CredentialLease, CredentialRequest } from '../model/credentials.ts';
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
  /** Revokes a lease. Succeeds for a lease that was never issued or has expired. */
  revoke(leaseId: string, signal: AbortSignal): Promise<CheckResult>;
  /**
   * Checks whether the vault can issue credentials of a type. Issues nothing.
   *
   * @param type of credentials
   */
  test(type: string, signal: AbortSignal): Promise<CheckResult>;
}

/**
 * Thrown if a vault issued no credentials for a request and will issue none later. After any other error, the runner
 * revokes the lease.
 */
export class LeaseRefused extends Error {
  override readonly name = 'LeaseRefused';
}
