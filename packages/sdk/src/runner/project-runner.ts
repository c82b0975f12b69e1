import {
  AgentSafeError,
  type CheckResult,
  type CredentialSweep,
  type Decision,
  type JsonObject,
} from '@agent-safe/core';
import {
  type CredentialReport,
  type CredentialRevocation,
  type DryRunReport,
  type ReconcileReport,
  type RecordedRun,
  type RollbackPlan,
  type RollbackRefusal,
  type RollbackResult,
  Runner,
  type RunnerOptions,
  type RunOptions,
  type RunRefusal,
  type RunResult,
} from '@agent-safe/runner';
import type { Services } from '../project/open-services.ts';
import type { RollbackChecker } from './runner-options.ts';
import {
  describeIam,
  describeRbac,
  type VaultAccounts,
  type VaultIamRequest,
  type VaultRbacRequest,
} from './vault-accounts.ts';

export interface ProjectRunnerOptions {
  readonly services: Services;
  /** All options except the keys that verify tickets. */
  readonly runner: RunnerOptions;
  readonly openSafe: () => Promise<RollbackChecker>;
  readonly safe: RollbackChecker | undefined;
  /** Namespace of the leases of the Kubernetes vault, if it is configured. */
  readonly vaultNamespace: string | undefined;
  /** Accounts of the AWS vault, if it is configured. */
  readonly vaultAccounts: VaultAccounts | undefined;
}

/** The requester of a rollback. */
export interface CheckRollbackOptions {
  /** An identity token or a bare name. */
  readonly caller?: string | undefined;
  /** The change ticket of the rollback. */
  readonly ticketId?: string | undefined;
  /**
   * The `request_secret` of an earlier decision that required approval. An unverified caller needs it to use the
   * approval.
   */
  readonly requestSecret?: string | undefined;
}

/** The plan of a rollback and the decision about it. */
export interface RollbackDecision {
  readonly ok: true;
  readonly plan: RollbackPlan;
  readonly decision: Decision;
}

/** A runner with the settings of a project. It executes tickets and rolls executions back. */
export class ProjectRunner {
  readonly #options: ProjectRunnerOptions;
  readonly #services: Services;
  readonly #runner: Runner;
  #safe: Promise<RollbackChecker> | undefined;

  /** See {@link openRunner}. */
  constructor(options: ProjectRunnerOptions) {
    const { runner, services } = options;
    this.#options = options;
    this.#services = services;
    // The keys rotate, and may be gone at any time, so each use asks for them.
    this.#runner = new Runner({ ...runner, tickets: { ...runner.tickets, keys: () => services.tokens.verification } });
  }

  /**
   * Executes a ticket once, and records the state before, the state after and the outcome. A refusal or a failed run is
   * a return value.
   *
   * @throws AgentSafeError ERR_CONFIG_INVALID if the options are malformed. The ticket stays unused.
   */
  execute(ticket: string, options: RunOptions): Promise<RunResult> {
    return this.#current().run(ticket, options);
  }

  /**
   * Reports what {@link execute} would do. Changes nothing, and leaves the ticket unused. @throws as {@link execute}
   */
  dryRun(ticket: string, options: RunOptions): Promise<DryRunReport | RunRefusal> {
    return this.#current().dryRun(ticket, options);
  }

  /**
   * Plans the rollback of an execution from the state captured before it, and lists the values that it cannot restore.
   * A plan authorizes nothing: see {@link checkRollback}.
   *
   * @param auditId `audit_id` of the decision that was executed
   * @throws AgentSafeError ERR_AUDIT_INVALID, ERR_STORE_UNAVAILABLE
   */
  generateRollback(auditId: string): Promise<RollbackResult> {
    return this.#current().planRollback(auditId);
  }

  /**
   * Plans a rollback and decides it as a new request of its requester. A permission to execute does not include a
   * permission to roll back. The original and its rollback share a `correlation_id`.
   *
   * @returns the plan and its decision, with a ticket if it is allowed; or a refusal if no rollback can be planned
   * @throws like {@link generateRollback}, and like `AgentSafe.open` if the policies cannot be read
   */
  async checkRollback(
    auditId: string,
    options: CheckRollbackOptions = {},
  ): Promise<RollbackDecision | RollbackRefusal> {
    const plan = await this.generateRollback(auditId);
    if (!plan.ok) return plan;
    const { action, correlation_id, params, target } = plan;
    const request = {
      action,
      params,
      ...(target === null ? {} : { target }),
      caller: options.caller,
      ticket_id: options.ticketId,
      request_secret: options.requestSecret,
    };
    const safe = await this.#openSafe();
    return {
      ok: true,
      plan,
      decision: await safe.check(request, { correlationId: correlation_id, rollbackOf: auditId }),
    };
  }

  /**
   * Executes an allowed rollback on the target of the original execution.
   *
   * @param options.executor the executor of the original by default
   * @throws AgentSafeError ERR_CONFIG_INVALID if the decision has no ticket, or no executor is known
   */
  async executeRollback({ decision, plan }: RollbackDecision, options: Partial<RunOptions> = {}): Promise<RunResult> {
    const executor = options.executor ?? plan.executor;
    if (decision.ticket === undefined || executor === null) {
      const why = decision.ticket === undefined ? `It was not allowed: ${decision.reason}` : 'Name an executor.';
      throw new AgentSafeError('ERR_CONFIG_INVALID', `The rollback cannot be executed. ${why}`);
    }
    return this.execute(decision.ticket.token, {
      ...options,
      executor,
      params: plan.params,
      correlationId: plan.correlation_id,
      rollbackOf: plan.rollback_of,
    });
  }

  /**
   * Reports the credentials that the action of a ticket would get. With `issue`, it issues them and redeems the ticket,
   * because the holder of the credentials can perform the action.
   */
  resolveCredentials(
    ticket: string,
    options: Parameters<Runner['resolveCredentials']>[1] = {},
  ): Promise<CredentialReport | RunRefusal> {
    return this.#current().resolveCredentials(ticket, options);
  }

  /**
   * Revokes credentials before they expire.
   *
   * @throws AgentSafeError ERR_CONFIG_INVALID without a vault; ERR_AUDIT_UNAVAILABLE if the revocation could not be
   *   recorded
   */
  revokeCredential(leaseId: string): Promise<CredentialRevocation> {
    return this.#current().revokeCredential(leaseId);
  }

  /** Whether the vault can sweep: see {@link sweepCredentials}. */
  get canSweep(): boolean {
    return this.#options.runner.vault?.sweep !== undefined;
  }

  /**
   * Deletes what ended credentials left behind, for example after a crash. Credentials in use are kept.
   *
   * @throws AgentSafeError ERR_CONFIG_INVALID without a vault that sweeps; ERR_AUDIT_UNAVAILABLE
   */
  sweepCredentials(signal?: AbortSignal): Promise<CredentialSweep> {
    return this.#current().sweepCredentials(signal);
  }

  /**
   * Describes the account of the Kubernetes vault with the least permissions, as Kubernetes objects.
   *
   * @throws AgentSafeError ERR_CONFIG_INVALID for an action that the project does not have
   */
  async describeVaultRbac(request: VaultRbacRequest = {}): Promise<readonly JsonObject[]> {
    return describeRbac(this.#options.runner.actions, request, this.#options.vaultNamespace);
  }

  /**
   * Describes the IAM policies of the AWS vault with the least permissions, by the name of the account.
   *
   * @throws AgentSafeError ERR_CONFIG_INVALID without the vault or a role, or for an action that the project does not have
   */
  async describeVaultIam(request: VaultIamRequest): Promise<JsonObject> {
    return describeIam(this.#options.runner.actions, request, this.#options.vaultAccounts);
  }

  /** Tests whether the vault can be used. Issues nothing. */
  async testVault(signal: AbortSignal = new AbortController().signal): Promise<VaultReport> {
    const { actions, ambientCredentials, vault } = this.#options.runner;
    const ambient = { ambient_credentials: ambientCredentials === true };
    if (vault === undefined) {
      const problem = 'There is no "credential_vault" in agent-safe.yaml.';
      return { vault: null, is_scoped: false, ...ambient, types: [], problem };
    }
    const declared = actions.flatMap(({ credentials }) => (credentials === null ? [] : [credentials.type]));
    const types: VaultReport['types'][number][] = [];
    for (const type of [...new Set(declared)].sort()) {
      // A vault written in JavaScript may return any value.
      const tested: CheckResult | undefined = await vault.test(type, signal);
      types.push({ type, problem: tested?.ok === true ? null : (tested?.reason ?? 'The vault did not answer.') });
    }
    const isUsable = types.length === 0 || types.some(({ problem }) => problem === null);
    const problem = isUsable ? null : types.map((each) => each.problem).join(' ');
    return { vault: vault.name, is_scoped: vault.isScoped, ...ambient, types, problem };
  }

  /**
   * Ends executions that a crash left open: they become `unknown` and never run again automatically, and their
   * credentials are revoked. Executions that may still run are left alone.
   *
   * @throws AgentSafeError ERR_AUDIT_UNAVAILABLE, ERR_AUDIT_INVALID
   */
  reconcile(): Promise<ReconcileReport> {
    return this.#current().reconcile();
  }

  /**
   * Returns the run of a decision as the log has it; undefined if the log has none.
   *
   * @param auditId `audit_id` of the decision
   * @param since milliseconds since 1970, UTC. The search ends at events that are older. Default: it ends at the decision
   * @throws AgentSafeError ERR_AUDIT_INVALID
   */
  findRun(auditId: string, since?: number): Promise<RecordedRun | undefined> {
    return this.#current().findRun(auditId, since);
  }

  async close(): Promise<void> {
    const safe = await this.#safe?.catch(() => undefined);
    await safe?.close();
    await this.#services.close();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  /** Returns the runner, after a look at the keys: a ticket may have been signed a moment ago with a new one. */
  #current(): Runner {
    this.#services.tokens.look();
    return this.#runner;
  }

  #openSafe(): Promise<RollbackChecker> {
    const { openSafe, safe } = this.#options;
    if (safe !== undefined) return Promise.resolve(safe);
    this.#safe ??= openSafe();
    return this.#safe;
  }
}

/** The result of a test of the vault. */
export interface VaultReport {
  readonly vault: string | null;
  /** Whether the vault limits credentials to the requested permissions and lifetime. */
  readonly is_scoped: boolean;
  readonly ambient_credentials: boolean;
  /**
   * The types of credentials that the actions declare. `problem` says why the vault cannot issue a type; null if it
   * can.
   */
  readonly types: readonly { readonly type: string; readonly problem: string | null }[];
  /** Why the vault can issue no type at all; null if it can issue a type. */
  readonly problem: string | null;
}
