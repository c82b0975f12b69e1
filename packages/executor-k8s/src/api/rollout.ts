import { canonicalJson, type JsonValue } from '@agent-safe/core';
import { effectMissing, type Field, field, type Observation, observed, waiting } from '@agent-safe/runner/executor-kit';
import type { ActionContext } from './action-context.ts';
import { explainAutoscaler } from './autoscaler.ts';
import { CauseFinder } from './causes.ts';
import { listAt, numberAt, textAt } from './json.ts';
import { API } from './paths.ts';
import { readLabel, readName } from './read-params.ts';
import { waitUntil } from './wait.ts';

/** Reads the deployment that the parameters name. @throws ApiError, ParameterRefused */
export function readDeployment({ cluster, params }: ActionContext): Promise<JsonValue> {
  return cluster.read(API.deployment(readLabel(params, 'namespace'), readName(params, 'deployment')));
}

/** Progress of a rollout, from the status of the deployment. */
export interface RolloutStatus {
  readonly replicas: number;
  readonly updated_replicas: number;
  readonly ready_replicas: number;
  readonly available_replicas: number;
  /** Whether the controller has processed the last change. */
  readonly observed: boolean;
  readonly complete: boolean;
  /** Whether the rollout exceeded its progress deadline. */
  readonly failed: boolean;
}

/** Reads the progress of a rollout. @see https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#deployment-status */
export function describeRollout(deployment: JsonValue): RolloutStatus {
  const count = (name: string) => numberAt(deployment, 'status', name) ?? 0;
  const replicas = numberAt(deployment, 'spec', 'replicas') ?? 1;
  const observed = count('observedGeneration') >= (numberAt(deployment, 'metadata', 'generation') ?? 0);
  const updated = count('updatedReplicas');
  const available = count('availableReplicas');
  const isComplete = updated === replicas && count('replicas') === updated && available === replicas;
  const failed = textAt(progressOf(deployment), 'reason') === 'ProgressDeadlineExceeded';
  return {
    replicas,
    updated_replicas: updated,
    ready_replicas: count('readyReplicas'),
    available_replicas: available,
    observed,
    complete: observed && isComplete,
    failed: observed && failed,
  };
}

function progressOf(deployment: JsonValue): JsonValue | undefined {
  return listAt(deployment, 'status', 'conditions').find((condition) => textAt(condition, 'type') === 'Progressing');
}

/** Stores the progress condition before a rollout, because the failure of an earlier rollout remains until the first progress. */
export function carryProgress({ carry }: ActionContext, deployment: JsonValue): void {
  carry.set('progress', canonicalJson(progressOf(deployment) ?? null));
}

/** Whether the progress condition is unchanged since the start of the rollout. */
function isCarried({ carry }: ActionContext, deployment: JsonValue): boolean {
  return carry.get('progress') === canonicalJson(progressOf(deployment) ?? null);
}

/** Waits until the requested number of replicas exists and is available, of any revision. */
export async function waitForScale(context: ActionContext, requested: number): Promise<Observation> {
  const causes = new CauseFinder(context);
  const scaled = await waitUntil(async () => {
    const deployment = await readDeployment(context);
    const { available_replicas, observed: isObserved, replicas } = describeRollout(deployment);
    if (replicas !== requested) {
      const why = await explainAutoscaler(context, requested);
      const other = `The deployment was scaled to ${replicas} replicas before the requested replicas existed.`;
      return effectMissing(why === undefined ? other : `${other} ${why}`);
    }
    const present = numberAt(deployment, 'status', 'replicas') ?? 0;
    if (isObserved && present === requested && available_replicas === requested) return observed();
    const why = await causes.describeRollout(readLabel(context.params, 'namespace'), deployment);
    return waiting(`${present} replicas exist, ${available_replicas} are available.${why}`);
  }, context);
  if (scaled.ok || scaled.code === 'effect_missing') return scaled;
  return waiting(`The deployment does not have ${requested} replicas yet: ${scaled.reason}`);
}

/**
 * Waits until the rollout of a deployment is complete.
 *
 * @param isAsRequested whether the deployment still has the requested values
 */
export async function waitForRollout(
  context: ActionContext,
  isAsRequested: (deployment: JsonValue) => boolean,
): Promise<Observation> {
  const causes = new CauseFinder(context);
  const complete = await waitUntil(async () => {
    const deployment = await readDeployment(context);
    if (!isAsRequested(deployment)) {
      return effectMissing('Another change was made to the deployment before its rollout was complete.');
    }
    const { available_replicas, replicas, updated_replicas, ...said } = describeRollout(deployment);
    if (said.complete) return observed();
    const why = await causes.describeRollout(readLabel(context.params, 'namespace'), deployment);
    const status = `${updated_replicas} of ${replicas} replicas are updated, ${available_replicas} are available.${why}`;
    if (said.failed && !isCarried(context, deployment)) {
      return effectMissing(`The rollout made no progress within its deadline: ${status}`);
    }
    return waiting(status);
  }, context);
  if (complete.ok || complete.code === 'effect_missing') return complete;
  return waiting(`The rollout is not complete: ${complete.reason}`);
}

/** Returns the current revision. It is unknown until the controller has processed the last change. */
export function currentRevision(deployment: JsonValue): Field {
  if (!describeRollout(deployment).observed)
    return { missing: 'The controller has not processed the last change of the deployment yet.' };
  return field(revisionOf(deployment));
}

/** Returns the revision of an object, or undefined before its first rollout. */
export function revisionOf(object: JsonValue): number | undefined {
  const text = textAt(object, 'metadata', 'annotations', 'deployment.kubernetes.io/revision') ?? '';
  return /^\d{1,9}$/.test(text) ? Number(text) : undefined;
}
