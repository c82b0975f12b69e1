import type { CredentialSweep } from '@agent-safe/core';
import type {
  CredentialReport,
  CredentialRevocation,
  DryRunReport,
  ReconcileReport,
  RecordedRun,
  RollbackRefusal,
  RollbackResult,
  RunOptions,
  RunRefusal,
  RunResult,
} from '@agent-safe/runner';
import type { OpenOptions } from '../project/open-options.ts';
import type { CheckRollbackOptions, ProjectRunner, RollbackDecision, VaultReport } from './project-runner.ts';
import type { RollbackChecker, RunnerOpenOptions } from './runner-options.ts';

/**
 * `safe.runner`: executes tickets and rolls executions back. It loads on first use; a program that only checks never
 * loads it. Its options (`executors`, `vault`, `runner`, `kubeconfig`, `context`) are options of `AgentSafe.open`.
 * Every method throws AgentSafeError ERR_CONFIG_INVALID if the project has no audit log or state.
 */
export class RunnerApi {
  readonly #options: RunnerOpenOptions;
  readonly #safe: RollbackChecker;
  #runner: Promise<ProjectRunner> | undefined;

  /** Plans, checks and executes rollbacks. A rollback is a new request that must be allowed. */
  readonly rollback: RollbackApi = new RollbackApi(() => this.#open());
  /** Credentials of executions. */
  readonly credentials: CredentialsApi = new CredentialsApi(() => this.#open());

  /** @param safe decides rollbacks */
  constructor(given: OpenOptions, safe: RollbackChecker) {
    const { cache: _, ...options } = given;
    this.#options = { ...options, safe };
    this.#safe = safe;
  }

  /**
   * Executes a ticket once, and records the state before, the state after and the outcome. A refusal or a failed
   * execution is a return value.
   *
   * @example
   * const safe = await AgentSafe.open();
   * const params = { namespace: 'dev', deployment: 'app', replicas: 3 };
   * const { reason, ticket } = await safe.check({ action: 'scale-deployment', target: 'dev/test-app', params });
   * if (ticket === undefined) throw new Error(reason);
   * const result = await safe.runner.execute(ticket.token, { executor: 'dry-run' });
   * console.log(result.ok ? result.outcome : result.code);
   *
   * @throws AgentSafeError ERR_CONFIG_INVALID if the options are malformed. The ticket stays unused.
   */
  async execute(ticket: string, options: RunOptions): Promise<RunResult> {
    return (await this.#open()).execute(ticket, options);
  }

  /**
   * Reports what {@link execute} would do. Changes nothing, and leaves the ticket unused. @throws as {@link execute}
   */
  async dryRun(ticket: string, options: RunOptions): Promise<DryRunReport | RunRefusal> {
    return (await this.#open()).dryRun(ticket, options);
  }

  /**
   * Ends executions that a crash left open: they become `unknown` and never run again automatically, and their
   * credentials are revoked. Executions that may still run are left alone.
   *
   * @example
   * const safe = await AgentSafe.open();
   * console.log(await safe.runner.reconcile());
   *
   * @throws AgentSafeError ERR_AUDIT_UNAVAILABLE, ERR_AUDIT_INVALID
   */
  async reconcile(): Promise<ReconcileReport> {
    return (await this.#open()).reconcile();
  }

  /**
   * Returns the run of a decision, as the audit log has it.
   *
   * @param auditId `audit_id` of the decision
   * @returns undefined if the log has no run of the decision
   * @throws AgentSafeError ERR_AUDIT_INVALID
   */
  async find(auditId: string): Promise<RecordedRun | undefined> {
    return (await this.#open()).findRun(auditId);
  }

  /** Closes the runner if it was opened. `AgentSafe.close` calls it. */
  async close(): Promise<void> {
    const runner = await this.#runner?.catch(() => undefined);
    await runner?.close();
  }

  #open(): Promise<ProjectRunner> {
    // After a failure, the next call tries again: the project may have been repaired.
    this.#runner ??= this.#load().catch((error: unknown) => {
      this.#runner = undefined;
      throw error;
    });
    return this.#runner;
  }

  async #load(): Promise<ProjectRunner> {
    const { openProjectRunner } = await import('./open-runner.ts');
    return openProjectRunner(this.#options, () => Promise.resolve(this.#safe));
  }
}

type OpenRunner = () => Promise<ProjectRunner>;

/** `safe.runner.rollback`: rollbacks of executions. */
export class RollbackApi {
  readonly #open: OpenRunner;

  constructor(open: OpenRunner) {
    this.#open = open;
  }

  /**
   * Plans the rollback of an execution from the state captured before it, and lists the values that it cannot restore.
   * A plan authorizes nothing.
   *
   * @param auditId `audit_id` of the decision that was executed
   * @throws AgentSafeError ERR_AUDIT_INVALID, ERR_STORE_UNAVAILABLE
   */
  async plan(auditId: string): Promise<RollbackResult> {
    return (await this.#open()).generateRollback(auditId);
  }

  /**
   * Plans a rollback and checks it for the caller that requests it. If it is allowed, the decision has a ticket.
   *
   * @example
   * const safe = await AgentSafe.open();
   * const checked = await safe.runner.rollback.check('evt-1', { caller: 'deploy-agent' });
   * if (checked.ok) await safe.runner.rollback.execute(checked);
   *
   * @throws AgentSafeError like {@link plan}
   */
  async check(auditId: string, options: CheckRollbackOptions = {}): Promise<RollbackDecision | RollbackRefusal> {
    return (await this.#open()).checkRollback(auditId, options);
  }

  /**
   * Executes an allowed rollback on the target of the original execution.
   *
   * @param options.executor the executor of the original by default
   * @throws AgentSafeError ERR_CONFIG_INVALID if the decision has no ticket, or no executor is known
   */
  async execute(decision: RollbackDecision, options: Partial<RunOptions> = {}): Promise<RunResult> {
    return (await this.#open()).executeRollback(decision, options);
  }
}

/** `safe.runner.credentials`: credentials of executions. */
export class CredentialsApi {
  readonly #open: OpenRunner;

  constructor(open: OpenRunner) {
    this.#open = open;
  }

  /**
   * Reports the credentials that the action of a ticket would get. With `issue`, it issues them and redeems the ticket.
   */
  async resolve(
    ticket: string,
    options: Parameters<ProjectRunner['resolveCredentials']>[1] = {},
  ): Promise<CredentialReport | RunRefusal> {
    return (await this.#open()).resolveCredentials(ticket, options);
  }

  /**
   * Revokes credentials before they expire.
   *
   * @returns a refusal if the credentials could not be revoked
   * @throws AgentSafeError ERR_AUDIT_UNAVAILABLE
   */
  async revoke(leaseId: string): Promise<CredentialRevocation> {
    return (await this.#open()).revokeCredential(leaseId);
  }

  /**
   * Deletes what ended credentials left behind, for example after a crash.
   *
   * @throws AgentSafeError ERR_CONFIG_INVALID without a vault that sweeps; ERR_AUDIT_UNAVAILABLE
   */
  async sweep(signal?: AbortSignal): Promise<CredentialSweep> {
    return (await this.#open()).sweepCredentials(signal);
  }

  /** Tests whether the vault can be used. Issues nothing. */
  async test(signal?: AbortSignal): Promise<VaultReport> {
    return (await this.#open()).testVault(signal);
  }
}
