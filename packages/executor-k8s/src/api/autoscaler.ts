import type { JsonValue } from '@agent-safe/core';
import type { ActionContext } from './action-context.ts';
import { ApiError } from './api-error.ts';
import { nameOf, numberAt, textAt } from './json.ts';
import { API } from './paths.ts';
import { readLabel, readName } from './read-params.ts';

/** Finds the autoscaler that scales the deployment of the parameters. @throws ApiError */
export async function findAutoscaler({
  cluster,
  params,
}: Pick<ActionContext, 'cluster' | 'params'>): Promise<JsonValue | undefined> {
  const name = readName(params, 'deployment');
  const all = await cluster.list(API.autoscalers(readLabel(params, 'namespace')));
  return all.find((each) => {
    const reference = (field: string) => textAt(each, 'spec', 'scaleTargetRef', field);
    return reference('kind') === 'Deployment' && reference('name') === name;
  });
}

/** Describes what an autoscaler does to a deployment that is scaled by hand. */
export function describeAutoscaler(autoscaler: JsonValue, replicas: number): string {
  const [name, most] = [nameOf(autoscaler), numberAt(autoscaler, 'spec', 'maxReplicas') ?? 1];
  const limits = `${numberAt(autoscaler, 'spec', 'minReplicas') ?? 1} to ${most}`;
  // Kubernetes pauses an autoscaler while its deployment has 0 replicas.
  if (replicas === 0)
    return `With 0 replicas, the autoscaler "${name}" (${limits} replicas) is off until the deployment is scaled up. To scale to 0 for good, delete the autoscaler first.`;
  return `The autoscaler "${name}" would revert the change. It sets ${limits} replicas. Change its limits instead.`;
}

/** Describes the autoscaler of a deployment, if there is one and it may be read. */
export async function explainAutoscaler(
  context: Pick<ActionContext, 'cluster' | 'params'>,
  replicas: number,
): Promise<string | undefined> {
  try {
    const found = await findAutoscaler(context);
    return found === undefined ? undefined : describeAutoscaler(found, replicas);
  } catch (error) {
    if (error instanceof ApiError && error.isRefusal) return undefined;
    throw error;
  }
}
