import { spawn } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import type { JsonObject, JsonValue } from '@agent-safe/core';

/** API of the tests, from `bash infra/setup.sh`. Tests never use another cluster. */
export const LIVE = {
  kubeconfig: process.env.AGENT_SAFE_TEST_KUBECONFIG ?? '',
  other: process.env.AGENT_SAFE_TEST_OTHER_KUBECONFIG ?? '',
  kubectl: process.env.AGENT_SAFE_TEST_KUBECTL ?? '',
  /** Set if kwok simulates the nodes, so that a test can create its own. */
  node: process.env.AGENT_SAFE_TEST_NODE ?? '',
  /** Folder of the commands that run in pods, if kwok simulates the nodes. */
  pods: process.env.AGENT_SAFE_TEST_PODS ?? '',
} as const;

export const isDown = LIVE.kubeconfig === '' || LIVE.kubectl === '';
export const NEEDS = isDown ? ' (skipped: no Kubernetes API is up, see infra/README.md)' : '';
/** Returns the note of a skipped test that needs kwok or a second cluster. Kind has neither. */
export const needs = (what: keyof typeof LIVE): string =>
  !isDown && LIVE[what] === '' ? ` (skipped: this API has no ${what}, see infra/README.md)` : NEEDS;

/** Runs kubectl directly, with full permissions. */
export async function kubectl(argv: readonly string[], input = '', kubeconfig = LIVE.kubeconfig): Promise<string> {
  const child = spawn(LIVE.kubectl, [`--kubeconfig=${kubeconfig}`, ...argv], { stdio: ['pipe', 'pipe', 'pipe'] });
  let [out, err] = ['', ''];
  child.stdout.on('data', (chunk: Buffer) => {
    out += chunk.toString();
  });
  child.stderr.on('data', (chunk: Buffer) => {
    err += chunk.toString();
  });
  child.stdin.end(input);
  const code = await new Promise((resolve) => child.on('close', resolve));
  if (code !== 0) throw new Error(`kubectl ${argv.join(' ')}: ${err}`);
  return out.trim();
}

export async function getJson(...argv: readonly string[]): Promise<JsonObject> {
  return JSON.parse(await kubectl(['get', ...argv, '--output=json'])) as JsonObject;
}

/** Creates objects. The kind of each object selects its API. */
export async function apply(...items: readonly object[]): Promise<void> {
  await kubectl(['apply', '--server-side', '-f', '-'], JSON.stringify({ apiVersion: 'v1', kind: 'List', items }));
}

/** Repeats a request until its answer passes the check. The time limit is much longer than real controllers need. */
export async function eventually<Value>(ask: () => Promise<Value>, isSo: (value: Value) => boolean): Promise<Value> {
  const end = Date.now() + 30_000;
  for (;;) {
    const value = await ask();
    if (isSo(value)) return value;
    if (Date.now() > end) throw new Error(`The check did not pass in time: ${JSON.stringify(value)}`);
    await sleep(100);
  }
}

/** Waits until a deployment has all its pods. */
export async function untilAvailable(namespace: string, name = 'web'): Promise<void> {
  await eventually(
    () => getJson('deployment', name, `--namespace=${namespace}`),
    ({ spec, status }) => {
      const { availableReplicas = 0, observedGeneration = 0 } = status as Readonly<Record<string, number>>;
      return observedGeneration > 0 && availableReplicas === (spec as { readonly replicas: number }).replicas;
    },
  );
}

/** Builds a deployment. Its image is never pulled, because kwok simulates the nodes. */
export function deployment(namespace: string, name: string, replicas: number, changes: JsonObject = {}): object {
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name, namespace },
    spec: {
      replicas,
      selector: { matchLabels: { app: name } },
      template: {
        metadata: { labels: { app: name } },
        spec: {
          terminationGracePeriodSeconds: 0,
          containers: [
            { name: 'main', image: 'registry.k8s.io/pause:3.8', resources: { requests: { cpu: '1m', memory: '1Mi' } } },
            { name: 'second', image: 'registry.k8s.io/pause:3.6' },
          ],
          ...changes,
        } as JsonValue,
      },
    },
  };
}
