import { resolve } from 'node:path';
import type { CheckResult, Executor } from '@agent-safe/core';
import type { RunnerSettings } from '@agent-safe/registry/open';
import { DryRunExecutor, type LazyExecutor } from '@agent-safe/runner';
import type { RunnerOpenOptions } from './runner-options.ts';

type Reach = Pick<RunnerOpenOptions, 'context' | 'cwd' | 'endpointUrl' | 'executors' | 'kubeconfig' | 'profile'>;

/** Opens the executors of a project. Those of Kubernetes and AWS load when a ticket needs them. */
export function openExecutors(
  { accounts, clusters, kubectl }: RunnerSettings,
  { context, cwd = process.cwd(), endpointUrl, executors = [], kubeconfig, profile }: Reach,
): readonly (Executor | LazyExecutor)[] {
  const file = kubeconfig === undefined ? undefined : resolve(cwd, kubeconfig);
  const aws: LazyExecutor = {
    name: 'aws',
    async load() {
      const { AwsExecutor } = await import('@agent-safe/executor-aws');
      return new AwsExecutor({ accounts, endpointUrl, profile });
    },
  };
  const k8s: LazyExecutor = {
    name: 'k8s',
    async load() {
      const { NativeExecutor } = await import('@agent-safe/executor-k8s');
      return new NativeExecutor({ clusters, kubeconfig: file, context });
    },
  };
  const subprocess: LazyExecutor = {
    name: 'subprocess',
    async load() {
      const { KubectlExecutor } = await import('@agent-safe/executor-k8s');
      return new KubectlExecutor({ clusters, kubectl, kubeconfig: file, context });
    },
  };
  return [new DryRunExecutor(), aws, k8s, subprocess, ...executors];
}

/** Milliseconds to wait for one cluster or account. */
const CLUSTER_TIMEOUT = 10_000;

/**
 * `unreachable`: the cluster or account did not answer. `unverified`: another one answered, or it is not configured correctly.
 */
export type ClusterCheck = CheckResult<'unreachable' | 'unverified'>;

/** Asks a configured cluster for its identity with the executor `k8s`, as a run does before it uses its ticket. */
export async function checkCluster(
  { clusters }: Pick<RunnerSettings, 'clusters'>,
  name: string,
): Promise<ClusterCheck> {
  const { NativeExecutor } = await import('@agent-safe/executor-k8s');
  return checkIdentity(new NativeExecutor({ clusters }), name);
}

/** Asks STS whether the credentials of this machine belong to a configured account, as a run does before it uses its ticket. */
export async function checkAccount(
  { accounts }: Pick<RunnerSettings, 'accounts'>,
  name: string,
): Promise<ClusterCheck> {
  const { AwsExecutor } = await import('@agent-safe/executor-aws');
  return checkIdentity(new AwsExecutor({ accounts }), name);
}

/** Executor that can ask a configured system for its identity. */
interface Identifier {
  identify(name: string, timeout: number): Promise<CheckResult>;
}

async function checkIdentity(executor: Identifier, name: string): Promise<ClusterCheck> {
  try {
    const answer = await executor.identify(name, CLUSTER_TIMEOUT);
    return answer.ok ? answer : { ok: false, code: 'unverified', reason: answer.reason };
  } catch (error) {
    return { ok: false, code: 'unreachable', reason: error instanceof Error ? error.message : String(error) };
  }
}
