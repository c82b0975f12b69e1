import type { JsonValue } from '@agent-safe/core';
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
import { describeDifference } from '../api/diff.ts';
import { at, listAt, nameOf, objectAt, textAt } from '../api/json.ts';
import { API } from '../api/paths.ts';
import { readLabel, readName } from '../api/read-params.ts';
import { type ApiRequest, asDryRun, get, remove } from '../api/request.ts';
import type { ExecRequest, PortForwardRequest } from '../api/transport.ts';
import { waitUntil } from '../api/wait.ts';

export function readPod({ cluster, params }: ActionContext): Promise<JsonValue> {
  return cluster.read(API.pod(readLabel(params, 'namespace'), readName(params, 'pod')));
}

export const deletePod: KubernetesAction = {
  parameters: ['namespace', 'pod', 'grace_period'],
  async execute(context) {
    const pod = await readPod(context);
    const uid = textAt(pod, 'metadata', 'uid') ?? '';
    context.carry.set('uid', uid);
    await context.cluster.change(deletion(context, uid));
    return success('It is deleted, and ends within its grace period.');
  },
  waitForEffect(context) {
    const { cluster, carry, params } = context;
    return waitUntil(async () => {
      const pod = await cluster.find(API.pod(readLabel(params, 'namespace'), readName(params, 'pod')));
      // A StatefulSet makes another one of the same name.
      const uid = carry.get('uid');
      const isGone = pod === undefined || (uid !== undefined && textAt(pod, 'metadata', 'uid') !== uid);
      return isGone ? observed() : waiting('It is not gone yet.');
    }, context);
  },
  async dryRun(context) {
    const pod = await readPod(context);
    const request = deletion(context, textAt(pod, 'metadata', 'uid') ?? '');
    await context.cluster.ask(asDryRun(request));
    return preview(context, [request], { difference: describeDifference({ pod: nameOf(pod) }, undefined) });
  },
};

/** Not by `kubectl delete`, which makes a grace period of 0 one of 1. */
function deletion({ params }: ActionContext, uid: string): ApiRequest {
  const path = API.pod(readLabel(params, 'namespace'), readName(params, 'pod'));
  const grace = readOptional(params, 'grace_period', readInteger);
  return remove(path, uid, grace === undefined ? {} : { gracePeriodSeconds: grace });
}

export const getPodLogs: KubernetesAction = {
  parameters: ['namespace', 'pod', 'container', 'tail_lines'],
  async execute(context) {
    const { text, truncated } = await context.cluster.readLog(logPath(context, await chooseContainer(context)));
    return success(truncated ? 'Its end is left out, because it is too long.' : 'It is read.', {
      log: text,
      truncated,
    });
  },
  async dryRun(context) {
    const request = get(logPath(context, await chooseContainer(context)));
    return preview(context, [request], await previewAccess(context, 'log', ['get']));
  },
};

function logPath({ params }: ActionContext, container: string): string {
  const tailLines = readOptional(params, 'tail_lines', readInteger);
  return API.log(readLabel(params, 'namespace'), readName(params, 'pod'), { container, tailLines });
}

/** The one that is asked for, or the first one of the pod. @throws ApiError where there is none */
async function chooseContainer(context: ActionContext): Promise<string> {
  const asked = readOptional(context.params, 'container', readLabel);
  const pod = await readPod(context);
  const names = ['containers', 'initContainers'].flatMap((kind) =>
    listAt(pod, 'spec', kind).map((container) => textAt(container, 'name') ?? ''),
  );
  const chosen = asked ?? names[0] ?? '';
  if (names.includes(chosen)) return chosen;
  throw new ApiError(`The pod has no container "${chosen}".`, 'NotFound');
}

export const execPod: KubernetesAction = {
  parameters: ['namespace', 'pod', 'container', 'command'],
  onCommandLine: ['command'],
  async execute(context) {
    const request = execution(context, await chooseContainer(context));
    // The answer to a command that was refused does not differ from that to one that was lost.
    const access = await reviewAccess(context, 'exec', EXEC_VERBS);
    if (!access.ok && access.code === 'denied') throw new ApiError(`Forbidden: ${access.reason}`, 'Forbidden');
    const { stderr, stdout, truncated, ...ended } = await context.cluster.exec(request);
    const output = { exit_code: ended.ok ? ended.exitCode : null, stdout, stderr, truncated };
    if (!ended.ok && ended.code === 'stopped') {
      return { ok: false, code: 'timeout', reason: 'It was stopped. The command may go on in the pod.', output };
    }
    // The last words may be the command's, and those are for the caller alone.
    if (!ended.ok) return { ok: false, code: 'error', reason: LOST, output };
    if (ended.exitCode !== 0) return failure(`The command ended with exit code ${ended.exitCode}.`, output);
    return success(
      truncated ? 'It ran. The end of what it said is left out, because it is too long.' : 'It ran.',
      output,
    );
  },
  async dryRun(context) {
    const request = execution(context, await chooseContainer(context));
    return preview(context, [request], await previewAccess(context, 'exec', EXEC_VERBS));
  },
};

/** By a web socket, or as it was before. */
const EXEC_VERBS = ['create', 'get'];

const LOST =
  'The command could not be started, or the connection to it was lost: then it may go on in the pod. The output has what kubectl said.';

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
      context.progress(`127.0.0.1:${request.localPort} leads to the pod until the time is over.`),
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

/** What brings a pod back when it is gone. */
export function controllerOf(pod: JsonValue): string | undefined {
  const owner = listAt(pod, 'metadata', 'ownerReferences').find((each) => at(each, 'controller') === true);
  return owner === undefined ? undefined : `${textAt(owner, 'kind') ?? ''} ${textAt(owner, 'name') ?? ''}`;
}

/** Whether a pod belongs to the machine that it runs on, and is not the API's to move. */
export function isMirror(pod: JsonValue): boolean {
  return Object.hasOwn(objectAt(pod, 'metadata', 'annotations'), 'kubernetes.io/config.mirror');
}
