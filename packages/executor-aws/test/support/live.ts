import { actionsPath } from '@agent-safe/catalog';
import type { JsonObject } from '@agent-safe/core';
import { loadProject } from '@agent-safe/registry';
import type { RunnerOptions, RunOptions, RunReport, RunResult } from '@agent-safe/runner';
import { type AccountSettings, AwsExecutor, type AwsExecutorOptions } from '../../src/index.ts';
import { type BenchTicket, openBench } from './bench.ts';
import { KeyVault } from './key-vault.ts';
import { ACCOUNT, ENDPOINT, REGION } from './moto.ts';

export const ACTIONS = loadProject({ registry: actionsPath }).actions;

export interface LiveOptions {
  readonly runner?: Partial<RunnerOptions>;
  readonly account?: Partial<AccountSettings>;
  readonly maxAttempts?: number;
  readonly prechecks?: AwsExecutorOptions['prechecks'];
  readonly profile?: string;
}

/** Opens a runner on the API of the tests. */
export function openLive({ account = {}, maxAttempts, prechecks, profile, runner = {} }: LiveOptions = {}) {
  const accounts = { test: { account_id: ACCOUNT, region: REGION, endpoint_url: ENDPOINT, ...account } };
  const executor = new AwsExecutor({ accounts, maxAttempts, prechecks, profile });
  const bench = openBench({
    actions: ACTIONS,
    executors: [executor],
    vault: new KeyVault(),
    clock: Date.now,
    ...runner,
  });
  const issue = (action: string, clear: JsonObject, ticket: BenchTicket = {}) => {
    bench.time.now = Date.now();
    const scope = { account: ACCOUNT, region: REGION };
    return bench.issue({ action, clear: withDefaults(action, clear), target: 'test/target', scope, ...ticket });
  };
  /** Runs an action with exactly these parameters. */
  const act = async (action: string, clear: JsonObject, options: Partial<RunOptions> = {}) =>
    bench.runner.run(issue(action, clear), { executor: 'aws', timeout: 30, ...options });
  const dryRun = async (action: string, clear: JsonObject) =>
    bench.runner.dryRun(issue(action, clear), { executor: 'aws', timeout: 30 });
  return { ...bench, act, dryRun, issue, executor };
}

/** Adds the default parameters, as a decision does. */
function withDefaults(name: string, params: JsonObject): JsonObject {
  const action = ACTIONS.find((each) => each.name === name);
  const defaults = action?.parameters.flatMap((each) =>
    each.default === undefined ? [] : [[each.name, each.default] as const],
  );
  return { ...Object.fromEntries(defaults ?? []), ...params };
}

/** Returns the report of a run. @throws if the run was refused */
export function ranOf(report: RunResult): RunReport {
  if (!report.ok) throw new Error(`${report.code}: ${report.reason}`);
  return report;
}

/** Plans the rollback of a run, and executes it. @throws if there is no plan */
export async function rollBack(
  live: ReturnType<typeof openLive>,
  auditId: string,
  options: Partial<RunOptions> = {},
): Promise<RunResult> {
  const plan = await live.runner.planRollback(auditId);
  if (!plan.ok) throw new Error(`${plan.code}: ${plan.reason}`);
  return live.act(plan.action, plan.params, { rollbackOf: auditId, params: plan.params, ...options });
}

/** Returns the outcome and code of a run, or the code of its refusal. */
export function summarize(report: RunResult): string {
  if (!report.ok) return `refused ${report.code}`;
  return report.code === null ? report.outcome : `${report.outcome} ${report.code}`;
}
