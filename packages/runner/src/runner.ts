import { type CredentialSweep, describeArchived, quote, type Refused } from '@agent-safe/core';
import { anything, boolean, callable, checkOptions, object, optional } from '@agent-safe/core/options';
import { revocationDraft } from './audit-events/drafts.ts';
import { readText } from './audit-events/read-event.ts';
import { type RevokeResult, revokeLease } from './credentials/revoke.ts';
import { type DryRunReport, dryRun } from './execute/dry-run.ts';
import { executeTicket } from './execute/execute-ticket.ts';
import { type CredentialOptions, type CredentialReport, resolveCredentials } from './execute/resolve-credentials.ts';
import { findRun } from './finish/find-run.ts';
import {
  findIssued,
  findLiveLeases,
  issuedElsewhere,
  type ReconcileReport,
  readLease,
  reconcile,
} from './finish/reconcile.ts';
import { planRollback } from './rollback/plan-rollback.ts';
import type { RollbackResult } from './rollback/rollback-plan.ts';
import { misconfigured, type RunnerOptions, readOptions, type Services, timeoutShape } from './run/options.ts';
import { Redactor } from './run/redactor.ts';
import { RunContext } from './run/run-context.ts';
import type { RecordedRun, RunOptions, RunRefusal, RunResult } from './run/run-result.ts';

const runShape = object<RunOptions>({
  correlationId: optional(anything),
  executor: anything,
  expected: optional(anything),
  overwrite: optional(boolean),
  params: optional(anything),
  progress: optional(callable),
  rollbackOf: optional(anything),
  signal: optional(anything),
  timeout: optional(timeoutShape),
});

const credentialShape = object<CredentialOptions>({
  expected: optional(anything),
  issue: optional(boolean),
  params: optional(anything),
  signal: optional(anything),
  timeout: optional(timeoutShape),
});

/** `lease_unknown`: the log has no such lease. `vault_unknown`: the vault that issued it is not configured here. */
export type CredentialRevocation = RevokeResult | Refused<'lease_unknown' | 'vault_unknown'>;

/**
 * Executes the action of a ticket exactly once, and records the intent, the states and the outcome. It trusts only signed tickets and
 * makes no decisions.
 *
 * @example
 * declare const token: string;
 * declare const options: Pick<RunnerOptions, 'tickets' | 'actions' | 'audit'>;
 * const runner = new Runner({ ...options, executors: [new DryRunExecutor()] });
 * const result = await runner.run(token, { executor: 'dry-run' });
 */
export class Runner {
  readonly #services: Services;

  /** @throws AgentSafeError ERR_CONFIG_INVALID, ERR_KEYS_INVALID */
  constructor(options: RunnerOptions) {
    this.#services = readOptions(options);
  }

  /**
   * Executes a ticket. Refusals and failures are returned, not thrown, and both are recorded.
   *
   * @throws AgentSafeError ERR_CONFIG_INVALID for invalid options; the ticket stays unused
   */
  async run(token: string, options: RunOptions): Promise<RunResult> {
    checkOptions(runShape, options, '');
    return executeTicket(new RunContext(this.#services, token, options));
  }

  /**
   * Reports the steps and the difference of a run, without executing it. It does not use the ticket, and finds an earlier use only in
   * the log.
   *
   * @throws AgentSafeError ERR_CONFIG_INVALID
   */
  async dryRun(token: string, options: RunOptions): Promise<DryRunReport | RunRefusal> {
    checkOptions(runShape, options, '');
    return dryRun(new RunContext(this.#services, token, options));
  }

  /**
   * Closes executions and leases that a crash left open. Executions without an outcome become `unknown`, and their credentials are
   * revoked. Runs within their time limit are left alone. Any number of processes may call it at any time.
   *
   * @throws AgentSafeError ERR_CONFIG_INVALID without `history`, ERR_AUDIT_UNAVAILABLE, ERR_AUDIT_INVALID
   */
  async reconcile(): Promise<ReconcileReport> {
    return reconcile(this.#services, this.#history());
  }

  /**
   * Returns the run of a decision as the log has it; undefined if the log has none. A ticket is used once, so a decision has at most
   * one run.
   *
   * @param auditId `audit_id` of the decision
   * @param since milliseconds since 1970, UTC. The search ends at events that are older. Default: it ends at the decision
   * @throws AgentSafeError ERR_CONFIG_INVALID without `history`, ERR_AUDIT_INVALID
   */
  async findRun(auditId: string, since = 0): Promise<RecordedRun | undefined> {
    return findRun(this.#history(), auditId, since);
  }

  /**
   * Plans the rollback of an execution, and lists the values that it would not restore. A plan does not authorize the rollback: request
   * a decision for it, and run the ticket of that decision.
   *
   * @throws AgentSafeError ERR_CONFIG_INVALID without `history`, ERR_AUDIT_INVALID, ERR_STORE_UNAVAILABLE
   */
  async planRollback(auditId: string): Promise<RollbackResult> {
    return planRollback(auditId, this.#services, this.#history());
  }

  /**
   * Shows the credentials that a ticket's action would get. With `issue` it issues them, which uses the ticket.
   *
   * @throws AgentSafeError ERR_CONFIG_INVALID for invalid options; the ticket stays unused
   */
  async resolveCredentials(token: string, options: CredentialOptions = {}): Promise<CredentialReport | RunRefusal> {
    checkOptions(credentialShape, options, '');
    return resolveCredentials(this.#services, token, options);
  }

  /**
   * Revokes credentials before they expire, and records the attempt.
   *
   * @throws AgentSafeError ERR_CONFIG_INVALID without a vault or `history`, ERR_AUDIT_UNAVAILABLE if the attempt cannot be recorded
   */
  async revokeCredential(leaseId: string): Promise<CredentialRevocation> {
    const { audit, clock, vault } = this.#services;
    if (vault === undefined)
      throw misconfigured('No vault is configured, so no credentials can be revoked. Give "vault".');
    const issued = await findIssued(this.#history(), leaseId);
    if (issued === undefined) {
      return {
        ok: false,
        code: 'lease_unknown',
        reason: `The log has no credentials ${quote(leaseId)}. Check the id of the lease.${describeArchived(await this.#history().archived?.())}`,
      };
    }
    const issuer = readText(issued.vault) ?? '';
    if (issuer !== vault.name) return { ok: false, code: 'vault_unknown', reason: issuedElsewhere(issuer) };
    const revoked = await revokeLease(vault, leaseId, clock, new Redactor(), readLease(issued));
    await audit.append([revocationDraft({}, vault, leaseId, revoked)]);
    return revoked;
  }

  /**
   * Deletes what ended leases left in the systems of the vault, and records it. A lease that the log has in use is kept.
   *
   * @throws AgentSafeError ERR_CONFIG_INVALID without `history`, or without a vault that sweeps; ERR_AUDIT_UNAVAILABLE
   */
  async sweepCredentials(signal: AbortSignal = new AbortController().signal): Promise<CredentialSweep> {
    const { audit, clock, vault } = this.#services;
    if (vault?.sweep === undefined)
      throw misconfigured(
        'The vault leaves nothing to sweep. Configure "credential_vault" with the backend kubernetes or aws-sts.',
      );
    const live = await findLiveLeases(this.#history(), clock());
    const swept = await vault.sweep((leaseId) => live.has(leaseId), signal);
    for (const { lease_id } of swept.removed) await audit.append([revocationDraft({}, vault, lease_id, { ok: true })]);
    return swept;
  }

  #history() {
    const { history } = this.#services;
    if (history !== undefined) return history;
    throw misconfigured(
      'The option "history" is missing. Give a reader of the log that "audit" writes, such as openAuditLog(path).',
    );
  }
}
