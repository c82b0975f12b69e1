import type { CredentialLease, CredentialRequest } from '../model/credentials.ts';
import type { CheckResult } from '../model/result.ts';

/** Where credentials come from. */
export interface CredentialVault {
  readonly name: string;
  /** Whether what it issues is good for no more than was asked for, and for no longer. One that cannot do that says so. */
  readonly isScoped: boolean;
  /** @throws LeaseRefused where none were issued, nor will be; whatever else it throws leaves that in doubt */
  issue(request: CredentialRequest, signal: AbortSignal): Promise<CredentialLease>;
  /** Revokes a lease. A lease that was never issued, or has ended, is revoked already. */
  revoke(leaseId: string, signal: AbortSignal): Promise<CheckResult>;
  /**
   * Whether it can issue credentials of a type. It issues nothing.
   *
   * @param type of credentials that it will be asked for
   */
  test(type: string, signal: AbortSignal): Promise<CheckResult>;
}

/** A vault has issued nothing for a request, and nothing comes of it later. After any other error its lease is revoked once more. */
export class LeaseRefused extends Error {
  override readonly name = 'LeaseRefused';
}
