import { type AddressInfo, createServer } from 'node:net';
import type { JsonObject } from '@agent-safe/core';
import type { RunResult } from '@agent-safe/runner';
import { expect, onTestFinished } from 'vitest';
import { call } from './api.ts';
import { apply, LIVE } from './kubectl.ts';
import { textOf } from './lease-vault.ts';
import { summarize } from './live.ts';

/** Runs every action, and expects that each succeeds. @returns the reports by the name of the action */
export async function runEverything(
  all: Readonly<Record<string, JsonObject>>,
  run: (name: string, params: JsonObject, timeout: number) => Promise<RunResult>,
): Promise<ReadonlyMap<string, RunResult>> {
  const order = Object.keys(all).sort((left, right) => rank(left) - rank(right));
  const reports = new Map<string, RunResult>();
  const outcomes: Record<string, string> = {};
  for (const name of order) {
    const params = all[name] ?? {};
    const report = await run(name, params, name === 'port-forward' ? 10 : 60);
    reports.set(name, report);
    outcomes[name] = summarize(report) === 'success' ? 'success' : `${summarize(report)}: ${report.reason}`;
    if (name === 'create-namespace') await call('DELETE', `/api/v1/namespaces/${textOf(params.namespace)}`);
  }
  expect(outcomes).toEqual(Object.fromEntries(order.map((name) => [name, 'success'])));
  return reports;
}

/** Tells kwok where a port of a pod leads. */
export async function forwardPort(namespace: string, pod: string): Promise<void> {
  if (LIVE.pods === '') return;
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const { port } = server.address() as AddressInfo;
  const spec = { forwards: [{ ports: [80], target: { address: '127.0.0.1', port } }] };
  await apply({ apiVersion: 'kwok.x-k8s.io/v1alpha1', kind: 'PortForward', metadata: { name: pod, namespace }, spec });
}

/** Actions that others depend on run first. */
function rank(name: string): number {
  if (name === 'delete-namespace') return 3;
  if (name === 'uncordon-node') return 2;
  if (name === 'delete-pod' || name === 'force-delete-pod') return 0.5;
  return ['exec-pod', 'get-pod-logs', 'port-forward'].includes(name) ? 0 : 1;
}
