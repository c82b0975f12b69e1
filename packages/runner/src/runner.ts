import { closestMatch, quote } from '@agent-safe/core';
import { type CredentialOptions, type CredentialReport, handOutCredentials } from './credentials/hand-out.ts';
import { revokeLease } from './credentials/revoke.ts';
import { type DryRunReport, dryRun } from './dry-run.ts';
import { executeRun } from './execute-run.ts';
import {
  isTimeout,
  LONGEST_TIMEOUT,
  misconfigured,
  type RunnerOptions,
  readOptions,
  type Services,
} from './options.ts';
import { findIssuer, issuedElsewhere, type ReconcileReport, reconcile } from './reconcile.ts';
import { revocationDraft } from './records.ts';
import { planRollback } from './rollback/plan-rollback.ts';
import type { RollbackResult } from './rollback/rollback-plan.ts';
import { Run } from './run.ts';
import type { RunOptions, RunRefusal, RunResult } from './run-result.ts';
import { Secrets } from './secrets.ts';

const RUN_OPTIONS: readonly string[] = [
  'correlationId',
  'executor',
  'expected',
  'overwrite',
  'params',
  'progress',
  'rollbackOf',
  'signal',
  'timeout',
] satisfies (keyof RunOptions)[];

const CREDENTIAL_OPTIONS: readonly string[] = [
  'expected',
  'issue',
  'params',
  'signal',
  'timeout',
] satisfies (keyof CredentialOptions)[];

/**
 * Does what a ticket permits: exactly that, once, and leaves proof of it. It trusts nothing but the ticket's signature, and
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
   * Runs a ticket. What is refused is a value, and in the log; what ran is one too, however it ended.
   *
   * @throws AgentSafeError ERR_CONFIG_INVALID where the options are not understood: then the ticket is not used up
   */
  async run(token: string, options: RunOptions): Promise<RunResult> {
    refuseWrongOptions('A run', options, RUN_OPTIONS);
    return executeRun(new Run(this.#services, token, options));
  }

  /**
   * Says what a run would do. It uses up nothing, and so does not notice that a ticket was used.
   *
   * @throws AgentSafeError ERR_CONFIG_INVALID
   */
  async dryRun(token: string, options: RunOptions): Promise<DryRunReport | RunRefusal> {
    refuseWrongOptions('A run', options, RUN_OPTIONS);
    return dryRun(new Run(this.#services, token, options));
  }

  /**
   * Ends what a crash left open: intents without an outcome become `unknown`, and credentials are revoked. What may be running
   * still is left alone until its time is over. Any number of processes may call it at any time.
   *
   * @throws AgentSafeError ERR_CONFIG_INVALID without `history`, ERR_AUDIT_UNAVAILABLE, ERR_AUDIT_INVALID
   */
  async reconcile(): Promise<ReconcileReport> {
    return reconcile(this.#services, this.#history());
  }

  /**
   * What would take the execution of a decision back, and what it would not restore. It is no permission: ask for a decision on
   * it, and run the ticket of that.
   *
   * @throws AgentSafeError ERR_CONFIG_INVALID without `history`, ERR_AUDIT_INVALID, ERR_STORE_UNAVAILABLE
   */
  async planRollback(auditId: string): Promise<RollbackResult> {
    return planRollback(auditId, this.#services, this.#history());
  }

  /**
   * What a ticket's action would be given; and the credentials themselves where `issue` says so, which uses the ticket up.
   *
   * @throws AgentSafeError ERR_CONFIG_INVALID where the options are not understood: then the ticket is not used up
   */
  async resolveCredentials(token: string, options: CredentialOptions = {}): Promise<CredentialReport | RunRefusal> {
    refuseWrongOptions('Resolving credentials', options, CREDENTIAL_OPTIONS);
    return handOutCredentials(this.#services, token, options);
  }

  /**
   * Takes credentials back before their end, and records it.
   *
   * @returns why they are not revoked; undefined where they are
   * @throws AgentSafeError ERR_CONFIG_INVALID without a vault or `history`, ERR_AUDIT_UNAVAILABLE where they are revoked and the log does not say so
   */
  async revokeCredential(leaseId: string): Promise<string | undefined> {
    const { audit, clock, vault } = this.#services;
    if (vault === undefined) throw misconfigured('There is no vault to revoke credentials.');
    const issuer = await findIssuer(this.#history(), leaseId);
    if (issuer === undefined) return `The log holds no credentials ${quote(leaseId)}.`;
    if (issuer !== vault.name) return issuedElsewhere(issuer);
    const reason = await revokeLease(vault, leaseId, clock, new Secrets());
    await audit.append([revocationDraft({}, vault, leaseId, reason)]);
    return reason;
  }

  #history() {
    const { history } = this.#services;
    if (history !== undefined) return history;
    throw misconfigured('Give "history", such as openAuditLog(path): it reads the log that "audit" writes.');
  }
}

function refuseWrongOptions(
  what: string,
  options: { readonly timeout?: number | undefined },
  known: readonly string[],
): void {
  const unknown = Object.keys(options).find((key) => !known.includes(key));
  if (unknown !== undefined) {
    throw misconfigured(`${what} has no option "${unknown}". Did you mean "${closestMatch(unknown, known) ?? ''}"?`);
  }
  if (options.timeout !== undefined && !isTimeout(options.timeout)) {
    throw misconfigured(`"timeout" must be from 1 to ${LONGEST_TIMEOUT} seconds.`);
  }
}
