import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { shareFolder } from '@agent-safe/testkit/folders';
import { beforeAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { run } from '../run.ts';
import {
  CHART,
  EXAMPLE,
  find,
  hasHelm,
  helm,
  type Manifest,
  NEEDS_HELM,
  readValues,
  render,
  template,
  type Values,
  writeRbac,
} from './helm.ts';

const folder = shareFolder();
const NAME = 'runner-agent-safe-runner';

/** The specification of the pod. */
function podOf(objects: readonly Manifest[]) {
  const { template: pod } = find(objects, 'Deployment').spec as {
    readonly template: { readonly spec: PodSpec; readonly metadata: { readonly annotations: Record<string, string> } };
  };
  return { ...pod.spec, annotations: pod.metadata.annotations };
}

interface PodSpec {
  readonly containers: readonly {
    readonly name: string;
    readonly image: string;
    readonly args?: readonly string[];
    readonly securityContext?: object;
    readonly volumeMounts?: readonly { readonly name: string; readonly mountPath: string }[];
  }[];
  readonly volumes: readonly { readonly name: string; readonly [source: string]: unknown }[];
  readonly securityContext: object;
  readonly automountServiceAccountToken: boolean;
  readonly terminationGracePeriodSeconds: number;
}

describe.skipIf(!hasHelm)(`the chart of the runner${NEEDS_HELM}`, () => {
  let rbac: Awaited<ReturnType<typeof writeRbac>>;
  beforeAll(async () => {
    await run(folder(), 'init', '.');
    rbac = await writeRbac(folder(), '--namespaces', 'dev,staging');
  });

  test('passes helm lint, with the example values and without values', () => {
    for (const values of [[`--values=${EXAMPLE}`, `--set-file=rbac.objects=${rbac.path}`], []]) {
      const linted = helm('lint', '--strict', ...values, CHART);
      expect(linted, linted.stdout).toMatchObject({ status: 0 });
    }
  });

  test('T31 its permissions are those of credential rbac, bound to the account of the runner and to no other', () => {
    const objects = render(rbac.path);
    const kinds = ['Role', 'RoleBinding', 'ClusterRole', 'ClusterRoleBinding'];
    const rendered = objects.filter(({ kind }) => kinds.includes(kind));
    const name = `${NAME}-vault`;
    // The name, the labels and the subject belong to the release. Nothing else differs.
    const expected = rbac.items
      .filter(({ kind }) => kinds.includes(kind))
      .map((item) => ({
        ...item,
        metadata: { ...item.metadata, name },
        ...(item.roleRef === undefined
          ? {}
          : {
              roleRef: { ...(item.roleRef as object), name },
              subjects: [{ kind: 'ServiceAccount', name: NAME, namespace: 'agents' }],
            }),
      }));
    const withoutLabels = rendered.map(({ metadata, ...rest }) => {
      const { labels, ...names } = metadata;
      expect(labels).toMatchObject({ 'app.kubernetes.io/instance': 'runner' });
      return { ...rest, metadata: names };
    });
    expect(expected.length).toBeGreaterThan(7);
    expect(withoutLabels).toHaveLength(expected.length);
    expect(withoutLabels).toEqual(expect.arrayContaining(expected));
    expect(find(objects, 'ServiceAccount')).toMatchObject({ metadata: { name: NAME, namespace: 'agents' } });
    expect(find(objects, 'Namespace').metadata.name).toBe('agent-safe-leases');
    expect(JSON.stringify(rendered)).not.toContain('"*"');
  });

  test('T31 only the runner gets the token, the keys and the data, and a gateway beside it gets none', () => {
    const gateway = { name: 'gateway', image: 'gateway:1', volumeMounts: [{ name: 'tickets', mountPath: '/tickets' }] };
    const pod = podOf(render(rbac.path, { extraContainers: [gateway] }));
    expect(pod.automountServiceAccountToken).toBe(false);
    expect(pod.containers.map(({ name }) => name)).toEqual(['runner', 'gateway']);
    expect(pod.containers[1]).toEqual(gateway);
    expect(pod.containers[0]?.volumeMounts).toContainEqual({
      name: 'account',
      mountPath: '/var/run/secrets/kubernetes.io/serviceaccount',
      readOnly: true,
    });
  });

  test('the pod is not root, and may change only its volumes', () => {
    const pod = podOf(render(rbac.path, { userId: 2_000, groupId: 3_000 }));
    expect(pod.securityContext).toEqual({
      runAsNonRoot: true,
      runAsUser: 2_000,
      runAsGroup: 3_000,
      fsGroup: 3_000,
      fsGroupChangePolicy: 'OnRootMismatch',
      seccompProfile: { type: 'RuntimeDefault' },
    });
    expect(pod.containers[0]?.securityContext).toEqual({
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ['ALL'] },
    });
  });

  test('the network policy admits nothing, and lets out DNS, the API server and the given rules', () => {
    const ship = { to: [{ ipBlock: { cidr: '192.0.2.7/32' } }], ports: [{ protocol: 'TCP', port: 443 }] };
    const policy = find(
      render(rbac.path, { networkPolicy: { apiServer: { cidrs: ['10.0.0.1/32', 'fd00::1/128'] }, egress: [ship] } }),
      'NetworkPolicy',
    );
    const kubeDns = {
      namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'kube-system' } },
      podSelector: { matchLabels: { 'k8s-app': 'kube-dns' } },
    };
    expect(policy.spec).toEqual({
      podSelector: {
        matchLabels: { 'app.kubernetes.io/name': 'agent-safe-runner', 'app.kubernetes.io/instance': 'runner' },
      },
      policyTypes: ['Ingress', 'Egress'],
      ingress: [],
      egress: [
        {
          to: [kubeDns],
          ports: [
            { protocol: 'UDP', port: 53 },
            { protocol: 'TCP', port: 53 },
          ],
        },
        {
          to: [{ ipBlock: { cidr: '10.0.0.1/32' } }, { ipBlock: { cidr: 'fd00::1/128' } }],
          ports: [{ protocol: 'TCP', port: 6_443 }],
        },
        ship,
      ],
    });
    const off = render(rbac.path, { networkPolicy: { enabled: false, apiServer: { cidrs: [] } } });
    expect(off.filter(({ kind }) => kind === 'NetworkPolicy')).toEqual([]);
  });

  test('the settings have the cluster, the vault and further keys, and their paths cannot be changed', async () => {
    const settings = {
      tickets: { audience: 'cluster-dev' },
      runner: { command_allowlist: ['date'], clusters: { dev: { uid: 'x', kubeconfig: '/other' } } },
      credential_vault: { backend: 'environment', owner: 'dev' },
    };
    const { data } = find(render(rbac.path, { settings }), 'ConfigMap') as unknown as {
      readonly data: Readonly<Record<string, string>>;
    };
    const text = data['agent-safe.yaml'] ?? '';
    expect(parse(text)).toEqual({
      registry: '/etc/agent-safe/actions',
      keys: '/etc/agent-safe/keys/keys.json',
      state: '/var/lib/agent-safe/state/state.db',
      audit_log: '/var/lib/agent-safe/audit.jsonl',
      tickets: { audience: 'cluster-dev' },
      runner: {
        command_allowlist: ['date'],
        clusters: { dev: { uid: '1f0c3a52-8a3e-4f0e-9a51-0c6f7f7f5d10', kubeconfig: '/other' } },
      },
      credential_vault: { backend: 'kubernetes', namespace: 'agent-safe-leases', owner: 'dev' },
    });
    // The command accepts them: it refuses unknown keys.
    writeFileSync(join(folder(), 'rendered.yaml'), text.replace('/etc/agent-safe/actions', './actions'));
    const listed = await run(folder(), 'list-actions', '--config', 'rendered.yaml');
    expect(listed, listed.err).toMatchObject({ exit: 0 });
  });

  test('a change of the settings starts a new pod, and the pod may finish a run before it stops', () => {
    const [first, second] = [{}, { tickets: { audience: 'other' } }].map((settings) =>
      podOf(render(rbac.path, { settings, runner: { timeout: 600, concurrency: 4 } })),
    );
    expect(first?.annotations['checksum/settings']).not.toBe(second?.annotations['checksum/settings']);
    expect(first?.terminationGracePeriodSeconds).toBe(630);
    expect(first?.containers[0]?.args).toEqual(expect.arrayContaining(['--timeout=600', '--concurrency=4']));
  });

  test('volumes and images can be given, and a digest counts before a tag', () => {
    const digest = `sha256:${'a'.repeat(64)}`;
    const objects = render(rbac.path, {
      image: { repository: 'images.example:5000/runner', digest },
      tickets: { existingClaim: 'shared' },
      persistence: { existingClaim: 'log' },
    });
    const pod = podOf(objects);
    expect(pod.containers[0]?.image).toBe(`images.example:5000/runner@${digest}`);
    expect(pod.volumes).toContainEqual({ name: 'tickets', persistentVolumeClaim: { claimName: 'shared' } });
    expect(pod.volumes).toContainEqual({ name: 'data', persistentVolumeClaim: { claimName: 'log' } });
    expect(objects.filter(({ kind }) => kind === 'PersistentVolumeClaim')).toEqual([]);
    const own = render(rbac.path, { rbac: { create: false }, serviceAccount: { create: false, name: 'own' } });
    const kinds = ['ConfigMap', 'Deployment', 'NetworkPolicy', 'PersistentVolumeClaim'];
    expect(own.map(({ kind }) => kind).toSorted()).toEqual(kinds);
  });

  test.each<[string, object, RegExp]>([
    ['no image', { image: { repository: '' } }, /image\.repository is missing\. No image is published yet/],
    [
      'no tag and no digest',
      { image: { tag: '' } },
      /image\.digest is missing\. Give the digest of the image, or image\.tag/,
    ],
    ['no cluster', { cluster: { name: '' } }, /cluster\.name is missing\. Give the scope\.cluster of your targets/],
    ['no uid', { cluster: { uid: '' } }, /cluster\.uid is missing\. Run: kubectl get namespace kube-system/],
    [
      'no actions',
      { actions: { existingConfigMap: '' } },
      /actions\.existingConfigMap is missing\. Run: kubectl create/,
    ],
    ['no keys', { keys: { existingSecret: '' } }, /keys\.existingSecret is missing\. Create a Secret with jwks\.json/],
    [
      'no API server',
      { networkPolicy: { apiServer: { cidrs: [] } } },
      /networkPolicy\.apiServer\.cidrs is missing\. List/,
    ],
    ['an account without a name', { serviceAccount: { create: false } }, /serviceAccount\.name is missing/],
    ['root', { userId: 0 }, /at '\/userId': minimum: got 0, want 1/],
    ['a misspelled key', { persistance: {} }, /additional properties 'persistance' not allowed/],
    ['a uid that is none', { cluster: { uid: 'dev' } }, /at '\/cluster\/uid': 'dev' does not match pattern/],
    ['a digest that is none', { image: { digest: 'latest' } }, /at '\/image\/digest': 'latest' does not match pattern/],
    ['a tag that is a number', { image: { tag: 1 } }, /at '\/image\/tag': got number, want string/],
    ['too many at once', { runner: { concurrency: 17 } }, /at '\/runner\/concurrency': maximum: got 17, want 16/],
    [
      'an address without a length',
      { networkPolicy: { apiServer: { cidrs: ['10.0.0.1'] } } },
      /does not match pattern/,
    ],
    [
      'a path of the chart',
      { settings: { state: '/tmp/state.db' } },
      /settings\.state cannot be set, because the chart sets the paths/,
    ],
    ['keys in the values', { keys: { jwks: '{}' } }, /additional properties 'jwks' not allowed/],
  ])('%s is refused, and the error names the value', (_, values, message) => {
    const { status, stderr } = template(rbac.path, values as Readonly<Record<string, unknown>>);
    expect(status).not.toBe(0);
    expect(stderr).toMatch(message);
  });

  test.each([
    ['text', 'kind: List', /rbac\.objects is not the output of "agent-safe credential rbac"/],
    ['another document', '{"kind":"List","items":[]}', /rbac\.objects is not the output of/],
    [
      'an object that is no permission',
      '{"kind":"List","items":[{"kind":"Pod","metadata":{"name":"x"}}]}',
      /rbac\.objects has an object of kind "Pod", which is not a permission/,
    ],
    ['nothing', '', /rbac\.objects is missing\. Give the output of "agent-safe credential rbac"/],
  ])('T31 permissions from %s are refused', (_, text, message) => {
    const file = join(folder(), 'other.json');
    writeFileSync(file, text);
    const { status, stderr } = template(file);
    expect(status).not.toBe(0);
    expect(stderr).toMatch(message);
  });

  test('the values of the how-to guide are accepted', () => {
    const page = readFileSync(join(CHART, '../../../docs/how-to/run-the-runner-in-a-cluster.md'), 'utf8');
    const [values, gateway] = [...page.matchAll(/^```yaml\n([\s\S]*?)^```$/gm)].map(
      ([, text = '']) => parse(text) as Values,
    );
    const objects = render(rbac.path, { ...values, ...gateway });
    expect(podOf(objects).containers.map(({ name }) => name)).toEqual(['runner', 'gateway']);
    expect(page).toContain('kubectl --namespace agents create secret generic agent-safe-keys --from-file=jwks.json');
  });

  test('the README lists exactly the values', () => {
    const { listed, values } = readValues(CHART);
    expect(listed).toEqual(values);
  });
});
