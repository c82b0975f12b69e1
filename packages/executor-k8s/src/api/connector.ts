import type { Execution, ExecutionContext, ScopeProbe, ScopeResult, TargetScope } from '@agent-safe/core';
import { ApiError } from './api-error.ts';
import type { Cluster } from './cluster.ts';
import { textAt } from './json.ts';
import { API } from './paths.ts';
import type { Transport } from './transport.ts';

/** How an executor reaches the clusters that it is configured for. */
export interface Connector {
  /** See `Executor.checkScope`. */
  checkScope(scope: TargetScope, probe?: ScopeProbe): Promise<ScopeResult>;
  /** A transport to the cluster of an execution, with its credentials. @throws where that cluster cannot be reached */
  open(execution: Execution, context: ExecutionContext): Promise<Transport>;
}

/** What tells one cluster from another: the uid of its namespace kube-system. @throws ApiError */
export async function readClusterUid(cluster: Cluster): Promise<string> {
  const uid = textAt(await cluster.read(API.namespace('kube-system')), 'metadata', 'uid');
  if (uid === undefined) throw new ApiError('It has no namespace kube-system, which would say who it is.', undefined);
  return uid;
}
