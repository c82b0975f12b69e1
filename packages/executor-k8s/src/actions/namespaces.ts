import type { JsonValue } from '@agent-safe/core';
import { failure, field, type KubernetesAction, success, uidOf, type Work } from '../api/action-context.ts';
import { describeDifference } from '../api/diff.ts';
import { at, objectAt, textAt } from '../api/json.ts';
import { API } from '../api/paths.ts';
import { readLabel, readName, readOptional, readText } from '../api/read-params.ts';
import { formatSelector, parseSelector } from '../api/selector.ts';
import { waitUntil } from '../api/wait.ts';
import { create, dryly, remove } from '../kubectl/commands.ts';
import { type Command, DOCUMENT } from '../kubectl/kubectl.ts';

export const createNamespace: KubernetesAction = {
  parameters: ['namespace'],
  async readState({ cluster, params }) {
    return { uid: uidOf((await cluster.find(API.namespace(readLabel(params, 'namespace')))) ?? null) };
  },
  async execute(work) {
    const created = await work.cluster.change(creation(work));
    work.notes.set('uid', textAt(created, 'metadata', 'uid') ?? '');
    return success('It is created.');
  },
  async settle({ cluster, notes, params }) {
    let final: string | undefined;
    const waiting = await waitUntil(async () => {
      const namespace = await cluster.find(API.namespace(readLabel(params, 'namespace')));
      const [uid, phase] = [textAt(namespace, 'metadata', 'uid'), textAt(namespace, 'status', 'phase')];
      if (uid !== undefined && uid !== notes.get('uid')) {
        final = 'Somebody has deleted it and made another one of that name.';
        return undefined;
      }
      return phase === 'Active' ? undefined : `It is ${phase ?? 'not there'}.`;
    }, cluster.signal);
    return final ?? waiting;
  },
  async rehearse(work) {
    const created = await work.cluster.ask(creation(work, { dryRun: 'All' }));
    return { commands: [creation(work)], difference: describeDifference(undefined, created) };
  },
};

function creation({ params }: Work, query: { readonly dryRun?: string } = {}): Command {
  const document = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: readLabel(params, 'namespace') } };
  return create(API.namespaces(query), document);
}

export const deleteNamespace: KubernetesAction = {
  parameters: ['namespace', 'uid'],
  async execute(work) {
    const path = API.namespace(readLabel(work.params, 'namespace'));
    const namespace = await work.cluster.read(path);
    if (isOther(work, namespace)) return failure(OTHER);
    const uid = textAt(namespace, 'metadata', 'uid') ?? '';
    work.notes.set('uid', uid);
    await work.cluster.change(remove(path, uid));
    return success('It is deleted, with all that was in it.');
  },
  settle({ cluster, notes, params }) {
    return waitUntil(async () => {
      const namespace = await cluster.find(API.namespace(readLabel(params, 'namespace')));
      const uid = notes.get('uid');
      if (namespace === undefined || (uid !== undefined && textAt(namespace, 'metadata', 'uid') !== uid))
        return undefined;
      return 'It is not gone yet: what is in it is still being deleted.';
    }, cluster.signal);
  },
  async rehearse(work) {
    const { cluster, params } = work;
    const path = API.namespace(readLabel(params, 'namespace'));
    const namespace = await cluster.read(path);
    if (isOther(work, namespace)) return { commands: [], refused: OTHER };
    const uid = textAt(namespace, 'metadata', 'uid') ?? '';
    await cluster.ask(remove(path, uid, { dryRun: ['All'] }));
    return { commands: [remove(path, uid)], difference: describeDifference(namespace, undefined) };
  },
};

const OTHER = 'It is another namespace of that name: it was made anew since.';

function isOther({ params }: Work, namespace: JsonValue): boolean {
  const uid = readOptional(params, 'uid', readText);
  return uid !== undefined && textAt(namespace, 'metadata', 'uid') !== uid;
}

/** The pods that are picked let nothing in. */
export const applyNetworkPolicy: KubernetesAction = {
  parameters: ['namespace', 'policy_name', 'pod_selector'],
  async readState(work) {
    const policy = await work.cluster.find(policyPath(work));
    if (policy === undefined) return { pod_selector: field(undefined) };
    const selector = formatSelector(objectAt(policy, 'spec', 'podSelector'));
    return {
      pod_selector: selector === undefined ? { missing: 'Its selector is not understood.' } : { value: selector },
    };
  },
  async execute(work) {
    const applied = await work.cluster.change(application(work));
    const why = findOther(work, applied);
    return why === undefined
      ? success('The pods that it picks let nothing in, where the network enforces it.')
      : failure(why);
  },
  async settle(work) {
    return findOther(work, await work.cluster.read(policyPath(work)));
  },
  async rehearse(work) {
    const before = await work.cluster.find(policyPath(work));
    const after = await work.cluster.ask(dryly(application(work)));
    const why = findOther(work, after);
    const difference = describeDifference(before, after);
    return { commands: [application(work)], difference, ...(why === undefined ? {} : { refused: why }) };
  },
};

function policyPath({ params }: Work): string {
  return API.networkPolicy(readLabel(params, 'namespace'), readName(params, 'policy_name'));
}

/** Server-side: what others have put into a policy of that name is a conflict, and is not overwritten. */
function application({ params }: Work): Command {
  const [name, namespace] = [readName(params, 'policy_name'), readLabel(params, 'namespace')];
  const podSelector = parseSelector(readText(params, 'pod_selector'), 'pod_selector');
  const document = {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: { name, namespace },
    spec: { podSelector, policyTypes: ['Ingress'] },
  };
  const argv = ['apply', '--server-side', '--field-manager=agent-safe', '--output=json', `--filename=${DOCUMENT}`];
  return { argv, document: JSON.stringify(document) };
}

/** A policy of that name may hold more than was asked for, and then lets more in. */
function findOther({ params }: Work, policy: JsonValue): string | undefined {
  const { matchExpressions = [], matchLabels = {} } = parseSelector(readText(params, 'pod_selector'), 'pod_selector');
  const spec = at(policy, 'spec');
  const isSame =
    at(spec, 'ingress') === undefined &&
    at(spec, 'egress') === undefined &&
    isAlike(at(spec, 'podSelector', 'matchLabels') ?? {}, matchLabels) &&
    isAlike(at(spec, 'podSelector', 'matchExpressions') ?? [], matchExpressions);
  return isSame ? undefined : 'There is a policy of that name, which holds more than was asked for.';
}

function isAlike(left: unknown, right: unknown): boolean {
  const sort = (_: string, value: unknown): unknown =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1)))
      : value;
  return JSON.stringify(left, sort) === JSON.stringify(right, sort);
}
