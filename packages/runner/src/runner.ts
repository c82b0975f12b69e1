import { quote, type Refused } from '@agent-safe/core';
import { anything, boolean, callable, checkOptions, object, optional } from '@agent-safe/core/options';
import { revocationDraft } from './audit-events/drafts.ts';
import { type RevokeResult, revokeLease } from './credentials/revoke.ts';
import { type DryRunReport, dryRun } from './execute/dry-run.ts';
import { executeTicket } from './execute/execute-ticket.ts';
import { type CredentialOptions, type CredentialReport, resolveCredentials } from './execute/resolve-credentials.ts';
import { findIssuer, issuedElsewhere, type ReconcileReport, reconcile } from './finish/reconcile.ts';
import { planRollback } from './rollback/plan-rollback.ts';
import type { RollbackResult } from './rollback/rollback-plan.ts';
import { misconfigured, type RunnerOptions, readOptions, type Services, timeoutShape } from './run/options.ts';
import { Redactor } from './run/redactor.ts';
import { RunContext } from './run/run-context.ts';
import type { RunOptions, RunRefusal, RunResult } from './run/run-result.ts';

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

/** `lease_unknown`: the log has no such lease. `vault_unknown`: a vault issued it that is not configured here. */
export type CredentialRevocation = RevokeResult | Refused<'lease_unknown' | 'vault_unknown'>;

/**
 * Executes what a ticket allows: exactly that, once, with proof of it in the log. It trusts nothing but the ticket's signature, and
 * decides nothing.
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
   * Executes a ticket. A refusal and a failure are values, and both are in the log.
   *
   * @throws AgentSafeError ERR_CONFIG_INVALID where the options are not understood: then the ticket is not used up
   */
  async run(token: string, options: RunOptions): Promise<RunResult> {
    checkOptions(runShape, options, '');
    return executeTicket(new RunContext(this.#services, token, options));
  }

  /**
   * Says what a run would do. It does not use the ticket; whether it was used before, only the log can tell.
   *
   * @throws AgentSafeError ERR_CONFIG_INVALID
   */
  async dryRun(token: string, options: RunOptions): Promise<DryRunReport | RunRefusal> {
    checkOptions(runShape, options, '');
    return dryRun(new RunContext(this.#services, token, options));
  }

  /**
   * Ends what a crash left open: intents without an outcome become `unknown`, and credentials are revoked. Runs that may still go on
   * are left alone until their time is over. Any number of processes may call it at any time.
   *
   * @throws AgentSafeError ERR_CONFIG_INVALID without `history`, ERR_AUDIT_UNAVAILABLE, ERR_AUDIT_INVALID
   */
  async reconcile(): Promise<ReconcileReport> {
    return reconcile(this.#services, this.#history());
  }

  /**
   * Plans the rollback of an execution, and lists what it would not restore. A plan allows nothing: ask for a decision on it, and run
   * the ticket of that decision.
   *
   * @throws AgentSafeError ERR_CONFIG_INVALID without `history`, ERR_AUDIT_INVALID, ERR_STORE_UNAVAILABLE
   */
  async planRollback(auditId: string): Promise<RollbackResult> {
    return planRollback(auditId, this.#services, this.#history());
  }

  /**
   * Shows which credentials a ticket's action would be given. With `issue` it issues them, which uses the ticket.
   *
   * @throws AgentSafeError ERR_CONFIG_INVALID where the options are not understood: then the ticket is not used up
   */
  async resolveCredentials(token: string, options: CredentialOptions = {}): Promise<CredentialReport | RunRefusal> {
    checkOptions(credentialShape, options, '');
    return resolveCredentials(this.#services, token, options);
  }

  /**
   * Revokes credentials before their end, and records it.
   *
   * @throws AgentSafeError ERR_CONFIG_INVALID without a vault or `history`, ERR_AUDIT_UNAVAILABLE where they are revoked and the log does not say so
   */
  async revokeCredential(leaseId: string): Promise<CredentialRevocation> {
    const { audit, clock, vault } = this.#services;
    if (vault === undefined) throw misconfigured('There is no vault to revoke credentials.');
    const issuer = await findIssuer(this.#history(), leaseId);
    if (issuer === undefined) {
      return { ok: false, code: 'lease_unknown', reason: `The log holds no credentials ${quote(leaseId)}.` };
    }
    if (issuer !== vault.name) return { ok: false, code: 'vault_unknown', reason: issuedElsewhere(issuer) };
    const revoked = await revokeLease(vault, leaseId, clock, new Redactor());
    await audit.append([revocationDraft({}, vault, leaseId, revoked)]);
    return revoked;
  }

  #history() {
    const { history } = this.#services;
    if (history !== undefined) return history;
    throw misconfigured('Give "history", such as openAuditLog(path): it reads the log that "audit" writes.');
  }
}
