import type { JsonValue } from '@agent-safe/core';
import { objectAt } from '../api/json.ts';
import { parseObjectPath } from '../api/object-path.ts';
import { type ApiRequest, addQuery, FIELD_MANAGER } from '../api/request.ts';
import type { ExecRequest, Operation, PortForwardRequest } from '../api/transport.ts';
import { type Command, DOCUMENT } from './kubectl.ts';

/** Returns the kubectl command for an operation. */
export function commandOf(operation: Operation): Command {
  if ('method' in operation) return requestCommand(operation);
  return 'command' in operation ? execCommand(operation) : portForwardCommand(operation);
}

function requestCommand(request: ApiRequest): Command {
  const { dryRun = false, method, path } = request;
  switch (method) {
    case 'GET':
      return { argv: ['get', `--raw=${path}`] };
    case 'POST':
      return withBody(
        ['create', `--raw=${addQuery(path, [...(dryRun ? ['dryRun=All'] : []), MANAGER])}`],
        request.body,
      );
    case 'DELETE':
      // The API ignores the query of a deletion that has a body, so the dry run is set in the body.
      return withBody(
        ['delete', `--raw=${path}`],
        dryRun ? { ...objectAt(request.body), dryRun: ['All'] } : request.body,
      );
    case 'PATCH':
      return request.patchType === 'apply' ? applyCommand(request) : patchCommand(request);
  }
}

function withBody(argv: readonly string[], body: JsonValue | undefined): Command {
  return { argv: [...argv, `--filename=${DOCUMENT}`], document: JSON.stringify(body ?? {}) };
}

const MANAGER = `fieldManager=${FIELD_MANAGER}`;

function applyCommand({ body, dryRun = false }: ApiRequest): Command {
  const how = ['apply', ...listDryRun(dryRun), '--server-side', `--field-manager=${FIELD_MANAGER}`, '--output=json'];
  return withBody(how, body);
}

/** kubectl cannot send a raw PATCH, so the command names the object of the path. */
function patchCommand({ body, dryRun = false, patchType = 'merge', path }: ApiRequest): Command {
  const object = parseObjectPath(path);
  if (object === undefined) throw new Error(`The path does not name an object: ${path}.`);
  const { name, namespace, resource, subresource } = object;
  const argv = [
    'patch',
    ...listDryRun(dryRun),
    ...(subresource === undefined ? [] : [`--subresource=${subresource}`]),
    ...(namespace === undefined ? [] : [`--namespace=${namespace}`]),
    `--type=${patchType}`,
    `--field-manager=${FIELD_MANAGER}`,
    `--patch-file=${DOCUMENT}`,
    '--output=json',
    '--',
    resource,
    name,
  ];
  return { argv, document: JSON.stringify(body ?? {}) };
}

function listDryRun(dryRun: boolean): readonly string[] {
  return dryRun ? ['--dry-run=server'] : [];
}

function execCommand({ command, container, namespace, pod }: ExecRequest): Command {
  return { argv: ['exec', `--namespace=${namespace}`, `--container=${container}`, pod, '--', ...command] };
}

/** Forwards a port of the loopback address only. */
function portForwardCommand({ localPort, namespace, pod, remotePort }: PortForwardRequest): Command {
  const place = [`--namespace=${namespace}`, '--address=127.0.0.1'];
  return { argv: ['port-forward', ...place, '--', `pod/${pod}`, `${localPort}:${remotePort}`] };
}
