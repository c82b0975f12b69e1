import type { JsonValue } from '@agent-safe/core';
import { cannotTell, failed, passed } from '@agent-safe/runner/executor-kit';
import { listPodsOn, planDrain } from '../actions/nodes.ts';
import type { ActionContext } from '../api/action-context.ts';
import { at, listAt, nameOf, numberAt, objectAt, textAt } from '../api/json.ts';
import { API } from '../api/paths.ts';
import { formatSelector } from '../api/selector.ts';
import type { Check } from './check.ts';

/** Fails for budgets that allow no eviction now. If a budget allows some evictions, a run evicts the pods one after the other. */
export const disruptionBudgets: Check = async (context) => {
  const { cluster, params } = context;
  if (params.disable_eviction === true) return passed('The pods are deleted, so the disruption budgets do not apply.');
  const { evicted } = planDrain(await listPodsOn(context), params);
  const pods = new Map(evicted.filter((pod) => !isExempt(pod)).map((pod) => [keyOf(pod), pod]));
  const budgets = new Map<string, string[]>();
  const closed: string[] = [];
  for (const budget of await cluster.list(API.allDisruptionBudgets())) {
    const covered = await listCovered(context, budget, pods);
    if (covered === undefined)
      return cannotTell(`The selector of the disruption budget "${nameOf(budget)}" has an unknown operator.`);
    for (const pod of covered) budgets.set(keyOf(pod), [...(budgets.get(keyOf(pod)) ?? []), keyOf(budget)]);
    if (covered.some((pod) => !allowsEviction(budget, pod))) closed.push(keyOf(budget));
  }
  const [twice] = [...budgets].filter(([, names]) => names.length > 1);
  if (twice !== undefined)
    return failed(`The API evicts no pod with several disruption budgets: ${twice[0]} has ${twice[1].join(', ')}.`);
  if (closed.length === 0) return passed('The disruption budgets allow the evictions.');
  return failed(`These disruption budgets allow no eviction: ${closed.join(', ')}.`);
};

function keyOf(object: JsonValue): string {
  return `${textAt(object, 'metadata', 'namespace') ?? ''}/${nameOf(object)}`;
}

/** Returns those of the pods that a budget covers; undefined if its selector is unknown. */
async function listCovered(
  { cluster }: Pick<ActionContext, 'cluster'>,
  budget: JsonValue,
  pods: ReadonlyMap<string, JsonValue>,
): Promise<readonly JsonValue[] | undefined> {
  const namespace = textAt(budget, 'metadata', 'namespace') ?? '';
  // A budget without a selector covers no pod, and a budget with an empty selector covers every pod.
  if (![...pods.keys()].some((key) => key.startsWith(`${namespace}/`))) return [];
  if (at(budget, 'spec', 'selector') === undefined) return [];
  const labelSelector = formatSelector(objectAt(budget, 'spec', 'selector'));
  if (labelSelector === undefined) return undefined;
  const selected = await cluster.list(API.core('pods')(namespace, { labelSelector }));
  return selected.filter((pod) => pods.has(keyOf(pod)));
}

/** Whether the API evicts a pod without asking its budget: it does not run. */
function isExempt(pod: JsonValue): boolean {
  const phase = textAt(pod, 'status', 'phase') ?? '';
  return ['Pending', 'Succeeded', 'Failed'].includes(phase) || at(pod, 'metadata', 'deletionTimestamp') !== undefined;
}

/**
 * Whether a budget allows the eviction of a pod now. A pod that is not ready follows `unhealthyPodEvictionPolicy`.
 *
 * @see https://kubernetes.io/docs/tasks/run-application/configure-pdb/#unhealthy-pod-eviction-policy
 */
function allowsEviction(budget: JsonValue, pod: JsonValue): boolean {
  if ((numberAt(budget, 'status', 'disruptionsAllowed') ?? 0) > 0) return true;
  if (isReady(pod)) return false;
  if (textAt(budget, 'spec', 'unhealthyPodEvictionPolicy') === 'AlwaysAllow') return true;
  const [current, desired] = [
    numberAt(budget, 'status', 'currentHealthy'),
    numberAt(budget, 'status', 'desiredHealthy'),
  ];
  return (desired ?? 0) > 0 && (current ?? 0) >= (desired ?? 0);
}

function isReady(pod: JsonValue): boolean {
  return listAt(pod, 'status', 'conditions').some(
    (condition) => textAt(condition, 'type') === 'Ready' && textAt(condition, 'status') === 'True',
  );
}
