import {
  type CheckResult,
  type CredentialLease,
  type CredentialRequest,
  type CredentialVault,
  PASSED,
} from '@agent-safe/core';

export const LEASED_KEY = 'LEASEDKEY';
export const SECRET = 'the-secret-key-of-a-lease';

/** Issues keys that the API knows as its own account, so that a test recognizes the requests of an execution. */
export class KeyVault implements CredentialVault {
  readonly name = 'keys';
  readonly isScoped = true;

  async issue({ lease_id, ttl, type }: CredentialRequest): Promise<CredentialLease> {
    const values = { access_key_id: LEASED_KEY, secret_access_key: SECRET };
    return { lease_id, type, values, expires_at: new Date(Date.now() + ttl * 1_000).toISOString() };
  }

  async revoke(): Promise<CheckResult> {
    return PASSED;
  }

  async test(): Promise<CheckResult> {
    return PASSED;
  }
}
