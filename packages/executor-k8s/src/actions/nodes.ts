import type { CheckResult, ExecutionResult, JsonObject, JsonValue } from '@agent-safe/core';
import { effectMissing, type Field, failure, field, observed, success, waiting } from '@agent-safe/runner/executor-kit';
import { type ActionContext, type KubernetesAction, preview, uidOf } from '../api/action-context.ts';
import { ApiError } from '../api/api-error.ts';
import { CauseFinder } from '../api/causes.ts';
import { describeDifference } from '../api/diff.ts';
import { at, listAt, nameOf, textAt } from '../api/json.ts';
import { findOwner } from '../api/managed-fields.ts';
import { API } from '../api/paths.ts';
import { readName } from '../api/read-params.ts';
import { type ApiRequest, asDryRun, patch, remove } from '../api/request.ts';
import { waitUntil } from '../api/wait.ts';
import { controllerOf, eviction, isMirror } from './pods.ts';

export const cordonNode: KubernetesAction = schedulingAction(true);
export const uncordonNode: KubernetesAction = schedulingAction(false);

function schedulingAction(unschedulable: boolean): KubernetesAction {
  const request = ({ params }: ActionContext) => setSchedulable(readName(params, 'node'), unschedulable);
  return {
    parameters: ['node'],
    readState: readSchedulable,
    async execute(context) {
      await readNode(context);
      const patched = await context.cluster.change(request(context));
      if (isCordoned(patched) !== unschedulable) return failure('The API did not apply the change.');
      return success(unschedulable ? 'The node no longer accepts new pods.' : 'The node accepts new pods again.');
    },
    async waitForEffect(context) {
      if (isCordoned(await readNode(context)) === unschedulable) return observed();
      return effectMissing('Another writer reverted the change.');
    },
    async dryRun(context) {
      const before = await readNode(context);
      const after = await context.cluster.ask(asDryRun(request(context)));
      return preview(context, [request(context)], { difference: describeDifference(before, after) });
    },
  };
}

async function readSchedulable(context: ActionContext): Promise<Readonly<Record<string, Field>>> {
  const node = await readNode(context);
  return { schedulable: { value: !isCordoned(node) }, cordoned_by: describeCordon(node), uid: uidOf(node) };
}

/** Describes who cordoned the node and when, from its managed fields. Two cordons of the same node differ. */
function describeCordon(node: JsonValue): Field {
  const owner = findOwner(node, ['spec', 'unschedulable']);
  return isCordoned(node) && owner !== undefined ? { value: owner } : field(undefined);
}

function setSchedulable(name: string, unschedulable: boolean): ApiRequest {
  return patch('merge', API.node(name), { spec: { unschedulable: unschedulable ? true : null } });
}

/** Reads the node that the parameters name. @throws ApiError, ParameterRefused */
export function readNode({ cluster, params }: ActionContext): Promise<JsonValue> {
  return cluster.read(API.node(readName(params, 'node')));
}

/** Whether a node accepts no new pods. */
export function isCordoned(node: JsonValue): boolean {
  return at(node, 'spec', 'unschedulable') === true;
}

/** Lists the pods of all namespaces on the node. */
export function listPodsOn({ cluster, params }: ActionContext): Promise<readonly JsonValue[]> {
  return cluster.list(API.allPods({ fieldSelector: `spec.nodeName=${readName(params, 'node')}` }));
}

/**
 * Drains a node like `kubectl drain`, with fewer permissions and with better reasons. It forces nothing: before any change, it refuses
 * if a pod has no controller or keeps data on the node.
 */
export const drainNode: KubernetesAction = {
  parameters: ['node', 'timeout', 'ignore_daemonsets', 'delete_emptydir_data', 'disable_eviction'],
  readState: readSchedulable,
  async execute(context) {
    await readNode(context);
    const plan = planDrain(await listPodsOn(context), context.params);
    if (plan.obstacles.length > 0) return failure(plan.obstacles.join(' '));
    warnOfDrain(context, plan);
    await context.cluster.change(setSchedulable(readName(context.params, 'node'), true));
    return evictAll(context);
  },
  async dryRun(context) {
    const before = await readNode(context);
    const plan = planDrain(await listPodsOn(context), context.params);
    const cordon = setSchedulable(readName(context.params, 'node'), true);
    warnOfDrain(context, plan);
    const after = await context.cluster.ask(asDryRun(cordon));
    const leaving = plan.evicted.map((pod) => `- pod: ${labelOf(pod)}`);
    const difference = [describeDifference(before, after), ...leaving].filter((line) => line !== '').join('\n');
    const requests = [cordon, ...plan.evicted.map((pod) => removalOf(context, pod))];
    if (plan.obstacles.length > 0) return preview(context, requests, { difference, refused: plan.obstacles.join(' ') });
    return preview(context, requests, { difference, ...(await previewEvictions(context, plan.evicted)) });
  },
};

/** Builds the eviction of a pod, or its deletion if the request disables evictions. */
function removalOf({ params }: ActionContext, pod: JsonValue): ApiRequest {
  if (params.disable_eviction !== true) return eviction(pod);
  const path = API.pod(textAt(pod, 'metadata', 'namespace') ?? '', nameOf(pod));
  return remove(path, textAt(pod, 'metadata', 'uid') ?? '');
}

function warnOfDrain({ params, warn }: ActionContext, { evicted, holding }: DrainPlan): void {
  if (params.disable_eviction === true && evicted.length > 0)
    warn('The pods are deleted without evictions, so no disruption budget protects them.');
  if (params.delete_emptydir_data === true && holding.length > 0)
    warn(`The data of these pods on the node (emptyDir) is lost: ${listNames(holding)}.`);
}

interface DrainPlan {
  readonly evicted: readonly JsonValue[];
  /** Running pods that keep data on the node. */
  readonly holding: readonly JsonValue[];
  /** Reasons why the node cannot be drained. */
  readonly obstacles: readonly string[];
}

/** Splits the pods of a node into pods to evict and obstacles. */
export function planDrain(pods: readonly JsonValue[], params: JsonObject): DrainPlan {
  const movable = pods.filter((pod) => !isMirror(pod));
  const isDaemon = (pod: JsonValue) => controllerOf(pod)?.startsWith('DaemonSet ') === true;
  const daemons = movable.filter(isDaemon);
  const evicted = movable.filter((pod) => !isDaemon(pod));
  const hasEnded = (pod: JsonValue) => ['Succeeded', 'Failed'].includes(textAt(pod, 'status', 'phase') ?? '');
  const running = evicted.filter((pod) => !hasEnded(pod));
  const alone = running.filter((pod) => controllerOf(pod) === undefined);
  const holding = running.filter((pod) =>
    listAt(pod, 'spec', 'volumes').some((volume) => at(volume, 'emptyDir') !== undefined),
  );
  return {
    evicted,
    holding,
    obstacles: [
      ...describeObstacle(
        params.ignore_daemonsets === true ? [] : daemons,
        'belong to daemon sets, which would start them on the node again',
      ),
      ...describeObstacle(alone, 'have no controller that would start them on another node'),
      ...describeObstacle(
        params.delete_emptydir_data === true ? [] : holding,
        'keep data on the node (emptyDir), which would be lost',
      ),
    ],
  };
}

function describeObstacle(pods: readonly JsonValue[], why: string): readonly string[] {
  return pods.length === 0 ? [] : [`${listNames(pods)} ${why}.`];
}

const MOST_NAMES = 10;

function listNames(pods: readonly JsonValue[]): string {
  const names = pods.slice(0, MOST_NAMES).map(labelOf).join(', ');
  return pods.length <= MOST_NAMES ? names : `${names} and ${pods.length - MOST_NAMES} more`;
}

function labelOf(pod: JsonValue): string {
  return `${textAt(pod, 'metadata', 'namespace') ?? ''}/${nameOf(pod)}`;
}

/** Asks the API about the first evictions, as a dry run. */
async function previewEvictions(context: ActionContext, pods: readonly JsonValue[]) {
  for (const pod of pods.slice(0, MOST_ASKED)) {
    try {
      await context.cluster.ask(asDryRun(removalOf(context, pod)));
    } catch (error) {
      if (!(error instanceof ApiError) || !error.isRefusal) throw error;
      if (await isGone(context.cluster, pod)) continue;
      const isForNow = error.reason === 'TooManyRequests';
      const budgets = isForNow ? await new CauseFinder(context).nameBudgets(pod) : '';
      const rest = isForNow ? ' A run would repeat the eviction until its time limit.' : '';
      return { refused: `The eviction of ${labelOf(pod)} is refused: ${error.message}${budgets}${rest}` };
    }
  }
  if (pods.length <= MOST_ASKED) return {};
  return { unasked: `The cluster would accept the change. ${MOST_ASKED} of ${pods.length} evictions were checked.` };
}

/** Number of evictions that a dry run checks. */
const MOST_ASKED = 20;

/** Evicts as many pods as the disruption budgets allow, and repeats this until the node is empty or the time limit ends. */
async function evictAll(context: ActionContext): Promise<ExecutionResult> {
  const evicted = new Set<string>();
  let refused = '';
  const causes = new CauseFinder(context);
  const emptied = await waitUntil(async () => {
    refused = '';
    // The list is read each time, because pods may still arrive on the node.
    const plan = planDrain(await listPodsOn(context), context.params);
    if (plan.evicted.length === 0) return observed();
    if (plan.obstacles.length > 0) return effectMissing(plan.obstacles.join(' '));
    for (const pod of plan.evicted) {
      const uid = textAt(pod, 'metadata', 'uid') ?? '';
      if (evicted.has(uid)) continue;
      const answer = await evict(context, pod);
      if (answer.ok) evicted.add(uid);
      else if (answer.code === 'refused_for_now') {
        const budgets = await causes.nameBudgets(pod);
        refused = ` An eviction was refused: ${labelOf(pod)}: ${answer.reason}${budgets}`;
      } else return effectMissing(`The eviction of ${labelOf(pod)} was refused: ${answer.reason}`);
    }
    return waiting(`These pods are still on the node: ${listNames(plan.evicted)}.${refused}`);
  }, context);
  const done = evicted.size === 1 ? '1 pod was evicted' : `${evicted.size} pods were evicted`;
  if (emptied.ok) return success(`${done}. The node has no more pods to evict.`);
  if (emptied.code === 'effect_missing') return failure(`The node is cordoned, and ${done}. ${emptied.reason}`);
  const reason = `The node is cordoned but not empty: ${done}. ${emptied.reason}`;
  return { ok: false, code: 'timeout', reason, output: null };
}

/** Whether the pod no longer exists. Another pod may have its name. */
async function isGone(cluster: ActionContext['cluster'], pod: JsonValue): Promise<boolean> {
  const now = await cluster.find(API.pod(textAt(pod, 'metadata', 'namespace') ?? '', nameOf(pod)));
  return textAt(now, 'metadata', 'uid') !== textAt(pod, 'metadata', 'uid');
}

/** Evicts a pod. `ok` means that the pod ends or is gone. @throws ApiError if that is unknown */
async function evict(context: ActionContext, pod: JsonValue): Promise<CheckResult<'refused' | 'refused_for_now'>> {
  const { cluster } = context;
  try {
    await cluster.change(removalOf(context, pod));
    return { ok: true };
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    if (!error.isRefusal) throw error;
    if (await isGone(cluster, pod)) return { ok: true };
    const isForNow = error.reason === 'TooManyRequests' || error.reason === 'Conflict';
    return { ok: false, code: isForNow ? 'refused_for_now' : 'refused', reason: error.message };
  }
}
