import type { CheckResult, CredentialLease, CredentialRequest, CredentialVault, RecordedLease } from '@agent-safe/core';

/** Vault in memory. Its secrets are easy to find in messages and logs. */
export class StandInVault implements CredentialVault {
  readonly name = 'stand-in-vault';
  readonly isScoped = true;
  readonly requests: CredentialRequest[] = [];
  readonly revoked: string[] = [];
  /** The record of the lease, at each revocation. */
  readonly recorded: (RecordedLease | undefined)[] = [];
  /** Called before the result is returned. */
  onIssue: (request: CredentialRequest) => void | Promise<void> = () => undefined;
  onRevoke: (leaseId: string) => void | Promise<void> = () => undefined;

  async issue(request: CredentialRequest): Promise<CredentialLease> {
    this.requests.push(request);
    await this.onIssue(request);
    const values = { token: `lease-secret-of-${request.lease_id}` };
    return { lease_id: request.lease_id, type: request.type, values, expires_at: '2026-03-02T12:05:00.000Z' };
  }

  async revoke(leaseId: string, _signal: AbortSignal, recorded?: RecordedLease): Promise<CheckResult> {
    this.recorded.push(recorded);
    await this.onRevoke(leaseId);
    this.revoked.push(leaseId);
    return { ok: true };
  }

  async test(): Promise<CheckResult> {
    return { ok: true };
  }
}
