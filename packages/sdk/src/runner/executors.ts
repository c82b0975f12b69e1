import { resolve } from 'node:path';
import type { Executor } from '@agent-safe/core';
import type { RunnerSettings } from '@agent-safe/registry/open';
import { DryRunExecutor } from '@agent-safe/runner';
import { SubprocessExecutor } from '@agent-safe/executor-k8s';
import type { RunnerOpenOptions } from './runner-options.ts';

type Reach = Pick<RunnerOpenOptions, 'context' | 'cwd' | 'executors' | 'kubeconfig'>;

/** Every executor that there is here. Those that are built in start nothing and read nothing until they are asked. */
export function openExecutors(
  { clusters, kubectl }: RunnerSettings,
  { context, cwd = process.cwd(), executors = [], kubeconfig }: Reach,
): readonly Executor[] {
  const subprocess = new SubprocessExecutor({
    clusters,
    kubectl,
    kubeconfig: kubeconfig === undefined ? undefined : resolve(cwd, kubeconfig),
    context,
  });
  return [new DryRunExecutor(), subprocess, ...executors];
}
