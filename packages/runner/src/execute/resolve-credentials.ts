import type { CredentialLease } from '@agent-safe/core';
import { issuedDraft, revokedDraft } from '../audit-events/drafts.ts';
import { issueLease, PENDING } from '../credentials/issue.ts';
import { revokeLease } from '../credentials/revoke.ts';
import { DryRunExecutor } from '../executor-kit/dry-run-executor.ts';
import { reportRefusal } from '../finish/report.ts';
import { authorizeExecution } from '../preflight/authorize-execution.ts';
import { checkUnused } from '../preflight/check-unused.ts';
import { COMMAND_ALLOWLIST } from '../preflight/prechecks.ts';
import { redeemTicket, verifyTicket } from '../preflight/verify-ticket.ts';
import type { Services } from '../run/options.ts';
import { RunContext } from '../run/run-context.ts';
import type { RunOptions, RunRefusal } from '../run/run-result.ts';
import { type Authorization, type CredentialGrant, type Refusal, refuse } from '../run/stage-results.ts';
import { TimeLimit } from '../run/time-limit.ts';

export interface CredentialOptions extends Pick<RunOptions, 'expected' | 'params' | 'signal' | 'timeout'> {
  /** Whether they are issued, and not only shown: no. Then the ticket is used up, as by a run. */
  readonly issue?: boolean;
}

/** The credentials of an action, and the secret itself if it was requested. */
export interface CredentialReport {
  readonly ok: true;
  readonly audit_id: string;
  readonly action: string;
  readonly target: string | null;
  /** Null where the action declares none. */
  readonly grant: CredentialGrant | null;
  readonly vault: string | null;
  readonly is_scoped: boolean;
  /** The secret: null unless it was asked for. It is not in the log, and lives until it ends by itself. */
  readonly lease: CredentialLease | null;
}

/**
 * Resolves the credentials that a ticket's action would be given. A caller that wants the credentials themselves could execute the
 * action with them, and so uses up the ticket, and the log says so.
 */
export async function resolveCredentials(
  services: Services,
  token: string,
  { issue = false, ...options }: CredentialOptions,
): Promise<CredentialReport | RunRefusal> {
  // Nothing is executed: an executor without effect stands in for whichever will.
  const executor = new DryRunExecutor();
  const own = { ...services, executors: services.executors.with(executor) };
  const run = new RunContext(own, token, { ...options, executor: executor.name });
  const verified = await verifyTicket(run);
  if (!verified.ok) return reportRefusal(run, verified, verified.ticket);
  const { ticket } = verified;
  const authorized = await authorizeExecution(run, ticket);
  if (!authorized.ok) return reportRefusal(run, authorized, ticket);
  const issued = issue ? await issueOnRequest(run, authorized) : NOT_ISSUED;
  if (!issued.ok) return reportRefusal(run, issued, ticket, issued.isTicketUsed);
  const { action, audit_id, target } = ticket;
  return {
    ok: true,
    audit_id,
    action,
    target,
    grant: authorized.declared,
    vault: services.vault?.name ?? null,
    is_scoped: services.vault?.isScoped ?? false,
    lease: issued.lease,
  };
}

type IssueResult =
  | { readonly ok: true; readonly lease: CredentialLease | null }
  | (Refusal & { readonly isTicketUsed: boolean });

const NOT_ISSUED: IssueResult = { ok: true, lease: null };

async function issueOnRequest(run: RunContext, { action, declared, ticket }: Authorization): Promise<IssueResult> {
  if (declared === null) return NOT_ISSUED;
  const early = (refusal: Refusal): IssueResult => ({ ...refusal, isTicketUsed: false });
  if (run.services.vault === undefined) {
    return early(refuse('credentials_unconfigured', 'There is no vault to issue credentials.'));
  }
  if (action.prechecks.some(({ name }) => name === COMMAND_ALLOWLIST)) {
    const why = 'The runner limits its commands. A holder of its credentials could run any command.';
    return early(refuse('credentials_refused', why));
  }
  const used = await redeemTicket(run, ticket);
  if (!used.ok) return early(used);
  const limit = new TimeLimit(run.services.clock, declared.ttl * 1_000, run.options.signal);
  try {
    const issued = await issueRecorded(run, { ticket, grant: declared, limit, vault: run.services.vault });
    return issued.ok ? issued : { ...issued, isTicketUsed: true };
  } finally {
    limit.close();
  }
}

interface IssueRequest {
  readonly ticket: Authorization['ticket'];
  readonly grant: CredentialGrant;
  readonly limit: TimeLimit;
  readonly vault: NonNullable<Services['vault']>;
}

/** The lease is recorded before the vault is asked for it. */
async function issueRecorded(
  run: RunContext,
  { grant, limit, ticket, vault }: IssueRequest,
): Promise<{ readonly ok: true; readonly lease: CredentialLease } | Refusal> {
  const { clock, newId } = run.services;
  const unused = await checkUnused(run, ticket);
  if (!unused.ok) return unused;
  const { correlationId, rollbackOf } = unused;
  const subject = { ticket, correlationId, rollbackOf };
  const leaseId = `lease-${newId()}`;
  try {
    await run.record(issuedDraft(run, subject, { grant, leaseId, limit }));
  } catch (error) {
    const why = `It could not be recorded, and what is not recorded is not done. ${run.redactor.redactError(error)}`;
    return refuse('audit_unavailable', why);
  }
  const request = { lease_id: leaseId, audit_id: ticket.audit_id, ...grant };
  const issued = await issueLease(vault, request, limit, clock, run.redactor);
  if (issued.ok) return issued;
  const revoked = await revokeLease(vault, leaseId, clock, run.redactor);
  // Where this is not recorded, reconciling revokes once more.
  if (!issued.isPending) await run.record(revokedDraft(subject, vault, leaseId, revoked)).catch(() => undefined);
  const rest = issued.isPending ? ` ${PENDING}` : '';
  return refuse('credentials_unavailable', `No credentials were issued: ${issued.reason}${rest}`);
}
