import type { JsonObject, JsonValue } from '@agent-safe/core';
import {
  effectMissing,
  failure,
  field,
  type Observation,
  observed,
  readOptional,
  readText,
  success,
  waiting,
} from '@agent-safe/runner/executor-kit';
import { type ActionContext, type KubernetesAction, preview, uidOf } from '../api/action-context.ts';
import { describeNamespace } from '../api/causes.ts';
import { describeDifference } from '../api/diff.ts';
import { at, objectAt, textAt } from '../api/json.ts';
import { API } from '../api/paths.ts';
import { readLabel, readName } from '../api/read-params.ts';
import { type ApiRequest, apply, asDryRun, create, remove } from '../api/request.ts';
import { formatSelector, parseSelector } from '../api/selector.ts';
import { waitUntil } from '../api/wait.ts';

export const createNamespace: KubernetesAction = {
  parameters: ['namespace'],
  async readState({ cluster, params }) {
    return { uid: uidOf((await cluster.find(API.namespace(readLabel(params, 'namespace')))) ?? null) };
  },
  async execute(context) {
    const created = await context.cluster.change(creation(context));
    context.carry.set('uid', textAt(created, 'metadata', 'uid') ?? '');
    return success('The namespace is created.');
  },
  async waitForEffect(context) {
    const { carry, cluster, params } = context;
    return waitUntil(async () => {
      const namespace = await cluster.find(API.namespace(readLabel(params, 'namespace')));
      const [uid, phase] = [textAt(namespace, 'metadata', 'uid'), textAt(namespace, 'status', 'phase')];
      if (uid !== undefined && uid !== carry.get('uid')) {
        return effectMissing('The namespace was deleted and created again.');
      }
      return phase === 'Active' ? observed() : waiting(`The namespace is ${phase ?? 'missing'}.`);
    }, context);
  },
  async dryRun(context) {
    const created = await context.cluster.ask(asDryRun(creation(context)));
    return preview(context, [creation(context)], { difference: describeDifference(undefined, created) });
  },
};

function creation({ params }: ActionContext): ApiRequest {
  const document = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: readLabel(params, 'namespace') } };
  return create(API.namespaces(), document);
}

export const deleteNamespace: KubernetesAction = {
  parameters: ['namespace', 'uid'],
  async execute(context) {
    const path = API.namespace(readLabel(context.params, 'namespace'));
    const namespace = await context.cluster.read(path);
    if (isOther(context, namespace)) return failure(OTHER);
    const uid = textAt(namespace, 'metadata', 'uid') ?? '';
    context.carry.set('uid', uid);
    await context.cluster.change(remove(path, uid));
    return success('The namespace is deleted with all its objects.');
  },
  waitForEffect(context) {
    const { carry, cluster, params } = context;
    return waitUntil(async () => {
      const namespace = await cluster.find(API.namespace(readLabel(params, 'namespace')));
      const uid = carry.get('uid');
      if (namespace === undefined || (uid !== undefined && textAt(namespace, 'metadata', 'uid') !== uid))
        return observed();
      const why = describeNamespace(namespace);
      return waiting(`The namespace still exists, because its objects are still being deleted.${why}`);
    }, context);
  },
  async dryRun(context) {
    const { cluster, params } = context;
    const path = API.namespace(readLabel(params, 'namespace'));
    const namespace = await cluster.read(path);
    if (isOther(context, namespace)) return preview(context, [], { refused: OTHER });
    const uid = textAt(namespace, 'metadata', 'uid') ?? '';
    await cluster.ask(asDryRun(remove(path, uid)));
    return preview(context, [remove(path, uid)], { difference: describeDifference(namespace, undefined) });
  },
};

const OTHER = 'The namespace was deleted and created again, so it is not the namespace of the request.';

function isOther({ params }: ActionContext, namespace: JsonValue): boolean {
  const uid = readOptional(params, 'uid', readText);
  return uid !== undefined && textAt(namespace, 'metadata', 'uid') !== uid;
}

/** Denies all incoming traffic to the selected pods. */
export const applyNetworkPolicy: KubernetesAction = {
  parameters: ['namespace', 'policy_name', 'pod_selector'],
  async readState(context) {
    const policy = await context.cluster.find(policyPath(context));
    if (policy === undefined) return { pod_selector: field(undefined) };
    const selector = formatSelector(objectAt(policy, 'spec', 'podSelector'));
    return {
      pod_selector:
        selector === undefined
          ? { missing: 'The selector of the policy has an unknown operator.' }
          : { value: selector },
    };
  },
  async execute(context) {
    const applied = await context.cluster.change(application(context));
    const found = compare(context, applied);
    return found.ok
      ? success('The policy denies all incoming traffic to the selected pods, if the network enforces policies.')
      : failure(found.reason);
  },
  async waitForEffect(context) {
    return compare(context, await context.cluster.read(policyPath(context)));
  },
  async dryRun(context) {
    const before = await context.cluster.find(policyPath(context));
    const after = await context.cluster.ask(asDryRun(application(context)));
    const found = compare(context, after);
    const difference = describeDifference(before, after);
    return preview(context, [application(context)], { difference, ...(found.ok ? {} : { refused: found.reason }) });
  },
};

function policyPath({ params }: ActionContext): string {
  return API.networkPolicy(readLabel(params, 'namespace'), readName(params, 'policy_name'));
}

/** Uses server-side apply: fields of other owners in a policy of that name are a conflict, and are not overwritten. */
function application({ params }: ActionContext): ApiRequest {
  const [name, namespace] = [readName(params, 'policy_name'), readLabel(params, 'namespace')];
  const podSelector = parseSelector(readText(params, 'pod_selector'), 'pod_selector');
  const document = {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: { name, namespace },
    spec: { podSelector: { ...podSelector } as JsonObject, policyTypes: ['Ingress'] },
  };
  return apply(API.networkPolicy(namespace, name), document);
}

/** Compares a policy with the request. An existing policy of that name may have rules that allow more traffic. */
function compare({ params }: ActionContext, policy: JsonValue): Observation {
  const { matchExpressions = [], matchLabels = {} } = parseSelector(readText(params, 'pod_selector'), 'pod_selector');
  const spec = at(policy, 'spec');
  const isSame =
    at(spec, 'ingress') === undefined &&
    at(spec, 'egress') === undefined &&
    isAlike(at(spec, 'podSelector', 'matchLabels') ?? {}, matchLabels) &&
    isAlike(at(spec, 'podSelector', 'matchExpressions') ?? [], matchExpressions);
  return isSame ? observed() : effectMissing('A policy of that name exists and has more rules than requested.');
}

function isAlike(left: unknown, right: unknown): boolean {
  const sort = (_: string, value: unknown): unknown =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1)))
      : value;
  return JSON.stringify(left, sort) === JSON.stringify(right, sort);
}
