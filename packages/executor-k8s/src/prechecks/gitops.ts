import type { JsonObject } from '@agent-safe/core';
import { cannotTell, failed, passed, readOwn } from '@agent-safe/runner/executor-kit';
import { findGitOpsOwner } from '../api/gitops.ts';
import { API } from '../api/paths.ts';
import { readLabel, readName } from '../api/read-params.ts';
import type { Check } from './check.ts';

/** Path of the object that an action changes, by the parameter that names it. The first parameter that is given counts. */
const OBJECTS: readonly (readonly [parameter: string, pathOf: (params: JsonObject) => string])[] = [
  ['deployment', (params) => API.deployment(readLabel(params, 'namespace'), readName(params, 'deployment'))],
  ['hpa', (params) => API.autoscaler(readLabel(params, 'namespace'), readName(params, 'hpa'))],
  ['configmap', (params) => API.configMap(readLabel(params, 'namespace'), readName(params, 'configmap'))],
  ['policy_name', (params) => API.networkPolicy(readLabel(params, 'namespace'), readName(params, 'policy_name'))],
  ['pod', (params) => API.pod(readLabel(params, 'namespace'), readName(params, 'pod'))],
  ['node', (params) => API.node(readName(params, 'node'))],
  ['namespace', (params) => API.namespace(readLabel(params, 'namespace'))],
];

/** Fails if Argo CD, Flux or Helm manages the object, because the tool may revert the change. */
export const notGitOpsManaged: Check = async ({ cluster, params }) => {
  const known = OBJECTS.find(([parameter]) => readOwn(params, parameter) !== undefined);
  if (known === undefined) return cannotTell('The action names no object.');
  const owner = findGitOpsOwner(await cluster.find(known[1](params)));
  if (owner === undefined) return passed('No tool is known to manage the object.');
  return failed(`The object is managed by ${owner}, which may revert the change. Change it at its source instead.`);
};
