import type { CredentialLease } from '@agent-safe/core';
import { describeLease, issueLease } from '../credentials/issue.ts';
import { probeScope } from '../preflight/match-scope.ts';
import { findBlocked, runPrechecks } from '../preflight/prechecks.ts';
import { endSentence } from '../run/one-line.ts';
import type { RunContext } from '../run/run-context.ts';
import type { CheckedPrecheck } from '../run/run-result.ts';
import { type Ended, type ExecutorCall, end, type IntendedRun } from '../run/stage-results.ts';

type Step = { readonly ok: true } | Ended;

type IssuedCredentials =
  | { readonly ok: true; readonly lease: CredentialLease | null }
  | (Ended & { readonly isLeasePending: boolean });

/** Requests the credentials of a run. Their lease is already in the log, so `reconcile` can revoke them after a crash. */
export async function issueCredentials(run: RunContext, intended: IntendedRun): Promise<IssuedCredentials> {
  const { clock, vault } = run.services;
  const { grant, leaseId, limit, ticket } = intended;
  if (vault === undefined || grant === null || leaseId === undefined) return { ok: true, lease: null };
  run.progress(`Requesting credentials from ${vault.name}…`);
  const request = describeLease(leaseId, ticket, grant);
  const issued = await issueLease(vault, request, limit, clock, run.redactor);
  if (issued.ok) return issued;
  const what = issued.isPending ? 'The credentials did not arrive' : 'No credentials were issued';
  const why = `${what}, so nothing was done: ${endSentence(issued.reason)} ${ADVICE}`;
  return { ...end('error', 'credentials_unavailable', why), isLeasePending: issued.isPending };
}

const ADVICE = 'Test the vault with "agent-safe credential test-vault", and request a new decision.';

/** Checks the scope again with the issued credentials, because they may lead to another target. */
export async function matchScopeAgain(call: ExecutorCall): Promise<Step> {
  if (call.execution.credentials === null) return { ok: true };
  const checked = await probeScope(call);
  return checked.ok ? checked : end('skipped', 'scope_mismatch', checked.reason);
}

/** Runs the checks of the action. A blocking check that did not pass ends the run. */
export async function checkPrechecks(
  run: RunContext,
  call: ExecutorCall,
): Promise<Step & { readonly prechecks: readonly CheckedPrecheck[] }> {
  if (call.execution.action.prechecks.length > 0) run.progress('Running checks…');
  const prechecks = await runPrechecks(call, run.services);
  const blocked = findBlocked(prechecks);
  if (blocked.length === 0) return { ok: true, prechecks };
  const reasons = blocked
    .map(({ name, outcome, reason }) => `${name} ${outcome === 'cannot_tell' ? 'cannot tell' : 'failed'}: ${reason}`)
    .join(' ');
  const why = 'Nothing was done, because a blocking check did not pass.';
  return { ...end('skipped', 'precheck_failed', `${why} ${reasons}`), prechecks };
}

/** Verifies the ticket again, because it may have expired or been revoked during the earlier stages. */
export async function verifyAgain(run: RunContext, { limit, ticket }: IntendedRun): Promise<Step> {
  const { clock, verifier } = run.services;
  if (limit.over !== undefined) {
    const how = limit.over === 'timeout' ? 'timed out' : 'was aborted';
    return end('skipped', limit.over, `The run ${how} before the action began. Nothing was done.`);
  }
  if (clock() >= Date.parse(ticket.expires_at)) {
    return end('skipped', 'ticket_expired', 'The ticket expired before the action began. Nothing was done.');
  }
  const now = await verifier.verify(run.token, run.options.expected);
  if (now.ok) return { ok: true };
  const code = now.code === 'ticket_expired' || now.code === 'state_unavailable' ? now.code : 'ticket_revoked';
  return end('skipped', code, `${now.reason} Nothing was done.`);
}
