import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { AuditLog, openAuditLog } from '@agent-safe/audit';
import { Runner } from '@agent-safe/runner';
import { isNightly, sampleTokenKey } from '@agent-safe/testkit';
import { makeFolder } from '@agent-safe/testkit/folders';
import { MemoryNonceStore } from '@agent-safe/tickets';
import { describe, expect, onTestFinished, test } from 'vitest';
import { KubernetesVault } from '../../src/index.ts';
import type { KilledRun } from './support/children/run-until-killed.ts';
import { apply, isDown, LIVE, NEEDS } from './support/kubectl.ts';
import { openVault } from './support/lease-vault.ts';
import { ACTIONS, EXECUTOR, openLive } from './support/live.ts';

const PROGRAM = fileURLToPath(new URL('./support/children/run-until-killed.ts', import.meta.url));
const CACHE = fileURLToPath(new URL('../../node_modules/.cache/compile', import.meta.url));
const KILLS = isNightly ? 500 : 50;
const MOMENTS = ['before', 'sent', 'answered'] as const;
const PARALLEL = 3;

/** Runs an action in another process. @returns its output; undefined if it was killed */
async function start(run: KilledRun): Promise<string | undefined> {
  const env = { ...process.env, NODE_COMPILE_CACHE: CACHE };
  const argv = ['--conditions=@agent-safe/source', PROGRAM, JSON.stringify(run)];
  return new Promise((resolve, reject) => {
    execFile(process.execPath, argv, { env, encoding: 'utf8' }, (error, stdout) => {
      if (error === null) resolve(stdout);
      else if (error.signal === 'SIGKILL') resolve(undefined);
      else reject(error);
    });
  });
}

// The vault and the executor of these runs do not depend on the transport under test.
describe.skipIf(isDown || EXECUTOR !== 'k8s')(
  `kills of a runner with the vault${NEEDS}`,
  { timeout: 1_800_000 },
  () => {
    test(`T28 after ${KILLS} kills at any request, reconcile and sweep leave no credentials`, async () => {
      const { home, leftovers, settings, uid } = await openVault();
      const { namespace } = await openLive();
      await apply({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'settings', namespace }, data: { a: 'b' } });
      const action = ACTIONS.find(({ name }) => name === 'update-configmap');
      if (action === undefined) throw new Error('The catalog has no update-configmap.');
      const log = join(makeFolder(), 'audit.jsonl');
      const params = { namespace, configmap: 'settings', key: 'a', value: 'c' };
      const base = { log, action, params, uid, kubeconfig: LIVE.kubeconfig, home };
      // A run that is not killed says how many requests there are.
      const whole = await start({ ...base, auditId: 'evt-whole', request: 0, moment: 'before' });
      const { report, requests } = JSON.parse(whole ?? '') as { readonly requests: number; readonly report: object };
      expect(report).toMatchObject({ ok: true, outcome: 'success', credentials: { revoked: true } });
      expect(await leftovers()).toEqual([]);
      const steps = requests * MOMENTS.length;
      const runs = Array.from({ length: KILLS }, (_, index): KilledRun => {
        // Fewer kills than steps are spread over all steps.
        const step = KILLS < steps ? Math.floor((index * steps) / KILLS) : index % steps;
        const moment = MOMENTS[step % MOMENTS.length] ?? 'sent';
        return { ...base, auditId: `evt-${index}`, request: 1 + Math.floor(step / MOMENTS.length), moment };
      });
      let killed = 0;
      const take = async (): Promise<void> => {
        for (let next = runs.shift(); next !== undefined; next = runs.shift())
          if ((await start(next)) === undefined) killed += 1;
      };
      await Promise.all(Array.from({ length: PARALLEL }, take));
      // Requests are counted in the order of their start, so a few runs may end before their request.
      expect(killed).toBeGreaterThan(KILLS * 0.9);
      expect((await leftovers()).length).toBeGreaterThan(0);
      const clock = () => Date.now() + 3_600_000;
      const audit = new AuditLog(log, { clock });
      onTestFinished(() => audit.close());
      const vault = new KubernetesVault({ ...settings, clock });
      const runner = new Runner({
        tickets: { keys: [sampleTokenKey().verification], nonces: new MemoryNonceStore() },
        actions: [action],
        executors: [],
        vault,
        audit,
        history: openAuditLog(log),
        clock,
      });
      expect(await runner.reconcile()).toMatchObject({ busy: false, issued: [], running: [], unrevoked: [] });
      const swept = await runner.sweepCredentials();
      expect(swept).toMatchObject({ kept: [], failed: [] });
      expect(await leftovers()).toEqual([]);
      // Nothing is open any more.
      expect(await runner.reconcile()).toMatchObject({ unknown: [], revoked: [], unrevoked: [] });
    });
  },
);
