import {
  type CredentialLease,
  type CredentialRequest,
  type CredentialVault,
  LeaseRefused,
  type Refused,
} from '@agent-safe/core';
import type { Redactor } from '../run/redactor.ts';
import type { TimeLimit } from '../run/time-limit.ts';
import { revokeLease } from './revoke.ts';

/** `isPending`: the vault was asked, and may still issue the credentials after this call has given up. */
export type IssueResult =
  | { readonly ok: true; readonly lease: CredentialLease }
  | (Refused<'credentials_unavailable'> & { readonly isPending: boolean });

/** The reason where credentials are pending. */
export const PENDING =
  'The vault may issue them yet. "agent-safe runner reconcile" revokes them when their time is over.';

/** Asks a vault for credentials whose lease is in the log already. It does not throw. */
export async function issueLease(
  vault: CredentialVault,
  request: CredentialRequest,
  limit: TimeLimit,
  clock: () => number,
  redactor: Redactor,
): Promise<IssueResult> {
  if (limit.over !== undefined) return refuse('There was no time left to ask the vault.', false);
  let issuing: Promise<CredentialLease> | undefined;
  try {
    const issued = await limit.wait(() => {
      issuing = vault.issue(request, limit.signal);
      return issuing;
    });
    if (issued.done) {
      if (!isLease(issued.value)) return refuse('The vault gave no credentials.', true);
      redactor.add({ ...issued.value.values });
      return { ok: true, lease: { ...issued.value, lease_id: request.lease_id } };
    }
  } catch (error) {
    // After an interruption or a lost connection, the vault may still handle the request.
    return refuse(redactor.redactError(error), !(error instanceof LeaseRefused));
  }
  // Credentials that come late are revoked at once. If this process is gone by then, reconcile revokes them.
  issuing?.then(() => revokeLease(vault, request.lease_id, clock, redactor)).catch(() => undefined);
  return refuse('The vault did not answer in time.', true);
}

/** Types do not reach a vault that is written in JavaScript. */
function isLease(given: CredentialLease | undefined): given is CredentialLease {
  const values: unknown = given?.values;
  return typeof values === 'object' && values !== null;
}

function refuse(reason: string, isPending: boolean): IssueResult {
  return { ok: false, code: 'credentials_unavailable', reason, isPending };
}
