import { canonicalJson, type JsonObject, type JsonValue, parseJson, type Refused } from '@agent-safe/core';
import { failure, field, readInteger, readOptional, readText, success } from '@agent-safe/runner/executor-kit';
import { type ActionContext, type KubernetesAction, type Preview, preview, uidOf } from '../api/action-context.ts';
import { explainAutoscaler } from '../api/autoscaler.ts';
import { describeDifference } from '../api/diff.ts';
import { warnOfGitOps } from '../api/gitops.ts';
import { at, listAt, numberAt, objectAt, textAt } from '../api/json.ts';
import { API } from '../api/paths.ts';
import { readLabel, readName } from '../api/read-params.ts';
import { type ApiRequest, asDryRun, get, patch } from '../api/request.ts';
import {
  carryProgress,
  currentRevision,
  describeRollout,
  readDeployment,
  revisionOf,
  waitForRollout,
  waitForScale,
} from '../api/rollout.ts';

export const PAUSED = 'The deployment is paused, so no pod would be replaced. Resume it first.';

export function isPaused(deployment: JsonValue): boolean {
  return at(deployment, 'spec', 'paused') === true;
}

const NO_PODS =
  'The deployment has 0 replicas, so no pod is replaced. Pods that start later have the current template. The pods of another controller that copies the template, such as an Argo Rollout with workloadRef, are not observed.';

/** Returns what a rollout does to the pods. A deployment with 0 replicas has none. */
export function describeReplacement(deployment: JsonValue, sentence: string): string {
  return describeRollout(deployment).replicas > 0 ? sentence : NO_PODS;
}

const RESTARTED_AT = ['spec', 'template', 'metadata', 'annotations', 'kubectl.kubernetes.io/restartedAt'] as const;

/** Restarts like `kubectl rollout restart`, which has no dry run. */
export const restartDeployment: KubernetesAction = {
  parameters: ['namespace', 'deployment'],
  async readState(context) {
    const deployment = await readDeployment(context);
    return {
      generation: field(at(deployment, 'metadata', 'generation')),
      observed_generation: field(at(deployment, 'status', 'observedGeneration')),
      available_replicas: field(describeRollout(deployment).available_replicas),
    };
  },
  async execute(context) {
    const deployment = await readDeployment(context);
    warnOfGitOps(context, deployment);
    if (isPaused(deployment)) return failure(PAUSED);
    carryProgress(context, deployment);
    const patched = await context.cluster.change(restart(context));
    context.carry.set('restarted', textAt(patched, ...RESTARTED_AT) ?? '');
    return success(describeReplacement(deployment, 'The pods of the deployment are replaced, one after the other.'));
  },
  waitForEffect: (context) =>
    waitForRollout(context, (now) => textAt(now, ...RESTARTED_AT) === context.carry.get('restarted')),
  dryRun: (context) => previewDeployment(context, restart(context)),
};

function restart({ clock, params }: ActionContext): ApiRequest {
  const annotations = { 'kubectl.kubernetes.io/restartedAt': new Date(clock()).toISOString() };
  const document = { spec: { template: { metadata: { annotations } } } };
  return patch('strategic', deploymentPath(params), document);
}

export const scaleDeployment: KubernetesAction = {
  parameters: ['namespace', 'deployment', 'replicas'],
  async readState(context) {
    const deployment = await readDeployment(context);
    const { available_replicas, ready_replicas, replicas } = describeRollout(deployment);
    warnOfGitOps(context, deployment);
    return {
      replicas: { value: replicas },
      available_replicas: { value: available_replicas },
      ready_replicas: { value: ready_replicas },
      uid: uidOf(deployment),
    };
  },
  async execute(context) {
    const replicas = readInteger(context.params, 'replicas');
    const scaled = await context.cluster.change(scale(context));
    if (readScale(scaled) !== replicas) return failure('The API returned another number of replicas than requested.');
    return success(`The deployment is scaled to ${replicas}.`);
  },
  waitForEffect: (context) => waitForScale(context, readInteger(context.params, 'replicas')),
  async dryRun(context) {
    const before = await readDeployment(context);
    warnOfGitOps(context, before);
    const autoscaler = await explainAutoscaler(context, readInteger(context.params, 'replicas'));
    if (autoscaler !== undefined) context.warn(autoscaler);
    const after = await context.cluster.ask(asDryRun(scale(context)));
    const describe = (replicas: number) => ({ spec: { replicas } });
    const difference = describeDifference(describe(describeRollout(before).replicas), describe(readScale(after)));
    return preview(context, [scale(context)], { difference });
  },
};

/** Returns the number of replicas. The API omits the field for 0 replicas. */
function readScale(scale: JsonValue): number {
  return numberAt(scale, 'spec', 'replicas') ?? 0;
}

/** Uses the subresource `scale`, so that the credentials need no other permission to change the deployment. */
function scale({ params }: ActionContext): ApiRequest {
  const path = API.deployment(readLabel(params, 'namespace'), readName(params, 'deployment'), 'scale');
  return patch('merge', path, { spec: { replicas: readInteger(params, 'replicas') } });
}

export const rolloutStatus: KubernetesAction = {
  parameters: ['namespace', 'deployment'],
  async execute(context) {
    const deployment = await readDeployment(context);
    const status = describeRollout(deployment);
    const revision = revisionOf(deployment) ?? null;
    const progress = `${status.updated_replicas} of ${status.replicas} replicas are updated, ${status.available_replicas} are available`;
    const complete = describeReplacement(deployment, 'The rollout is complete.');
    const reason = status.complete ? complete : `The rollout is not complete: ${progress}.`;
    return success(reason, { ...status, revision });
  },
  async dryRun(context) {
    await readDeployment(context);
    return preview(context, [get(deploymentPath(context.params))]);
  },
};

export const rolloutUndo: KubernetesAction = {
  parameters: ['namespace', 'deployment', 'revision', 'uid'],
  async readState(context) {
    const deployment = await readDeployment(context);
    return { revision: currentRevision(deployment), uid: uidOf(deployment) };
  },
  async execute(context) {
    const deployment = await readDeployment(context);
    warnOfGitOps(context, deployment);
    if (isPaused(deployment)) return failure(PAUSED);
    const found = await findRevision(context, deployment);
    if (!found.ok) return failure(found.reason);
    warnOfReplicas(context, deployment);
    context.carry.set('template', found.template);
    // The templates are compared, because the controller updates the revision annotation later.
    if (canonicalJson(templateOf(deployment)) === found.template)
      return success(`The deployment is at revision ${found.revision} already.`);
    carryProgress(context, deployment);
    await context.cluster.change(undo(context, deployment, found.replicaSet));
    return success(describeReplacement(deployment, `The deployment goes back to revision ${found.revision}.`));
  },
  waitForEffect: (context) => {
    const template = context.carry.get('template');
    return waitForRollout(context, (now) => canonicalJson(templateOf(now)) === template);
  },
  async dryRun(context) {
    const deployment = await readDeployment(context);
    warnOfGitOps(context, deployment);
    if (isPaused(deployment)) return preview(context, [], { refused: PAUSED });
    const found = await findRevision(context, deployment);
    if (!found.ok) return preview(context, [], { refused: found.reason });
    warnOfReplicas(context, deployment);
    warnOfNoPods(context, deployment);
    const request = undo(context, deployment, found.replicaSet);
    await context.cluster.ask(asDryRun(request));
    const after = { template: parseJson(found.template, 'template') };
    return preview(context, [request], { difference: describeDifference({ template: templateOf(deployment) }, after) });
  },
};

/** Annotations that a revision does not restore, because they belong to the deployment itself or to its controller. */
const OWN_ANNOTATIONS: readonly string[] = [
  'deployment.kubernetes.io/desired-replicas',
  'deployment.kubernetes.io/max-replicas',
  'deployment.kubernetes.io/revision',
  'deployment.kubernetes.io/revision-history',
  'deprecated.deployment.rollback.to',
  'kubectl.kubernetes.io/last-applied-configuration',
];

/** Restores the template and the annotations of a revision, like `kubectl rollout undo`. */
function undo({ params }: ActionContext, deployment: JsonValue, replicaSet: JsonValue): ApiRequest {
  const isOwn = ([name]: readonly [string, JsonValue]) => OWN_ANNOTATIONS.includes(name);
  const own = Object.entries(objectAt(deployment, 'metadata', 'annotations')).filter(isOwn);
  const restored = Object.entries(objectAt(replicaSet, 'metadata', 'annotations')).filter((entry) => !isOwn(entry));
  const uid = textAt(deployment, 'metadata', 'uid') ?? '';
  return patch('json', deploymentPath(params), [
    { op: 'test', path: '/metadata/uid', value: uid },
    { op: 'replace', path: '/spec/template', value: withoutHash(objectAt(replicaSet, 'spec', 'template')) },
    { op: 'add', path: '/metadata/annotations', value: Object.fromEntries([...own, ...restored]) },
  ]);
}

/** Removes the label that the controller adds to distinguish the pods of a revision. */
function withoutHash(template: JsonObject): JsonObject {
  const { 'pod-template-hash': _, ...labels } = objectAt(template, 'metadata', 'labels');
  return { ...template, metadata: { ...objectAt(template, 'metadata'), labels } };
}

type FoundRevision =
  | { readonly ok: true; readonly revision: number; readonly replicaSet: JsonValue; readonly template: string }
  | Refused<'revision_unknown'>;

function noRevision(reason: string): FoundRevision {
  return { ok: false, code: 'revision_unknown', reason };
}

async function findRevision({ cluster, params }: ActionContext, deployment: JsonValue): Promise<FoundRevision> {
  const requested = readOptional(params, 'revision', readInteger);
  const uid = readOptional(params, 'uid', readText);
  if (uid !== undefined && textAt(deployment, 'metadata', 'uid') !== uid) {
    return noRevision('The deployment was deleted and created again, so it has other revisions.');
  }
  const sets = await listRevisions(cluster, readLabel(params, 'namespace'), deployment);
  const known = [...sets.keys()];
  const current = revisionOf(deployment);
  const revision = requested ?? known.filter((each) => each !== current).at(-1);
  const set = revision === undefined ? undefined : (sets.get(revision) ?? findFormer(sets, revision));
  if (revision !== undefined && set !== undefined) {
    return { ok: true, revision, replicaSet: set, template: canonicalJson(templateOf(set)) };
  }
  const history = `Available revisions: ${known.join(', ') || 'none'}.`;
  const missing = requested === undefined ? 'earlier revision' : `revision ${requested}`;
  return noRevision(`The deployment has no ${missing}. ${history}`);
}

/** Finds the replica set that had a revision before a rollback gave it a newer one. */
function findFormer(sets: ReadonlyMap<number, JsonValue>, revision: number): JsonValue | undefined {
  const history = (set: JsonValue) =>
    textAt(set, 'metadata', 'annotations', 'deployment.kubernetes.io/revision-history') ?? '';
  return [...sets.values()].find((set) => history(set).split(',').includes(String(revision)));
}

/** Returns the replica sets of a deployment by revision, oldest first. */
export async function listRevisions(
  cluster: ActionContext['cluster'],
  namespace: string,
  deployment: JsonValue,
): Promise<ReadonlyMap<number, JsonValue>> {
  const uid = textAt(deployment, 'metadata', 'uid');
  const sets = await cluster.list(API.replicaSets(namespace));
  const own = sets.filter((set) =>
    listAt(set, 'metadata', 'ownerReferences').some((owner) => textAt(owner, 'uid') === uid),
  );
  const found = own.flatMap((set) => {
    const revision = revisionOf(set);
    return revision === undefined ? [] : [[revision, set] as const];
  });
  return new Map(found.sort(([left], [right]) => left - right));
}

/** Previews a change that replaces pods. A paused deployment replaces none. */
export async function previewDeployment(context: ActionContext, request: ApiRequest): Promise<Preview> {
  const before = await readDeployment(context);
  warnOfGitOps(context, before);
  if (isPaused(before)) return preview(context, [request], { refused: PAUSED });
  warnOfNoPods(context, before);
  const after = await context.cluster.ask(asDryRun(request));
  return preview(context, [request], { difference: describeDifference(before, after) });
}

/** A dry run shows the new template. It warns if no pod would have it. */
function warnOfNoPods({ warn }: ActionContext, deployment: JsonValue): void {
  if (describeRollout(deployment).replicas === 0) warn(NO_PODS);
}

/** Replicas are no part of a revision, so `rollout-undo` does not restore them. */
function warnOfReplicas({ warn }: ActionContext, deployment: JsonValue): void {
  const { replicas } = describeRollout(deployment);
  warn(`A revision has no number of replicas, so the deployment keeps ${replicas}. Use scale-deployment to change it.`);
}

export function deploymentPath(params: JsonObject): string {
  return API.deployment(readLabel(params, 'namespace'), readName(params, 'deployment'));
}

/** Returns the pod template without the label that the controller adds. */
function templateOf(object: JsonValue): JsonObject {
  const { metadata: _, ...template } = objectAt(object, 'spec', 'template');
  const { labels: __, ...metadata } = objectAt(object, 'spec', 'template', 'metadata');
  const { 'pod-template-hash': ___, ...labels } = objectAt(object, 'spec', 'template', 'metadata', 'labels');
  return { ...template, metadata: { ...metadata, labels } };
}
