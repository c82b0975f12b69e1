import { randomUUID } from 'node:crypto';
import { type Action, AgentSafeError, type Decision, type Preview, type Target } from '@agent-safe/core';
import { openProject } from '@agent-safe/registry/open';
import type { ActionType, AnyActions, RequestOf } from './action-types.ts';
import { backupProject } from './backups.ts';
import { RecentDecisions } from './captures/recent-decisions.ts';
import { type CheckOptions, type ExplainOptions, readCheckOptions } from './check-options.ts';
import type { Explanation } from './pipeline/explain.ts';
import { check } from './pipeline/pipeline.ts';
import type { PipelineServices } from './pipeline/request/pipeline-services.ts';
import { openAuditServices } from './project/open-audit-services.ts';
import { openBundle } from './project/open-bundle.ts';
import { type OpenOptions, refuseUnknownOptions } from './project/open-options.ts';
import { openPipeline } from './project/open-pipeline.ts';
import { openServices, type Services } from './project/open-services.ts';
import { rememberOptions } from './project/remembered-options.ts';
import { rememberServices } from './project/remembered-services.ts';
import { RunnerApi } from './runner/runner-api.ts';
import type { SearchServices } from './search/search-services.ts';
import type { FoundRequests, FoundSubjects, SearchRefusal, WhatCan, WhoCan } from './search/search-types.ts';
import { type ActionsApi, makeActionsApi } from './services/actions-api.ts';
import { ApprovalsApi } from './services/approvals-api.ts';
import { AuditApi } from './services/audit-api.ts';
import type { BackupOptions, BackupResult } from './services/backup/backup-types.ts';
import { type ActionFilter, filterTargets, type TargetFilter } from './services/catalog.ts';
import { RefusedTokens } from './services/refused-tokens.ts';
import { RevocationsApi } from './services/revocations-api.ts';
import type { RiskApi } from './services/risk-api.ts';
import type { StateApi } from './services/state/state-api.ts';
import { SubjectsApi } from './services/subjects-api.ts';
import { TokensApi } from './services/tokens-api.ts';

/** Services and documents of an open `AgentSafe`. */
interface Parts {
  readonly pipeline: PipelineServices;
  readonly services: Services;
  readonly actions: readonly Action[];
  readonly targets: readonly Target[];
  readonly hasInventory: boolean;
  readonly subjects: SubjectsApi;
  readonly options: OpenOptions;
}

/**
 * Checks requests of agents against the policies of a project. Each check returns a decision with a reason.
 *
 * @example
 * const safe = await AgentSafe.open();
 * const decision = await safe.check({
 *   action: 'restart-deployment',
 *   target: 'dev/test-app',
 *   caller: 'deploy-agent',
 *   params: { namespace: 'dev', deployment: 'app' },
 * });
 * if (decision.result !== 'allow') throw new Error(decision.reason);
 * await safe.close();
 *
 * @typeParam Types the actions of the project, as `agent-safe types` writes them. The compiler then checks the requests.
 * @typeParam Request follows from the types. It makes a project with known types assignable to one without.
 */
export class AgentSafe<
  Types extends { readonly [Name in keyof Types]: ActionType } = AnyActions,
  Request = RequestOf<Types>,
> {
  /** The registered actions: `safe.actions()` lists them. */
  readonly actions: ActionsApi;
  /** Identity tokens and delegation. */
  readonly tokens: TokensApi;
  /** The kill switch for agents and tokens. */
  readonly revocations: RevocationsApi;
  /** Approval requests. */
  readonly approvals: ApprovalsApi;
  /** The rate limit, circuit breaker and risk score of callers. */
  readonly risk: RiskApi;
  /** The state file: rebuilds it from the audit log. */
  readonly state: StateApi;
  /** The audit log and the states of targets. */
  readonly audit: AuditApi;
  /** Executes tickets and rolls executions back. Loads on first use. */
  readonly runner: RunnerApi;
  /** The agents and people of the file `subjects`. */
  readonly subjects: SubjectsApi;
  readonly #parts: Parts;
  /** Undefined if the project has no audit log. */
  readonly #recentDecisions: RecentDecisions | undefined;

  private constructor(parts: Parts) {
    const { options, services } = parts;
    const { approvals, recorder, risk, state, tokenService } = services;
    const decisions = recorder && new RecentDecisions();
    this.#parts = parts;
    this.actions = makeActionsApi(parts.actions);
    this.#recentDecisions = decisions;
    this.subjects = parts.subjects;
    this.tokens = new TokensApi(tokenService);
    this.revocations = new RevocationsApi(tokenService);
    this.approvals = new ApprovalsApi(approvals);
    this.risk = risk;
    this.state = state;
    this.audit = new AuditApi(decisions && openAuditServices(parts, decisions));
    this.runner = new RunnerApi(options, this as unknown as AgentSafe);
    rememberOptions(this, options);
    rememberServices(this, { ...services, pipeline: parts.pipeline });
  }

  /**
   * Reads the project once, so that a check reads no file. Without `registry` and `policies`, it finds agent-safe.yaml
   * in the working directory or above it. With these options, it reads no configuration file unless `config` names one.
   * An option overrides the setting of the file.
   *
   * @throws AgentSafeError with all mistakes, each with file, line and fix
   */
  static async open<Types extends { readonly [Name in keyof Types]: ActionType } = AnyActions>(
    options: OpenOptions = {},
  ): Promise<AgentSafe<Types>> {
    refuseUnknownOptions(options);
    const opened = options.bundle === undefined ? await openProject(options) : openBundle(options);
    const { policySet, settings } = opened;
    const { actions, rules, targets } = policySet;
    const subjects = new SubjectsApi(settings.subjects);
    // A command reads the subjects when it searches. A process that lives longer finds their mistakes at once.
    if (options.shortLived !== true) await subjects.list();
    const services = await openServices(settings, options, options.verificationKeys, async () => rules);
    const isBundled = 'verifiesCallers' in opened && opened.verifiesCallers;
    const pipeline = openPipeline(policySet, settings, services, isBundled);
    // The runner may open later, when the process works in another folder.
    const fixed = { ...options, cwd: options.cwd ?? process.cwd() };
    const hasInventory = targets !== undefined;
    const parts = { pipeline, services, actions, targets: targets ?? [], hasInventory, subjects, options: fixed };
    return new AgentSafe<Types>(parts);
  }

  /**
   * Decides one request. A refusal is a decision with `result: 'deny'`, a machine `code` and a human-readable `reason`. No
   * request causes an exception. With an audit log, the decision is recorded before it is returned. If it cannot be
   * recorded, the answer is a deny with the code `audit_unavailable`.
   *
   * @throws AgentSafeError ERR_CONFIG_INVALID if a correlation id is malformed
   */
  async check(request: Request, options: CheckOptions = {}): Promise<Decision> {
    const [decision] = await this.#check([request], options);
    if (decision === undefined)
      throw new AgentSafeError('ERR_PLAN_INVALID', 'The pipeline returned no decision. Report this as a bug.');
    return decision;
  }

  /**
   * Returns the decision that `check` would give now, with limits, cumulative risk and approvals. It counts, records,
   * claims and requests nothing, so a program may ask as often as it likes. It allows nothing: only `check` returns a
   * ticket. A preview does not write, so it cannot foresee that the log or the state cannot be written.
   *
   * @throws AgentSafeError ERR_CONFIG_INVALID if a correlation id is malformed
   */
  async preview(request: Request, options: CheckOptions = {}): Promise<Preview> {
    const { preview } = await import('./pipeline/preview.ts');
    return preview(request, this.#parts.pipeline, readCheckOptions(options));
  }

  /**
   * Decides a plan: one decision per step, in order. Each step is decided independently, as if no other step had an
   * effect. All decisions share one `correlation_id`.
   *
   * @example
   * const safe = await AgentSafe.open();
   * const steps = [{ action: 'get-pod-logs', target: 'dev/debug-pod', params: { namespace: 'dev', pod: 'web-1' } }];
   * for (const { action, result } of await safe.checkPlan(steps)) console.log(action, result);
   *
   * @throws AgentSafeError ERR_PLAN_INVALID if the plan is not a list
   */
  async checkPlan(plan: readonly Request[], options: CheckOptions = {}): Promise<readonly Decision[]> {
    if (!Array.isArray(plan)) throw new AgentSafeError('ERR_PLAN_INVALID', 'A plan must be a list of requests.');
    return this.#check(plan, { ...options, correlationId: options.correlationId ?? `plan-${randomUUID()}` });
  }

  /**
   * Explains the answer to a request: every rule in the order of evaluation, and the smallest changes of the request
   * that would change the answer. `limit` says whether a limit would override the answer if the request came next. An
   * explanation counts nothing and allows nothing. It reveals the policy: show it only to readers who may see the policy,
   * never to the agents it governs.
   *
   * @param options.at the time of the request, in milliseconds since 1970, UTC; now by default
   */
  async explain(request: Request, options: ExplainOptions = {}): Promise<Explanation> {
    const { pipeline } = this.#parts;
    const { explain } = await import('./pipeline/explain.ts');
    return explain(request, pipeline, { ...options, at: options.at ?? pipeline.clock() });
  }

  /**
   * Finds the subjects that the policy allows to request an action. It asks the policy alone: limits, approvals and
   * revocations are not considered.
   *
   * @example
   * const safe = await AgentSafe.open();
   * const found = await safe.whoCan({ action: 'restart-deployment', target: 'dev/test-app' });
   * console.log(found.ok ? found.subjects.map(({ agent_id }) => agent_id) : found.reason);
   *
   * @throws AgentSafeError ERR_CONFIG_INVALID for a malformed option, ERR_SUBJECTS_INVALID
   */
  async whoCan(search: WhoCan): Promise<FoundSubjects | SearchRefusal> {
    const { whoCan } = await import('./search/search.ts');
    return whoCan(search, await this.#searched());
  }

  /**
   * Finds the actions and targets that the policy allows a caller: all, those of one action, or those of one target. It
   * asks the policy alone, like {@link whoCan}.
   *
   * @throws AgentSafeError ERR_CONFIG_INVALID for a malformed option, ERR_SUBJECTS_INVALID
   */
  async whatCan(search: WhatCan): Promise<FoundRequests | SearchRefusal> {
    const { whatCan } = await import('./search/search.ts');
    return whatCan(search, await this.#searched());
  }

  /** Lists the targets of the inventory by id: all, or those of a type, environment and sensitivity. */
  targets(filter: TargetFilter = {}): readonly Target[] {
    return filterTargets(this.#parts.targets, filter);
  }

  /** Lists the registered actions, for adapters of the port `AgentSafeClient`. */
  async listActions(filter?: ActionFilter): Promise<readonly Action[]> {
    return this.actions(filter);
  }

  /** Lists the targets of the inventory, for adapters. */
  async listTargets(filter?: TargetFilter): Promise<readonly Target[]> {
    return this.targets(filter);
  }

  /** Waits until an approval request is answered or expires. The same as `safe.approvals.wait`. */
  waitForApproval(...given: Parameters<ApprovalsApi['wait']>): ReturnType<ApprovalsApi['wait']> {
    return this.approvals.wait(...given);
  }

  /** Executes a ticket once. The same as `safe.runner.execute`. */
  execute(...given: Parameters<RunnerApi['execute']>): ReturnType<RunnerApi['execute']> {
    return this.runner.execute(...given);
  }

  /**
   * Copies the audit log and the state of one moment to a new folder, while all processes continue. Keys, settings and
   * policies are not in the backup. `agent-safe restore` and {@link restoreProject} restore it.
   *
   * @param folder path of the new folder
   *
   * @example
   * const safe = await AgentSafe.open();
   * const backup = await safe.backup('backups/monday');
   * console.log(backup.ok ? backup.manifest.log.events : backup.reason);
   */
  backup(folder: string, options: BackupOptions = {}): Promise<BackupResult> {
    return backupProject(folder, this.#parts.options, options);
  }

  /** Waits until every event is recorded, and up to 2 seconds for events and notices on their way. */
  async close(): Promise<void> {
    try {
      await this.runner.close();
      await this.#summarizeRefusedTokens();
    } finally {
      await this.#parts.services.close();
    }
  }

  /** A process that ends soon leaves its count to the next process. */
  async #summarizeRefusedTokens(): Promise<void> {
    const { options, pipeline } = this.#parts;
    if (options.shortLived === true || pipeline.record === undefined) return;
    if (!(await new RefusedTokens(pipeline.limits.riskStore).isDue(pipeline.clock()))) return;
    const { summarize } = await import('./pipeline/deferred/refused-tokens.ts');
    await summarize(pipeline, Number.POSITIVE_INFINITY).catch(() => undefined);
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  async #searched(): Promise<SearchServices> {
    const { actions, hasInventory, pipeline, targets } = this.#parts;
    const [subjects, subjectsDigest] = [await this.subjects.list(), await this.subjects.digest()];
    return { pipeline, actions, targets: hasInventory ? targets : undefined, subjects, subjectsDigest };
  }

  async #check(requests: readonly unknown[], options: CheckOptions): Promise<readonly Decision[]> {
    const decided = await check(requests, this.#parts.pipeline, readCheckOptions(options));
    for (const each of decided) this.#recentDecisions?.remember(each);
    return decided.map(({ decision }) => decision);
  }
}
