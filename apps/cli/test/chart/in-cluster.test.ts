import { existsSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import { projects, type TestProject } from '../project.ts';
import { install, isDown, kubectl, NEEDS, type Place, prepare } from './cluster.ts';
import { canIsolate, NEEDS_ROOT, PodProcess } from './pod.ts';

const make = projects();
const USER = 10_001;

/** Installs the chart, with a deployment of two pods as the target. */
async function open(actions: string) {
  const project = make();
  const place = await prepare(project, actions);
  const here = `--namespace=${place.target}`;
  kubectl('create', 'deployment', 'app', '--image=registry.k8s.io/pause:3.8', '--replicas=2', here);
  kubectl('rollout', 'status', 'deployment/app', here, '--timeout=60s');
  const bound = 'bindings: { namespace: dev, deployment: [app, test-app] }';
  project.edit('inventory.yaml', (text) =>
    text.replace(bound, `bindings: { namespace: ${place.target}, deployment: app }`),
  );
  install(place);
  const pod = new PodProcess(place);
  const tickets = pod.volumes.tickets ?? '';
  return {
    ...{ project, place, pod },
    log: join(pod.volumes.data ?? '', 'audit.jsonl'),
    replicas: () => kubectl('get', 'deployment', 'app', here, '--output=jsonpath={.spec.replicas}'),
    put: (name: string, ticket: string) => {
      writeFileSync(join(tickets, `${name}.tmp`), ticket, { mode: 0o644 });
      renameSync(join(tickets, `${name}.tmp`), join(tickets, `${name}.ticket`));
    },
    resultFile: (name: string) => join(tickets, `${name}.result.json`),
    result: (name: string) =>
      vi.waitFor(
        () =>
          JSON.parse(readFileSync(join(tickets, `${name}.result.json`), 'utf8')) as Readonly<Record<string, unknown>>,
        { timeout: 90_000, interval: 100 },
      ),
  };
}

async function check(project: TestProject, { target }: Place, action: string, more: object): Promise<string> {
  const caller = await project.identity('deploy-agent-01');
  const params = JSON.stringify({ namespace: target, deployment: 'app', ...more });
  const checked = await project.run(
    ...['check', action, '--target', 'dev/test-app', '--caller', caller, '--params', params, '--quiet'],
  );
  expect(checked, checked.err).toMatchObject({ exit: 0 });
  return checked.out.trim();
}

/** Every object of a lease of this installation. */
function leftovers({ leases, target, values: [owner = ''] }: Place): string {
  const kinds = 'secrets,serviceaccounts,roles,rolebindings';
  const selector = `--selector=agent-safe.dev/owner=${owner}`;
  const namespaced = [leases, target].map((namespace) =>
    kubectl('get', kinds, `--namespace=${namespace}`, selector, '--output=name'),
  );
  return [...namespaced, kubectl('get', 'clusterroles,clusterrolebindings', selector, '--output=name')].join('');
}

describe.skipIf(isDown || !canIsolate)(`the runner in a pod${NEEDS}${NEEDS_ROOT}`, { timeout: 300_000 }, () => {
  test('T31 check, ticket file, result file: it executes as its service account, and no credentials stay', async () => {
    const { log, place, pod, project, put, replicas, result, resultFile } = await open('scale-deployment');
    await pod.start();
    put('scale', await check(project, place, 'scale-deployment', { replicas: 3 }));
    expect(await result('scale'), pod.output).toMatchObject({
      ran: true,
      outcome: 'success',
      executor: 'k8s',
      credentials: { vault: 'kubernetes', is_scoped: true, revoked: true },
      diff: expect.arrayContaining([{ op: 'replace', path: '/replicas', value: 3 }]) as unknown,
      warnings: [],
    });
    expect(replicas()).toBe('3');
    expect(leftovers(place)).toBe('');
    // The process is not root, and the group of the folder may read the result.
    expect(statSync(resultFile('scale'))).toMatchObject({ uid: USER, gid: USER });
    expect(statSync(resultFile('scale')).mode & 0o777).toBe(0o640);

    // The vault does not hold the permissions of this action, so the API refuses to grant them.
    put('restart', await check(project, place, 'restart-deployment', {}));
    expect(await result('restart')).toMatchObject({
      ran: true,
      outcome: 'error',
      code: 'credentials_unavailable',
      reason: expect.stringMatching(/forbidden/i) as unknown,
    });
    expect(leftovers(place)).toBe('');

    expect(await pod.stop('SIGTERM')).toBe(0);
    expect(pod.events.map(({ event }) => event)).toEqual(
      expect.arrayContaining(['watching', 'reconciled', 'swept', 'result', 'stopping', 'stopped']),
    );
    const verified = await project.run('audit', 'verify', log);
    expect(verified, verified.err).toMatchObject({ exit: 0, out: expect.stringMatching(/^ok/) as unknown });
    expect(pod.output).not.toMatch(/eyJ/);
    expect(readFileSync(log, 'utf8')).not.toMatch(/eyJ/);
  });

  test('T27 killed in a run, it does not repeat the run at its next start, and leaves no credentials', async () => {
    const { log, place, pod, project, put, replicas, resultFile } = await open('scale-deployment');
    await pod.start();
    put('scale', await check(project, place, 'scale-deployment', { replicas: 4 }));
    await vi.waitFor(() => expect(readFileSync(log, 'utf8')).toContain('"credential_issued"'), {
      timeout: 60_000,
      interval: 1,
    });
    await pod.stop('SIGKILL');
    const read = () => readFileSync(log, 'utf8');
    const intents = () => read().split('"execution_intent"').length - 1;
    expect([intents(), read().includes('"execution_outcome"')]).toEqual([1, false]);
    // A start within the time limit of the run leaves the run alone.
    await pod.start();
    await vi.waitFor(() => expect(pod.output).toContain('"postponed"'), { timeout: 60_000 });
    expect(await pod.stop('SIGTERM')).toBe(0);
    expect(existsSync(resultFile('scale'))).toBe(false);
    await pod.start(400_000);
    await vi.waitFor(() => expect(existsSync(resultFile('scale'))).toBe(true), { timeout: 60_000 });
    expect(await pod.stop('SIGTERM')).toBe(0);
    expect(JSON.parse(readFileSync(resultFile('scale'), 'utf8'))).toMatchObject({
      ran: false,
      code: 'ticket_expired',
      earlier_run: { outcome: 'unknown', code: 'interrupted' },
    });
    expect(intents()).toBe(1);
    expect(['2', '4']).toContain(replicas());
    expect(leftovers(place)).toBe('');
    expect(await project.run('audit', 'verify', log)).toMatchObject({ exit: 0 });
  });
});
