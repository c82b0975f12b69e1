import { canonicalJson, type JsonValue } from '@agent-safe/core';
import { effectMissing, type Field, field, type Observation, observed, waiting } from '@agent-safe/runner/executor-kit';
import type { ActionContext } from './action-context.ts';
import { listAt, numberAt, textAt } from './json.ts';
import { API } from './paths.ts';
import { readLabel, readName } from './read-params.ts';
import { waitUntil } from './wait.ts';

/** @throws ApiError, ParameterRefused */
export function readDeployment({ cluster, params }: ActionContext): Promise<JsonValue> {
  return cluster.read(API.deployment(readLabel(params, 'namespace'), readName(params, 'deployment')));
}

/** How far a rollout is, in the words of the object itself. */
export interface RolloutStatus {
  readonly replicas: number;
  readonly updated_replicas: number;
  readonly ready_replicas: number;
  readonly available_replicas: number;
  /** Whether the controller has seen the last change. */
  readonly observed: boolean;
  readonly complete: boolean;
  /** Whether the controller has given up waiting. */
  readonly failed: boolean;
}

/** @see https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#deployment-status */
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

/** Before a rollout: what was given up then says nothing of the one that is begun, and stands there until its first step. */
export function carryProgress({ carry }: ActionContext, deployment: JsonValue): void {
  carry.set('progress', canonicalJson(progressOf(deployment) ?? null));
}

/** Whether nothing is heard of the rollout since. */
function isCarried({ carry }: ActionContext, deployment: JsonValue): boolean {
  return carry.get('progress') === canonicalJson(progressOf(deployment) ?? null);
}

/** Waits until there are as many as were asked for, and all are available: of whichever revision, because it is no rollout. */
export async function waitForScale(context: ActionContext, asked: number): Promise<Observation> {
  const scaled = await waitUntil(async () => {
    const deployment = await readDeployment(context);
    const { available_replicas, observed: isObserved, replicas } = describeRollout(deployment);
    if (replicas !== asked) {
      return effectMissing('It was scaled to something else before its replicas were there.');
    }
    const present = numberAt(deployment, 'status', 'replicas') ?? 0;
    if (isObserved && present === asked && available_replicas === asked) return observed();
    return waiting(`${present} replicas are there, ${available_replicas} are available.`);
  }, context);
  if (scaled.ok || scaled.code === 'effect_missing') return scaled;
  return waiting(`It is not at ${asked} yet: ${scaled.reason}`);
}

/**
 * Waits until the rollout of a deployment is complete.
 *
 * @param isAsAsked whether the object still says what was asked for: it may have been changed since
 */
export async function waitForRollout(
  context: ActionContext,
  isAsAsked: (deployment: JsonValue) => boolean,
): Promise<Observation> {
  const complete = await waitUntil(async () => {
    const deployment = await readDeployment(context);
    if (!isAsAsked(deployment)) {
      return effectMissing('It was changed to something else before its rollout was complete.');
    }
    const { available_replicas, replicas, updated_replicas, ...said } = describeRollout(deployment);
    const status = `${updated_replicas} of ${replicas} replicas are updated, ${available_replicas} are available.`;
    if (said.failed && !isCarried(context, deployment)) {
      return effectMissing(`The rollout made no progress within its deadline: ${status}`);
    }
    return said.complete ? observed() : waiting(status);
  }, context);
  if (complete.ok || complete.code === 'effect_missing') return complete;
  return waiting(`The rollout is not complete: ${complete.reason}`);
}

/** Which revision it is at. The controller writes that down after a change, and until then it says which one it was at. */
export function currentRevision(deployment: JsonValue): Field {
  if (!describeRollout(deployment).observed) return { missing: 'Its controller has not seen its last change yet.' };
  return field(revisionOf(deployment));
}

/** Undefined where nothing was rolled out yet. */
export function revisionOf(object: JsonValue): number | undefined {
  const text = textAt(object, 'metadata', 'annotations', 'deployment.kubernetes.io/revision') ?? '';
  return /^\d{1,9}$/.test(text) ? Number(text) : undefined;
}
