import type { CredentialLease } from '@agent-safe/core';
import { issueLease } from '../credentials/issue.ts';
import { probeScope } from '../preflight/match-scope.ts';
import { findBlocked, runPrechecks } from '../preflight/prechecks.ts';
import type { RunContext } from '../run/run-context.ts';
import type { CheckedPrecheck } from '../run/run-result.ts';
import { type Ended, type ExecutorCall, end, type IntendedRun } from '../run/stage-results.ts';

type Step = { readonly ok: true } | Ended;

type IssuedCredentials =
  | { readonly ok: true; readonly lease: CredentialLease | null }
  | (Ended & { readonly isLeasePending: boolean });

/** The lease is in the log already: whatever happens now, the log says what to revoke. */
export async function issueCredentials(run: RunContext, intended: IntendedRun): Promise<IssuedCredentials> {
  const { clock, vault } = run.services;
  const { grant, leaseId, limit, ticket } = intended;
  if (vault === undefined || grant === null || leaseId === undefined) return { ok: true, lease: null };
  run.progress(`Requesting credentials from ${vault.name}…`);
  const request = { lease_id: leaseId, audit_id: ticket.audit_id, ...grant };
  const issued = await issueLease(vault, request, limit, clock, run.redactor);
  if (issued.ok) return issued;
  const why = `No credentials were issued, and nothing was done: ${issued.reason}`;
  return { ...end('error', 'credentials_unavailable', why), isLeasePending: issued.isPending };
}

/** Credentials may lead elsewhere than what the executor has of its own. */
export async function matchScopeAgain(call: ExecutorCall): Promise<Step> {
  if (call.execution.credentials === null) return { ok: true };
  const checked = await probeScope(call);
  return checked.ok ? checked : end('skipped', 'scope_mismatch', checked.reason);
}

export async function checkPrechecks(
  run: RunContext,
  call: ExecutorCall,
): Promise<Step & { readonly prechecks: readonly CheckedPrecheck[] }> {
  if (call.execution.action.prechecks.length > 0) run.progress('Running checks…');
  const prechecks = await runPrechecks(call, run.services);
  const blocked = findBlocked(prechecks);
  if (blocked.length === 0) return { ok: true, prechecks };
  const reasons = blocked
    .map(({ name, outcome, reason }) => `${name}${outcome === 'cannot_tell' ? ' cannot tell' : ''}: ${reason}`)
    .join(' ');
  return { ...end('skipped', 'precheck_failed', `Nothing was done. ${reasons}`), prechecks };
}

/** Credentials, checks and the state before take their time, and the ticket may have been revoked or have ended meanwhile. */
export async function verifyAgain(run: RunContext, { limit, ticket }: IntendedRun): Promise<Step> {
  const { clock, verifier } = run.services;
  if (limit.over !== undefined) {
    return end('skipped', limit.over, 'There was no time left to do it. Nothing was done.');
  }
  if (clock() >= Date.parse(ticket.expires_at)) {
    return end('skipped', 'ticket_expired', 'The ticket ended before anything was done.');
  }
  const now = await verifier.verify(run.token, run.options.expected);
  if (now.ok) return { ok: true };
  const code = now.code === 'ticket_expired' || now.code === 'state_unavailable' ? now.code : 'ticket_revoked';
  return end('skipped', code, `Nothing was done. ${now.reason}`);
}
