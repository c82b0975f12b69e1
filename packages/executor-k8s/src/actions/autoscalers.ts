import { isDeepStrictEqual } from 'node:util';
import type { ExecutionResult, JsonValue } from '@agent-safe/core';
import {
  effectMissing,
  type Field,
  failure,
  field,
  type Observation,
  observed,
  ParameterRefused,
  readInteger,
  readOptional,
  success,
} from '@agent-safe/runner/executor-kit';
import { type ActionContext, type KubernetesAction, type Preview, preview, uidOf } from '../api/action-context.ts';
import { ApiError } from '../api/api-error.ts';
import { describeDifference } from '../api/diff.ts';
import { warnOfGitOps } from '../api/gitops.ts';
import { at, listAt, numberAt, textAt } from '../api/json.ts';
import { API } from '../api/paths.ts';
import { readLabel, readName } from '../api/read-params.ts';
import { type ApiRequest, asDryRun, patch } from '../api/request.ts';

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
  parameters: ['namespace', 'hpa', 'target_cpu_percent', 'target_memory_percent'],
  async readState(context) {
    const found = await readAutoscaler(context);
    return {
      target_cpu_percent: readTarget(context, found, 'cpu'),
      target_memory_percent: readTarget(context, found, 'memory'),
      uid: uidOf(found),
    };
  },
  async execute(context) {
    const read = await readAutoscaler(context);
    warnOfGitOps(context, read);
    warnOfTargets(context, read);
    try {
      const patched = await context.cluster.change(targets(context, read));
      const found = compareTargets(context, patched);
      return found.ok ? success(SET) : failure(found.reason);
    } catch (error) {
      return explain(context, read, error);
    }
  },
  async waitForEffect(context) {
    return compareTargets(context, await readAutoscaler(context));
  },
  async dryRun(context) {
    const read = await readAutoscaler(context);
    warnOfTargets(context, read);
    return previewPatch(context, targets(context, read));
  },
};

type Target = readonly [resource: 'cpu' | 'memory', percent: number];

/** Returns the requested targets. @throws ParameterRefused if there are none */
function readTargets({ params }: ActionContext): readonly Target[] {
  const cpu = readOptional(params, 'target_cpu_percent', readInteger);
  const memory = readOptional(params, 'target_memory_percent', readInteger);
  const requested: readonly Target[] = [
    ...(cpu === undefined ? [] : [['cpu', cpu] as const]),
    ...(memory === undefined ? [] : [['memory', memory] as const]),
  ];
  if (requested.length > 0) return requested;
  throw new ParameterRefused('Give "target_cpu_percent", "target_memory_percent", or both.');
}

function isOf(metric: JsonValue, resource: string): boolean {
  return textAt(metric, 'type') === 'Resource' && textAt(metric, 'resource', 'name') === resource;
}

function readTarget({ params }: ActionContext, autoscaler: JsonValue, resource: string): Field {
  const percent = utilizationOf(autoscaler, resource);
  if (percent !== undefined || findMetric(autoscaler, resource) === undefined) return field(percent);
  const missing = 'The target of the autoscaler is not a percentage.';
  // A target that the request leaves alone needs no rollback.
  return readOptional(params, `target_${resource}_percent`, readInteger) === undefined
    ? { missing, absent: true }
    : { missing };
}

/** Warns of targets that a rollback cannot restore. It sets percentages, and removes no target. */
function warnOfTargets(context: ActionContext, autoscaler: JsonValue): void {
  for (const [resource] of readTargets(context)) {
    const metric = findMetric(autoscaler, resource);
    if (metric === undefined)
      context.warn(`A rollback cannot remove the ${resource} target, which the autoscaler does not have yet.`);
    else if (utilizationOf(autoscaler, resource) === undefined) {
      const type = textAt(metric, 'resource', 'target', 'type') ?? 'unknown';
      context.warn(
        `A rollback cannot restore the ${resource} target. Its type is ${type}, and it becomes a percentage.`,
      );
    }
  }
}

function findMetric(autoscaler: JsonValue, resource: string): JsonValue | undefined {
  return listAt(autoscaler, 'spec', 'metrics').find((each) => isOf(each, resource));
}

function utilizationOf(autoscaler: JsonValue, resource: string): number | undefined {
  return numberAt(findMetric(autoscaler, resource), 'resource', 'target', 'averageUtilization');
}

/** Builds a patch of the metrics. They are one list, so it is replaced only if it is still as it was read. */
function targets(context: ActionContext, autoscaler: JsonValue): ApiRequest {
  const { params } = context;
  const requested = readTargets(context);
  const others = listAt(autoscaler, 'spec', 'metrics').filter(
    (each) => !requested.some(([resource]) => isOf(each, resource)),
  );
  const own = requested.map(([name, percent]) => {
    return { type: 'Resource', resource: { name, target: { type: 'Utilization', averageUtilization: percent } } };
  });
  const metrics = at(autoscaler, 'spec', 'metrics');
  const version = textAt(autoscaler, 'metadata', 'resourceVersion') ?? '';
  // Status updates change the resource version all the time, so the test compares the metrics instead if there are any.
  const document: JsonValue = [
    metrics === undefined
      ? { op: 'test', path: '/metadata/resourceVersion', value: version }
      : { op: 'test', path: '/spec/metrics', value: metrics },
    { op: metrics === undefined ? 'add' : 'replace', path: '/spec/metrics', value: [...others, ...own] },
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
  if (compareTargets(context, now).ok) return success(SET);
  return failure(
    'Conflict: another writer changed the metrics of the autoscaler. Check them and request the change again.',
  );
}

function compareTargets(context: ActionContext, autoscaler: JsonValue): Observation {
  const isSame = readTargets(context).every(([resource, percent]) => utilizationOf(autoscaler, resource) === percent);
  return isSame ? observed() : effectMissing('The targets of the autoscaler differ from the requested targets.');
}

async function previewPatch(context: ActionContext, request: ApiRequest): Promise<Preview> {
  const before = await readAutoscaler(context);
  warnOfGitOps(context, before);
  const after = await context.cluster.ask(asDryRun(request));
  return preview(context, [request], { difference: describeDifference(before, after) });
}
