import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { AuditLog, openAuditLog } from '@agent-safe/audit';
import type { Action } from '@agent-safe/core';
import { Runner, type RunReport, type RunResult } from '@agent-safe/runner';
import { announceRandom, sampleTokenKey } from '@agent-safe/testkit';
import { makeFolder } from '@agent-safe/testkit/folders';
import { MemoryNonceStore } from '@agent-safe/tickets';
import { describe, expect, onTestFinished, test } from 'vitest';
import { KubernetesVault } from '../../src/index.ts';
import { CUT_POINTS, type Cut, openProxy } from './support/api-proxy.ts';
import { ticketOf } from './support/killed-run.ts';
import { forEachOf, isAccepted, KILLS, makeAdminToken, shuffle, untilRefused } from './support/kills.ts';
import { apply, getJson, isDown, NEEDS } from './support/kubectl.ts';
import { openVault } from './support/lease-vault.ts';
import { ACTIONS, EXECUTOR, makeExecutor, openLive } from './support/live.ts';

/** Most of a case is backoff, so many run at a time. kubectl needs the processor. */
const PARALLEL = EXECUTOR === 'k8s' ? 16 : 8;
/** Time of the clock of `reconcile`: after the time limit of every run. */
const later = () => Date.now() + 3_600_000;

/** Opens runs of update-configmap whose vault and executor reach the API by a proxy. All runs share one log. */
async function openCuts(runs: number) {
  const { home, leftovers, settings, uid } = await openVault();
  const { namespace } = await openLive();
  const metadata = (index: number) => ({ name: `settings-${index}`, namespace });
  await apply(
    ...Array.from({ length: runs }, (_, index) => ({
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: metadata(index),
      data: { a: 'old' },
    })),
  );
  const token = await makeAdminToken(home);
  const path = join(makeFolder(), 'audit.jsonl');
  const action = withWideRule(ACTIONS.find(({ name }) => name === 'update-configmap'));
  const key = sampleTokenKey();
  const open = (kubeconfig: string, log: AuditLog, clock = Date.now) => {
    const clusters = { test: { uid, kubeconfig } };
    return new Runner({
      tickets: { keys: [key.verification], nonces: new MemoryNonceStore() },
      actions: [action],
      executors: [makeExecutor({ clusters })],
      vault: new KubernetesVault({ ...settings, clusters, clock }),
      audit: log,
      history: openAuditLog(path),
      clock,
    });
  };
  const log = new AuditLog(path);
  onTestFinished(() => log.close());
  /** Runs the action once. @returns the report, the requests that the API got, and the tokens that it issued */
  const run = async (index: number, cut?: Cut) => {
    const proxy = await openProxy({ token, ...(cut === undefined ? {} : { cut }) });
    const params = { namespace, configmap: `settings-${index}`, key: 'a', value: 'new' };
    const ticket = ticketOf(action, params, `evt-${randomUUID()}`, key);
    const report = await open(proxy.kubeconfig, log).run(ticket, { executor: EXECUTOR, timeout: 60 });
    return { proxy, report };
  };
  const readValues = async () => {
    const { items } = (await getJson('configmaps', `--namespace=${namespace}`)) as unknown as {
      readonly items: readonly {
        readonly metadata: { readonly name: string };
        readonly data?: { readonly a: string };
      }[];
    };
    return new Map(items.map(({ data, metadata: { name } }) => [name, data?.a]));
  };
  /** A runner that starts after the API is back, an hour later. */
  const openLater = async () => {
    const { kubeconfig } = await openProxy({ token });
    const own = new AuditLog(path, { clock: later });
    onTestFinished(() => own.close());
    return open(kubeconfig, own, later);
  };
  return { leftovers, openLater, readValues, run };
}

/** Adds permissions in the whole cluster, so that a lease has roles of both kinds. */
function withWideRule(action: Action | undefined): Action {
  if (action?.credentials?.type !== 'kubernetes') throw new Error('The catalog has no update-configmap.');
  const { rules } = action.credentials.fields;
  const wide = { verbs: ['list'], resources: ['nodes'], api_groups: [''] };
  return { ...action, credentials: { ...action.credentials, fields: { rules: [...(rules as []), wide] } } };
}

/** Cuts the connections of runs, and checks that the reports are true and that no credentials are left. */
async function cutAll(cuts: readonly Cut[]): Promise<void> {
  const { leftovers, openLater, readValues, run } = await openCuts(cuts.length);
  const tokens: string[] = [];
  const [reports, held]: [Map<number, RunResult>, Set<string>] = [new Map(), new Set()];
  let arrived = 0;
  await forEachOf(cuts, PARALLEL, async (cut, index) => {
    const { proxy, report } = await run(index, cut);
    reports.set(index, report);
    arrived += proxy.hasCut ? 1 : 0;
    const lease = report.ok ? report.credentials : null;
    // A report that credentials are revoked is true at once, while the API is down too.
    if (lease?.revoked === true) {
      expect(await leftovers(lease.lease_id), describeCut(cut)).toEqual([]);
      await untilRefused(proxy.tokens);
    }
    await proxy.restore();
    if (cut.point === 'late' && lease !== null) held.add(lease.lease_id);
    tokens.push(...proxy.tokens);
    proxy.close();
  });
  // Some requests are not sent in each run, such as the second question whether the permissions exist.
  expect(arrived).toBeGreaterThan(cuts.length * 0.9);
  const values = await readValues();
  for (const [index, report] of reports) {
    const value = values.get(`settings-${index}`);
    const cut = cuts[index];
    const name = `${cut === undefined ? '' : describeCut(cut)}: ${report.reason}`;
    if (!report.ok || ['skipped', 'failure'].includes(report.outcome)) expect(value, name).toBe('old');
    else if (report.outcome === 'success') expect(value, name).toBe('new');
    // On a busy machine, a write of the log may time out. The ticket is used by then, and nothing was done.
    if (!report.ok) expect(report.ticket_used, name).toBe(report.code === 'audit_unavailable');
    else if (report.code === 'credentials_unavailable') expectAdvice(report, name);
  }
  const runner = await openLater();
  expect(await runner.reconcile()).toMatchObject({ busy: false, issued: [], running: [], unrevoked: [], damaged: 0 });
  // Only a request that the API got after the lease was deleted leaves an object, without permissions or account.
  const left = await leftovers();
  expect(left.filter((each) => ![...held].some((lease) => each.includes(lease)))).toEqual([]);
  expect(left.filter((each) => /^(?:Secret|ServiceAccount) /.test(each))).toEqual([]);
  await untilRefused(tokens);
  expect(await runner.sweepCredentials()).toMatchObject({ kept: [], failed: [] });
  expect(await leftovers()).toEqual([]);
  expect(await runner.reconcile()).toMatchObject({ unknown: [], revoked: [], unrevoked: [] });
  for (const token of tokens) expect(await isAccepted(token)).toBe(false);
  expect(tokens.length).toBeGreaterThan(cuts.length / 4);
}

/** A lease that may exist is never reported as revoked, and the warning says what revokes it. */
function expectAdvice({ credentials, reason, warnings }: RunReport, name: string): void {
  if (credentials?.revoked === true) expect(reason, name).toMatch(/^No credentials were issued, so nothing was done: /);
  else {
    expect(reason, name).toMatch(/^The credentials did not arrive, so nothing was done: /);
    expect(warnings.join(' '), name).toContain('agent-safe runner reconcile');
  }
}

const describeCut = ({ name, point, staysDown }: Cut) => `${name} ${point}${staysDown ? ', API down' : ''}`;

/** Returns the cuts at every request of a whole run, with and without an API that stays down. */
async function listCuts(): Promise<readonly Cut[]> {
  const { run } = await openCuts(1);
  const { proxy, report } = await run(0);
  expect(report).toMatchObject({ ok: true, outcome: 'success', credentials: { revoked: true } });
  expect(proxy.names).toEqual(expect.arrayContaining(['POST secrets', 'POST serviceaccounts/token', 'DELETE secrets']));
  return proxy.names.flatMap((name) =>
    CUT_POINTS.flatMap((point) => [true, false].map((staysDown): Cut => ({ name, point, staysDown }))),
  );
}

/** Requests of the vault: leases, the question whether the permissions exist, and the uid of the cluster. */
const OF_VAULT = /(?:secrets|serviceaccounts|roles|rolebindings|selfsubjectaccessreviews|namespaces)/;

describe.skipIf(isDown)(`kills of the API during a run with the vault${NEEDS}`, { timeout: 1_800_000 }, () => {
  // The vault is the same with both executors.
  test.skipIf(EXECUTOR !== 'k8s')(
    'T27 T31 a connection that is cut at each request of issue and revoke, at each point, leaves no credentials',
    async () => {
      await cutAll((await listCuts()).filter(({ name }) => OF_VAULT.test(name)));
    },
  );

  test(`T27 T31 ${KILLS} random cuts of a whole run leave no credentials`, async () => {
    const cuts = await listCuts();
    const random = announceRandom(`T27 cuts, ${EXECUTOR}`).below;
    const chosen = Array.from({ length: Math.ceil(KILLS / cuts.length) }, () => shuffle(cuts, random)).flat();
    await cutAll(chosen.slice(0, KILLS));
  });
});
