import type { JsonValue } from '@agent-safe/core';
import { type Field, failure, field, readOptional, readText, success } from '@agent-safe/runner/executor-kit';
import { type ActionContext, type KubernetesAction, preview, uidOf } from '../api/action-context.ts';
import { warnOfGitOps } from '../api/gitops.ts';
import { at, listAt, textAt } from '../api/json.ts';
import { readImage, readLabel } from '../api/read-params.ts';
import { type ApiRequest, patch } from '../api/request.ts';
import { carryProgress, currentRevision, readDeployment, waitForRollout } from '../api/rollout.ts';
import { deploymentPath, describeReplacement, isPaused, PAUSED, previewDeployment } from './deployments.ts';

export const updateImage: KubernetesAction = {
  parameters: ['namespace', 'deployment', 'container', 'image', 'uid'],
  async readState(context) {
    const deployment = await readDeployment(context);
    const found = findContainer(context, deployment);
    const image: Field = found === undefined ? { missing: 'The container does not exist.' } : field(found.image);
    return {
      current_image: image,
      generation: field(at(deployment, 'metadata', 'generation')),
      revision: currentRevision(deployment),
      uid: uidOf(deployment),
    };
  },
  async execute(context) {
    const image = readImage(context.params, 'image');
    const deployment = await readDeployment(context);
    warnOfGitOps(context, deployment);
    const obstacle = findObstacle(context, deployment);
    if (obstacle !== undefined) return failure(obstacle);
    carryProgress(context, deployment);
    const patched = await context.cluster.change(setImage(context, deployment));
    if (findContainer(context, patched)?.image !== image) return failure('The API returned another image.');
    const done = 'The pods of the deployment are replaced by pods with the requested image.';
    return success(describeReplacement(deployment, done));
  },
  waitForEffect: (context) =>
    waitForRollout(context, (now) => findContainer(context, now)?.image === readImage(context.params, 'image')),
  async dryRun(context) {
    const deployment = await readDeployment(context);
    const obstacle = findObstacle(context, deployment);
    if (obstacle !== undefined) return preview(context, [], { refused: obstacle });
    return previewDeployment(context, setImage(context, deployment));
  },
};

/** Returns the reason why the image cannot be set, or undefined if it can. */
function findObstacle(context: ActionContext, deployment: JsonValue): string | undefined {
  const uid = readOptional(context.params, 'uid', readText);
  if (uid !== undefined && textAt(deployment, 'metadata', 'uid') !== uid) {
    return 'The deployment was deleted and created again, so it is not the deployment of the request.';
  }
  if (isPaused(deployment)) return PAUSED;
  if (findContainer(context, deployment) !== undefined) return undefined;
  return `The deployment has no container "${readLabel(context.params, 'container')}".`;
}

/** Finds the container that the parameters name. It may be an init container, as for `kubectl set image`. */
export function findContainer({ params }: ActionContext, deployment: JsonValue) {
  const name = readLabel(params, 'container');
  for (const kind of ['containers', 'initContainers']) {
    const containers = listAt(deployment, 'spec', 'template', 'spec', kind);
    const index = containers.findIndex((container) => textAt(container, 'name') === name);
    if (index < 0) continue;
    return { path: `/spec/template/spec/${kind}/${index}`, name, image: textAt(containers[index], 'image') };
  }
  return undefined;
}

/** Builds a patch by index, because a patch by name would add a missing container. */
function setImage(context: ActionContext, deployment: JsonValue): ApiRequest {
  const { params } = context;
  const found = findContainer(context, deployment);
  const uid = readOptional(params, 'uid', readText);
  return patch('json', deploymentPath(params), [
    ...(uid === undefined ? [] : [{ op: 'test', path: '/metadata/uid', value: uid }]),
    { op: 'test', path: `${found?.path ?? ''}/name`, value: found?.name ?? '' },
    { op: 'replace', path: `${found?.path ?? ''}/image`, value: readImage(params, 'image') },
  ]);
}
