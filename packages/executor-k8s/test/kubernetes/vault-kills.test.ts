import { join } from 'node:path';
import { AuditLog, openAuditLog, readBackwards, verifyLog } from '@agent-safe/audit';
import type { JsonObject } from '@agent-safe/core';
import { Runner } from '@agent-safe/runner';
import { announceRandom, sampleTokenKey } from '@agent-safe/testkit';
import { makeFolder } from '@agent-safe/testkit/folders';
import { MemoryNonceStore } from '@agent-safe/tickets';
import { describe, expect, onTestFinished, test } from 'vitest';
import { KubernetesVault } from '../../src/index.ts';
import { type ApiProxy, openProxy } from './support/api-proxy.ts';
import { type KilledRun, MOMENTS, startRuns, ticketOf } from './support/killed-run.ts';
import { forEachOf, KILLS, makeAdminToken, shuffle, untilRefused } from './support/kills.ts';
import { apply, getJson, isDown, LIVE, NEEDS } from './support/kubectl.ts';
import { openVault, textOf } from './support/lease-vault.ts';
import { ACTIONS, EXECUTOR, makeExecutor, openLive } from './support/live.ts';

const PARALLEL = 3;
/** Milliseconds in which a request and its answer usually pass. */
const LONGEST_DELAY = 20;

/** Opens runs of update-configmap in other processes. All share one log, and reach the API by one proxy. */
async function openKills(credentials: 'static' | 'ticket') {
  const { home, leftovers, settings, uid } = await openVault();
  const { namespace } = await openLive();
  const action = ACTIONS.find(({ name }) => name === 'update-configmap');
  if (action === undefined) throw new Error('The catalog has no update-configmap.');
  const [key, token] = [sampleTokenKey(), await makeAdminToken(home)];
  const proxy = await openProxy({ token });
  const log = join(makeFolder(), 'audit.jsonl');
  const names = ['whole', ...Array.from({ length: KILLS }, (_, index) => `kill-${index}`)];
  const objectOf = (name: string) => ({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, namespace } });
  await apply(...names.map((name) => ({ ...objectOf(name), data: { a: 'old' } })));
  const tickets = new Map<string, string>(
    names.map((name) => {
      const params = { namespace, configmap: name, key: 'a', value: 'new' };
      return [`evt-${name}`, ticketOf(action, params, `evt-${name}`, key)];
    }),
  );
  const runOf = (name: string): KilledRun => ({
    ...{ action, log, home, uid, executor: EXECUTOR, kubectl: LIVE.kubectl, kubeconfig: proxy.kubeconfig },
    ...{
      tickets: [tickets.get(`evt-${name}`) ?? ''],
      state: null,
      verification: key.verification,
      request: 0,
      delay: 0,
    },
    ...{ moment: 'before', staticToken: credentials === 'static' ? token : null },
  });
  /** A runner that starts after the kills, with the vault of the tickets. */
  const open = (clock: () => number): Runner => {
    const audit = new AuditLog(log, { clock });
    onTestFinished(() => audit.close());
    return new Runner({
      tickets: { keys: [key.verification], nonces: new MemoryNonceStore() },
      ...{ actions: [action], executors: [makeExecutor({ clusters: settings.clusters })] },
      ...{ vault: new KubernetesVault({ ...settings, clock }), audit, history: openAuditLog(log), clock },
    });
  };
  return { leftovers, log, names, namespace, open, proxy, runOf, tickets };
}

/** Chooses requests and moments: each as often as possible, in a random order. */
function chooseKills(steps: number, random: (limit: number) => number): readonly Partial<KilledRun>[] {
  const all = Array.from({ length: steps }, (_, index) =>
    MOMENTS.map((moment) => ({ request: index + 1, moment, delay: random(LONGEST_DELAY) })),
  ).flat();
  const rounds = Array.from({ length: Math.ceil(KILLS / all.length) }, () => shuffle(all, random));
  return rounds.flat().slice(0, KILLS);
}

/** Events of a log by their type. */
async function readEvents(log: string): Promise<(type: string) => readonly JsonObject[]> {
  const events: JsonObject[] = [];
  for await (const line of readBackwards(log)) if ('event' in line) events.push(line.event);
  return (type) => events.filter(({ event_type }) => event_type === type);
}

/** Checks that no effect is without an intent, that every intent has one outcome, and that no run is executed again. */
async function expectAccounted({ log, namespace, open, tickets }: Awaited<ReturnType<typeof openKills>>) {
  const ofType = await readEvents(log);
  const intents = ofType('execution_intent');
  const idsOf = (events: readonly JsonObject[]) => events.map(({ intent_id }) => textOf(intent_id)).toSorted();
  expect(idsOf(ofType('execution_outcome'))).toEqual(idsOf(intents));
  const { items } = (await getJson('configmaps', `--namespace=${namespace}`)) as unknown as {
    readonly items: readonly { readonly metadata: { readonly name: string }; readonly data: { readonly a?: string } }[];
  };
  const changed = items.filter(({ data }) => data.a === 'new').map(({ metadata }) => `evt-${metadata.name}`);
  expect(intents.map(({ audit_id }) => audit_id)).toEqual(expect.arrayContaining(changed));
  const unknown = ofType('execution_outcome').filter(({ outcome }) => outcome === 'unknown');
  expect(unknown.length).toBeGreaterThan(0);
  const runner = open(Date.now);
  for (const { audit_id } of unknown) {
    const again = tickets.get(textOf(audit_id)) ?? '';
    expect(await runner.run(again, { executor: EXECUTOR })).toMatchObject({ ok: false, code: 'ticket_replayed' });
  }
  expect((await verifyLog(log)).verdict).toBe('ok, unanchored');
}

/** Kills runs, one process each, and counts the kills. */
async function killAll(
  { names, runOf }: Awaited<ReturnType<typeof openKills>>,
  kills: readonly Partial<KilledRun>[],
): Promise<void> {
  let killed = 0;
  await forEachOf(kills, PARALLEL, async (kill, index) => {
    if ((await startRuns({ ...runOf(names[index + 1] ?? ''), ...kill })) === undefined) killed += 1;
  });
  // Requests are counted in the order of their start, so a few runs may end before their request.
  expect(killed).toBeGreaterThan(kills.length * 0.9);
}

async function expectNoTokens({ tokens }: ApiProxy): Promise<void> {
  expect(tokens.length).toBeGreaterThan(0);
  await untilRefused(tokens);
}

describe.skipIf(isDown)(`kills of the runner in a real cluster${NEEDS}`, { timeout: 3_600_000 }, () => {
  test.each(['ticket', 'static'] as const)(
    `T27 T31 after ${KILLS} kills at any request, reconcile leaves no credentials, with %s credentials`,
    async (credentials) => {
      const opened = await openKills(credentials);
      const { leftovers, open, proxy, runOf } = opened;
      // A run that is not killed says how many requests there are.
      const whole = await startRuns(runOf('whole'));
      const isScoped = credentials === 'ticket';
      const lease = { is_scoped: isScoped, revoked: isScoped };
      expect(whole?.reports).toMatchObject([{ ok: true, outcome: 'success', credentials: lease }]);
      expect(await leftovers()).toEqual([]);
      await killAll(
        opened,
        chooseKills(whole?.steps ?? 0, announceRandom(`T27 kills, ${EXECUTOR}, ${credentials}`).below),
      );
      // Without such credentials there is nothing to test.
      expect((await leftovers()).length > 0).toBe(isScoped);
      const runner = open(() => Date.now() + 3_600_000);
      expect(await runner.reconcile()).toMatchObject({ busy: false, issued: [], running: [], unrevoked: [] });
      expect(await leftovers()).toEqual([]);
      if (isScoped) await expectNoTokens(proxy);
      await expectAccounted(opened);
      // Nothing is open any more.
      expect(await runner.reconcile()).toMatchObject({ unknown: [], revoked: [], unrevoked: [] });
      expect(await runner.sweepCredentials()).toEqual({ removed: [], kept: [], failed: [] });
    },
  );
});
