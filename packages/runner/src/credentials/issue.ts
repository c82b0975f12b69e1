import { type CredentialLease, type CredentialRequest, type CredentialVault, LeaseRefused } from '@agent-safe/core';
import type { Secrets } from '../run/redactor.ts';
import type { TimeLimit } from '../run/time-limit.ts';
import { revokeLease } from './revoke.ts';

/** Credentials, or why there are none. */
export type IssueResult =
  | { readonly lease: CredentialLease }
  /** `isPending`: the vault was asked and may issue them yet, though nobody waits for them any more. */
  | { readonly why: string; readonly isPending: boolean };

/** What is said of credentials that are pending. */
export const PENDING =
  'The vault may issue them yet. "agent-safe runner reconcile" revokes them when their time is over.';

/** Asks a vault for credentials whose lease is in the log already. It does not throw. */
export async function issueLease(
  vault: CredentialVault,
  request: CredentialRequest,
  limit: TimeLimit,
  clock: () => number,
  secrets: Secrets,
): Promise<IssueResult> {
  if (limit.over !== undefined) return { why: 'There was no time left to ask the vault.', isPending: false };
  let issuing: Promise<CredentialLease> | undefined;
  try {
    const issued = await limit.wait(() => {
      issuing = vault.issue(request, limit.signal);
      return issuing;
    });
    if (issued.done) {
      secrets.add({ ...issued.value.values });
      return { lease: { ...issued.value, lease_id: request.lease_id } };
    }
  } catch (error) {
    // Whoever was interrupted, or lost the connection, does not know what the other side makes of the request.
    return { why: secrets.cleanError(error), isPending: !(error instanceof LeaseRefused) };
  }
  // What comes late goes at once; where this process is gone by then, reconciling sees to it.
  issuing?.then(() => revokeLease(vault, request.lease_id, clock, secrets)).catch(() => undefined);
  return { why: 'The vault did not answer in time.', isPending: true };
}
