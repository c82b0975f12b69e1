import type { JsonValue } from '@agent-safe/core';
import { askAccess, rehearseAccess } from '../api/access-review.ts';
import { failure, type KubernetesAction, success, type Work } from '../api/action-context.ts';
import { ApiError, readError } from '../api/api-error.ts';
import { describeDifference } from '../api/diff.ts';
import { at, listAt, nameOf, objectAt, textAt } from '../api/json.ts';
import { API } from '../api/paths.ts';
import { readInteger, readLabel, readName, readOptional, readWords } from '../api/read-params.ts';
import { waitUntil } from '../api/wait.ts';
import { remove } from '../kubectl/commands.ts';
import type { Command } from '../kubectl/kubectl.ts';
import { type EndedProcess, ProcessStopped } from '../kubectl/process.ts';

export function readPod({ cluster, params }: Work): Promise<JsonValue> {
  return cluster.read(API.pod(readLabel(params, 'namespace'), readName(params, 'pod')));
}

export const deletePod: KubernetesAction = {
  parameters: ['namespace', 'pod', 'grace_period'],
  async execute(work) {
    const pod = await readPod(work);
    const uid = textAt(pod, 'metadata', 'uid') ?? '';
    work.notes.set('uid', uid);
    await work.cluster.change(deletion(work, uid));
    return success('It is deleted, and ends within its grace period.');
  },
  settle(work) {
    const { cluster, notes, params } = work;
    return waitUntil(async () => {
      const pod = await cluster.find(API.pod(readLabel(params, 'namespace'), readName(params, 'pod')));
      // A StatefulSet makes another one of the same name.
      const uid = notes.get('uid');
      const isGone = pod === undefined || (uid !== undefined && textAt(pod, 'metadata', 'uid') !== uid);
      return isGone ? undefined : 'It is not gone yet.';
    }, cluster.signal);
  },
  async rehearse(work) {
    const pod = await readPod(work);
    const command = deletion(work, textAt(pod, 'metadata', 'uid') ?? '');
    const dry = deletion(work, textAt(pod, 'metadata', 'uid') ?? '', { dryRun: ['All'] });
    await work.cluster.ask(dry);
    return { commands: [command], difference: describeDifference({ pod: nameOf(pod) }, undefined) };
  },
};

/** Not by `kubectl delete`, which makes a grace period of 0 one of 1. */
function deletion({ params }: Work, uid: string, more: { readonly [name: string]: JsonValue } = {}): Command {
  const path = API.pod(readLabel(params, 'namespace'), readName(params, 'pod'));
  const grace = readOptional(params, 'grace_period', readInteger);
  return remove(path, uid, { ...(grace === undefined ? {} : { gracePeriodSeconds: grace }), ...more });
}

export const getPodLogs: KubernetesAction = {
  parameters: ['namespace', 'pod', 'container', 'tail_lines'],
  async execute(work) {
    const { stdout, truncated } = await work.cluster.readText(logPath(work, await chooseContainer(work)));
    return success(truncated ? 'Its end is left out, because it is too long.' : 'It is read.', {
      log: stdout,
      truncated,
    });
  },
  async rehearse(work) {
    const command = { argv: ['get', `--raw=${logPath(work, await chooseContainer(work))}`] };
    return { commands: [command], ...(await rehearseAccess(work, 'log', ['get'])) };
  },
};

function logPath({ params }: Work, container: string): string {
  const tailLines = readOptional(params, 'tail_lines', readInteger);
  return API.log(readLabel(params, 'namespace'), readName(params, 'pod'), { container, tailLines });
}

/** The one that is asked for, or the first one of the pod. @throws ApiError where there is none */
async function chooseContainer(work: Work): Promise<string> {
  const asked = readOptional(work.params, 'container', readLabel);
  const pod = await readPod(work);
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
  async execute(work) {
    const command = execution(work, await chooseContainer(work));
    // Of a command that was refused kubectl says no more than of one that was lost.
    const { answer, reason } = await askAccess(work, 'exec', EXEC_VERBS);
    if (answer === 'denied') throw new ApiError(`Forbidden: ${reason}`, 'Forbidden');
    const ended = await runCommand(work, command);
    if (ended instanceof ProcessStopped) {
      return { outcome: 'timeout', reason: 'It was stopped. The command may go on in the pod.', output: saidBy(ended) };
    }
    const { code: exitCode, stdout, truncated } = ended;
    // kubectl ends as the command did, and says so last. Else it lost the command, and what it says may be the command's own words.
    const [line, said] = /command terminated with exit code (\d{1,3})\s*$/.exec(ended.lastWords) ?? [];
    if (exitCode !== 0 && Number(said) !== exitCode) {
      // Its last words may be the command's, and those are for the caller alone.
      return { outcome: 'error', reason: LOST, output: { exit_code: null, stdout, stderr: ended.stderr, truncated } };
    }
    const stderr =
      line !== undefined && ended.stderr.endsWith(line) ? ended.stderr.slice(0, -line.length) : ended.stderr;
    const output = { exit_code: exitCode, stdout, stderr, truncated };
    if (exitCode !== 0) return failure(`The command ended with exit code ${exitCode}.`, output);
    return success(
      truncated ? 'It ran. The end of what it said is left out, because it is too long.' : 'It ran.',
      output,
    );
  },
  async rehearse(work) {
    const commands = [execution(work, await chooseContainer(work))];
    return { commands, ...(await rehearseAccess(work, 'exec', EXEC_VERBS)) };
  },
};

/** By a web socket, or as it was before. */
const EXEC_VERBS = ['create', 'get'];

const LOST =
  'The command could not be started, or the connection to it was lost: then it may go on in the pod. The output has what kubectl said.';

async function runCommand(work: Work, command: Command): Promise<EndedProcess | ProcessStopped> {
  try {
    return await work.cluster.run(command);
  } catch (error) {
    if (error instanceof ProcessStopped) return error;
    throw error;
  }
}

/** What it had said until then. */
function saidBy({ said: { stderr, stdout, truncated } }: ProcessStopped): JsonValue {
  return { exit_code: null, stdout, stderr, truncated };
}

function execution({ params }: Work, container: string): Command {
  const place = [`--namespace=${readLabel(params, 'namespace')}`, `--container=${container}`];
  return { argv: ['exec', ...place, readName(params, 'pod'), '--', ...readWords(params, 'command')] };
}

export const portForward: KubernetesAction = {
  parameters: ['namespace', 'pod', 'local_port', 'remote_port'],
  async execute(work) {
    const { cluster, context } = work;
    const began = context.clock();
    let established = false;
    try {
      const ended = await cluster.run(forwarding(work), (text) => {
        if (established || !/^Forwarding from \d/m.test(text)) return;
        established = true;
        context.progress(
          `127.0.0.1:${readInteger(work.params, 'local_port')} leads to the pod until the time is over.`,
        );
      });
      const why = readError(ended.stderr);
      return failure(established ? `The connection ended: ${why.message}` : why.message);
    } catch (error) {
      if (!(error instanceof ProcessStopped) || !established) throw error;
      const seconds = Math.round((context.clock() - began) / 1_000);
      return success(`The port was forwarded for ${seconds} seconds.`, { seconds });
    }
  },
  async rehearse(work) {
    await readPod(work);
    return { commands: [forwarding(work)], ...(await rehearseAccess(work, 'portforward', EXEC_VERBS)) };
  },
};

/** To this machine alone. */
function forwarding({ params }: Work): Command {
  const ports = `${readInteger(params, 'local_port')}:${readInteger(params, 'remote_port')}`;
  const place = [`--namespace=${readLabel(params, 'namespace')}`, '--address=127.0.0.1'];
  return { argv: ['port-forward', ...place, '--', `pod/${readName(params, 'pod')}`, ports] };
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
