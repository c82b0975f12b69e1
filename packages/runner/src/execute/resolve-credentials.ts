import type { CredentialLease } from '@agent-safe/core';
import { issuedDraft, revokedDraft } from '../audit-events/drafts.ts';
import { describeLease, issueLease, PENDING } from '../credentials/issue.ts';
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
  /** Whether the credentials are issued. This uses the ticket, as a run does. Default: false, which only shows the grant. */
  readonly issue?: boolean;
}

/** The credentials of an action, and the secret itself if it was requested. */
export interface CredentialReport {
  readonly ok: true;
  readonly audit_id: string;
  readonly action: string;
  readonly target: string | null;
  /** Null if the action declares no credentials. */
  readonly grant: CredentialGrant | null;
  readonly vault: string | null;
  readonly is_scoped: boolean;
  /** Secret credentials; null unless `issue` is set. The log does not hold them, and they live until they expire. */
  readonly lease: CredentialLease | null;
}

/**
 * Resolves the credentials of a ticket's action. With `issue` it returns the secret, with which the caller could execute the
 * action. Issuing therefore uses the ticket and is recorded.
 */
export async function resolveCredentials(
  services: Services,
  token: string,
  { issue = false, ...options }: CredentialOptions,
): Promise<CredentialReport | RunRefusal> {
  // Nothing is executed, so an executor without effect is sufficient.
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
    return early(
      refuse(
        'credentials_unconfigured',
        'No vault is configured, so no credentials can be issued. Configure "credential_vault".',
      ),
    );
  }
  if (action.prechecks.some(({ name }) => name === COMMAND_ALLOWLIST)) {
    const why =
      'The credentials of this action are not issued: the runner limits its commands, and their holder could run any command.';
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

/** Records the lease, and then requests the credentials from the vault. */
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
    const why = `The credentials could not be recorded, so none were issued. ${run.redactor.redactError(error)}`;
    return refuse('audit_unavailable', why);
  }
  const request = describeLease(leaseId, ticket, grant);
  const issued = await issueLease(vault, request, limit, clock, run.redactor);
  if (issued.ok) return issued;
  const revoked = await revokeLease(vault, leaseId, clock, run.redactor);
  // If this is not recorded, `reconcile` revokes the lease again.
  if (!issued.isPending) await run.record(revokedDraft(subject, vault, leaseId, revoked)).catch(() => undefined);
  const rest = issued.isPending ? ` ${PENDING}` : '';
  const what = issued.isPending ? 'The credentials did not arrive' : 'No credentials were issued';
  return refuse('credentials_unavailable', `${what}: ${issued.reason}${rest}`);
}
