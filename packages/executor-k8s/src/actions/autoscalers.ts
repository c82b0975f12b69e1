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
import { at, listAt, numberAt, textAt } from '../api/json.ts';
import { API } from '../api/paths.ts';
import { readLabel, readName } from '../api/read-params.ts';
import { type ApiRequest, asDryRun, patch } from '../api/request.ts';

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
    return {
      min_replicas: { value: numberAt(found, 'spec', 'minReplicas') ?? 1 },
      max_replicas: field(at(found, 'spec', 'maxReplicas')),
      uid: uidOf(found),
    };
  },
  async execute(context) {
    const patched = await context.cluster.change(limits(context));
    const found = compare(context, patched);
    return found.ok ? success('Its limits are set.') : failure(found.reason);
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
  return isSame ? observed() : effectMissing('Its limits are others than were asked for.');
}

export const updateHpaLimits: KubernetesAction = {
  parameters: ['namespace', 'hpa', 'target_cpu_percent', 'target_memory_percent'],
  async readState(context) {
    const found = await readAutoscaler(context);
    return {
      target_cpu_percent: readTarget(found, 'cpu'),
      target_memory_percent: readTarget(found, 'memory'),
      uid: uidOf(found),
    };
  },
  async execute(context) {
    const read = await readAutoscaler(context);
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
  dryRun: async (context) => previewPatch(context, targets(context, await readAutoscaler(context))),
};

type Target = readonly [resource: 'cpu' | 'memory', percent: number];

/** @throws ParameterRefused where nothing is asked for */
function readTargets({ params }: ActionContext): readonly Target[] {
  const cpu = readOptional(params, 'target_cpu_percent', readInteger);
  const memory = readOptional(params, 'target_memory_percent', readInteger);
  const asked: readonly Target[] = [
    ...(cpu === undefined ? [] : [['cpu', cpu] as const]),
    ...(memory === undefined ? [] : [['memory', memory] as const]),
  ];
  if (asked.length > 0) return asked;
  throw new ParameterRefused('Neither "target_cpu_percent" nor "target_memory_percent" is given.');
}

function isOf(metric: JsonValue, resource: string): boolean {
  return textAt(metric, 'type') === 'Resource' && textAt(metric, 'resource', 'name') === resource;
}

function readTarget(autoscaler: JsonValue, resource: string): Field {
  const isAimedFor = listAt(autoscaler, 'spec', 'metrics').some((each) => isOf(each, resource));
  const percent = utilizationOf(autoscaler, resource);
  if (isAimedFor && percent === undefined) return { missing: 'It aims for a value that is no percentage.' };
  return field(percent);
}

function utilizationOf(autoscaler: JsonValue, resource: string): number | undefined {
  const metric = listAt(autoscaler, 'spec', 'metrics').find((each) => isOf(each, resource));
  return numberAt(metric, 'resource', 'target', 'averageUtilization');
}

/** All metrics are one list: it is replaced as it was read, or not at all. */
function targets(context: ActionContext, autoscaler: JsonValue): ApiRequest {
  const { params } = context;
  const asked = readTargets(context);
  const others = listAt(autoscaler, 'spec', 'metrics').filter(
    (each) => !asked.some(([resource]) => isOf(each, resource)),
  );
  const own = asked.map(([name, percent]) => {
    return { type: 'Resource', resource: { name, target: { type: 'Utilization', averageUtilization: percent } } };
  });
  const metrics = at(autoscaler, 'spec', 'metrics');
  const version = textAt(autoscaler, 'metadata', 'resourceVersion') ?? '';
  // What the cluster carry of an autoscaler makes it another version all the time, and is nothing that would be overwritten.
  const document: JsonValue = [
    metrics === undefined
      ? { op: 'test', path: '/metadata/resourceVersion', value: version }
      : { op: 'test', path: '/spec/metrics', value: metrics },
    { op: metrics === undefined ? 'add' : 'replace', path: '/spec/metrics', value: [...others, ...own] },
  ];
  return patch('json', pathOf(params), document);
}

const SET = 'What it aims for is set.';

/** The API says of a test that failed no more than that the request is invalid. @throws what was thrown, where it was not that */
async function explain(context: ActionContext, read: JsonValue, error: unknown): Promise<ExecutionResult> {
  if (!(error instanceof ApiError) || error.reason !== 'Invalid') throw error;
  const now = await readAutoscaler(context);
  if (isDeepStrictEqual(at(now, 'spec', 'metrics'), at(read, 'spec', 'metrics'))) throw error;
  context.cluster.markUncertain();
  if (compareTargets(context, now).ok) return success(SET);
  return failure('Somebody else has changed its metrics meanwhile: Conflict. Look at them, and ask for it once more.');
}

function compareTargets(context: ActionContext, autoscaler: JsonValue): Observation {
  const isSame = readTargets(context).every(([resource, percent]) => utilizationOf(autoscaler, resource) === percent);
  return isSame ? observed() : effectMissing('It aims for something else than was asked for.');
}

async function previewPatch(context: ActionContext, request: ApiRequest): Promise<Preview> {
  const before = await readAutoscaler(context);
  const after = await context.cluster.ask(asDryRun(request));
  return preview(context, [request], { difference: describeDifference(before, after) });
}
