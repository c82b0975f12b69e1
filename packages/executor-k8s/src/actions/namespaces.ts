import type { JsonValue } from '@agent-safe/core';
import {
  effectMissing,
  failure,
  field,
  observed,
  readOptional,
  readText,
  success,
  waiting,
} from '@agent-safe/runner/executor-kit';
import { type ActionContext, type KubernetesAction, preview, uidOf } from '../api/action-context.ts';
import { describeNamespace, finalizersOf } from '../api/causes.ts';
import { describeDifference } from '../api/diff.ts';
import { warnOfGitOps } from '../api/gitops.ts';
import { textAt } from '../api/json.ts';
import { API } from '../api/paths.ts';
import { readLabel } from '../api/read-params.ts';
import { type ApiRequest, asDryRun, create, remove } from '../api/request.ts';
import { waitUntil } from '../api/wait.ts';
import { describeContents, NO_CONTENTS } from './contents.ts';

export const createNamespace: KubernetesAction = {
  parameters: ['namespace'],
  async readState({ cluster, params }) {
    const namespace = await cluster.find(API.namespace(readLabel(params, 'namespace')));
    // The credentials of this action list no objects. A namespace that it creates has none yet.
    return { uid: uidOf(namespace ?? null), contents: { value: NO_CONTENTS } };
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
  async readState(context) {
    const namespace = await context.cluster.find(API.namespace(readLabel(context.params, 'namespace')));
    if (namespace === undefined) return { uid: uidOf(null), contents: field(undefined) };
    return { uid: uidOf(namespace), contents: await describeContents(context) };
  },
  async execute(context) {
    const path = API.namespace(readLabel(context.params, 'namespace'));
    const namespace = await context.cluster.read(path);
    if (isOther(context, namespace)) return failure(OTHER);
    warnOfGitOps(context, namespace);
    warnOfFinalizers(context, namespace);
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
    warnOfGitOps(context, namespace);
    warnOfFinalizers(context, namespace);
    const uid = textAt(namespace, 'metadata', 'uid') ?? '';
    await cluster.ask(asDryRun(remove(path, uid)));
    return preview(context, [remove(path, uid)], { difference: describeDifference(namespace, undefined) });
  },
};

/** Warns of finalizers of the namespace, because the deletion ends only when their controllers have removed them. */
function warnOfFinalizers({ warn }: ActionContext, namespace: JsonValue): void {
  const finalizers = finalizersOf(namespace);
  if (finalizers.length === 0) return;
  warn(
    `The namespace has finalizers: ${finalizers.join(', ')}. It is gone only when their controllers have removed them.`,
  );
}

const OTHER = 'The namespace was deleted and created again, so it is not the namespace of the request.';

function isOther({ params }: ActionContext, namespace: JsonValue): boolean {
  const uid = readOptional(params, 'uid', readText);
  return uid !== undefined && textAt(namespace, 'metadata', 'uid') !== uid;
}
