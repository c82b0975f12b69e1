import { createServer } from 'node:net';
import { cannotTell, failed, passed, readInteger, readOptional } from '@agent-safe/runner/executor-kit';
import { readAutoscaler } from '../actions/autoscalers.ts';
import { listRevisions } from '../actions/deployments.ts';
import { findContainer } from '../actions/images.ts';
import { controllerOf, readPod } from '../actions/pods.ts';
import { describeAutoscaler, findAutoscaler } from '../api/autoscaler.ts';
import { at, textAt } from '../api/json.ts';
import { API } from '../api/paths.ts';
import { readLabel, readName } from '../api/read-params.ts';
import { describeRollout, readDeployment } from '../api/rollout.ts';
import { type Check, exists } from './check.ts';

export const deploymentExists = exists('deployment', (params) =>
  API.deployment(readLabel(params, 'namespace'), readName(params, 'deployment')),
);
export const podExists = exists('pod', (params) => API.pod(readLabel(params, 'namespace'), readName(params, 'pod')));

/** Smallest number of available replicas: with fewer, one pod that does not restart leaves no replica. */
const FEWEST = 2;

export const minimumReplicas: Check = async (context) => {
  const { available_replicas, replicas } = describeRollout(await readDeployment(context));
  if (replicas === 0) return failed('The deployment has 0 replicas, so there is no pod to restart.');
  const reason = `${available_replicas} of ${replicas} replicas are available.`;
  return available_replicas >= FEWEST ? passed(reason) : failed(`${reason} At least ${FEWEST} are required.`);
};

/** Fails if an autoscaler would revert a manual scaling. It also warns, because an action may declare the check as not blocking. */
export const noAutoscaler: Check = async (context) => {
  const found = await findAutoscaler(context);
  if (found === undefined) return passed('No autoscaler scales the deployment.');
  const reason = describeAutoscaler(found, readInteger(context.params, 'replicas'));
  context.warn(reason);
  return failed(reason);
};

export const containerExists: Check = async (context) =>
  findContainer(context, await readDeployment(context)) === undefined
    ? failed('The deployment has no such container.')
    : passed('The container exists.');

export const imagePullable: Check = async (context) => {
  const deployment = await readDeployment(context);
  const runs =
    findContainer(context, deployment)?.image === context.params.image && describeRollout(deployment).complete;
  return runs
    ? passed('The image runs already.')
    : cannotTell('Only the nodes can pull the image. The old pods run until the new image is pulled.');
};

export const revisionExists: Check = async (context) => {
  const sets = await listRevisions(
    context.cluster,
    readLabel(context.params, 'namespace'),
    await readDeployment(context),
  );
  const requested = readOptional(context.params, 'revision', readInteger);
  const history = `Available revisions: ${[...sets.keys()].join(', ') || 'none'}.`;
  const isAvailable = requested === undefined ? sets.size > 1 : sets.has(requested);
  return isAvailable ? passed(history) : failed(`The deployment has no such revision. ${history}`);
};

export const podRunning: Check = async (context) => {
  const phase = textAt(await readPod(context), 'status', 'phase') ?? 'unknown';
  return phase === 'Running' ? passed('The pod is running.') : failed(`The pod is not running: its phase is ${phase}.`);
};

export const hasController: Check = async (context) => {
  const controller = controllerOf(await readPod(context));
  return controller === undefined
    ? failed('The pod has no controller that would replace it.')
    : passed(`${controller} replaces the pod.`);
};

export const portAvailable: Check = async ({ params }) => {
  const port = readInteger(params, 'local_port');
  const why = await new Promise<string | undefined>((resolve) => {
    const server = createServer();
    server.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? 'unknown'));
    server.listen({ port, host: '127.0.0.1', exclusive: true }, () => server.close(() => resolve(undefined)));
  });
  return why === undefined
    ? passed(`The local port ${port} is free.`)
    : failed(`The local port ${port} is not free (${why}).`);
};

export const autoscalerExists: Check = async (context) => {
  const found = await readAutoscaler(context);
  return at(found, 'spec') === undefined ? failed('The autoscaler does not exist.') : passed('The autoscaler exists.');
};

export const fewestAndMost: Check = ({ params }) => {
  const [fewest, most] = [readInteger(params, 'min_replicas'), readInteger(params, 'max_replicas')];
  return fewest <= most
    ? passed(`The limits are ${fewest} to ${most}.`)
    : failed(`"min_replicas" (${fewest}) is more than "max_replicas" (${most}).`);
};
