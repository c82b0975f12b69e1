import { join } from 'node:path';
import type { JsonObject } from '@agent-safe/core';
import { Runner, type RunnerOptions } from '@agent-safe/runner';
import { openStateDatabase } from '@agent-safe/store-sqlite';
import { announceRandom, sampleTokenKey } from '@agent-safe/testkit';
import { makeFolder } from '@agent-safe/testkit/folders';
import { describe, expect, test } from 'vitest';
import { makeEverything } from './support/everything.ts';
import { HOSTILE_NAMES, hostileName } from './support/hostile-params.ts';
import { type KilledRun, startRuns, ticketOf } from './support/killed-run.ts';
import { isAccepted, KILLS, untilRefused } from './support/kills.ts';
import { apply, deployment, getJson, isDown, LIVE, NEEDS, untilAvailable } from './support/kubectl.ts';
import { textOf } from './support/lease-vault.ts';
import { ACTIONS, EXECUTOR, ranOf } from './support/live.ts';
import { forwardPort, runEverything } from './support/run-everything.ts';
import { CREDENTIALS, changesIn, makeRecordingKubectl, openThreat, shapeOf } from './support/threat-bench.ts';

const UPDATE = 'update-configmap';
/** Processes and tickets of T23: 4 and 5, in the nightly run 40 and 50. */
const [PROCESSES, TICKETS] = [Math.ceil(KILLS / 12.5), Math.ceil(KILLS / 10)];

describe.skipIf(isDown).each(CREDENTIALS)(
  `threats with %s credentials${NEEDS}`,
  { timeout: 1_800_000 },
  (credentials) => {
    test(`T23 ${TICKETS} tickets × ${PROCESSES} processes, some killed and started again: one execution each`, async () => {
      const { dryRun, home, namespace, params, proxy, token, uid } = await openThreat(credentials);
      const action = ACTIONS.find(({ name }) => name === UPDATE);
      if (action === undefined) throw new Error(`The catalog has no ${UPDATE}.`);
      const [key, folder] = [sampleTokenKey(), makeFolder()];
      const names = Array.from({ length: TICKETS }, (_, index) => `settings-${index}`);
      await apply(
        ...names.map((name) => ({
          apiVersion: 'v1',
          kind: 'ConfigMap',
          metadata: { name, namespace },
          data: { a: 'old' },
        })),
      );
      expect(await dryRun(UPDATE, params)).toMatchObject({ ok: true, outcome: 'success' });
      expect(changesIn(proxy.lines, namespace)).toEqual([]);
      const run: KilledRun = {
        ...{ action, home, uid, executor: EXECUTOR, kubectl: LIVE.kubectl, kubeconfig: proxy.kubeconfig },
        ...{ log: join(folder, 'audit.jsonl'), state: join(folder, 'state.db'), verification: key.verification },
        tickets: names.map((configmap) => ticketOf(action, { ...params, configmap }, `evt-${configmap}`, key)),
        ...{ staticToken: credentials === 'static' ? token : null, request: 0, moment: 'sent', delay: 0 },
      };
      openStateDatabase(run.state ?? '').close();
      const racers = Array.from({ length: PROCESSES }, async (_, index) => {
        // Every third process dies at a different request, and is started again.
        const first = await startRuns({ ...run, request: index % 3 === 0 ? 5 * index + 3 : 0 });
        return first ?? startRuns(run);
      });
      const reports = (await Promise.all(racers)).flatMap((ended) => ended?.reports ?? []);
      for (const report of reports) {
        if (report.ok) expect(report).toMatchObject({ outcome: 'success' });
        else expect(report).toMatchObject({ code: 'ticket_replayed', ticket_used: true });
      }
      const changes = changesIn(proxy.lines, namespace);
      const counts = names.map((name) => changes.filter((line) => line.includes(`/configmaps/${name}?`)).length);
      expect(Math.max(...counts)).toBe(1);
      // A process that is killed between the use of a ticket and the change loses that execution.
      expect(counts.filter((count) => count === 1).length).toBeGreaterThanOrEqual(TICKETS - Math.ceil(PROCESSES / 3));
    });

    test('T23 a revoked caller is refused, and a used ticket too', async () => {
      const { all, issue, params, readData } = await openThreat(credentials);
      const { revocations } = openStateDatabase(join(makeFolder(), 'state.db'));
      const runner = new Runner({ ...all, tickets: { ...all.tickets, revocations } });
      const token = issue(UPDATE, params);
      const run = (ticket: string) => runner.run(ticket, { executor: EXECUTOR });
      expect(await run(token)).toMatchObject({ outcome: 'success' });
      expect(await run(token)).toMatchObject({ ok: false, code: 'ticket_replayed' });
      await revocations.revoke({ agent: 'worker-01' });
      expect(await run(issue(UPDATE, { ...params, value: 'later' }))).toMatchObject({
        ok: false,
        code: 'ticket_revoked',
      });
      expect(await readData()).toEqual({ a: 'new' });
    });

    test('T24 a ticket for another execution is refused and recorded, and the API gets no change', async () => {
      const { all, issue, leftovers, ofType, params, proxy, readData, runner } = await openThreat(credentials);
      const ticket = issue(UPDATE, params);
      const another = (changes: Partial<RunnerOptions>) => new Runner({ ...all, ...changes });
      const changed = ACTIONS.map((action) => ({ ...action, description: `${action.description} Changed.` }));
      const run = { executor: EXECUTOR, timeout: 30 };
      const attempts = {
        audience: () => another({ tickets: { ...all.tickets, audience: 'another' } }).run(ticket, run),
        definition: () => another({ actions: changed }).run(ticket, run),
        signature: () => runner.run(`${ticket.slice(0, -8)}AAAAAAAA`, run),
        params: () => runner.run(ticket, { ...run, params: { value: 'other' } }),
        action: () => runner.run(ticket, { ...run, expected: { action: 'get-configmap' } }),
        target: () => runner.run(ticket, { ...run, expected: { target: 'test/other' } }),
        cluster: () => runner.run(issue(UPDATE, params, { scope: { cluster: 'elsewhere' } }), run),
        scope: () => runner.run(issue(UPDATE, params, { scope: { cluster: 'test', region: 'x' } }), run),
        'no scope': () => runner.run(issue(UPDATE, params, { scope: null }), run),
      };
      for (const [name, attempt] of Object.entries(attempts))
        expect(await attempt(), name).toMatchObject({ ok: false, ticket_used: false });
      expect(ofType('ticket_refused')).toHaveLength(Object.keys(attempts).length);
      expect(proxy.lines.filter((line) => !line.startsWith('GET '))).toEqual([]);
      expect(await leftovers()).toEqual([]);
      expect(await readData()).toEqual({ a: 'old' });
      // Only the attempts were wrong.
      expect(await runner.run(ticket, run)).toMatchObject({ outcome: 'success' });
    });

    test('T28 hostile params add no request, no option and no argument', async () => {
      const kubectl = makeRecordingKubectl();
      const { act, namespace, params, proxy, readData } = await openThreat(credentials, { kubectl: kubectl.program });
      const shapes = () =>
        new Set([...proxy.lines, ...kubectl.read().map((argv) => JSON.stringify(argv))].map(shapeOf));
      expect(ranOf(await act(UPDATE, params))).toMatchObject({ outcome: 'success' });
      expect(ranOf(await act(UPDATE, { ...params, value: 'again' }))).toMatchObject({ outcome: 'success' });
      const harmless = shapes();
      expect(kubectl.read().length > 0).toBe(EXECUTOR === 'subprocess');
      const random = announceRandom(`T28 params, ${EXECUTOR}, ${credentials}`).below;
      const names = [...HOSTILE_NAMES, ...Array.from({ length: KILLS / 5 }, () => hostileName(random))];
      for (const [index, name] of names.entries()) {
        const field = ['namespace', 'configmap', 'key'][index % 3] ?? '';
        const report = await act(UPDATE, { ...params, [field]: name });
        const isRefused = !report.ok || ['failure', 'skipped', 'error'].includes(report.outcome);
        expect(isRefused, `${field} ${JSON.stringify(name)}: ${report.reason}`).toBe(true);
      }
      expect(await readData()).toEqual({ a: 'again' });
      // Every text is a value, and arrives as it is.
      for (const value of ['--all', '$(id)\n`id`', '{"a":{}}', 'a\u001fb" --token=x', '@/etc/passwd']) {
        expect(ranOf(await act(UPDATE, { ...params, value }))).toMatchObject({ outcome: 'success' });
        expect(await readData()).toEqual({ a: value });
      }
      expect([...shapes()].filter((shape) => !harmless.has(shape))).toEqual([]);
      expect(proxy.lines.filter((line) => line.includes(namespace)).length).toBeGreaterThan(0);
    });

    test('T29 each action succeeds only with the effect that was asked for', async () => {
      const { act, namespace } = await openThreat(credentials, { isDirect: true });
      const all = await makeEverything(namespace);
      await forwardPort(namespace, textOf(all['port-forward']?.pod));
      const here = `--namespace=${namespace}`;
      const effects: Readonly<Record<string, () => Promise<unknown>>> = {
        'apply-network-policy': async () => (await getJson('networkpolicy', 'closed', here)).spec,
        'scale-deployment': async () => (await getJson('deployment', 'web', here)).spec,
        'scale-hpa': async () => (await getJson('hpa', 'limits', here)).spec,
        'update-configmap': async () => (await getJson('configmap', 'settings', here)).data,
        'update-hpa-limits': async () => (await getJson('hpa', 'limits', here)).spec,
        'update-image': async () => (await getJson('deployment', 'web', here)).spec,
      };
      const expected: Readonly<Record<string, object>> = {
        'apply-network-policy': { podSelector: { matchLabels: { app: 'web' } } },
        'scale-deployment': { replicas: 3 },
        'scale-hpa': { minReplicas: 2, maxReplicas: 3 },
        'update-configmap': { color: 'red' },
        'update-hpa-limits': { metrics: [{ resource: { name: 'cpu', target: { averageUtilization: 50 } } }] },
        'update-image': { template: { spec: { containers: [{ image: 'registry.k8s.io/pause:3.10' }, {}] } } },
      };
      const reports = await runEverything(all, async (name, params, timeout) => {
        const report = await act(name, params, { timeout });
        if (effects[name] !== undefined) expect(await effects[name](), name).toMatchObject(expected[name] ?? {});
        return report;
      });
      expect([...reports.keys()].toSorted()).toEqual(Object.keys(all).toSorted());
      // A missing object is reported, never swallowed.
      expect(await act('scale-deployment', { namespace: 'default', deployment: 'none', replicas: 1 })).toMatchObject({
        outcome: expect.stringMatching(/^(?:failure|skipped)$/),
        reason: expect.stringContaining('not found'),
      });
    });

    test('T30 a rollback restores the captured state, and its own rollback the state after', async () => {
      const { act, issue, namespace, params, runner } = await openThreat(credentials);
      await apply(deployment(namespace, 'web', 1));
      await untilAvailable(namespace);
      const originals: readonly (readonly [string, JsonObject])[] = [
        [UPDATE, params],
        ['scale-deployment', { namespace, deployment: 'web', replicas: 2 }],
      ];
      for (const [name, given] of originals) {
        const done = ranOf(await act(name, given));
        expect(done).toMatchObject({ outcome: 'success' });
        let last = done;
        for (const [from, to] of [
          [done.after_state, done.before_state],
          [done.before_state, done.after_state],
        ]) {
          const plan = await runner.planRollback(last.audit_id);
          if (!plan.ok) throw new Error(plan.reason);
          const rollback = { executor: EXECUTOR, rollbackOf: last.audit_id };
          last = ranOf(await runner.run(issue(plan.action, plan.params), rollback));
          expect(last, name).toMatchObject({ outcome: 'success', before_state: from, after_state: to });
        }
      }
    });

    test('T31 without a vault nothing runs, a wildcard is refused, and the report tells the truth about the credentials', async () => {
      const { act, all, issue, leftovers, params, proxy, readData, text, token } = await openThreat(credentials);
      const bare = new Runner({ ...all, vault: undefined });
      const refused = await bare.run(issue(UPDATE, params), { executor: EXECUTOR });
      expect(refused).toMatchObject({ ok: false, code: 'credentials_unconfigured', ticket_used: false });
      expect(await act(UPDATE, { ...params, configmap: '*' })).toMatchObject({
        ok: false,
        code: 'credentials_refused',
      });
      expect(await readData()).toEqual({ a: 'old' });
      const isScoped = credentials === 'ticket';
      const report = ranOf(await act(UPDATE, params));
      expect(report).toMatchObject({ outcome: 'success', credentials: { is_scoped: isScoped, revoked: isScoped } });
      expect(await leftovers()).toEqual([]);
      expect(proxy.tokens).toHaveLength(isScoped ? 1 : 0);
      await untilRefused(proxy.tokens);
      expect(await isAccepted(token)).toBe(true);
      for (const secret of [token, ...proxy.tokens]) expect(text() + JSON.stringify(report)).not.toContain(secret);
    });
  },
);
