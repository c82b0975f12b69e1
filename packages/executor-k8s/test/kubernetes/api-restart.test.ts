import { join } from 'node:path';
import { AuditLog, openAuditLog } from '@agent-safe/audit';
import type { JsonObject } from '@agent-safe/core';
import { Runner, type RunResult } from '@agent-safe/runner';
import { announceRandom, sampleTokenKey } from '@agent-safe/testkit';
import { makeFolder } from '@agent-safe/testkit/folders';
import { MemoryNonceStore } from '@agent-safe/tickets';
import { describe, expect, onTestFinished, test } from 'vitest';
import { KubernetesVault } from '../../src/index.ts';
import { openProxy } from './support/api-proxy.ts';
import { ticketOf } from './support/killed-run.ts';
import { forEachOf, KILLS, shuffle } from './support/kills.ts';
import { eventually, isDown, kubectl, needs } from './support/kubectl.ts';
import { ACTIONS, EXECUTOR, makeExecutor } from './support/live.ts';
import { type OwnApi, openOwnApi } from './support/own-api.ts';

/** Runs of a round, and how many of them are under way at a time. The others begin while the API is down or after it is back. */
const [RUNS, PARALLEL] = [10, 4];
/** Kills of the API server. A restart takes seconds, and each kill hits several runs. */
const ROUNDS = Math.ceil(KILLS / 25);
/** The run of a round at whose request the API is killed. */
const CHOSEN = 3;
const HOME = 'leases';
const KINDS = 'rolebindings,roles,clusterrolebindings,clusterroles,serviceaccounts,secrets';

/** Opens runs of update-configmap on an API of its own. */
async function openRuns(api: OwnApi) {
  const admin = (argv: readonly string[], input = '') => kubectl(argv, input, api.kubeconfig);
  await admin(['create', 'namespace', HOME]);
  const metadata = (index: number) => ({ name: `settings-${index}`, namespace: HOME });
  const items = Array.from({ length: 1 + RUNS * ROUNDS }, (_, index) => ({
    ...{ apiVersion: 'v1', kind: 'ConfigMap', metadata: metadata(index), data: { a: 'old' } },
  }));
  await admin(['apply', '--server-side', '-f', '-'], JSON.stringify({ apiVersion: 'v1', kind: 'List', items }));
  await admin(['create', 'serviceaccount', 'admin', `--namespace=${HOME}`]);
  await admin([
    'create',
    'clusterrolebinding',
    'admin',
    '--clusterrole=cluster-admin',
    `--serviceaccount=${HOME}:admin`,
  ]);
  const token = await admin(['create', 'token', 'admin', `--namespace=${HOME}`, '--duration=2h']);
  const proxy = await openProxy({ token, cluster: api.cluster });
  const uid = await admin(['get', 'namespace', 'kube-system', '--output=jsonpath={.metadata.uid}']);
  const action = ACTIONS.find(({ name }) => name === 'update-configmap');
  if (action === undefined) throw new Error('The catalog has no update-configmap.');
  const clusters = { test: { uid, kubeconfig: proxy.kubeconfig } };
  const key = sampleTokenKey();
  const path = join(makeFolder(), 'audit.jsonl');
  const open = (clock: () => number) => {
    const audit = new AuditLog(path, { clock });
    onTestFinished(() => audit.close());
    return new Runner({
      tickets: { keys: [key.verification], nonces: new MemoryNonceStore() },
      ...{ actions: [action], executors: [makeExecutor({ clusters })], history: openAuditLog(path), audit, clock },
      vault: new KubernetesVault({ clusters, namespace: HOME, owner: HOME, clock }),
    });
  };
  const now = open(Date.now);
  const run = (index: number): Promise<RunResult> => {
    const params = { namespace: HOME, configmap: `settings-${index}`, key: 'a', value: 'new' };
    return now.run(ticketOf(action, params, `evt-${index}`, key), { executor: EXECUTOR, timeout: 60 });
  };
  const leftovers = async () => {
    const selector = `--selector=agent-safe.dev/owner=${HOME}`;
    return (await admin(['get', KINDS, '--all-namespaces', '--output=name', selector])).split('\n').filter(Boolean);
  };
  const isAccepted = async (given: string) => {
    const review = { apiVersion: 'authentication.k8s.io/v1', kind: 'TokenReview', spec: { token: given } };
    const answer = await admin(['create', '-f', '-', '--output=json'], JSON.stringify(review));
    return ((JSON.parse(answer) as JsonObject).status as JsonObject).authenticated === true;
  };
  return { isAccepted, later: () => open(() => Date.now() + 3_600_000), leftovers, proxy, run };
}

/** Starts runs, and kills the API at a request of one of them. @returns the reports, after the API has started again */
async function killDuring(
  api: OwnApi,
  { proxy, run }: Pick<Awaited<ReturnType<typeof openRuns>>, 'proxy' | 'run'>,
  round: number,
  request: string,
): Promise<readonly RunResult[]> {
  const reports: RunResult[] = [];
  const before = proxy.names.filter((each) => each.split('#')[0] === request).length;
  let restarted: Promise<void> | undefined;
  proxy.onRequest = async (name) => {
    if (name !== `${request}#${before + CHOSEN}`) return;
    api.kill();
    restarted = api.restart();
  };
  const indices = Array.from({ length: RUNS }, (_, index) => round * RUNS + index + 1);
  await forEachOf(indices, PARALLEL, async (index) => void reports.push(await run(index)));
  if (restarted === undefined) throw new Error(`No run sent ${request} ${CHOSEN} times.`);
  await restarted;
  return reports;
}

describe.skipIf(isDown)(`kills of a real API server${needs('pods')}`, { timeout: 1_800_000 }, () => {
  test.skipIf(needs('pods') !== '')(
    `T27 T31 after ${ROUNDS} kills of the API server during ${RUNS} runs each, reconcile leaves no credentials`,
    async () => {
      const api = await openOwnApi();
      const { isAccepted, later, leftovers, proxy, run } = await openRuns(api);
      expect(await run(0)).toMatchObject({ ok: true, outcome: 'success', credentials: { revoked: true } });
      // The writes of the vault. The executor creates and deletes nothing.
      const writes = proxy.names.filter((name) => /^(?:POST|DELETE) (?!selfsubjectaccessreviews)[^#]*$/.test(name));
      const order = shuffle(writes, announceRandom(`T27 kills of the API, ${EXECUTOR}`).below);
      const reports: RunResult[] = [];
      for (let round = 0; round < ROUNDS; round++)
        reports.push(...(await killDuring(api, { proxy, run }, round, order[round % order.length] ?? '')));
      const unrevoked = reports.filter((report) => report.ok && report.credentials?.revoked === false);
      expect(unrevoked.length).toBeGreaterThanOrEqual(ROUNDS);
      for (const report of reports) if (!report.ok) expect(report).toMatchObject({ ticket_used: false });
      const runner = later();
      expect(await runner.reconcile()).toMatchObject({ busy: false, issued: [], running: [], unrevoked: [] });
      expect(await runner.sweepCredentials()).toMatchObject({ kept: [], failed: [] });
      expect(await leftovers()).toEqual([]);
      expect(proxy.tokens.length).toBeGreaterThan(0);
      await forEachOf(proxy.tokens, 4, async (token) => {
        await eventually(
          () => isAccepted(token),
          (accepted) => !accepted,
        );
      });
    },
  );
});
