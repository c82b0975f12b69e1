import type {
  CredentialReport,
  CredentialRevocation,
  DryRunReport,
  ReconcileReport,
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
 * `safe.runner`: executes tickets, and rolls executions back. The runner loads on first use, so that a program that only checks
 * loads none of it. Its options (`executors`, `vault`, `runner`, `kubeconfig`, `context`) are options of `AgentSafe.open`.
 * Every method throws AgentSafeError ERR_CONFIG_INVALID if the project has no audit log or state.
 */
export class RunnerApi {
  readonly #options: RunnerOpenOptions;
  readonly #safe: RollbackChecker;
  #runner: Promise<ProjectRunner> | undefined;

  /** The rollback of an execution is a request of its own: plan it, have it decided, then execute it. */
  readonly rollback: RollbackApi = new RollbackApi(() => this.#open());
  /** The credentials that executions get. */
  readonly credentials: CredentialsApi = new CredentialsApi(() => this.#open());

  /** @param safe decides rollbacks */
  constructor(given: OpenOptions, safe: RollbackChecker) {
    const { cache: _, ...options } = given;
    this.#options = { ...options, safe };
    this.#safe = safe;
  }

  /**
   * Executes a ticket once, and records the state before, the state after and the outcome. A refusal or a failed execution is a
   * value.
   *
   * @example
   * const safe = await AgentSafe.open();
   * const params = { namespace: 'dev', deployment: 'app', replicas: 3 };
   * const { reason, ticket } = await safe.check({ action: 'scale-deployment', target: 'dev/test-app', params });
   * if (ticket === undefined) throw new Error(reason);
   * const result = await safe.runner.execute(ticket.token, { executor: 'dry-run' });
   * console.log(result.ok ? result.outcome : result.code);
   *
   * @throws AgentSafeError ERR_CONFIG_INVALID if the options are malformed: then the ticket is not used up
   */
  async execute(ticket: string, options: RunOptions): Promise<RunResult> {
    return (await this.#open()).execute(ticket, options);
  }

  /** Reports what {@link execute} would do. It changes nothing, and does not use up the ticket. @throws as {@link execute} */
  async dryRun(ticket: string, options: RunOptions): Promise<DryRunReport | RunRefusal> {
    return (await this.#open()).dryRun(ticket, options);
  }

  /**
   * Ends the executions that a crash left open: they become `unknown` and never run again by themselves, and their credentials
   * are revoked. Executions that may still run are left alone.
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

  /** Closes the runner if it was opened. `AgentSafe.close` calls it. */
  async close(): Promise<void> {
    const runner = await this.#runner?.catch(() => undefined);
    await runner?.close();
  }

  #open(): Promise<ProjectRunner> {
    // A runner that could not be opened is opened anew: the project may have been repaired.
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

/** `safe.runner.rollback`. */
export class RollbackApi {
  readonly #open: OpenRunner;

  constructor(open: OpenRunner) {
    this.#open = open;
  }

  /**
   * Plans the rollback of an execution from the state captured before it, and lists what cannot be restored. A plan authorizes
   * nothing.
   *
   * @param auditId `audit_id` of the decision that was executed
   * @throws AgentSafeError ERR_AUDIT_INVALID, ERR_STORE_UNAVAILABLE
   */
  async plan(auditId: string): Promise<RollbackResult> {
    return (await this.#open()).generateRollback(auditId);
  }

  /**
   * Plans a rollback, and checks it for the caller that asks for it. If it is allowed, the decision has a ticket.
   *
   * @example
   * const safe = await AgentSafe.open();
   * const checked = await safe.runner.rollback.check('evt-1', { caller: 'deploy-agent' });
   * if (checked.ok) await safe.runner.rollback.execute(checked);
   *
   * @throws AgentSafeError as {@link plan}
   */
  async check(auditId: string, options: CheckRollbackOptions = {}): Promise<RollbackDecision | RollbackRefusal> {
    return (await this.#open()).checkRollback(auditId, options);
  }

  /**
   * Executes an allowed rollback in the place of the original execution.
   *
   * @param options.executor that of the original if it is left out
   * @throws AgentSafeError ERR_CONFIG_INVALID if the decision has no ticket, or no executor is known
   */
  async execute(decision: RollbackDecision, options: Partial<RunOptions> = {}): Promise<RunResult> {
    return (await this.#open()).executeRollback(decision, options);
  }
}

/** `safe.runner.credentials`. */
export class CredentialsApi {
  readonly #open: OpenRunner;

  constructor(open: OpenRunner) {
    this.#open = open;
  }

  /** Reports the credentials that the action of a ticket would get. With `issue` it issues them, and uses up the ticket. */
  async resolve(
    ticket: string,
    options: Parameters<ProjectRunner['resolveCredentials']>[1] = {},
  ): Promise<CredentialReport | RunRefusal> {
    return (await this.#open()).resolveCredentials(ticket, options);
  }

  /**
   * Revokes credentials before they expire.
   *
   * @returns a refusal if they are not revoked
   * @throws AgentSafeError ERR_AUDIT_UNAVAILABLE
   */
  async revoke(leaseId: string): Promise<CredentialRevocation> {
    return (await this.#open()).revokeCredential(leaseId);
  }

  /** Tests whether the vault can be used. It issues nothing. */
  async test(signal?: AbortSignal): Promise<VaultReport> {
    return (await this.#open()).testVault(signal);
  }
}
