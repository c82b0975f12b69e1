import { canonicalJson, type JsonValue } from '@agent-safe/core';
import { type Field, field, type Work } from './action-context.ts';
import { listAt, numberAt, textAt } from './json.ts';
import { API } from './paths.ts';
import { readLabel, readName } from './read-params.ts';
import { waitUntil } from './wait.ts';

/** @throws ApiError, ParameterRefused */
export function readDeployment({ cluster, params }: Work): Promise<JsonValue> {
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
export function noteProgress({ notes }: Work, deployment: JsonValue): void {
  notes.set('progress', canonicalJson(progressOf(deployment) ?? null));
}

/** Whether nothing is heard of the rollout since. */
function isNoted({ notes }: Work, deployment: JsonValue): boolean {
  return notes.get('progress') === canonicalJson(progressOf(deployment) ?? null);
}

/** Waits until there are as many as were asked for, and all are available: of whichever revision, because it is no rollout. */
export async function settleScale(work: Work, asked: number): Promise<string | undefined> {
  let final: string | undefined;
  const waiting = await waitUntil(async () => {
    const deployment = await readDeployment(work);
    const { available_replicas, observed, replicas } = describeRollout(deployment);
    if (replicas !== asked) {
      final = 'It was scaled to something else before its replicas were there.';
      return undefined;
    }
    const present = numberAt(deployment, 'status', 'replicas') ?? 0;
    if (observed && present === asked && available_replicas === asked) return undefined;
    return `${present} replicas are there, ${available_replicas} are available.`;
  }, work.cluster.signal);
  return final ?? (waiting === undefined ? undefined : `It is not at ${asked} yet: ${waiting}`);
}

/**
 * Waits until the rollout of a deployment is complete.
 *
 * @param isAsAsked whether the object still says what was asked for: somebody else may have changed it since
 */
export async function settleRollout(
  work: Work,
  isAsAsked: (deployment: JsonValue) => boolean,
): Promise<string | undefined> {
  let final: string | undefined;
  const waiting = await waitUntil(async () => {
    const deployment = await readDeployment(work);
    if (!isAsAsked(deployment)) {
      final = 'It was changed to something else before its rollout was complete.';
      return undefined;
    }
    const { available_replicas, complete, replicas, updated_replicas, ...said } = describeRollout(deployment);
    const failed = said.failed && !isNoted(work, deployment);
    const status = `${updated_replicas} of ${replicas} replicas are updated, ${available_replicas} are available.`;
    if (failed) final = `The rollout made no progress within its deadline: ${status}`;
    return complete || failed ? undefined : status;
  }, work.cluster.signal);
  return final ?? (waiting === undefined ? undefined : `The rollout is not complete: ${waiting}`);
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
