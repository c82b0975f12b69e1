import { randomBytes } from 'node:crypto';
import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { makeFolder } from '@agent-safe/testkit/folders';
import { describe, expect, onTestFinished, test } from 'vitest';
import { parse, parseAllDocuments } from 'yaml';
import { projects } from '../project.ts';
import { isDown, kubectl, NEEDS, tryKubectl } from './cluster.ts';
import { find, hasHelm, helm, type Manifest, NEEDS_HELM, readValues, type Values } from './helm.ts';

const CHART = fileURLToPath(new URL('../../../../deploy/helm/agent-safe-server', import.meta.url));
const SIDECAR = fileURLToPath(new URL('../../../../deploy/kubernetes/sidecar.yaml', import.meta.url));
const EXAMPLE = join(CHART, 'ci/example-values.yaml');
const make = projects();

function template(values: Values = {}, namespace = 'agents') {
  const file = join(makeFolder(), 'values.json');
  writeFileSync(file, JSON.stringify(values));
  const options = [`--namespace=${namespace}`, '--kube-version=1.34.4', `--values=${EXAMPLE}`, `--values=${file}`];
  return helm('template', 'safe', CHART, ...options);
}

function render(values: Values = {}): readonly Manifest[] {
  const { status, stderr, stdout } = template(values);
  if (status !== 0) throw new Error(stderr);
  return parseAllDocuments(stdout)
    .map((document) => document.toJS() as Manifest | null)
    .filter((object) => object !== null);
}

/** The specification of the pod. */
function podOf(objects: readonly Manifest[]) {
  const { spec } = find(objects, 'Deployment') as unknown as {
    readonly spec: { readonly replicas?: number; readonly template: { readonly spec: Values } };
  };
  return { replicas: spec.replicas, ...spec.template.spec } as unknown as Values & {
    readonly containers: readonly Values[];
    readonly volumes: readonly { readonly name: string }[];
  };
}

describe.skipIf(!hasHelm)(`the chart of the server${NEEDS_HELM}`, () => {
  test('passes helm lint, with the example values and without values', () => {
    for (const values of [[`--values=${EXAMPLE}`], []]) {
      const linted = helm('lint', '--strict', ...values, CHART);
      expect(linted, linted.stdout).toMatchObject({ status: 0 });
    }
  });

  test('its settings are accepted by serve --check-config, with the documents where they are mounted', async () => {
    const { cwd, run } = make();
    const settings = {
      rate_limit: { max_requests: 5 },
      audit_log: { checkpoint_events: 10 },
      server: { log: 'warn', listen: ['x'] },
    };
    const { data } = find(render({ settings }), 'ConfigMap') as unknown as {
      readonly data: Readonly<Record<string, string>>;
    };
    const text = data['agent-safe.yaml'] ?? '';
    expect(parse(text)).toMatchObject({
      state: '/var/lib/agent-safe/state/state.db',
      audit_log: { path: '/var/lib/agent-safe/audit.jsonl', checkpoint_events: 10 },
      server: { listen: ['0.0.0.0:8080'], behind_proxy: true, log: 'warn' },
    });
    mkdirSync(join(cwd, 'mounted/inventory'), { recursive: true });
    for (const name of ['actions', 'policies'])
      cpSync(join(cwd, name), join(cwd, 'mounted', name), { recursive: true });
    cpSync(join(cwd, 'inventory.yaml'), join(cwd, 'mounted/inventory/inventory.yaml'));
    mkdirSync(join(cwd, 'mounted/keys'), { mode: 0o700 });
    cpSync(join(cwd, '.agent-safe/keys.json'), join(cwd, 'mounted/keys/keys.json'));
    writeFileSync(join(cwd, 'rendered.yaml'), text.replaceAll('/etc/agent-safe/', './mounted/'));
    const checked = await run('serve', '--check-config', '--config', 'rendered.yaml');
    expect(checked, checked.out).toMatchObject({ exit: 0 });
  });

  test('the pod is not root, may change only its volumes, and has no account of the Kubernetes API', () => {
    const pod = podOf(render());
    expect(pod).toMatchObject({
      automountServiceAccountToken: false,
      securityContext: { runAsNonRoot: true, runAsUser: 10_001, seccompProfile: { type: 'RuntimeDefault' } },
      terminationGracePeriodSeconds: 40,
    });
    expect(pod.containers).toMatchObject([
      {
        securityContext: {
          allowPrivilegeEscalation: false,
          readOnlyRootFilesystem: true,
          capabilities: { drop: ['ALL'] },
        },
        readinessProbe: { httpGet: { path: '/readyz' } },
        livenessProbe: { httpGet: { path: '/healthz', scheme: 'HTTP' } },
        lifecycle: { preStop: { sleep: { seconds: 5 } } },
      },
    ]);
    expect(podOf(render({ settings: { server: { shutdown_seconds: 0 } } })).terminationGracePeriodSeconds).toBe(15);
  });

  test('with embedded stores there is one pod with a volume, and with shared stores there are several without', () => {
    expect(podOf(render())).toMatchObject({ replicas: 1 });
    expect(find(render(), 'PodDisruptionBudget').spec).toMatchObject({ maxUnavailable: 1 });
    const shared = render({ stores: 'shared', autoscaling: { enabled: true, maxReplicas: 4 } });
    expect(podOf(shared).replicas).toBeUndefined();
    expect(podOf(shared).volumes.map(({ name }) => name)).not.toContain('data');
    expect(find(shared, 'HorizontalPodAutoscaler').spec).toMatchObject({ minReplicas: 2, maxReplicas: 4 });
    expect(find(shared, 'PodDisruptionBudget').spec).toMatchObject({ minAvailable: 1 });
    expect(shared.map(({ kind }) => kind)).not.toContain('PersistentVolumeClaim');
  });

  test('a certificate is mounted from its Secret, and everything then speaks TLS', () => {
    const monitor = { serviceMonitor: { enabled: true }, apiKey: { existingSecret: 'prometheus' } };
    const objects = render({ behindProxy: false, tls: { existingSecret: 'certificate' }, metrics: monitor });
    expect(podOf(objects).containers).toMatchObject([{ readinessProbe: { httpGet: { scheme: 'HTTPS' } } }]);
    expect(podOf(objects).volumes).toContainEqual({
      name: 'tls',
      secret: expect.objectContaining({ secretName: 'certificate' }) as unknown,
    });
    expect(find(objects, 'ServiceMonitor').spec).toMatchObject({
      endpoints: [
        { path: '/metrics', scheme: 'https', authorization: { credentials: { name: 'prometheus', key: 'api-key' } } },
      ],
    });
    const { data } = find(objects, 'ConfigMap') as unknown as { readonly data: Readonly<Record<string, string>> };
    expect(parse(data['agent-safe.yaml'] ?? '')).toMatchObject({
      server: { behind_proxy: false, tls: { cert_file: '/etc/agent-safe/tls/tls.crt' } },
    });
  });

  test('the network policy admits the pods of the namespace, or the given peers', () => {
    const peer = { namespaceSelector: { matchLabels: { team: 'agents' } } };
    const ingress = (from: readonly object[]) => [{ from, ports: [{ protocol: 'TCP', port: 'api' }] }];
    expect(find(render(), 'NetworkPolicy').spec).toMatchObject({ ingress: ingress([{ podSelector: {} }]) });
    const own = render({ networkPolicy: { from: [peer] } });
    expect(find(own, 'NetworkPolicy').spec).toMatchObject({ ingress: ingress([peer]) });
  });

  test.each<[string, object, RegExp]>([
    ['neither TLS nor a proxy', { behindProxy: false }, /tls\.existingSecret is missing/],
    [
      'several pods with embedded stores',
      { autoscaling: { enabled: true } },
      /autoscaling\.enabled needs stores: shared/,
    ],
    ['no policies', { policies: { existingConfigMap: '' } }, /policies\.existingConfigMap is missing/],
    ['no keys', { keys: { existingSecret: '' } }, /keys\.existingSecret is missing/],
    ['no image', { image: { repository: '' } }, /image\.repository is missing/],
    ['a path of the chart', { settings: { policies: '/tmp' } }, /settings\.policies cannot be set/],
    [
      'metrics without a key',
      { metrics: { serviceMonitor: { enabled: true } } },
      /metrics\.apiKey\.existingSecret is missing/,
    ],
    ['root', { userId: 0 }, /at '\/userId': minimum: got 0, want 1/],
    ['a misspelled key', { behindproxy: true }, /additional properties 'behindproxy' not allowed/],
    ['keys in the values', { keys: { keys: '{}' } }, /additional properties 'keys' not allowed/],
  ])('%s is refused, and the error names the value', (_, values, message) => {
    const { status, stderr } = template(values as Values);
    expect(status).not.toBe(0);
    expect(stderr).toMatch(message);
  });

  test('the README lists exactly the values', () => {
    const { listed, values } = readValues(CHART);
    expect(listed).toEqual(values);
  });
});

describe.skipIf(isDown)(`the chart of the server on a real API${NEEDS}`, () => {
  test('its objects and the sidecar pass a server-side dry run and the restricted Pod Security Standard', () => {
    const namespace = `server-${randomBytes(4).toString('hex')}`;
    kubectl('create', 'namespace', namespace);
    onTestFinished(() => void kubectl('delete', 'namespace', namespace, '--wait=false'));
    const labels = ['enforce', 'warn', 'audit'].map((mode) => `pod-security.kubernetes.io/${mode}=restricted`);
    kubectl('label', 'namespace', namespace, ...labels);
    const shared = {
      stores: 'shared',
      autoscaling: { enabled: true },
      behindProxy: false,
      tls: { existingSecret: 'tls' },
    };
    for (const text of [
      template({}, namespace).stdout,
      template(shared, namespace).stdout,
      readFileSync(SIDECAR, 'utf8'),
    ]) {
      const asked = tryKubectl(
        ['apply', '--dry-run=server', '--server-side', `--namespace=${namespace}`, '-f', '-'],
        text,
      );
      expect(asked, asked.stderr).toMatchObject({ status: 0 });
      expect(asked.stderr).not.toMatch(/PodSecurity|unknown field/);
    }
  });
});
