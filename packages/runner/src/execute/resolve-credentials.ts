import type { CredentialLease } from '@agent-safe/core';
import { issuedDraft, revokedDraft } from '../audit-events/drafts.ts';
import { issueLease, PENDING } from '../credentials/issue.ts';
import type { CredentialGrant } from '../credentials/render-grant.ts';
import { revokeLease } from '../credentials/revoke.ts';
import { DryRunExecutor } from '../executor-kit/dry-run-executor.ts';
import { matchTicket, refuseUsed, verifyTicket } from '../preflight/gates.ts';
import { COMMAND_ALLOWLIST } from '../preflight/prechecks.ts';
import type { Services } from '../run/options.ts';
import { type Refusal, Run } from '../run/run.ts';
import type { RunOptions, RunRefusal } from '../run/run-result.ts';
import { TimeLimit } from '../run/time-limit.ts';
import { reportRefusal } from './execute-run.ts';

export interface CredentialOptions extends Pick<RunOptions, 'expected' | 'params' | 'signal' | 'timeout'> {
  /** Whether they are issued, and not only shown: no. Then the ticket is used up, as by a run. */
  readonly issue?: boolean;
}

/** What an action would be given, and the secret itself where it was asked for. */
export interface CredentialReport {
  readonly ran: 'credentials';
  readonly audit_id: string;
  readonly action: string;
  readonly target: string | null;
  /** Null where the action declares none. */
  readonly grant: CredentialGrant | null;
  readonly vault: string | null;
  readonly is_scoped: boolean;
  /** The secret: null unless it was asked for. It is not in the log, and is revoked by nobody before its end. */
  readonly lease: CredentialLease | null;
}

/**
 * Says what a ticket's action would be given. To have it is to be able to do it: whoever wants the credentials themselves uses
 * up the ticket for them, and the log says so.
 */
export async function handOutCredentials(
  services: Services,
  token: string,
  { issue = false, ...options }: CredentialOptions,
): Promise<CredentialReport | RunRefusal> {
  // Nothing is run, and so any executor will do.
  const executor = new DryRunExecutor();
  const own = { ...services, executors: new Map([[executor.name, executor]]) };
  const run = new Run(own, token, { ...options, executor: executor.name });
  try {
    for (const gate of [verifyTicket, matchTicket, ...(issue ? [handOut] : [])]) {
      const refusal = await gate(run);
      if (refusal !== undefined) return await reportRefusal(run, refusal);
    }
    const { declared, ticket } = run.permit;
    const { action, audit_id, target } = ticket;
    return {
      ran: 'credentials',
      audit_id,
      action,
      target,
      grant: declared,
      vault: services.vault?.name ?? null,
      is_scoped: services.vault?.isScoped ?? false,
      lease: run.lease ?? null,
    };
  } finally {
    run.close();
  }
}

async function handOut(run: Run): Promise<Refusal | undefined> {
  const { clock, newId, vault, verifier } = run.services;
  const { declared, ticket } = run.permit;
  if (declared === null) return undefined;
  if (vault === undefined) return refuse('credentials_unconfigured', 'There is no vault to issue credentials.');
  if (run.permit.action.prechecks.some(({ name }) => name === COMMAND_ALLOWLIST)) {
    const why = 'The runner limits its commands, and whoever had its credentials would be limited by nothing.';
    return refuse('credentials_refused', why);
  }
  const used = await verifier.redeem(run.token, { ...run.options.expected, digest: ticket.digest });
  if (!used.valid) return { code: used.code, reason: used.reason, isRecorded: true };
  run.isTicketUsed = true;
  const usedBefore = await refuseUsed(run);
  if (usedBefore !== undefined) return usedBefore;
  run.limit = new TimeLimit(clock, declared.ttl * 1_000, run.options.signal);
  const leaseId = `lease-${newId()}`;
  run.permit = { ...run.permit, grant: declared };
  try {
    await run.record(issuedDraft(run, leaseId));
  } catch (error) {
    const why = `It could not be recorded, and what is not recorded is not done. ${run.secrets.cleanError(error)}`;
    return refuse('audit_unavailable', why);
  }
  const request = { lease_id: leaseId, audit_id: ticket.audit_id, ...declared };
  const issued = await issueLease(vault, request, run.limit, clock, run.secrets);
  if ('lease' in issued) {
    run.lease = issued.lease;
    return undefined;
  }
  const stuck = await revokeLease(vault, leaseId, clock, run.secrets);
  // Where this is not recorded, reconciling revokes once more.
  if (!issued.isPending) await run.record(revokedDraft(run, vault, leaseId, stuck)).catch(() => undefined);
  const rest = issued.isPending ? ` ${PENDING}` : '';
  return refuse('credentials_unavailable', `No credentials were issued: ${issued.why}${rest}`);
}

function refuse(code: Refusal['code'], reason: string): Refusal {
  return { code, reason, isRecorded: false };
}
