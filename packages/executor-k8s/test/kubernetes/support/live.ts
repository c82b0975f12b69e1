import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { actionsPath } from '@agent-safe/catalog';
import type { JsonObject } from '@agent-safe/core';
import { loadProject } from '@agent-safe/registry';
import type { RunnerOptions, RunOptions, RunReport } from '@agent-safe/runner';
import { makeFolder } from '@agent-safe/testkit/folders';
import { onTestFinished } from 'vitest';
import {
  KubectlExecutor,
  type KubectlExecutorOptions,
  type KubernetesExecutor,
  NativeExecutor,
} from '../../../src/index.ts';
import { type BenchTicket, openBench } from '../../support/bench.ts';
import { call, describeCluster, grant, withdraw } from './api.ts';
import { getJson, kubectl, LIVE } from './kubectl.ts';
import { RbacVault } from './rbac-vault.ts';

export const ACTIONS = loadProject({ registry: actionsPath }).actions;

/** The executor under test: `k8s`, which speaks HTTPS, or `subprocess`, which starts kubectl. The suite runs once for each. */
export const EXECUTOR = process.env.AGENT_SAFE_TEST_EXECUTOR === 'k8s' ? 'k8s' : 'subprocess';

export function makeExecutor(options: KubectlExecutorOptions): KubernetesExecutor {
  if (EXECUTOR === 'subprocess') return new KubectlExecutor({ kubectl: LIVE.kubectl, ...options });
  const { clusters, context, kubeconfig, outputLimit } = options;
  return new NativeExecutor({ clusters, context, kubeconfig, outputLimit });
}

export interface LiveOptions {
  readonly runner?: Partial<RunnerOptions>;
  readonly executor?: Partial<KubectlExecutorOptions>;
  /** Permissions of the kubeconfig user in the namespace, in addition to identifying the cluster. */
  readonly rule?: object;
}

/** Opens a runner on a real cluster, with a new namespace and with credentials for exactly the declared permissions. */
export async function openLive({ executor = {}, rule, runner = {} }: LiveOptions = {}) {
  const namespace = `test-${randomBytes(4).toString('hex')}`;
  await call('POST', '/api/v1/namespaces', { metadata: { name: namespace } });
  onTestFinished(async () => {
    await call('DELETE', `/api/v1/namespaces/${namespace}`);
  });
  const { metadata } = await call('GET', '/api/v1/namespaces/kube-system');
  const { uid } = metadata as { readonly uid: string };
  const kubeconfig = await makeIdentityKubeconfig(namespace, rule);
  const vault = new RbacVault(namespace);
  const clusters = { test: { uid, kubeconfig } };
  const under = makeExecutor({ clusters, ...executor });
  const bench = openBench({
    actions: ACTIONS,
    executors: [under],
    vault,
    clock: Date.now,
    commandAllowlist: [],
    ...runner,
  });
  const issue = (action: string, clear: JsonObject, ticket: BenchTicket = {}) => {
    bench.time.now = Date.now();
    return bench.issue({
      action,
      clear: withDefaults(action, clear),
      target: 'test/target',
      scope: { cluster: 'test' },
      ...ticket,
    });
  };
  /** Runs an action with exactly these parameters. */
  const act = async (action: string, clear: JsonObject, options: Partial<RunOptions> = {}) =>
    bench.runner.run(issue(action, clear), { executor: EXECUTOR, timeout: 30, ...options });
  const dryRun = async (action: string, clear: JsonObject) =>
    bench.runner.dryRun(issue(action, clear), { executor: EXECUTOR, timeout: 30 });
  return { ...bench, act, dryRun, issue, namespace, vault, uid, kubeconfig };
}

export async function readUid(kubeconfig: string): Promise<string> {
  return kubectl(['get', 'namespace', 'kube-system', '--output=jsonpath={.metadata.uid}'], '', kubeconfig);
}

/** Adds the default parameters, as a decision does. */
function withDefaults(name: string, params: JsonObject): JsonObject {
  const action = ACTIONS.find((each) => each.name === name);
  const defaults = action?.parameters.flatMap((each) =>
    each.default === undefined ? [] : [[each.name, each.default] as const],
  );
  return { ...Object.fromEntries(defaults ?? []), ...params };
}

/** Writes a kubeconfig whose user may identify the cluster, and has only the given permissions. */
async function makeIdentityKubeconfig(namespace: string, more: object | undefined): Promise<string> {
  const rule = { apiGroups: [''], resources: ['namespaces'], verbs: ['get'], resourceNames: ['kube-system'] };
  const given = {
    name: `identity-${namespace}`,
    home: namespace,
    rules: [{ namespace: undefined, rule }, ...(more === undefined ? [] : [{ namespace, rule: more }])],
  };
  const token = await grant(given);
  onTestFinished(() => withdraw(given));
  const file = join(makeFolder(), 'kubeconfig');
  const document = {
    apiVersion: 'v1',
    kind: 'Config',
    'current-context': 'identity',
    clusters: [{ name: 'test', cluster: await describeCluster() }],
    users: [{ name: 'identity', user: { token } }],
    contexts: [{ name: 'identity', context: { cluster: 'test', user: 'identity' } }],
  };
  writeFileSync(file, JSON.stringify(document), { mode: 0o600 });
  return file;
}

/** Checks the events that every run leaves, with any outcome. */
export function summarize(report: Awaited<ReturnType<Awaited<ReturnType<typeof openLive>>['act']>>) {
  if (!report.ok) return `refused ${report.code}`;
  return report.code === null ? report.outcome : `${report.outcome} ${report.code}`;
}

/** Returns the report of a run. @throws if the run was refused */
export function ranOf(report: Awaited<ReturnType<Awaited<ReturnType<typeof openLive>>['act']>>): RunReport {
  if (!report.ok) throw new Error(`${report.code}: ${report.reason}`);
  return report;
}

export async function specOf(kind: string, name: string, namespace?: string): Promise<JsonObject> {
  const place = namespace === undefined ? [] : [`--namespace=${namespace}`];
  return (await getJson(kind, name, ...place)).spec as JsonObject;
}
