import { randomBytes } from 'node:crypto';
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { JsonObject, JsonValue } from '@agent-safe/core';
import type { RunResult } from '@agent-safe/runner';
import { describe, expect, onTestFinished, test } from 'vitest';
import { KubectlExecutor, NativeExecutor } from '../../src/index.ts';
import { expectSame, observe } from './matrix/objects.ts';
import { call } from './support/api.ts';
import { makeEverything, snapshot } from './support/everything.ts';
import { getJson, isDown, kubectl, LIVE, NEEDS } from './support/kubectl.ts';
import { EXECUTOR, openLive, readUid } from './support/live.ts';

const AUDIT_ID = 'agent-safe.dev/audit-id';
const NAMES = ['subprocess', 'k8s'] as const;
/** Actions that end what the others need come last. */
const LAST = ['drain-node', 'delete-pod', 'force-delete-pod', 'delete-namespace'];
/** Objects that carry the annotation of the execution that changed them. */
const CHANGED: Readonly<Record<string, readonly string[]>> = {
  'apply-network-policy': ['networkpolicy', 'closed'],
  'restart-deployment': ['deployment', 'web'],
  'rollout-undo': ['deployment', 'web'],
  'scale-hpa': ['hpa', 'limits'],
  'update-configmap': ['configmap', 'settings'],
  'update-hpa-limits': ['hpa', 'limits'],
  'update-image': ['deployment', 'web'],
};

/** Opens twin namespaces and a runner with both executors. */
async function openTwins() {
  const clusters = { test: { uid: await readUid(LIVE.kubeconfig), kubeconfig: LIVE.kubeconfig } };
  const executors = [new KubectlExecutor({ clusters, kubectl: LIVE.kubectl }), new NativeExecutor({ clusters })];
  const open = async (executor: (typeof NAMES)[number]) => {
    const live = await openLive({ runner: { executors, commandAllowlist: [['true']] } });
    const params = await makeEverything(live.namespace);
    const run = (action: string, given: JsonObject, timeout = 30) => live.act(action, given, { executor, timeout });
    const dryRun = (action: string, given: JsonObject) =>
      live.runner.dryRun(live.issue(action, given), { executor, timeout: 30 });
    return { namespace: live.namespace, params, run, dryRun };
  };
  return [await open('subprocess'), await open('k8s')] as const;
}

/** Replaces everything that differs between twins: names, uids, times and ports. */
function normalize(value: unknown, namespace: string): JsonValue {
  const text = JSON.stringify(value)
    .replaceAll(namespace, 'NAMESPACE')
    .replaceAll(/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, 'UID')
    .replaceAll(/web-[a-z0-9]{6,10}-[a-z0-9]{5}/g, 'POD')
    .replaceAll(/web-[a-z0-9]{6,10}\b/g, 'SET')
    .replaceAll(/"pod-template-hash":"[a-z0-9]+"/g, '"pod-template-hash":"HASH"')
    .replaceAll(/pod-template-hash: \\"[a-z0-9]+/g, 'pod-template-hash: HASH')
    .replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, 'TIME')
    // Other tests use the other nodes at the same time.
    .replaceAll(/\d+ other nodes?/g, 'OTHER nodes')
    .replaceAll(/local port \d+/g, 'local port PORT')
    .replaceAll(/127\.0\.0\.1:\d+/g, 'ADDRESS');
  return JSON.parse(text) as JsonValue;
}

/** Selects the parts of a run that its caller and the log see, without durations and ids. */
function pick(result: RunResult, namespace: string): JsonValue {
  if (!result.ok) return normalize({ code: result.code, reason: result.reason, used: result.ticket_used }, namespace);
  const { after_state, before_state, code, diff, outcome, output, prechecks, reason, warnings } = result;
  return normalize({ after_state, before_state, code, diff, outcome, output, prechecks, reason, warnings }, namespace);
}

/** Sets the node to the same state before each twin runs. */
async function prepareNode(action: string, params: JsonObject): Promise<void> {
  if (typeof params.node !== 'string') return;
  await kubectl([action === 'uncordon-node' ? 'cordon' : 'uncordon', params.node]);
}

function inOrder(params: Readonly<Record<string, JsonObject>>): readonly string[] {
  return Object.keys(params).sort((left, right) => LAST.indexOf(left) - LAST.indexOf(right));
}

interface Metadata {
  readonly annotations?: Readonly<Record<string, string>>;
  readonly managedFields: readonly { readonly manager: string }[];
}

/** Checks that the changed object has the id of the decision, and names the field manager. */
async function expectTrace(action: string, namespace: string, auditId: string | null): Promise<void> {
  const changed = CHANGED[action];
  if (changed === undefined) return;
  const found = await getJson(...changed, `--namespace=${namespace}`, '--show-managed-fields');
  const { annotations, managedFields } = found.metadata as unknown as Metadata;
  expect(annotations?.[AUDIT_ID], action).toBe(auditId);
  expect(
    managedFields.map(({ manager }) => manager),
    action,
  ).toContain('agent-safe');
}

/** Counts the child processes that start during some work. */
async function countProcesses<Result>(work: () => Promise<Result>): Promise<readonly [Result, number]> {
  let count = 0;
  const listener = () => {
    count += 1;
  };
  subscribe('child_process', listener);
  try {
    return [await work(), count];
  } finally {
    unsubscribe('child_process', listener);
  }
}

// It compares both transports, so it runs once and not once for each.
describe.skipIf(isDown || EXECUTOR === 'k8s')(`both transports in a real cluster${NEEDS}`, { timeout: 900_000 }, () => {
  test('each action has the same effect, end state, states, difference, outcome and refusals with both, and "k8s" starts no process', async () => {
    const twins = await openTwins();
    onTestFinished(async () => {
      for (const { namespace } of twins) await call('DELETE', `/api/v1/namespaces/${namespace}-new`);
    });
    for (const action of inOrder(twins[0].params)) {
      const seen: JsonValue[] = [];
      for (const [index, { dryRun, namespace, params, run }] of twins.entries()) {
        const given = { ...params[action] };
        if (Object.hasOwn(given, 'pod')) given.pod = await readPod(namespace);
        // The namespace of the twin has the account of the execution.
        if (action === 'delete-namespace') given.namespace = `${namespace}-new`;
        await prepareNode(action, given);
        const work = async () => {
          const shown = await dryRun(action, given);
          const { difference, outcome, reason } = shown as { difference?: string; outcome?: string; reason: string };
          // The pods of the twins listen on no port. The tests of pods forward a port with both transports.
          const result = action === 'port-forward' ? undefined : await run(action, given, 60);
          return { dry: normalize({ difference, outcome, reason }, namespace), result };
        };
        const [{ dry, result }, processes] = await countProcesses(work);
        expect(processes > 0, `${action} ${NAMES[index]}`).toBe(NAMES[index] === 'subprocess');
        await expectTrace(action, namespace, result?.audit_id ?? null);
        seen.push({ dry, run: result === undefined ? null : pick(result, namespace) });
        await prepareNode(action === 'uncordon-node' ? 'cordon-node' : action, given);
      }
      expect(seen[1], action).toEqual(seen[0]);
      const [first, second] = twins;
      await expectSame(
        () => observeTwin(first.namespace),
        () => observeTwin(second.namespace),
      );
    }
  });

  test('each action is refused with the same reason by both if its object does not exist', async () => {
    const twins = await openTwins();
    const missing = `missing-${randomBytes(4).toString('hex')}`;
    for (const action of Object.keys(twins[0].params)) {
      const seen: JsonValue[] = [];
      for (const { namespace, params, run } of twins) {
        const given = { ...params[action] };
        const field = ['pod', 'deployment', 'hpa', 'configmap', 'secret', 'node', 'namespace'].find((each) =>
          Object.hasOwn(given, each),
        );
        if (field === undefined || action === 'apply-network-policy' || action === 'create-namespace') continue;
        seen.push(pick(await run(action, { ...given, [field]: missing }, 60), namespace));
      }
      expect(seen[1], action).toEqual(seen[0]);
    }
    const [first, second] = await Promise.all(
      twins.map(async ({ namespace }) => normalize(stable(await snapshot(namespace)), namespace)),
    );
    expect(second).toEqual(first);
  });
});

/** Reads what the actions may have changed. */
function observeTwin(namespace: string) {
  const place = { namespace, beside: `${namespace}-new`, node: '' };
  return observe(place, 'Deployment', 'ReplicaSet', 'Pod', 'ConfigMap', 'HorizontalPodAutoscaler', 'NetworkPolicy');
}

/** Order and random parts of names differ. */
function stable(objects: readonly object[]): readonly string[] {
  return objects.map((each) => (each as { readonly kind: string }).kind).sort();
}

async function readPod(namespace: string): Promise<string> {
  const pods = ['get', 'pods', '--field-selector=status.phase=Running', `--namespace=${namespace}`];
  return kubectl([...pods, '--sort-by=.metadata.creationTimestamp', '--output=jsonpath={.items[0].metadata.name}']);
}
