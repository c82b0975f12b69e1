import type { JsonObject, JsonValue } from '@agent-safe/core';
import {
  failure,
  observed,
  readInteger,
  readOptional,
  readWords,
  success,
  waiting,
} from '@agent-safe/runner/executor-kit';
import { previewAccess, reviewAccess } from '../api/access-review.ts';
import { type ActionContext, type KubernetesAction, preview } from '../api/action-context.ts';
import { ApiError } from '../api/api-error.ts';
import { CauseFinder } from '../api/causes.ts';
import { type ChosenContainer, chooseContainer } from '../api/containers.ts';
import { describeDifference } from '../api/diff.ts';
import { at, listAt, nameOf, objectAt, textAt } from '../api/json.ts';
import { API } from '../api/paths.ts';
import { readLabel, readName } from '../api/read-params.ts';
import { type ApiRequest, asDryRun, create, get, remove } from '../api/request.ts';
import type { ExecRequest, PortForwardRequest } from '../api/transport.ts';
import { waitUntil } from '../api/wait.ts';

/** Reads the pod that the parameters name. @throws ApiError, ParameterRefused */
export function readPod({ cluster, params }: ActionContext): Promise<JsonValue> {
  return cluster.read(API.pod(readLabel(params, 'namespace'), readName(params, 'pod')));
}

/** Evicts a pod, so that its disruption budgets hold. */
export const deletePod: KubernetesAction = removalAction(
  (pod, grace) => eviction(pod, grace),
  'The pod is evicted and ends within its grace period.',
);

/** Deletes a pod even if its disruption budgets allow no eviction. */
export const forceDeletePod: KubernetesAction = removalAction(
  (pod, grace) => remove(API.pod(textAt(pod, 'metadata', 'namespace') ?? '', nameOf(pod)), uidText(pod), grace),
  'The pod is deleted and ends within its grace period. Its disruption budgets were not asked.',
);

function removalAction(requestOf: (pod: JsonValue, options: JsonObject) => ApiRequest, done: string): KubernetesAction {
  const removal = async (context: ActionContext) => {
    const pod = await readPod(context);
    const grace = readOptional(context.params, 'grace_period', readInteger);
    warnOfRemoval(context, pod, grace);
    return { pod, request: requestOf(pod, grace === undefined ? {} : { gracePeriodSeconds: grace }) };
  };
  return {
    parameters: ['namespace', 'pod', 'grace_period'],
    async execute(context) {
      const { pod, request } = await removal(context);
      context.carry.set('uid', uidText(pod));
      try {
        await context.cluster.change(request);
      } catch (error) {
        if (!isHeldBack(error)) throw error;
        return failure(`${error.message}${await nameBudgets(context, pod)} ${HELD_BACK}`);
      }
      return success(done);
    },
    waitForEffect: waitUntilGone,
    async dryRun(context) {
      const { pod, request } = await removal(context);
      const difference = describeDifference({ pod: nameOf(pod) }, undefined);
      try {
        await context.cluster.ask(asDryRun(request));
      } catch (error) {
        if (!isHeldBack(error)) throw error;
        const refused = `${error.message}${await nameBudgets(context, pod)} ${HELD_BACK}`;
        return preview(context, [request], { difference, refused });
      }
      return preview(context, [request], { difference });
    },
  };
}

/** Names the budgets, because the message of the API does not. */
function nameBudgets(context: ActionContext, pod: JsonValue): Promise<string> {
  return new CauseFinder(context).nameBudgets(pod);
}

function waitUntilGone(context: ActionContext) {
  const { cluster, carry, params } = context;
  return waitUntil(async () => {
    const pod = await cluster.find(API.pod(readLabel(params, 'namespace'), readName(params, 'pod')));
    // A StatefulSet creates another pod with the same name.
    const uid = carry.get('uid');
    const isGone = pod === undefined || (uid !== undefined && textAt(pod, 'metadata', 'uid') !== uid);
    return isGone ? observed() : waiting('The pod still exists.');
  }, context);
}

const HELD_BACK = 'Wait until the disruption budget allows the eviction, or request force-delete-pod.';

/** Whether a disruption budget allows no eviction now. */
function isHeldBack(error: unknown): error is ApiError {
  return error instanceof ApiError && error.reason === 'TooManyRequests';
}

/** Warns of pods that are not simply replaced. */
function warnOfRemoval({ warn }: ActionContext, pod: JsonValue, grace: number | undefined): void {
  const controller = controllerOf(pod) ?? '';
  const isStateful = controller.startsWith('StatefulSet ');
  if (isStateful) {
    warn(
      `The pod belongs to the ${controller}. Its replacement gets the same name and volumes, and starts only when this pod is gone.`,
    );
  }
  if (grace !== 0) return;
  const risk = isStateful ? ' Two pods with the same name and volumes may run at the same time.' : '';
  warn(
    `With "grace_period: 0", the API removes the pod without waiting for its processes, which may still run on the node.${risk}`,
  );
}

function uidText(pod: JsonValue): string {
  return textAt(pod, 'metadata', 'uid') ?? '';
}

/**
 * Builds the eviction of exactly this pod. The API refuses it while a disruption budget allows none.
 *
 * @param options more options of the deletion, such as `gracePeriodSeconds`
 */
export function eviction(pod: JsonValue, options: JsonObject = {}): ApiRequest {
  const [name, namespace] = [nameOf(pod), textAt(pod, 'metadata', 'namespace') ?? ''];
  const document = {
    apiVersion: 'policy/v1',
    kind: 'Eviction',
    metadata: { name, namespace },
    deleteOptions: { preconditions: { uid: uidText(pod) }, ...options },
  };
  return create(API.pod(namespace, name, 'eviction'), document);
}

export const getPodLogs: KubernetesAction = {
  parameters: ['namespace', 'pod', 'container', 'tail_lines'],
  async execute(context) {
    const { name, note } = await containerOf(context);
    const { text, truncated } = await context.cluster.readLog(logPath(context, name));
    const read = truncated ? 'The log was read. It is too long, so its end is missing.' : 'The log was read.';
    return success(`${read}${note}`, { log: text, truncated });
  },
  async dryRun(context) {
    const request = get(logPath(context, (await containerOf(context)).name));
    return preview(context, [request], await previewAccess(context, 'log', ['get']));
  },
};

function logPath({ params }: ActionContext, container: string): string {
  const tailLines = readOptional(params, 'tail_lines', readInteger);
  return API.log(readLabel(params, 'namespace'), readName(params, 'pod'), { container, tailLines });
}

/** @throws ApiError if the pod has no such container */
async function containerOf(context: ActionContext): Promise<ChosenContainer> {
  return chooseContainer(await readPod(context), readOptional(context.params, 'container', readLabel));
}

export const execPod: KubernetesAction = {
  parameters: ['namespace', 'pod', 'container', 'command'],
  onCommandLine: ['command'],
  async execute(context) {
    const { name, note } = await containerOf(context);
    const request = execution(context, name);
    // kubectl reports a refused command and a lost connection in the same way, so the permission is checked first.
    const access = await reviewAccess(context, 'exec', EXEC_VERBS);
    if (!access.ok && access.code === 'denied') throw new ApiError(`Forbidden: ${access.reason}`, 'Forbidden');
    const { stderr, stdout, truncated, ...ended } = await context.cluster.exec(request);
    const output = { exit_code: ended.ok ? ended.exitCode : null, stdout, stderr, truncated };
    if (!ended.ok && ended.code === 'stopped') {
      return {
        ok: false,
        code: 'timeout',
        reason: 'The run was stopped. The command may still run in the pod.',
        output,
      };
    }
    // The last output may come from the command, and only the caller may see it.
    if (!ended.ok) return { ok: false, code: 'error', reason: LOST, output };
    if (ended.exitCode !== 0) return failure(`The command ended with exit code ${ended.exitCode}.`, output);
    const ran = truncated ? 'The command ran. Its output is too long, so the end is missing.' : 'The command ran.';
    return success(`${ran}${note}`, output);
  },
  async dryRun(context) {
    const request = execution(context, (await containerOf(context)).name);
    return preview(context, [request], await previewAccess(context, 'exec', EXEC_VERBS));
  },
};

/** Verbs of `exec` and `portforward`: `get` for web sockets, `create` for the older protocol. */
const EXEC_VERBS = ['create', 'get'];

const LOST =
  'The command could not be started, or its connection was lost and it may still run in the pod. Read the message of kubectl in the output.';

function execution({ params }: ActionContext, container: string): ExecRequest {
  return {
    namespace: readLabel(params, 'namespace'),
    pod: readName(params, 'pod'),
    container,
    command: readWords(params, 'command'),
  };
}

export const portForward: KubernetesAction = {
  parameters: ['namespace', 'pod', 'local_port', 'remote_port'],
  async execute(context) {
    const began = context.clock();
    const request = forwarding(context);
    const ended = await context.cluster.forwardPort(request, () =>
      context.progress(`127.0.0.1:${request.localPort} is forwarded to the pod until the time limit.`),
    );
    if (!ended.ok) return failure(ended.reason);
    const seconds = Math.round((context.clock() - began) / 1_000);
    return success(`The port was forwarded for ${seconds} seconds.`, { seconds });
  },
  async dryRun(context) {
    await readPod(context);
    return preview(context, [forwarding(context)], await previewAccess(context, 'portforward', EXEC_VERBS));
  },
};

function forwarding({ params }: ActionContext): PortForwardRequest {
  return {
    namespace: readLabel(params, 'namespace'),
    pod: readName(params, 'pod'),
    localPort: readInteger(params, 'local_port'),
    remotePort: readInteger(params, 'remote_port'),
  };
}

/** Returns the controller that replaces a deleted pod, such as `ReplicaSet web`, or undefined if there is none. */
export function controllerOf(pod: JsonValue): string | undefined {
  const owner = listAt(pod, 'metadata', 'ownerReferences').find((each) => at(each, 'controller') === true);
  return owner === undefined ? undefined : `${textAt(owner, 'kind') ?? ''} ${textAt(owner, 'name') ?? ''}`;
}

/** Whether a pod is the mirror of a static pod, which the API cannot evict. */
export function isMirror(pod: JsonValue): boolean {
  return Object.hasOwn(objectAt(pod, 'metadata', 'annotations'), 'kubernetes.io/config.mirror');
}
