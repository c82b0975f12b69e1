import { expect, test } from 'vitest';
import { apply, asDryRun, create, get, patch, remove } from '../api/request.ts';
import type { Operation } from '../api/transport.ts';
import { commandOf } from './commands.ts';
import { DOCUMENT } from './kubectl.ts';

const DEPLOYMENT = '/apis/apps/v1/namespaces/dev/deployments/web';
const body = { spec: { replicas: 3 } };

const MANAGER = '--field-manager=agent-safe';

test.each<[string, Operation, readonly string[], unknown]>([
  ['reads', get('/api/v1/nodes?limit=1'), ['get', '--raw=/api/v1/nodes?limit=1'], undefined],
  [
    'creates',
    create('/api/v1/namespaces', { kind: 'Namespace' }),
    ['create', '--raw=/api/v1/namespaces?fieldManager=agent-safe', `--filename=${DOCUMENT}`],
    { kind: 'Namespace' },
  ],
  [
    'creates an object as a dry run',
    asDryRun(create('/api/v1/namespaces?fieldValidation=Strict', { kind: 'Namespace' })),
    [
      'create',
      '--raw=/api/v1/namespaces?fieldValidation=Strict&dryRun=All&fieldManager=agent-safe',
      `--filename=${DOCUMENT}`,
    ],
    { kind: 'Namespace' },
  ],
  [
    'deletes',
    remove('/api/v1/namespaces/dev', 'uid-1', { gracePeriodSeconds: 0 }),
    ['delete', '--raw=/api/v1/namespaces/dev', `--filename=${DOCUMENT}`],
    { apiVersion: 'v1', kind: 'DeleteOptions', preconditions: { uid: 'uid-1' }, gracePeriodSeconds: 0 },
  ],
  [
    'deletes an object as a dry run, set in the body, because the API ignores the query of a deletion with a body',
    asDryRun(remove('/api/v1/namespaces/dev', 'uid-1')),
    ['delete', '--raw=/api/v1/namespaces/dev', `--filename=${DOCUMENT}`],
    { apiVersion: 'v1', kind: 'DeleteOptions', preconditions: { uid: 'uid-1' }, dryRun: ['All'] },
  ],
  [
    'patches an object of a namespace',
    patch('strategic', DEPLOYMENT, body),
    [
      ...['patch', '--namespace=dev', '--type=strategic', MANAGER, `--patch-file=${DOCUMENT}`, '--output=json'],
      ...['--', 'deployments.v1.apps', 'web'],
    ],
    body,
  ],
  [
    'patches an object of the core group without a namespace',
    patch('merge', '/api/v1/nodes/node%2E1', body),
    ['patch', '--type=merge', MANAGER, `--patch-file=${DOCUMENT}`, '--output=json', '--', 'nodes.v1.', 'node.1'],
    body,
  ],
  [
    'patches a part of an object, as a dry run',
    asDryRun(patch('json', `${DEPLOYMENT}/scale`, [])),
    [
      ...['patch', '--dry-run=server', '--subresource=scale', '--namespace=dev', '--type=json'],
      ...[MANAGER, `--patch-file=${DOCUMENT}`, '--output=json', '--', 'deployments.v1.apps', 'web'],
    ],
    [],
  ],
  [
    'applies',
    asDryRun(apply('/apis/networking.k8s.io/v1/namespaces/dev/networkpolicies/closed', body)),
    [
      ...['apply', '--dry-run=server', '--server-side', '--field-manager=agent-safe', '--output=json'],
      `--filename=${DOCUMENT}`,
    ],
    body,
  ],
  [
    'runs a command',
    { namespace: 'dev', pod: 'web-1', container: 'main', command: ['ls', '--all'] },
    ['exec', '--namespace=dev', '--container=main', 'web-1', '--', 'ls', '--all'],
    undefined,
  ],
  [
    'forwards a port',
    { namespace: 'dev', pod: 'web-1', localPort: 8080, remotePort: 80 },
    ['port-forward', '--namespace=dev', '--address=127.0.0.1', '--', 'pod/web-1', '8080:80'],
    undefined,
  ],
])('T28 kubectl %s', (_, operation, argv, document) => {
  const command = commandOf(operation);
  expect(command.argv).toEqual(argv);
  expect(command.document === undefined ? undefined : JSON.parse(command.document)).toEqual(document);
});

test.each(['/api/v1/nodes', '/apis/apps/v1', '/api/v1/namespaces/dev/pods?limit=1', 'nodes/a'])(
  'T28 a patch of %s is refused, because it is not an object',
  (path) => {
    expect(() => commandOf(patch('merge', path, body))).toThrow('The path does not name an object');
  },
);
