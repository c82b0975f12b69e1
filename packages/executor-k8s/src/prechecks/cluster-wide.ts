import type { JsonValue } from '@agent-safe/core';
import { cannotTell, failed, passed, readText } from '@agent-safe/runner/executor-kit';
import { listContents } from '../actions/contents.ts';
import { isCordoned, listPodsOn, planDrain, readNode } from '../actions/nodes.ts';
import { controllerOf } from '../actions/pods.ts';
import { at, listAt, nameOf, textAt } from '../api/json.ts';
import { API } from '../api/paths.ts';
import { readLabel, readName } from '../api/read-params.ts';
import { formatSelector, parseSelector } from '../api/selector.ts';
import { type Check, exists } from './check.ts';

export const nodeExists = exists('node', (params) => API.node(readName(params, 'node')));
export const namespaceExists = exists('namespace', (params) => API.namespace(readLabel(params, 'namespace')));
export const configMapExists = exists('ConfigMap', (params) =>
  API.configMap(readLabel(params, 'namespace'), readName(params, 'configmap')),
);
export const secretExists = exists('Secret', (params) =>
  API.secret(readLabel(params, 'namespace'), readName(params, 'secret')),
);

export const namespaceAbsent: Check = async ({ cluster, params }) =>
  (await cluster.find(API.namespace(readLabel(params, 'namespace')))) === undefined
    ? passed('The namespace does not exist yet.')
    : failed('The namespace exists already.');

/** Fails for the namespaces that the cluster itself needs. */
export const noSystemNamespace: Check = ({ params }) => {
  const name = readLabel(params, 'namespace');
  const isSystem = name === 'default' || /^(?:kube|openshift)(?:-|$)/.test(name);
  return isSystem
    ? failed('The namespace belongs to the cluster itself.')
    : passed('The namespace does not belong to the cluster itself.');
};

/** Counts the objects that are deleted with a namespace, for information. */
export const resourceInventory: Check = async (context) => {
  const { found, unread } = await listContents(context);
  const counts = found.map(([kind, names]) => `${names.length} ${kind}`);
  const rest =
    unread.length === 0 ? '' : ` Not counted, because the credentials may not list them: ${unread.join(', ')}.`;
  return passed(`The namespace has ${counts.join(', ') || 'unknown contents'}.${rest}`);
};

/** Checks whether another node can take the pods of this node. */
export const otherNodes: Check = async ({ cluster, params }) => {
  const name = readName(params, 'node');
  const others = (await cluster.list(API.nodes())).filter(
    (node) => nameOf(node) !== name && !isCordoned(node) && isReady(node),
  );
  const count = `${others.length} other nodes are ready and accept pods.`;
  return others.length > 0 ? passed(count) : failed('No other node is ready and accepts pods.');
};

function isReady(node: JsonValue): boolean {
  return listAt(node, 'status', 'conditions').some(
    (condition) => textAt(condition, 'type') === 'Ready' && textAt(condition, 'status') === 'True',
  );
}

export const nodeCordoned: Check = async (context) =>
  isCordoned(await readNode(context)) ? passed('The node is cordoned.') : failed('The node is not cordoned.');

export const workloadsOnNode: Check = async (context) => {
  const pods = await listPodsOn(context);
  const controllers = new Set(pods.map((pod) => controllerOf(pod) ?? 'no controller'));
  const { obstacles } = planDrain(pods, context.params);
  const what = `${pods.length} pods of ${controllers.size} controllers are on the node.`;
  return obstacles.length === 0 ? passed(what) : failed(`${what} ${obstacles.join(' ')}`);
};

/** Daemon sets of network plugins that enforce policies. */
const ENFORCING = /^(?:antrea-agent|aws-node|azure-npm|calico-node|canal|cilium|kube-router|ovnkube-node|weave-net)/;

export const policiesEnforced: Check = async ({ cluster }) => {
  const running = (await cluster.list(API.daemonSets('kube-system'))).map(nameOf);
  const found = running.find((name) => ENFORCING.test(name));
  if (found !== undefined) return passed(`${found} enforces network policies, if it is configured to.`);
  return cannotTell('No known network plugin that enforces policies runs in kube-system.');
};

const MOST_NAMES = 10;

export const podsPicked: Check = async ({ cluster, params }) => {
  if (params.remove === true) return passed('The policy is removed, so no selector applies.');
  const selector = parseSelector(readText(params, 'pod_selector'), 'pod_selector');
  const labelSelector = formatSelector({ ...selector });
  const pods = await cluster.list(API.core('pods')(readLabel(params, 'namespace'), { labelSelector }));
  return passed(`The selector matches ${pods.length} pods${listNames(pods.map(nameOf))}.`);
};

export const podsUsingConfigMap: Check = async ({ cluster, params }) => {
  const name = readName(params, 'configmap');
  const pods = await cluster.list(API.core('pods')(readLabel(params, 'namespace')));
  const using = pods.filter((pod) => usesConfigMap(pod, name));
  return passed(`${using.length} pods use the ConfigMap${listNames(using.map(nameOf))}.`);
};

function usesConfigMap(pod: JsonValue, name: string): boolean {
  const containers = [...listAt(pod, 'spec', 'containers'), ...listAt(pod, 'spec', 'initContainers')];
  return (
    listAt(pod, 'spec', 'volumes').some(
      (volume) =>
        textAt(volume, 'configMap', 'name') === name ||
        listAt(volume, 'projected', 'sources').some((source) => textAt(source, 'configMap', 'name') === name),
    ) ||
    containers.some(
      (container) =>
        listAt(container, 'envFrom').some((source) => textAt(source, 'configMapRef', 'name') === name) ||
        listAt(container, 'env').some((each) => at(each, 'valueFrom', 'configMapKeyRef', 'name') === name),
    )
  );
}

function listNames(names: readonly string[]): string {
  if (names.length === 0) return '';
  const rest = names.length <= MOST_NAMES ? '' : ` and ${names.length - MOST_NAMES} more`;
  return `: ${names.slice(0, MOST_NAMES).join(', ')}${rest}`;
}
