import type { JsonValue } from '@agent-safe/core';
import { onOneLine } from '@agent-safe/runner/executor-kit';
import type { ActionContext } from './action-context.ts';
import { ApiError } from './api-error.ts';
import { listAt, nameOf, numberAt, objectAt, textAt } from './json.ts';
import { API } from './paths.ts';
import { formatSelector, type LabelSelector } from './selector.ts';

/** Milliseconds between two looks for the causes of a wait. The first look comes after one such time. */
const PAUSE = 2_000;
/** Characters of one message of the cluster. */
const LONGEST = 300;
/** Pods that are named. */
const MOST = 3;

/** Finds out why a wait takes long. It asks the cluster seldom, and not again if it has no permission to read the causes. */
export class CauseFinder {
  readonly #context: Pick<ActionContext, 'cluster'>;
  #next = performance.now() + PAUSE;
  #known: readonly string[] = [];
  #isRefused = false;

  constructor(context: Pick<ActionContext, 'cluster'>) {
    this.#context = context;
  }

  /** Describes why a deployment has too few pods, as sentences with a space before them. @returns an empty text if nothing is known */
  async describeRollout(namespace: string, deployment: JsonValue): Promise<string> {
    const own = conditionCauses(deployment, ['ReplicaFailure']);
    if (!this.#isRefused && performance.now() >= this.#next) {
      this.#known = await this.#ask(() => findPodCauses(this.#context, namespace, deployment));
      this.#next = performance.now() + PAUSE;
    }
    return asSentences([...own, ...this.#known]);
  }

  /** Names the PodDisruptionBudgets that hold a pod. @returns an empty text if none is known */
  async nameBudgets(pod: JsonValue): Promise<string> {
    if (this.#isRefused) return '';
    const namespace = textAt(pod, 'metadata', 'namespace') ?? '';
    const found = await this.#ask(async () => {
      const budgets = await this.#context.cluster.list(API.disruptionBudgets(namespace));
      return budgets.filter((budget) => holds(budget, pod)).map(nameOf);
    });
    return found.length === 0 ? '' : ` PodDisruptionBudget: ${found.join(', ')}.`;
  }

  /** The causes are additional information: an error while they are read does not end the wait. */
  async #ask(ask: () => Promise<readonly string[]>): Promise<readonly string[]> {
    try {
      return await ask();
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      if (error.isRefusal) this.#isRefused = true;
      return [];
    }
  }
}

/** Describes what holds a namespace that is being deleted: its content and the finalizers. */
export function describeNamespace(namespace: JsonValue): string {
  const all = listAt(namespace, 'status', 'conditions').flatMap((each) => textAt(each, 'type') ?? []);
  const finalizers = finalizersOf(namespace);
  const own = finalizers.length === 0 ? [] : [`The namespace has the finalizers ${finalizers.join(', ')}`];
  return asSentences([...conditionCauses(namespace, all), ...own]);
}

/**
 * Returns the finalizers of a namespace itself, of both its lists. The namespace is gone only when their controllers have removed them. The
 * finalizer `kubernetes` is left out, because every namespace has it.
 */
export function finalizersOf(namespace: JsonValue): readonly string[] {
  const all = [...listAt(namespace, 'metadata', 'finalizers'), ...listAt(namespace, 'spec', 'finalizers')];
  return all.filter((each): each is string => typeof each === 'string' && each !== 'kubernetes');
}

/** Returns the messages of the conditions of these types that hold. */
function conditionCauses(object: JsonValue, types: readonly string[]): readonly string[] {
  return listAt(object, 'status', 'conditions').flatMap((condition) => {
    const [type, message] = [textAt(condition, 'type') ?? '', textAt(condition, 'message')];
    const holdsNow = textAt(condition, 'status') === 'True' && types.includes(type);
    return holdsNow && message !== undefined ? [`${type}: ${shorten(message)}`] : [];
  });
}

function holds(budget: JsonValue, pod: JsonValue): boolean {
  const { matchExpressions = [], matchLabels = {} } = objectAt(budget, 'spec', 'selector') as LabelSelector;
  const label = (key: string) => textAt(pod, 'metadata', 'labels', key);
  return (
    Object.entries(matchLabels).every(([key, value]) => label(key) === value) &&
    matchExpressions.every(({ key, operator, values = [] }) => {
      const value = label(key);
      if (operator === 'Exists' || operator === 'DoesNotExist')
        return (value !== undefined) === (operator === 'Exists');
      return (value !== undefined && values.includes(value)) === (operator === 'In');
    })
  );
}

/** Describes the containers that cannot start, of the pods of the newest replica set. */
async function findPodCauses(
  { cluster }: Pick<ActionContext, 'cluster'>,
  namespace: string,
  deployment: JsonValue,
): Promise<readonly string[]> {
  const labelSelector = formatSelector(objectAt(deployment, 'spec', 'selector'));
  if (labelSelector === undefined || labelSelector === '') return [];
  const isOwnedBy = (object: JsonValue, uid: string | undefined) =>
    listAt(object, 'metadata', 'ownerReferences').some((owner) => textAt(owner, 'uid') === uid);
  const revision = (object: JsonValue) =>
    Number(textAt(object, 'metadata', 'annotations', 'deployment.kubernetes.io/revision') ?? 0);
  const sets = await cluster.list(API.replicaSets(namespace, { labelSelector }));
  const own = sets.filter((set) => isOwnedBy(set, textAt(deployment, 'metadata', 'uid')));
  const [newest] = [...own].sort((left, right) => revision(right) - revision(left));
  if (newest === undefined) return [];
  const pods = await cluster.list(API.core('pods')(namespace, { labelSelector }));
  const uid = textAt(newest, 'metadata', 'uid');
  const causes = pods.filter((pod) => isOwnedBy(pod, uid)).flatMap(podCauses);
  const more = causes.length > MOST ? [`${causes.length - MOST} more containers or pods have such problems`] : [];
  return [...causes.slice(0, MOST), ...more];
}

const IMAGE_PROBLEMS = ['ErrImagePull', 'ImagePullBackOff', 'InvalidImageName', 'ErrImageNeverPull'];
const START_PROBLEMS = ['CrashLoopBackOff', 'CreateContainerConfigError', 'CreateContainerError', 'RunContainerError'];

function podCauses(pod: JsonValue): readonly string[] {
  const containers = [
    ...listAt(pod, 'status', 'initContainerStatuses'),
    ...listAt(pod, 'status', 'containerStatuses'),
  ].flatMap((status) => {
    const [reason = '', message] = [
      textAt(status, 'state', 'waiting', 'reason'),
      textAt(status, 'state', 'waiting', 'message'),
    ];
    const where = `container "${textAt(status, 'name') ?? ''}" of pod ${nameOf(pod)}`;
    if (IMAGE_PROBLEMS.includes(reason)) {
      return [`${reason}: ${where} cannot pull the image ${textAt(status, 'image') ?? ''}`];
    }
    if (!START_PROBLEMS.includes(reason)) return [];
    const code = numberAt(status, 'lastState', 'terminated', 'exitCode');
    if (code !== undefined) return [`${reason}: ${where} ended with exit code ${code}`];
    return [`${reason}: ${where}${message === undefined ? '' : ` (${shorten(message)})`}`];
  });
  const unscheduled = listAt(pod, 'status', 'conditions').flatMap((condition) => {
    const isUnscheduled =
      textAt(condition, 'type') === 'PodScheduled' && textAt(condition, 'reason') === 'Unschedulable';
    return isUnscheduled
      ? [`Unschedulable: pod ${nameOf(pod)}: ${shorten(textAt(condition, 'message') ?? 'no reason')}`]
      : [];
  });
  return [...containers, ...unscheduled];
}

function shorten(text: string): string {
  const line = onOneLine(text);
  return line.length <= LONGEST ? line : `${line.slice(0, LONGEST)}…`;
}

function asSentences(causes: readonly string[]): string {
  return [...new Set(causes)].map((cause) => ` ${cause.replace(/\.$/, '')}.`).join('');
}
