import { canonicalJson, type JsonObject, type JsonValue, parseJson } from '@agent-safe/core';
import { type Field, failure, field, type KubernetesAction, success, uidOf, type Work } from '../api/action-context.ts';
import { describeDifference } from '../api/diff.ts';
import { at, listAt, numberAt, objectAt, textAt } from '../api/json.ts';
import { API } from '../api/paths.ts';
import { readImage, readInteger, readLabel, readName, readOptional, readText } from '../api/read-params.ts';
import {
  currentRevision,
  describeRollout,
  noteProgress,
  readDeployment,
  revisionOf,
  settleRollout,
  settleScale,
} from '../api/rollout.ts';
import { dryly, patch } from '../kubectl/commands.ts';
import type { Command } from '../kubectl/kubectl.ts';

const PAUSED = 'Its rollouts are paused, and so no pod would be replaced.';

function isPaused(deployment: JsonValue): boolean {
  return at(deployment, 'spec', 'paused') === true;
}

const RESTARTED_AT = ['spec', 'template', 'metadata', 'annotations', 'kubectl.kubernetes.io/restartedAt'] as const;

/** As `kubectl rollout restart` does it, which has no dry run. */
export const restartDeployment: KubernetesAction = {
  parameters: ['namespace', 'deployment'],
  async readState(work) {
    const deployment = await readDeployment(work);
    return {
      generation: field(at(deployment, 'metadata', 'generation')),
      observed_generation: field(at(deployment, 'status', 'observedGeneration')),
      available_replicas: field(describeRollout(deployment).available_replicas),
    };
  },
  async execute(work) {
    const deployment = await readDeployment(work);
    if (isPaused(deployment)) return failure(PAUSED);
    noteProgress(work, deployment);
    const patched = await work.cluster.change(restart(work));
    work.notes.set('restarted', textAt(patched, ...RESTARTED_AT) ?? '');
    return success('Its pods are replaced, one after the other.');
  },
  settle: (work) => settleRollout(work, (now) => textAt(now, ...RESTARTED_AT) === work.notes.get('restarted')),
  rehearse: (work) => rehearseDeployment(work, restart(work)),
};

function restart({ context, params }: Work): Command {
  const annotations = { 'kubectl.kubernetes.io/restartedAt': new Date(context.clock()).toISOString() };
  const document = { spec: { template: { metadata: { annotations } } } };
  return patch(
    'strategic',
    'deployments.v1.apps',
    readName(params, 'deployment'),
    readLabel(params, 'namespace'),
    document,
  );
}

export const scaleDeployment: KubernetesAction = {
  parameters: ['namespace', 'deployment', 'replicas'],
  async readState(work) {
    const deployment = await readDeployment(work);
    const { available_replicas, ready_replicas, replicas } = describeRollout(deployment);
    return {
      replicas: { value: replicas },
      available_replicas: { value: available_replicas },
      ready_replicas: { value: ready_replicas },
      uid: uidOf(deployment),
    };
  },
  async execute(work) {
    const replicas = readInteger(work.params, 'replicas');
    const scaled = await work.cluster.change(scale(work));
    if (readScale(scaled) !== replicas) return failure('The API answered with another number.');
    return success(`It is scaled to ${replicas}.`);
  },
  settle: (work) => settleScale(work, readInteger(work.params, 'replicas')),
  async rehearse(work) {
    const before = await readDeployment(work);
    const after = await work.cluster.ask(dryly(scale(work)));
    const describe = (replicas: number) => ({ spec: { replicas } });
    const difference = describeDifference(describe(describeRollout(before).replicas), describe(readScale(after)));
    return { commands: [scale(work)], difference };
  },
};

/** None is left out of the answer. */
function readScale(scale: JsonValue): number {
  return numberAt(scale, 'spec', 'replicas') ?? 0;
}

/** Its own subresource: whoever may scale need not be able to change anything else. */
function scale({ params }: Work): Command {
  const [name, namespace] = [readName(params, 'deployment'), readLabel(params, 'namespace')];
  const document = { spec: { replicas: readInteger(params, 'replicas') } };
  const { argv, ...command } = patch('merge', 'deployments.v1.apps', name, namespace, document);
  const [verb = '', ...rest] = argv;
  return { ...command, argv: [verb, '--subresource=scale', ...rest] };
}

export const rolloutStatus: KubernetesAction = {
  parameters: ['namespace', 'deployment'],
  async execute(work) {
    const deployment = await readDeployment(work);
    const status = describeRollout(deployment);
    const revision = revisionOf(deployment) ?? null;
    const progress = `${status.updated_replicas} of ${status.replicas} replicas are updated, ${status.available_replicas} are available`;
    const reason = status.complete ? 'The rollout is complete.' : `The rollout is not complete: ${progress}.`;
    return success(reason, { ...status, revision });
  },
  async rehearse(work) {
    await readDeployment(work);
    return { commands: [{ argv: ['get', `--raw=${pathOf(work)}`] }] };
  },
};

export const rolloutUndo: KubernetesAction = {
  parameters: ['namespace', 'deployment', 'revision', 'uid'],
  async readState(work) {
    const deployment = await readDeployment(work);
    return { revision: currentRevision(deployment), uid: uidOf(deployment) };
  },
  async execute(work) {
    const deployment = await readDeployment(work);
    if (isPaused(deployment)) return failure(PAUSED);
    const found = await findRevision(work, deployment);
    if ('missing' in found) return failure(found.missing);
    work.notes.set('template', found.template);
    // Not what it says of its revision: that follows what it is made from, some time later.
    if (canonicalJson(templateOf(deployment)) === found.template)
      return success(`It is at revision ${found.revision} already.`);
    noteProgress(work, deployment);
    // Not what kubectl answers either, which is the object as it was before.
    await work.cluster.change(undo(work, found.revision));
    return success(`It goes back to revision ${found.revision}.`);
  },
  settle: (work) => {
    const template = work.notes.get('template');
    return settleRollout(work, (now) => canonicalJson(templateOf(now)) === template);
  },
  async rehearse(work) {
    const deployment = await readDeployment(work);
    if (isPaused(deployment)) return { commands: [], refused: PAUSED };
    const found = await findRevision(work, deployment);
    if ('missing' in found) return { commands: [], refused: found.missing };
    const command = undo(work, found.revision);
    await work.cluster.ask(dryly(command, 'rollout undo'));
    const after = { template: parseJson(found.template, 'template') };
    return { commands: [command], difference: describeDifference({ template: templateOf(deployment) }, after) };
  },
};

/** kubectl goes to the revision before where none is given: it is named, so that what is told is what is done. */
function undo({ params }: Work, revision: number): Command {
  const place = `--namespace=${readLabel(params, 'namespace')}`;
  const argv = ['rollout', 'undo', place, `--to-revision=${revision}`, '--output=json', '--'];
  return { argv: [...argv, 'deployments.v1.apps', readName(params, 'deployment')] };
}

async function findRevision(
  { cluster, params }: Work,
  deployment: JsonValue,
): Promise<{ readonly revision: number; readonly template: string } | { readonly missing: string }> {
  const asked = readOptional(params, 'revision', readInteger);
  const uid = readOptional(params, 'uid', readText);
  if (uid !== undefined && textAt(deployment, 'metadata', 'uid') !== uid) {
    return { missing: 'It is another deployment of that name, and its revisions are others: it was made anew since.' };
  }
  const sets = await listRevisions(cluster, readLabel(params, 'namespace'), deployment);
  const known = [...sets.keys()];
  const current = revisionOf(deployment);
  const revision = asked ?? known.filter((each) => each !== current).at(-1);
  const set = revision === undefined ? undefined : sets.get(revision);
  if (revision !== undefined && set !== undefined) return { revision, template: canonicalJson(templateOf(set)) };
  const history = known.length === 0 ? 'It has none.' : `There is: ${known.join(', ')}.`;
  if (asked === undefined) return { missing: `There is no revision before the current one. ${history}` };
  return { missing: `The revision ${asked} is not in its history. ${history}` };
}

/** What a deployment can go back to, by revision, the oldest first. */
export async function listRevisions(
  cluster: Work['cluster'],
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

export const updateImage: KubernetesAction = {
  parameters: ['namespace', 'deployment', 'container', 'image'],
  async readState(work) {
    const deployment = await readDeployment(work);
    const found = findContainer(work, deployment);
    const image: Field = found === undefined ? { missing: 'There is no such container.' } : field(found.image);
    return {
      current_image: image,
      generation: field(at(deployment, 'metadata', 'generation')),
      revision: currentRevision(deployment),
      uid: uidOf(deployment),
    };
  },
  async execute(work) {
    const image = readImage(work.params, 'image');
    const deployment = await readDeployment(work);
    if (isPaused(deployment)) return failure(PAUSED);
    const command = setImage(work, deployment);
    if (command === undefined) return failure(lackingContainer(work));
    noteProgress(work, deployment);
    const patched = await work.cluster.change(command);
    if (findContainer(work, patched)?.image !== image) return failure('The API answered with another image.');
    return success('Its pods are replaced by ones with the image that was asked for.');
  },
  settle: (work) => settleRollout(work, (now) => findContainer(work, now)?.image === readImage(work.params, 'image')),
  async rehearse(work) {
    const command = setImage(work, await readDeployment(work));
    if (command === undefined) return { commands: [], refused: lackingContainer(work) };
    return rehearseDeployment(work, command);
  },
};

export function findContainer({ params }: Work, deployment: JsonValue) {
  const name = readLabel(params, 'container');
  const containers = listAt(deployment, 'spec', 'template', 'spec', 'containers');
  const index = containers.findIndex((container) => textAt(container, 'name') === name);
  return index < 0 ? undefined : { index, name, image: textAt(containers[index], 'image') };
}

/** Undefined where there is no such container: a patch by name would add it. */
function setImage(work: Work, deployment: JsonValue): Command | undefined {
  const { params } = work;
  const found = findContainer(work, deployment);
  if (found === undefined) return undefined;
  const path = `/spec/template/spec/containers/${found.index}`;
  const document = [
    { op: 'test', path: `${path}/name`, value: found.name },
    { op: 'replace', path: `${path}/image`, value: readImage(params, 'image') },
  ];
  return patch('json', 'deployments.v1.apps', readName(params, 'deployment'), readLabel(params, 'namespace'), document);
}

function lackingContainer({ params }: Work): string {
  return `The deployment has no container "${readLabel(params, 'container')}".`;
}

/** Of what makes new pods, which a paused deployment does not. */
async function rehearseDeployment(work: Work, command: Command) {
  const before = await readDeployment(work);
  if (isPaused(before)) return { commands: [command], refused: PAUSED };
  const after = await work.cluster.ask(dryly(command));
  return { commands: [command], difference: describeDifference(before, after) };
}

function pathOf({ params }: Work): string {
  return API.deployment(readLabel(params, 'namespace'), readName(params, 'deployment'));
}

/** What the pods are made from, without the label that the controller adds. */
function templateOf(object: JsonValue): JsonObject {
  const { metadata: _, ...template } = objectAt(object, 'spec', 'template');
  const { labels: __, ...metadata } = objectAt(object, 'spec', 'template', 'metadata');
  const { 'pod-template-hash': ___, ...labels } = objectAt(object, 'spec', 'template', 'metadata', 'labels');
  return { ...template, metadata: { ...metadata, labels } };
}
