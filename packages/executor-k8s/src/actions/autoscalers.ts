import { isDeepStrictEqual } from 'node:util';
import type { ExecutionResult, JsonValue } from '@agent-safe/core';
import {
  effectMissing,
  failure,
  field,
  type Observation,
  observed,
  readInteger,
  success,
} from '@agent-safe/runner/executor-kit';
import { type ActionContext, type KubernetesAction, type Preview, preview, uidOf } from '../api/action-context.ts';
import { ApiError } from '../api/api-error.ts';
import { describeDifference } from '../api/diff.ts';
import { warnOfGitOps } from '../api/gitops.ts';
import { at, numberAt, textAt } from '../api/json.ts';
import { API } from '../api/paths.ts';
import { readLabel, readName } from '../api/read-params.ts';
import { type ApiRequest, asDryRun, patch } from '../api/request.ts';
import { compareMetrics, describeMetrics, readMetrics, replaceMetrics } from './autoscaler-metrics.ts';

/** Reads the autoscaler that the parameters name. @throws ApiError, ParameterRefused */
export function readAutoscaler({ cluster, params }: ActionContext): Promise<JsonValue> {
  return cluster.read(pathOf(params));
}

function pathOf(params: ActionContext['params']): string {
  return API.autoscaler(readLabel(params, 'namespace'), readName(params, 'hpa'));
}

export const scaleHpa: KubernetesAction = {
  parameters: ['namespace', 'hpa', 'min_replicas', 'max_replicas'],
  async readState(context) {
    const found = await readAutoscaler(context);
    warnOfGitOps(context, found);
    return {
      min_replicas: { value: numberAt(found, 'spec', 'minReplicas') ?? 1 },
      max_replicas: field(at(found, 'spec', 'maxReplicas')),
      uid: uidOf(found),
    };
  },
  async execute(context) {
    const patched = await context.cluster.change(limits(context));
    const found = compare(context, patched);
    return found.ok ? success('The limits of the autoscaler are set.') : failure(found.reason);
  },
  async waitForEffect(context) {
    return compare(context, await readAutoscaler(context));
  },
  dryRun: (context) => previewPatch(context, limits(context)),
};

function limits({ params }: ActionContext): ApiRequest {
  const spec = { minReplicas: readInteger(params, 'min_replicas'), maxReplicas: readInteger(params, 'max_replicas') };
  return patch('merge', pathOf(params), { spec });
}

function compare({ params }: ActionContext, autoscaler: JsonValue): Observation {
  const isSame =
    (numberAt(autoscaler, 'spec', 'minReplicas') ?? 1) === readInteger(params, 'min_replicas') &&
    numberAt(autoscaler, 'spec', 'maxReplicas') === readInteger(params, 'max_replicas');
  return isSame ? observed() : effectMissing('The limits of the autoscaler differ from the requested limits.');
}

export const updateHpaLimits: KubernetesAction = {
  parameters: ['namespace', 'hpa', 'target_cpu_percent', 'target_memory_percent', 'metrics', 'remove'],
  async readState(context) {
    const found = await readAutoscaler(context);
    return { ...describeMetrics(context.params, found), uid: uidOf(found) };
  },
  async execute(context) {
    const read = await readAutoscaler(context);
    warnOfGitOps(context, read);
    const obstacle = await findObstacle(context, read);
    if (obstacle !== undefined) return failure(obstacle);
    try {
      const patched = await context.cluster.change(targets(context, read));
      const found = compareMetrics(context.params, patched);
      return found.ok ? success(SET) : failure(found.reason);
    } catch (error) {
      return explain(context, read, error);
    }
  },
  async waitForEffect(context) {
    return compareMetrics(context.params, await readAutoscaler(context));
  },
  async dryRun(context) {
    const read = await readAutoscaler(context);
    const refused = await findObstacle(context, read);
    const request = targets(context, read);
    if (refused !== undefined) return preview(context, [request], { refused });
    return previewPatch(context, request);
  },
};

/** Returns the reason why the metrics cannot be set, or undefined if they can. */
async function findObstacle(context: ActionContext, autoscaler: JsonValue): Promise<string | undefined> {
  const requested = readMetrics(context.params);
  if (replaceMetrics(requested, autoscaler).length === 0)
    return 'The autoscaler would have no metric left, and the API would set a CPU target of its own. Keep one metric.';
  if (context.params.metrics === undefined) return undefined;
  // The API drops a key that it does not know, and writes quantities in a form of its own.
  const asked = await context.cluster.ask(asDryRun(targets(context, autoscaler)));
  if (compareMetrics(context.params, asked).ok) return undefined;
  return 'The API would store other metrics than requested. Write "metrics" as the API shows them, such as 1Gi.';
}

/** Builds a patch of the metrics. They are one list, so it is replaced only if it is still as it was read. */
function targets({ params }: ActionContext, autoscaler: JsonValue): ApiRequest {
  const metrics = at(autoscaler, 'spec', 'metrics');
  const version = textAt(autoscaler, 'metadata', 'resourceVersion') ?? '';
  const value = replaceMetrics(readMetrics(params), autoscaler);
  // Status updates change the resource version all the time, so the test compares the metrics instead if there are any.
  const document: JsonValue = [
    metrics === undefined
      ? { op: 'test', path: '/metadata/resourceVersion', value: version }
      : { op: 'test', path: '/spec/metrics', value: metrics },
    { op: metrics === undefined ? 'add' : 'replace', path: '/spec/metrics', value },
  ];
  return patch('json', pathOf(params), document);
}

const SET = 'The targets of the autoscaler are set.';

/** Explains an invalid request: the API does not say whether the test of the patch failed. @throws the same error for any other cause */
async function explain(context: ActionContext, read: JsonValue, error: unknown): Promise<ExecutionResult> {
  if (!(error instanceof ApiError) || error.reason !== 'Invalid') throw error;
  const now = await readAutoscaler(context);
  if (isDeepStrictEqual(at(now, 'spec', 'metrics'), at(read, 'spec', 'metrics'))) throw error;
  context.cluster.markUncertain();
  if (compareMetrics(context.params, now).ok) return success(SET);
  return failure(
    'Conflict: another writer changed the metrics of the autoscaler. Check them and request the change again.',
  );
}

async function previewPatch(context: ActionContext, request: ApiRequest): Promise<Preview> {
  const before = await readAutoscaler(context);
  warnOfGitOps(context, before);
  const after = await context.cluster.ask(asDryRun(request));
  return preview(context, [request], { difference: describeDifference(before, after) });
}
