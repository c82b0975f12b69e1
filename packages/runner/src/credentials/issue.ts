import {
  type CredentialLease,
  type CredentialRequest,
  type CredentialVault,
  LeaseRefused,
  type Refused,
} from '@agent-safe/core';
import type { Ticket } from '@agent-safe/tickets';
import type { Redactor } from '../run/redactor.ts';
import type { CredentialGrant } from '../run/stage-results.ts';
import type { TimeLimit } from '../run/time-limit.ts';
import { revokeLease } from './revoke.ts';

/** `isPending`: the vault may still issue the credentials after this call has returned. */
export type IssueResult =
  | { readonly ok: true; readonly lease: CredentialLease }
  | (Refused<'credentials_unavailable'> & { readonly isPending: boolean });

/** Reason for credentials that the vault may still issue. */
export const PENDING =
  'The vault may still issue them. Run "agent-safe runner reconcile" after the time limit to revoke them.';

/** Describes the credentials that the ticket of an execution may get. */
export function describeLease(leaseId: string, ticket: Ticket, grant: CredentialGrant): CredentialRequest {
  const { action, audit_id, caller, caller_verified } = ticket;
  return { lease_id: leaseId, audit_id, action, caller, caller_verified, ...grant };
}

/** Requests credentials from a vault. The caller has recorded the lease. It does not throw. */
export async function issueLease(
  vault: CredentialVault,
  request: CredentialRequest,
  limit: TimeLimit,
  clock: () => number,
  redactor: Redactor,
): Promise<IssueResult> {
  if (limit.over !== undefined) return refuse('The time limit ended before the request to the vault.', false);
  let issuing: Promise<CredentialLease> | undefined;
  try {
    const issued = await limit.wait(() => {
      issuing = vault.issue(request, limit.signal);
      return issuing;
    });
    if (issued.done) {
      if (!isLease(issued.value)) return refuse('The vault returned no credentials.', true);
      redactor.add({ ...issued.value.values });
      return { ok: true, lease: { ...issued.value, lease_id: request.lease_id } };
    }
  } catch (error) {
    // The vault may still process the request after a lost connection.
    return refuse(redactor.redactError(error), !(error instanceof LeaseRefused));
  }
  // Credentials that arrive late are revoked at once. If this process has ended by then, `reconcile` revokes them.
  issuing?.then(() => revokeLease(vault, request.lease_id, clock, redactor)).catch(() => undefined);
  return refuse('The vault did not answer in time.', true);
}

/** A vault that is written in JavaScript may return any value. */
function isLease(given: CredentialLease | undefined): given is CredentialLease {
  const values: unknown = given?.values;
  return typeof values === 'object' && values !== null;
}

function refuse(reason: string, isPending: boolean): IssueResult {
  return { ok: false, code: 'credentials_unavailable', reason, isPending };
}
