import { homedir } from 'node:os';
import { delimiter, join, resolve } from 'node:path';
import { AgentSafeError, type Executor } from '@agent-safe/core';
import type { RunnerSettings } from '@agent-safe/registry/open';
import { DryRunExecutor } from '@agent-safe/runner';
import { SubprocessExecutor } from '@agent-safe/runner/subprocess';
import type { RunnerOpenOptions } from './runner-options.ts';

type Reach = Pick<RunnerOpenOptions, 'context' | 'cwd' | 'executors' | 'kubeconfig'>;

/** Every executor that there is here. Those that are built in start nothing and read nothing until they are asked. */
export function openExecutors(
  { clusters, kubectl }: RunnerSettings,
  { context, cwd = process.cwd(), executors = [], kubeconfig }: Reach,
): readonly Executor[] {
  const known = Object.entries(clusters).map(([name, cluster]) => {
    return [name, { ...cluster, kubeconfig: kubeconfig ?? cluster.kubeconfig ?? usualKubeconfig() }] as const;
  });
  const subprocess = new SubprocessExecutor({
    clusters: Object.fromEntries(known),
    kubectl,
    kubeconfig: kubeconfig === undefined ? undefined : resolve(cwd, kubeconfig),
    context,
  });
  return [new DryRunExecutor(), subprocess, ...executors];
}

/** The file that kubectl takes. Which cluster it leads to is verified, wherever it was found. */
function usualKubeconfig(): string {
  const given = process.env.KUBECONFIG;
  if (given === undefined || given === '') return join(homedir(), '.kube', 'config');
  if (!given.includes(delimiter)) return given;
  const summary = 'KUBECONFIG names several files. Say which one under "runner.clusters" in agent-safe.yaml.';
  throw new AgentSafeError('ERR_CONFIG_INVALID', summary);
}
