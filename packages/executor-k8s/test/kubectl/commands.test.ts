import type { JsonObject, JsonValue } from '@agent-safe/core';
import { ParameterRefused } from '@agent-safe/runner/executor-kit';
import { checkAsyncLaw, scaled } from '@agent-safe/testkit';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ACTIONS as KNOWN } from '../../src/actions/index.ts';
import type { ActionContext } from '../../src/api/action-context.ts';
import { ApiError } from '../../src/api/api-error.ts';
import { Cluster } from '../../src/api/cluster.ts';
import type { Operation, Transport } from '../../src/api/transport.ts';
import { commandOf } from '../../src/kubectl/commands.ts';
import { formatCommand } from '../../src/kubectl/format-command.ts';
import { type Command, DOCUMENT } from '../../src/kubectl/kubectl.ts';
import { ACTIONS, contextOf, executionOf, makeStandIn } from './stand-in-kubectl.ts';

const UID = 'uid-1';
const template = { metadata: { labels: { app: 'a' } }, spec: { containers: [{ name: 'main', image: 'a:1' }] } };
const owner = { uid: UID, kind: 'Deployment', name: 'app', controller: true };
/** Object of the stand-in cluster, with the fields of every kind that the actions read. */
const OBJECT: JsonObject = {
  metadata: {
    name: 'app',
    namespace: 'dev',
    uid: UID,
    resourceVersion: '7',
    generation: 1,
    annotations: { 'deployment.kubernetes.io/revision': '2' },
    ownerReferences: [owner],
  },
  spec: { replicas: 1, template, ...template.spec, minReplicas: 1, maxReplicas: 2, metrics: [] },
  status: { observedGeneration: 1, replicas: 1, updatedReplicas: 1, availableReplicas: 1, phase: 'Active' },
  data: {},
};
const OLDER = {
  ...OBJECT,
  metadata: { ...(OBJECT.metadata as JsonObject), annotations: { 'deployment.kubernetes.io/revision': '1' } },
};

/** Transport to a cluster in which every object exists. It builds the commands and starts no process. */
function makeContext(params: JsonObject): { context: ActionContext; commands: Command[]; paths: string[] } {
  const commands: Command[] = [];
  const paths: string[] = [];
  const record = (operation: Operation) => {
    const isRead = 'method' in operation && operation.method === 'GET';
    if (isRead) paths.push(operation.path);
    else commands.push(commandOf(operation));
  };
  const transport: Transport = {
    send: async (request) => {
      record(request);
      if (request.method !== 'GET' || !COLLECTION.test(request.path)) return OBJECT;
      return { kind: 'List', items: request.path.startsWith('/api/v1/pods') ? [] : [OLDER, OBJECT] };
    },
    readLog: async (path) => {
      paths.push(path);
      return { text: '', truncated: false };
    },
    exec: async (request) => {
      record(request);
      return { ok: true, exitCode: 0, stdout: '', stderr: '', truncated: false };
    },
    forwardPort: async (request) => {
      record(request);
      return { ok: true };
    },
    describe: (operation) => {
      if (!('method' in operation) || operation.method !== 'GET') record(operation);
      return formatCommand(commandOf(operation));
    },
  };
  const context = { ...contextOf(), signal: AbortSignal.timeout(1), params, carry: new Map(), warn: () => undefined };
  return { context: { ...context, cluster: new Cluster(transport) }, commands, paths };
}

/** Matches the path of a list, of one namespace or of all. */
const COLLECTION = /\/(?:replicasets|horizontalpodautoscalers|pods|nodes|poddisruptionbudgets|daemonsets)(?:\?|$)/;

/** Options of kubectl that the commands use. No other word may begin with a hyphen. */
const OPTIONS = [
  ...[
    '--address',
    '--container',
    '--dry-run',
    '--field-manager',
    '--filename',
    '--namespace',
    '--output',
    '--patch-file',
    '--raw',
  ],
  ...['--server-side', '--subresource', '--type'],
];
/** Number of arguments of each verb, without options and without the document. */
const POSITIONALS: Readonly<Record<string, number>> = {
  patch: 3,
  create: 1,
  delete: 1,
  apply: 1,
  exec: 2,
  'port-forward': 3,
};
const LEGAL = /^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/;

/** Parses words like kubectl: options until `--`, and only arguments after it. */
function parse(argv: readonly string[]) {
  const end = argv.indexOf('--');
  const before = end < 0 ? argv : argv.slice(0, end);
  const after = end < 0 ? [] : argv.slice(end + 1);
  return {
    options: before.filter((word) => word.startsWith('-')).map((word) => word.split('=', 1)[0] ?? ''),
    positionals: before.filter((word) => !word.startsWith('-')),
    after,
  };
}

function expectOwnWords({ argv }: Command, params: JsonObject): void {
  const verb = argv[0] ?? '';
  const { after, options, positionals } = parse(argv);
  expect(OPTIONS).toEqual(expect.arrayContaining(options));
  expect(new Set(options).size).toBe(options.length);
  // Only here are words of a request passed on unchanged.
  if (verb === 'exec') expect(after).toEqual(params.command);
  const own = verb === 'exec' ? positionals : [...positionals, ...after];
  expect(own).toHaveLength(POSITIONALS[verb] ?? -1);
  for (const word of own) expect(word).toMatch(/^(?:pod\/)?[a-z0-9][a-z0-9.:-]*$/);
  const place = argv.find((word) => word.startsWith('--namespace='));
  if (place !== undefined) expect(place.slice('--namespace='.length)).toMatch(LEGAL);
  expect(argv.filter((word) => word.includes('\u0000') && !word.includes(DOCUMENT))).toEqual([]);
}

const HOSTILE = [
  ...[
    '--all',
    '-A',
    '--kubeconfig=/etc/x',
    '-n',
    'kube-system',
    '../x',
    'a/b',
    'pod/a',
    'a,b',
    'a b',
    '',
    ' ',
    '--',
    '-',
    '*',
  ],
  ...[
    '$(id)',
    '`id`',
    ';id',
    '|id',
    '&&id',
    '\n',
    '\u0000',
    '\u0000document\u0000',
    "'",
    '"',
    '\\',
    'a%2fb',
    'ä',
    '{{x}}',
    '__proto__',
  ],
];
const text = fc.oneof(
  fc.constantFrom(...HOSTILE),
  fc.string({ maxLength: 30 }),
  fc.constantFrom('app', 'dev', 'main', 'a:1', 'app=web'),
);
const value = (type: string): fc.Arbitrary<JsonValue> =>
  type === 'integer'
    ? fc.oneof(
        fc.integer({ min: 0, max: 700 }),
        fc.integer(),
        fc.constantFrom<JsonValue>(Number.MAX_SAFE_INTEGER, -1, '1; id'),
      )
    : type === 'boolean'
      ? fc.constantFrom<JsonValue>(true, false, '--force')
      : type === 'array'
        ? fc.array(text, { maxLength: 4 })
        : text;

const request = fc.constantFrom(...ACTIONS).chain((action) => {
  const given = action.parameters.map(({ name, required, type }) => {
    const one = value(type);
    return fc.tuple(fc.constant(name), required ? one : fc.option(one, { nil: undefined }));
  });
  return fc.tuple(fc.constant(action.name), fc.tuple(...given)).map(([name, entries]) => {
    const params = entries.filter((entry): entry is [string, JsonValue] => entry[1] !== undefined);
    return { name, params: Object.fromEntries(params) };
  });
});

test('T28 law: no request adds an option or an argument', async () => {
  let begun = 0;
  const law = fc.asyncProperty(request, fc.boolean(), async ({ name, params }, isDry) => {
    const { commands, context, paths } = makeContext(params);
    const action = KNOWN[name];
    try {
      if (isDry) await action?.dryRun(context);
      else await action?.execute(context);
      begun += 1;
    } catch (error) {
      if (!(error instanceof ParameterRefused) && !(error instanceof ApiError)) throw error;
    }
    for (const command of commands) expectOwnWords(command, params);
    // Every path is a path of the API, with any values.
    for (const path of paths) expect(path).toMatch(/^\/apis?\/[\w./%:?=&+~*-]+$/);
    for (const path of paths) expect(path).not.toMatch(/\/\.\.?(?:\/|$)|%2f/i);
  });
  await checkAsyncLaw('T28 commands', law, { runs: 100_000 });
  // Valid requests are accepted.
  expect(begun).toBeGreaterThan(scaled(100_000) / 200);
}, 300_000);

describe.skipIf(process.platform === 'win32')('T28 a stand-in for kubectl', () => {
  test('is started with exactly the expected words, and without a shell', async () => {
    const { calls, executor } = makeStandIn(`printf '%s' '${JSON.stringify(OBJECT)}'`);
    const subprocess = executor();
    const law = fc.asyncProperty(request, async ({ name, params }) => {
      const before = calls().length;
      const result = await subprocess.execute(executionOf(name, params), contextOf(5_000)).catch(() => undefined);
      const words = calls().slice(before);
      for (const argv of words) {
        expect(argv[0]).toMatch(/^--kubeconfig=\/.*agent-safe-kubectl-\w+\/kubeconfig$/);
        const own = argv.slice(2).filter((word) => !word.startsWith('--request-timeout='));
        if (own[0] !== 'get')
          expectOwnWords({ argv: own.map((word) => word.replace(/=\/.*\/document$/, `=${DOCUMENT}`)) }, params);
        else expect(own).toEqual(['get', expect.stringMatching(/^--raw=\/apis?\//)]);
      }
      return result === undefined || typeof result.ok === 'boolean';
    });
    await checkAsyncLaw('T28 processes', law, { runs: 5_000 });
  }, 300_000);
});

test('every action of the catalog is supported with all its parameters', () => {
  expect(ACTIONS).toHaveLength(21);
  const { executor } = makeStandIn('');
  for (const action of ACTIONS) {
    expect([action.name, executor().supports(action)]).toEqual([action.name, { ok: true }]);
    const extended = { ...action, parameters: [...action.parameters, { ...action.parameters[0], name: 'more' }] };
    expect(executor().supports(extended as typeof action)).toMatchObject({ code: 'parameter_unsupported' });
  }
  const other = { ...(ACTIONS[0] as (typeof ACTIONS)[number]), name: 'toString' };
  expect(executor().supports(other)).toMatchObject({ code: 'action_unsupported' });
});
