import { AgentSafeError, type CheckResult, type Decision } from '@agent-safe/core';
import {
  type CredentialReport,
  type CredentialRevocation,
  type DryRunReport,
  type ReconcileReport,
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

export interface ProjectRunnerOptions {
  readonly services: Services;
  /** All but the keys that verify tickets. */
  readonly runner: RunnerOptions;
  readonly openSafe: () => Promise<RollbackChecker>;
  readonly safe: RollbackChecker | undefined;
}

/** Who asks for a rollback. */
export interface CheckRollbackOptions {
  /** An identity token, or a bare name. */
  readonly caller?: string | undefined;
  /** The change ticket that it belongs to. */
  readonly ticketId?: string | undefined;
  /** What came with an earlier request for an approval of it, where no token proves who asks. */
  readonly requestSecret?: string | undefined;
}

/** What takes an action back, and what was decided on it. */
export interface RollbackDecision {
  readonly ok: true;
  readonly plan: RollbackPlan;
  readonly decision: Decision;
}

/** A runner with the settings of a project. It executes what tickets allow, and rolls executions back. */
export class ProjectRunner {
  readonly #options: ProjectRunnerOptions;
  readonly #services: Services;
  #runner: Runner | undefined;
  #keys: RunnerOptions['tickets']['keys'] = [];
  #safe: Promise<RollbackChecker> | undefined;

  /** See {@link openRunner}. */
  constructor(options: ProjectRunnerOptions) {
    this.#options = options;
    this.#services = options.services;
  }

  /**
   * Executes what a ticket allows: exactly that, once, with proof of before, after and outcome. A refusal is a value, and so is a
   * run that failed.
   *
   * @throws AgentSafeError ERR_CONFIG_INVALID where the options are not understood: then the ticket is not used up
   */
  execute(ticket: string, options: RunOptions): Promise<RunResult> {
    return this.#current().run(ticket, options);
  }

  /** Says what {@link execute} would do. It changes nothing, and uses up nothing. @throws as {@link execute} */
  dryRun(ticket: string, options: RunOptions): Promise<DryRunReport | RunRefusal> {
    return this.#current().dryRun(ticket, options);
  }

  /**
   * What would take an execution back, from the state that was captured before it; and what it would not restore. It authorizes
   * nothing: see {@link checkRollback}.
   *
   * @param auditId of the decision that was carried out
   * @throws AgentSafeError ERR_AUDIT_INVALID, ERR_STORE_UNAVAILABLE
   */
  generateRollback(auditId: string): Promise<RollbackResult> {
    return this.#current().planRollback(auditId);
  }

  /**
   * Asks for a decision on a rollback, for whoever asks: that somebody was allowed to do a thing says nothing of who may take it
   * back. All decisions and executions of one thing have the same `correlation_id`.
   *
   * @returns why there is nothing to decide on; or the plan and its decision, with a ticket where it is allowed
   * @throws as {@link generateRollback}, and as `AgentSafe.open` where the policies cannot be read
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
   * Carries out a rollback that was allowed, where the original was carried out and nowhere else.
   *
   * @param options.executor that of the original where it is left out
   * @throws AgentSafeError ERR_CONFIG_INVALID where the decision has no ticket, or no executor is known
   */
  async executeRollback({ decision, plan }: RollbackDecision, options: Partial<RunOptions> = {}): Promise<RunResult> {
    const executor = options.executor ?? plan.executor;
    if (decision.ticket === undefined || executor === null) {
      const why = decision.ticket === undefined ? `It was not allowed: ${decision.reason}` : 'Name an executor.';
      throw new AgentSafeError('ERR_CONFIG_INVALID', `There is no rollback to carry out. ${why}`);
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
   * What a ticket's action would be given. With `issue` the credentials themselves, which uses the ticket up: to have them is to be
   * able to do it.
   */
  resolveCredentials(
    ticket: string,
    options: Parameters<Runner['resolveCredentials']>[1] = {},
  ): Promise<CredentialReport | RunRefusal> {
    return this.#current().resolveCredentials(ticket, options);
  }

  /**
   * Takes credentials back before their end.
   *
   * @throws AgentSafeError ERR_CONFIG_INVALID without a vault, ERR_AUDIT_UNAVAILABLE where the log does not say so
   */
  revokeCredential(leaseId: string): Promise<CredentialRevocation> {
    return this.#current().revokeCredential(leaseId);
  }

  /** Whether the vault can be used. Nothing is issued. */
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
      // Types do not reach a vault that is written in JavaScript.
      const tested: CheckResult | undefined = await vault.test(type, signal);
      types.push({ type, problem: tested?.ok === true ? null : (tested?.reason ?? 'The vault did not answer.') });
    }
    const isUsable = types.length === 0 || types.some(({ problem }) => problem === null);
    const problem = isUsable ? null : types.map((each) => each.problem).join(' ');
    return { vault: vault.name, is_scoped: vault.isScoped, ...ambient, types, problem };
  }

  /**
   * Ends what a crash left open: what has no outcome becomes `unknown` and is never run again by itself, and credentials are
   * revoked. What may be at work still is left alone.
   *
   * @throws AgentSafeError ERR_AUDIT_UNAVAILABLE, ERR_AUDIT_INVALID
   */
  reconcile(): Promise<ReconcileReport> {
    return this.#current().reconcile();
  }

  async close(): Promise<void> {
    const safe = await this.#safe?.catch(() => undefined);
    await safe?.close();
    await this.#services.close();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  /** Made anew when the keys of the project are others. */
  #current(): Runner {
    const keys = this.#services.tokens.verification;
    if (this.#runner !== undefined && keys === this.#keys) return this.#runner;
    const { runner } = this.#options;
    this.#runner = new Runner({ ...runner, tickets: { ...runner.tickets, keys } });
    this.#keys = keys;
    return this.#runner;
  }

  #openSafe(): Promise<RollbackChecker> {
    const { openSafe, safe } = this.#options;
    if (safe !== undefined) return Promise.resolve(safe);
    this.#safe ??= openSafe();
    return this.#safe;
  }
}

/** What is known of the vault without asking it for anything. */
export interface VaultReport {
  readonly vault: string | null;
  /** Whether what it issues is good for no more than was asked for. */
  readonly is_scoped: boolean;
  readonly ambient_credentials: boolean;
  /** Of the credentials that the actions declare, and why it cannot issue them; null where it can. */
  readonly types: readonly { readonly type: string; readonly problem: string | null }[];
  /** Why it cannot be used for any of them; null where it can. */
  readonly problem: string | null;
}
