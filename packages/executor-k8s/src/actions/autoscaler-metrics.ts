import { isDeepStrictEqual } from 'node:util';
import { isJsonArray, type JsonObject, type JsonValue } from '@agent-safe/core';
import {
  effectMissing,
  type Field,
  field,
  type Observation,
  observed,
  ParameterRefused,
  readInteger,
  readOptional,
} from '@agent-safe/runner/executor-kit';
import { listAt, numberAt, textAt } from '../api/json.ts';

const RESOURCES = ['cpu', 'memory'] as const;
type Resource = (typeof RESOURCES)[number];

/** The metrics that an autoscaler shall have for each requested resource. An empty list removes them. */
export type RequestedMetrics = ReadonlyMap<Resource, readonly JsonValue[]>;

/** Returns the requested metrics. @throws ParameterRefused if there are none, or two requests for one resource */
export function readMetrics(params: JsonObject): RequestedMetrics {
  const requested = new Map<Resource, readonly JsonValue[]>();
  const add = (resource: Resource, metrics: readonly JsonValue[]) => {
    if (requested.has(resource))
      throw new ParameterRefused(`The request sets the ${resource} metric in two ways. Use one parameter for it.`);
    requested.set(resource, metrics);
  };
  for (const resource of RESOURCES) {
    const percent = readOptional(params, `target_${resource}_percent`, readInteger);
    if (percent !== undefined) add(resource, [percentage(resource, percent)]);
  }
  const whole = readOptional(params, 'metrics', readWhole) ?? [];
  for (const resource of RESOURCES) {
    const own = whole.filter((metric) => isOf(metric, resource));
    if (own.length > 0) add(resource, own);
  }
  for (const resource of readOptional(params, 'remove', readResources) ?? []) add(resource, []);
  if (requested.size > 0) return requested;
  throw new ParameterRefused('Give "target_cpu_percent", "target_memory_percent", "metrics" or "remove".');
}

function percentage(name: Resource, percent: number): JsonObject {
  return { type: 'Resource', resource: { name, target: { type: 'Utilization', averageUtilization: percent } } };
}

function readWhole(params: JsonObject, name: string): readonly JsonValue[] {
  const metrics = params[name] ?? null;
  if (isJsonArray(metrics) && metrics.every((metric) => RESOURCES.some((resource) => isOf(metric, resource))))
    return metrics;
  throw new ParameterRefused(`The parameter "${name}" is not a list of CPU and memory metrics of the type Resource.`);
}

function readResources(params: JsonObject, name: string): readonly Resource[] {
  const given = params[name] ?? null;
  const known: readonly JsonValue[] = RESOURCES;
  if (isJsonArray(given) && given.every((each) => known.includes(each))) return given as readonly Resource[];
  throw new ParameterRefused(`The parameter "${name}" is not a list of cpu, memory, or both.`);
}

function isOf(metric: JsonValue, resource: Resource): boolean {
  return textAt(metric, 'type') === 'Resource' && textAt(metric, 'resource', 'name') === resource;
}

function listMetrics(autoscaler: JsonValue, resource: Resource): readonly JsonValue[] {
  return listAt(autoscaler, 'spec', 'metrics').filter((metric) => isOf(metric, resource));
}

/** Returns the percentage of a resource, or undefined if its metrics are more than that. */
function percentageOf(autoscaler: JsonValue, resource: Resource): number | undefined {
  const own = listMetrics(autoscaler, resource);
  const percent = numberAt(own[0], 'resource', 'target', 'averageUtilization');
  return percent !== undefined && isDeepStrictEqual(own, [percentage(resource, percent)]) ? percent : undefined;
}

/**
 * Describes the metrics of the requested resources, so that a rollback restores each of them, and no other. A metric is a percentage,
 * something else, or missing.
 */
export function describeMetrics(params: JsonObject, autoscaler: JsonValue): Readonly<Record<string, Field>> {
  const requested = [...readMetrics(params).keys()];
  const target = (resource: Resource) =>
    requested.includes(resource) ? field(percentageOf(autoscaler, resource)) : UNREQUESTED;
  const others = requested.filter((resource) => percentageOf(autoscaler, resource) === undefined);
  return {
    target_cpu_percent: target('cpu'),
    target_memory_percent: target('memory'),
    other_metrics: { value: others.flatMap((resource) => listMetrics(autoscaler, resource)) },
    missing_metrics: { value: others.filter((resource) => listMetrics(autoscaler, resource).length === 0) },
  };
}

const UNREQUESTED: Field = { missing: 'The request leaves this metric alone.', absent: true };

/** Returns the metrics of an autoscaler with the requested ones in the places of their predecessors. */
export function replaceMetrics(requested: RequestedMetrics, autoscaler: JsonValue): readonly JsonValue[] {
  const left = new Map(requested);
  const replaced = listAt(autoscaler, 'spec', 'metrics').flatMap((metric) => {
    const resource = [...requested.keys()].find((each) => isOf(metric, each));
    if (resource === undefined) return [metric];
    const own = left.get(resource) ?? [];
    left.delete(resource);
    return own;
  });
  return [...replaced, ...[...left.values()].flat()];
}

/** Compares the metrics of the requested resources with the request. */
export function compareMetrics(params: JsonObject, autoscaler: JsonValue): Observation {
  const isSame = [...readMetrics(params)].every(([resource, metrics]) =>
    isDeepStrictEqual(listMetrics(autoscaler, resource), metrics),
  );
  return isSame ? observed() : effectMissing('The targets of the autoscaler differ from the requested targets.');
}
