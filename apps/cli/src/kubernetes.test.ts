import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { projects } from '../test/project.ts';

const { AGENT_SAFE_TEST_KUBECONFIG: kubeconfig = '', AGENT_SAFE_TEST_KUBECTL: program = '' } = process.env;
const { AGENT_SAFE_TEST_OTHER_KUBECONFIG: other = '' } = process.env;
const isDown = kubeconfig === '' || program === '';
const make = projects();

/** Runs kubectl as an administrator, without Agent-Safe. */
function kubectl(...argv: readonly string[]): string {
  return execFileSync(program, [`--kubeconfig=${kubeconfig}`, ...argv], { encoding: 'utf8' }).trim();
}

/** A project with a deployment of two pods as target, and credentials with the privileges that scaling declares. */
async function open() {
  const project = make();
  const namespace = `test-${randomBytes(4).toString('hex')}`;
  kubectl('create', 'namespace', namespace);
  onTestFinished(() => void kubectl('delete', 'namespace', namespace, '--wait=false'));
  const here = `--namespace=${namespace}`;
  kubectl('create', 'deployment', 'app', '--image=registry.k8s.io/pause:3.8', '--replicas=2', here);
  kubectl('create', 'serviceaccount', 'scaler', here);
  const resources = 'deployments.apps,deployments.apps/scale,horizontalpodautoscalers.autoscaling';
  kubectl('create', 'role', 'scaler', '--verb=get,list,patch', `--resource=${resources}`, here);
  kubectl('create', 'rolebinding', 'scaler', '--role=scaler', `--serviceaccount=${namespace}:scaler`, here);
  kubectl('create', 'serviceaccount', 'writer', here);
  kubectl('create', 'role', 'writer', '--verb=get,list,patch', '--resource=configmaps,pods', here);
  kubectl('create', 'rolebinding', 'writer', '--role=writer', `--serviceaccount=${namespace}:writer`, here);
  const token = kubectl('create', 'token', 'scaler', here);
  vi.stubEnv('AGENT_SAFE_KUBERNETES_TOKEN', token);
  onTestFinished(() => void vi.unstubAllEnvs());
  const uid = kubectl('get', 'namespace', 'kube-system', '--output=jsonpath={.metadata.uid}');
  project.edit(
    'agent-safe.yaml',
    (text) => `${text}
runner:
  clusters: { dev: { uid: ${uid}, kubeconfig: ${JSON.stringify(kubeconfig)} } }
  kubectl: ${JSON.stringify(program)}
credential_vault: { backend: environment }
`,
  );
  const bound = 'bindings: { namespace: dev, deployment: [app, test-app] }';
  project.edit('inventory.yaml', (text) =>
    text.replace(bound, `bindings: { namespace: ${namespace}, deployment: app }`),
  );
  const caller = await project.identity('deploy-agent-01');
  const params = JSON.stringify({ namespace, deployment: 'app', replicas: 3 });
  const asked = ['check', 'scale-deployment', '--target', 'dev/test-app', '--caller', caller, '--params', params];
  const { audit_id, ticket } = JSON.parse((await project.run(...asked, '--json')).out) as {
    readonly audit_id: string;
    readonly ticket: { readonly token: string };
  };
  const count = () => kubectl('get', 'deployment', 'app', here, '--output=jsonpath={.spec.replicas}');
  kubectl('rollout', 'status', 'deployment/app', here, '--timeout=30s');
  return { ...project, ticket: ticket.token, auditId: audit_id, token, count, here, namespace };
}

/** Settings of the vault for Kubernetes, whose account has a kubeconfig of its own. */
function vaultOf(namespace: string, file: string): string {
  return `{ backend: kubernetes, namespace: ${namespace}, clusters: { dev: { kubeconfig: ${file} } } }`;
}

const CLOSED = { exit: 0, out: 'Every execution has an outcome, and no credentials are left.\n' };

/** Writes a kubeconfig whose API is down: nothing listens on port 1. @returns its path */
function writeDown(folder: string): string {
  const file = join(folder, 'down.kubeconfig');
  writeFileSync(file, readFileSync(kubeconfig, 'utf8').replace(/https:\/\/[\w.]+:\d+/, 'https://127.0.0.1:1'));
  return file;
}

describe.skipIf(isDown)(
  'on a real cluster (skipped where none is up: see infra/README.md)',
  { timeout: 120_000 },
  () => {
    test('check, ticket, credentials, execute, state, log, rollback: typed one after the other, and the log verifies', async () => {
      const { auditId, count, cwd, run, ticket, token } = await open();
      const shown = await run('runner', 'dry-run', ticket, '--executor', 'subprocess');
      expect(shown).toMatchObject({ exit: 0, err: expect.stringContaining('Asking the target what would change…') });
      expect(shown.out).toMatch(/^WOULD RUN — /);
      expect(shown.out).toContain('\n  - spec.replicas: 2\n  + spec.replicas: 3\n');
      expect(count()).toBe('2');

      const granted = await run('credential', 'resolve', ticket);
      expect(granted.out).toMatch(/\n {2}rule {3}get, patch deployments\/scale \(apps\) in \S+: \S+\n/);
      expect(granted.out).not.toContain(token);

      const subprocess = ['--executor', 'subprocess', '--timeout', '60'];
      const executed = await run('runner', 'execute', ticket, ...subprocess, '--kubeconfig', kubeconfig);
      expect(executed).toMatchObject({ exit: 0, err: expect.stringContaining('Waiting for the effect…') });
      expect(executed.out).toMatch(/^SUCCESS — The deployment is scaled to 3\.\n/);
      expect(executed.out).toContain('replace /available_replicas: 2 → 3');
      expect(count()).toBe('3');
      expect((await run('runner', 'execute', ticket, ...subprocess)).exit).toBe(3);

      const operator = await run('identity', 'create', '--agent', 'rollback-operator');
      const caller = ['--caller', operator.out.trim()];
      const planned = await run('rollback', 'show', auditId);
      expect(planned.out).toMatch(/"replicas":2/);
      expect((await run('rollback', 'check', auditId, ...caller)).out).toContain('\nALLOW — ');
      expect(count()).toBe('3');
      const undone = await run('rollback', 'run', auditId, ...caller);
      expect(undone).toMatchObject({
        exit: 0,
        out: expect.stringContaining('\nSUCCESS — The deployment is scaled to 2.\n'),
      });
      expect(count()).toBe('2');

      const log = readFileSync(join(cwd, 'audit.jsonl'), 'utf8');
      expect(log).not.toContain(token);
      const events = log
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line) as Readonly<Record<string, unknown>>);
      const run1 = [
        'execution_intent',
        'credential_issued',
        'state_capture',
        'execution_outcome',
        'state_capture',
        'credential_revoked',
      ];
      expect(events.map(({ event_type }) => event_type)).toEqual([
        'decision',
        ...run1,
        'ticket_refused',
        'decision',
        'decision',
        ...run1,
      ]);
      const rolledBack = events.slice(-7);
      expect(new Set(rolledBack.map(({ correlation_id }) => correlation_id))).toEqual(new Set([auditId]));
      expect(await run('audit', 'verify')).toMatchObject({ exit: 0, out: expect.stringMatching(/^ok/) });
      expect(await run('runner', 'reconcile')).toMatchObject(CLOSED);
    });

    test('T31 --reveal with an API of the vault that is down uses the ticket, and closes the lease', async () => {
      const { cwd, edit, namespace, run, ticket } = await open();
      edit('agent-safe.yaml', (text) => text.replace('{ backend: environment }', vaultOf(namespace, writeDown(cwd))));
      const refused = await run('credential', 'resolve', ticket, '--reveal');
      expect(refused).toMatchObject({ exit: 3, out: '' });
      expect(refused.err).toMatch(
        /^REFUSED — No credentials were issued: The API https:\/\/127\.0\.0\.1:1 cannot be reached: /,
      );
      expect(refused.err).toMatch(/\n {2}ticket +used up: request a new decision\n/);
      expect(await run('runner', 'reconcile')).toMatchObject(CLOSED);
    });

    test('T30 --overwrite undoes later changes by others, also with the ticket of a check', async () => {
      const { auditId, count, cwd, here, identity, run, ticket } = await open();
      const subprocess = ['--executor', 'subprocess'];
      await run('runner', 'execute', ticket, ...subprocess);
      kubectl('scale', 'deployment', 'app', '--replicas=5', here);
      kubectl('rollout', 'status', 'deployment/app', here, '--timeout=30s');
      const kept = await run('rollback', 'run', auditId, '--caller', await identity('repairer-01'));
      expect(kept).toMatchObject({
        exit: 7,
        out: expect.stringMatching(/\nSKIPPED — Changed since the original execution: replicas\./),
      });
      expect(kept.out).not.toContain('Changes');
      expect(count()).toBe('5');
      const asked = await run('rollback', 'check', auditId, '--caller', await identity('repairer-02'), '--json');
      const { decision } = JSON.parse(asked.out) as { decision: { audit_id: string; ticket: { token: string } } };
      const back = await run('runner', 'execute', decision.ticket.token, ...subprocess, '--overwrite');
      expect(back).toMatchObject({
        exit: 0,
        err: expect.stringContaining('warning: Changed since the original execution: replicas.'),
      });
      expect(count()).toBe('2');
      const lines = readFileSync(join(cwd, 'audit.jsonl'), 'utf8').trimEnd().split('\n');
      const events = lines.map((line) => JSON.parse(line) as Readonly<Record<string, unknown>>);
      const own = events.filter(({ audit_id }) => audit_id === decision.audit_id);
      expect(own.length).toBeGreaterThan(4);
      for (const event of own) expect(event).toMatchObject({ rollback_of: auditId, correlation_id: auditId });
      expect((await run('rollback', 'show', auditId)).err).toContain(
        `The execution was already rolled back, by ${decision.audit_id}`,
      );
    });

    test('T21 a rollback restores masked values, and shows none of them', async () => {
      const { cwd, edit, here, namespace, run } = await open();
      const [old, now] = ['password=hunter2-PLANTED', 'password=changed-PLANTED'];
      kubectl('create', 'configmap', 'settings', `--from-literal=conf=${old}`, here);
      edit('inventory.yaml', (text) =>
        text.replace(
          'targets:\n',
          `targets:\n  - id: dev/settings\n    type: k8s-configmap\n    environment: dev\n    sensitivity: internal\n    scope: { cluster: dev }\n    bindings: { namespace: ${namespace}, configmap: settings }\n`,
        ),
      );
      vi.stubEnv('AGENT_SAFE_KUBERNETES_TOKEN', kubectl('create', 'token', 'writer', here));
      const caller = ['--caller', (await run('identity', 'create', '--agent', 'deploy-agent-02')).out.trim()];
      const params = JSON.stringify({ namespace, configmap: 'settings', key: 'conf', value: now });
      const asked = ['check', 'update-configmap', '--target', 'dev/settings', ...caller, '--params', params, '--json'];
      const { audit_id, ticket } = JSON.parse((await run(...asked)).out) as {
        readonly audit_id: string;
        readonly ticket: { readonly token: string };
      };
      // The value has the name of a secret in it, so the ticket has only its mask.
      const execute = ['runner', 'execute', ticket.token, '--executor', 'subprocess'];
      expect((await run(...execute)).err).toContain('params_required');
      const executed = await run(...execute, '--params', params);
      expect(executed, executed.err).toMatchObject({ exit: 0 });
      const read = () => kubectl('get', 'configmap', 'settings', here, '--output=jsonpath={.data.conf}');
      expect(read()).toBe(now);
      const shown = [
        await run('rollback', 'show', audit_id),
        await run('rollback', 'show', audit_id, '--json'),
        await run('rollback', 'check', audit_id, ...caller),
        await run('rollback', 'check', audit_id, ...caller, '--json'),
      ];
      expect(shown.map(({ exit }) => exit)).toEqual([0, 0, 0, 0]);
      for (const { err, out } of shown) expect(`${out}${err}`).not.toMatch(/PLANTED|eyJ/);
      expect(shown[2]?.err).toContain('To execute the rollback, run "agent-safe rollback run"');
      const undone = await run('rollback', 'run', audit_id, ...caller, '--json');
      expect(undone, undone.err).toMatchObject({ exit: 0 });
      expect(undone.out).not.toMatch(/PLANTED|eyJ/);
      expect(read()).toBe(old);
      expect(readFileSync(join(cwd, 'audit.jsonl'), 'utf8')).not.toContain('PLANTED');
    });

    test('T24 a kubeconfig of another cluster is refused, and nothing happened', async () => {
      const { count, run, ticket } = await open();
      const refused = await run('runner', 'execute', ticket, '--executor', 'subprocess', '--kubeconfig', other);
      expect(refused).toMatchObject({
        exit: 3,
        out: '',
        err: expect.stringMatching(/^REFUSED — .*\n {2}code {4}scope_mismatch/),
      });
      expect(count()).toBe('2');
      const nowhere = await run('runner', 'execute', ticket, '--executor', 'subprocess', '--context', 'elsewhere');
      expect(nowhere).toMatchObject({ exit: 3, err: expect.stringContaining('scope_mismatch') });
      // Neither refusal used the ticket.
      expect(await run('ticket', 'verify', ticket)).toMatchObject({ exit: 0 });
    });

    test('doctor --online identifies clusters with both executors', async () => {
      const { edit, run } = await open();
      const diagnose = async (executor: string) => {
        const { out } = await run('doctor', '--online', '--executor', executor, '--json');
        return (JSON.parse(out) as { readonly checks: readonly { message: string; status: string }[] }).checks.at(-1);
      };
      for (const executor of ['k8s', 'subprocess'])
        expect(await diagnose(executor)).toMatchObject({ status: 'ok', message: expect.stringContaining(executor) });
      edit('agent-safe.yaml', (text) => text.replace(/dev: \{ uid: [-\w]+/, 'dev: { uid: another'));
      for (const executor of ['k8s', 'subprocess'])
        expect(await diagnose(executor)).toMatchObject({ status: 'fail', message: expect.stringContaining('another') });
    });

    test('T31 an API that is down costs no ticket, and the same ticket runs once it is back', async () => {
      const { count, cwd, run, ticket } = await open();
      const down = writeDown(cwd);
      for (const executor of ['k8s', 'subprocess']) {
        const refused = await run('runner', 'execute', ticket, '--executor', executor, '--kubeconfig', down);
        expect(refused).toMatchObject({ exit: 3, out: '' });
        expect(refused.err).toMatch(/^REFUSED — The target could not be identified: .*127\.0\.0\.1:1/);
        expect(refused.err).not.toContain('used up');
      }
      expect(await run('runner', 'execute', ticket, '--executor', 'k8s')).toMatchObject({ exit: 0 });
      expect(count()).toBe('3');
    });

    test('T31 an API of the vault that is down: nothing is issued or done, and the lease is closed', async () => {
      const { count, cwd, edit, namespace, run, ticket } = await open();
      edit('agent-safe.yaml', (text) => text.replace('{ backend: environment }', vaultOf(namespace, writeDown(cwd))));
      const ended = await run('runner', 'execute', ticket, '--executor', 'k8s');
      expect(ended.exit).toBe(7);
      expect(ended.out).toMatch(
        /^ERROR — No credentials were issued, so nothing was done: The API https:\/\/127\.0\.0\.1:1 cannot be reached: .*\. Test the vault with "agent-safe credential test-vault", and request a new decision\.\n/,
      );
      expect(ended.out).toMatch(/\n {2}code +credentials_unavailable\n/);
      expect(ended.out).toMatch(/\n {2}credentials +lease-\S+ of kubernetes, revoked\n/);
      expect(ended.err).not.toContain('warning');
      expect(count()).toBe('2');
      expect((await run('runner', 'reconcile')).out).toBe(
        'Every execution has an outcome, and no credentials are left.\n',
      );
    });
  },
);
