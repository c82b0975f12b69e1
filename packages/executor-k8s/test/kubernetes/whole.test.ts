import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CheckResult, CredentialLease, CredentialRequest, CredentialVault, JsonObject } from '@agent-safe/core';
import { makeFolder } from '@agent-safe/testkit/folders';
import { describe, expect, onTestFinished, test } from 'vitest';
import { makeEverything, SECRET, snapshot } from './support/everything.ts';
import {
  apply,
  deployment,
  eventually,
  isDown,
  kubectl,
  LIVE,
  NEEDS,
  needs,
  untilAvailable,
} from './support/kubectl.ts';
import { ACTIONS, EXECUTOR, openLive, ranOf, readUid, summarize } from './support/live.ts';
import { slowDeployment } from './support/played-kubelet.ts';
import { statusOf } from './support/raw.ts';

/** Actions that change nothing. Their dry run has no difference. */
const READING = ['exec-pod', 'get-configmap', 'get-pod-logs', 'get-secret', 'port-forward', 'rollout-status'];

/** Issues credentials of an account without permissions. */
class RightlessVault implements CredentialVault {
  readonly name = 'rightless';
  readonly isScoped = true;
  readonly #namespace: string;

  constructor(namespace: string) {
    this.#namespace = namespace;
  }

  async issue({ lease_id, ttl, type }: CredentialRequest): Promise<CredentialLease> {
    const token = await kubectl(['create', 'token', 'default', `--namespace=${this.#namespace}`]);
    return { lease_id, type, values: { token }, expires_at: new Date(Date.now() + ttl * 1_000).toISOString() };
  }

  async revoke(): Promise<CheckResult> {
    return { ok: true };
  }

  async test(): Promise<CheckResult> {
    return { ok: true };
  }
}

/** Creates the same namespace and deployment in another cluster. */
async function mirror(namespace: string): Promise<void> {
  const there = (argv: readonly string[], input = '') => kubectl(argv, input, LIVE.other);
  await there(['create', 'namespace', namespace]);
  onTestFinished(async () => {
    await there(['delete', 'namespace', namespace, '--wait=false']);
  });
  await there(['apply', '--server-side', '-f', '-'], JSON.stringify(deployment(namespace, 'web', 2)));
}

/** Runs a few tasks at a time, for a machine with two processors. */
async function forEach(
  all: Readonly<Record<string, JsonObject>>,
  work: (name: string, params: JsonObject) => Promise<void>,
): Promise<void> {
  const left = Object.entries(all);
  const take = async (): Promise<void> => {
    for (let next = left.shift(); next !== undefined; next = left.shift()) await work(...next);
  };
  await Promise.all([take(), take(), take()]);
}

/** Writes a kubeconfig without credentials. @returns its path */
async function withoutUser(kubeconfig: string): Promise<string> {
  const view = ['config', 'view', '--raw', '--flatten', '--minify', '--output=json'];
  const document = JSON.parse(await kubectl(view, '', kubeconfig)) as {
    contexts: readonly { name: string; context: object }[];
  };
  const file = join(makeFolder(), 'kubeconfig');
  const contexts = document.contexts.map(({ context, name }) => ({ name, context: { ...context, user: '' } }));
  writeFileSync(file, JSON.stringify({ ...document, users: [], contexts }), { mode: 0o600 });
  return file;
}

async function readReplicas(namespace: string, kubeconfig: string): Promise<string> {
  const argv = ['get', 'deployment', 'web', `--namespace=${namespace}`, '--output=jsonpath={.spec.replicas}'];
  return kubectl(argv, '', kubeconfig);
}

/** The first words of a step, by executor. */
const STEP = {
  k8s: /^(?:(?:GET|POST|PATCH|DELETE) \/api|exec in |forward 127\.0\.0\.1:)/,
  subprocess: /^kubectl (apply|create|delete|exec|get|patch|port-forward|rollout) /,
};

describe.skipIf(isDown)(`all actions in a real cluster${NEEDS}`, () => {
  test('a dry run of each action reports the steps, and changes nothing', async () => {
    // A dry run has only the credentials of the kubeconfig.
    const { events, namespace, dryRun } = await openLive({ executor: { kubeconfig: LIVE.kubeconfig } });
    const all = await makeEverything(namespace);
    expect(Object.keys(all)).toEqual(ACTIONS.filter(isOfKubernetes).map(({ name }) => name));
    const before = await snapshot(namespace);
    await forEach(all, async (name, params) => {
      const report = await dryRun(name, params);
      expect(report, name).toMatchObject({ ok: true, outcome: 'success' });
      if (!('steps' in report)) throw new Error(name);
      for (const step of report.steps) expect(step).toMatch(STEP[EXECUTOR]);
      expect(report.steps.length, name).toBeGreaterThan(0);
      if (READING.includes(name)) expect(report.difference, name).toBeNull();
      // The node is not cordoned, so there is no difference.
      else if (name === 'uncordon-node') expect(report.difference).toBe('');
      else expect(report.difference, name).toMatch(/^[-+] /);
      expect(JSON.stringify(report)).not.toContain(SECRET);
    });
    expect(await snapshot(namespace)).toEqual(before);
    expect(events()).toEqual([]);
  });

  test('T29 without its declared permissions, each action is refused by the API with a reason, and changes nothing', async () => {
    const { namespace } = await openLive();
    const all = await makeEverything(namespace);
    const before = await snapshot(namespace);
    const vault = new RightlessVault(namespace);
    const { act, ofType, verify } = await openLive({ runner: { vault, commandAllowlist: [['true']] } });
    await forEach(all, async (name, params) => {
      const report = ranOf(await act(name, params));
      expect(['failure', 'skipped precheck_failed'], name).toContain(summarize(report));
      expect(report.reason, name).toMatch(/(^|\. |: )Forbidden: /);
      const fields = ACTIONS.find((each) => each.name === name)?.state_fields ?? [];
      // One warning for the reading before and one for the reading after.
      const isMissing = report.outcome === 'failure' && fields.length > 0;
      expect(report.warnings, name).toHaveLength(isMissing ? 2 : 0);
      expect(report.before_state, name).toBeNull();
    });
    expect(await snapshot(namespace)).toEqual(before);
    expect(ofType('execution_outcome')).toHaveLength(Object.keys(all).length);
    expect((await verify()).verdict).toBe('ok, unanchored');
  });

  test('T01 each action refuses invalid names, and params that differ from those of its ticket', async () => {
    const { act, issue, namespace, runner } = await openLive();
    const all = await makeEverything(namespace);
    const before = await snapshot(namespace);
    await forEach(all, async (name, params) => {
      // The object of each action: the last of its names.
      const [field = ''] = [
        'pod',
        'deployment',
        'hpa',
        'configmap',
        'secret',
        'policy_name',
        'node',
        'namespace',
      ].filter((each) => Object.hasOwn(params, each));
      const wrong = { ...params, [field]: '--all' };
      const report = await act(name, wrong);
      expect(summarize(report), name).toMatch(
        /^(refused (params_mismatch|credentials_refused)|failure|skipped precheck_failed)$/,
      );
      expect(report.reason, name).toMatch(
        /^Nothing was done[.,].* is not a Kubernetes name|does not match the pattern|is not a valid Kubernetes name\.$/,
      );
      const other = { executor: EXECUTOR, params: { [field]: 'another' } };
      expect(await runner.run(issue(name, params), other), name).toMatchObject({ ok: false, code: 'params_mismatch' });
    });
    expect(await snapshot(namespace)).toEqual(before);
  });

  test.skipIf(LIVE.other === '').each([
    ['with credentials', true],
    ['without credentials', false],
  ])(
    `T24 a kubeconfig for another cluster than the ticket's, %s, is refused before any change${needs('other')}`,
    async (_, own) => {
      const kubeconfig = own ? LIVE.other : await withoutUser(LIVE.other);
      const { act, events, namespace, uid, vault } = await openLive({ executor: { kubeconfig } });
      await apply(deployment(namespace, 'web', 2));
      await mirror(namespace);
      const report = await act('scale-deployment', { namespace, deployment: 'web', replicas: 5 });
      expect(report).toMatchObject({ code: 'scope_mismatch' });
      expect(report).toMatchObject({ ok: false });
      const reason = own
        ? `The kubeconfig for "test" leads to the cluster ${await readUid(LIVE.other)}, but the configured uid is ${uid}.`
        : 'has no user';
      expect(report.reason).toContain(reason);
      expect(events()).toMatchObject([{ event_type: 'ticket_refused', code: 'scope_mismatch' }]);
      expect(vault.tokens).toEqual([]);
      expect(await readReplicas(namespace, LIVE.kubeconfig)).toBe('2');
      expect(await readReplicas(namespace, LIVE.other)).toBe('2');
    },
  );

  test.skipIf(LIVE.other === '')(
    `T24 a run is refused if the kubeconfig was changed to another cluster${needs('other')}`,
    async () => {
      const kubeconfig = join(makeFolder(), 'kubeconfig');
      writeFileSync(kubeconfig, readFileSync(LIVE.kubeconfig));
      const { act, namespace } = await openLive({ executor: { kubeconfig } });
      await apply({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'settings', namespace }, data: { a: 'b' } });
      const read = () => act('get-configmap', { namespace, configmap: 'settings' });
      expect(await read()).toMatchObject({ outcome: 'success' });
      writeFileSync(kubeconfig, readFileSync(LIVE.other));
      expect(await read()).toMatchObject({ ok: false, code: 'scope_mismatch' });
    },
  );

  test.each<[string, (file: string) => void, RegExp]>([
    ['no such context', () => undefined, /" cannot be used\. It has no context "elsewhere"\.$/],
    ['unreadable content', (file) => writeFileSync(file, 'a: ['), /" cannot be used\. It cannot be read\.$/],
    ['no file', (file) => rmSync(file), /The kubeconfig ".*" does not exist\./],
  ])('T24 a kubeconfig with %s is refused, with the reason', async (_, spoil, reason) => {
    const kubeconfig = join(makeFolder(), 'kubeconfig');
    writeFileSync(kubeconfig, readFileSync(LIVE.kubeconfig));
    spoil(kubeconfig);
    const { act, namespace } = await openLive({ executor: { kubeconfig, context: 'elsewhere' } });
    const report = await act('get-configmap', { namespace, configmap: 'settings' });
    expect(report).toMatchObject({ ok: false, code: 'scope_mismatch', reason: expect.stringMatching(reason) });
    expect(report.reason).not.toContain('key-data');
  });

  test('T31 credentials grant the declared permissions during the run, and none afterwards', async () => {
    const { act, namespace, vault } = await openLive();
    // The restart lasts until the API has answered requests with its credentials.
    await apply(slowDeployment(namespace, 'web', 2, {}, 5));
    await untilAvailable(namespace);
    /** Sends a dry run with the credentials of the run. A kubectl process would take longer than the run. */
    const may = async (method: 'PATCH' | 'DELETE', name: string): Promise<boolean> => {
      const path = `/apis/apps/v1/namespaces/${namespace}/deployments/${name}?dryRun=All`;
      const merge = { contentType: 'application/merge-patch+json', body: {} };
      const asked = method === 'PATCH' ? { method, path, ...merge } : { method, path };
      return (await statusOf(vault.tokens.at(-1) ?? '', asked)) === 200;
    };
    const ask = () => Promise.all([may('PATCH', 'web'), may('PATCH', 'db'), may('DELETE', 'web')]);
    let during: Promise<readonly boolean[]> | undefined;
    const progress = (message: string) => {
      if (message.includes('restart-deployment')) during ??= ask();
    };
    const ran = act('restart-deployment', { namespace, deployment: 'web' }, { progress });
    expect(await ran).toMatchObject({ outcome: 'success', credentials: { revoked: true } });
    expect(await during).toEqual([true, false, false]);
    expect(await eventually(ask, ([first]) => first === false)).toEqual([false, false, false]);
  });
});

function isOfKubernetes({ target_types: types }: (typeof ACTIONS)[number]): boolean {
  return types.some((type) => type.startsWith('k8s-'));
}
