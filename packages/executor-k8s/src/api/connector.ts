import type { Execution, ExecutionContext, ScopeProbe, ScopeResult, TargetScope } from '@agent-safe/core';
import { ApiError } from './api-error.ts';
import type { Cluster } from './cluster.ts';
import { textAt } from './json.ts';
import { API } from './paths.ts';
import type { Transport } from './transport.ts';

/** Opens connections to the configured clusters. */
export interface Connector {
  /** See `Executor.checkScope`. */
  checkScope(scope: TargetScope, probe?: ScopeProbe): Promise<ScopeResult>;
  /** Opens a transport to the cluster of an execution, with its credentials. @throws if that cluster cannot be reached */
  open(execution: Execution, context: ExecutionContext): Promise<Transport>;
}

/** Reads the uid of the namespace kube-system, which identifies the cluster. @throws ApiError */
export async function readClusterUid(cluster: Cluster): Promise<string> {
  const uid = textAt(await cluster.read(API.namespace('kube-system')), 'metadata', 'uid');
  if (uid === undefined)
    throw new ApiError('The cluster has no namespace kube-system, so it cannot be identified.', undefined);
  return uid;
}
