import { isDeepStrictEqual } from 'node:util';
import type { ExecutionResult, JsonValue } from '@agent-safe/core';
import { type Field, failure, field, type KubernetesAction, success, uidOf, type Work } from '../api/action-context.ts';
import { ApiError } from '../api/api-error.ts';
import { describeDifference } from '../api/diff.ts';
import { at, listAt, numberAt, textAt } from '../api/json.ts';
import { API } from '../api/paths.ts';
import { ParameterRefused, readInteger, readLabel, readName, readOptional } from '../api/read-params.ts';
import { dryly, patch } from '../kubectl/commands.ts';
import type { Command } from '../kubectl/kubectl.ts';

const RESOURCE = 'horizontalpodautoscalers.v2.autoscaling';

export function readAutoscaler({ cluster, params }: Work): Promise<JsonValue> {
  return cluster.read(API.autoscaler(readLabel(params, 'namespace'), readName(params, 'hpa')));
}

export const scaleHpa: KubernetesAction = {
  parameters: ['namespace', 'hpa', 'min_replicas', 'max_replicas'],
  async readState(work) {
    const found = await readAutoscaler(work);
    return {
      min_replicas: { value: numberAt(found, 'spec', 'minReplicas') ?? 1 },
      max_replicas: field(at(found, 'spec', 'maxReplicas')),
      uid: uidOf(found),
    };
  },
  async execute(work) {
    const patched = await work.cluster.change(limits(work));
    const why = findOther(work, patched);
    return why === undefined ? success('Its limits are set.') : failure(why);
  },
  async settle(work) {
    return findOther(work, await readAutoscaler(work));
  },
  rehearse: (work) => rehearse(work, limits(work)),
};

function limits({ params }: Work): Command {
  const spec = { minReplicas: readInteger(params, 'min_replicas'), maxReplicas: readInteger(params, 'max_replicas') };
  return patch('merge', RESOURCE, readName(params, 'hpa'), readLabel(params, 'namespace'), { spec });
}

function findOther({ params }: Work, autoscaler: JsonValue): string | undefined {
  const isSame =
    (numberAt(autoscaler, 'spec', 'minReplicas') ?? 1) === readInteger(params, 'min_replicas') &&
    numberAt(autoscaler, 'spec', 'maxReplicas') === readInteger(params, 'max_replicas');
  return isSame ? undefined : 'Its limits are others than were asked for.';
}

export const updateHpaLimits: KubernetesAction = {
  parameters: ['namespace', 'hpa', 'target_cpu_percent', 'target_memory_percent'],
  async readState(work) {
    const found = await readAutoscaler(work);
    return {
      target_cpu_percent: readTarget(found, 'cpu'),
      target_memory_percent: readTarget(found, 'memory'),
      uid: uidOf(found),
    };
  },
  async execute(work) {
    const read = await readAutoscaler(work);
    try {
      const patched = await work.cluster.change(targets(work, read));
      const why = findOtherTarget(work, patched);
      return why === undefined ? success(SET) : failure(why);
    } catch (error) {
      return explain(work, read, error);
    }
  },
  async settle(work) {
    return findOtherTarget(work, await readAutoscaler(work));
  },
  rehearse: async (work) => rehearse(work, targets(work, await readAutoscaler(work))),
};

type Target = readonly [resource: 'cpu' | 'memory', percent: number];

/** @throws ParameterRefused where nothing is asked for */
function readTargets({ params }: Work): readonly Target[] {
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
function targets(work: Work, autoscaler: JsonValue): Command {
  const { params } = work;
  const asked = readTargets(work);
  const others = listAt(autoscaler, 'spec', 'metrics').filter(
    (each) => !asked.some(([resource]) => isOf(each, resource)),
  );
  const own = asked.map(([name, percent]) => {
    return { type: 'Resource', resource: { name, target: { type: 'Utilization', averageUtilization: percent } } };
  });
  const metrics = at(autoscaler, 'spec', 'metrics');
  const version = textAt(autoscaler, 'metadata', 'resourceVersion') ?? '';
  // What the cluster notes of an autoscaler makes it another version all the time, and is nothing that would be overwritten.
  const document: JsonValue = [
    metrics === undefined
      ? { op: 'test', path: '/metadata/resourceVersion', value: version }
      : { op: 'test', path: '/spec/metrics', value: metrics },
    { op: metrics === undefined ? 'add' : 'replace', path: '/spec/metrics', value: [...others, ...own] },
  ];
  return patch('json', RESOURCE, readName(params, 'hpa'), readLabel(params, 'namespace'), document);
}

const SET = 'What it aims for is set.';

/** The API says of a test that failed no more than that the request is invalid. @throws what was thrown, where it was not that */
async function explain(work: Work, read: JsonValue, error: unknown): Promise<ExecutionResult> {
  if (!(error instanceof ApiError) || error.reason !== 'Invalid') throw error;
  const now = await readAutoscaler(work);
  if (isDeepStrictEqual(at(now, 'spec', 'metrics'), at(read, 'spec', 'metrics'))) throw error;
  work.cluster.doubt();
  if (findOtherTarget(work, now) === undefined) return success(SET);
  return failure('Somebody else has changed its metrics meanwhile: Conflict. Look at them, and ask for it once more.');
}

function findOtherTarget(work: Work, autoscaler: JsonValue): string | undefined {
  const isSame = readTargets(work).every(([resource, percent]) => utilizationOf(autoscaler, resource) === percent);
  return isSame ? undefined : 'It aims for something else than was asked for.';
}

async function rehearse(work: Work, command: Command) {
  const before = await readAutoscaler(work);
  const after = await work.cluster.ask(dryly(command));
  return { commands: [command], difference: describeDifference(before, after) };
}
