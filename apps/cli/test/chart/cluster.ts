import { execFileSync, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { TestProject } from '../project.ts';
import { CHART, hasHelm, helm, NEEDS_HELM, valueOptions, writeRbac } from './helm.ts';

const { AGENT_SAFE_TEST_KUBECONFIG: KUBECONFIG = '', AGENT_SAFE_TEST_KUBECTL: KUBECTL = '' } = process.env;
/** kwok runs the pod, whose image does not exist. */
const hasKwok = (process.env.AGENT_SAFE_TEST_PODS ?? '') !== '';
export const isDown: boolean = !hasHelm || KUBECONFIG === '' || KUBECTL === '' || !hasKwok;
export const NEEDS: string = !hasHelm
  ? NEEDS_HELM
  : isDown
    ? ' (skipped: no Kubernetes API with kwok is up, see infra/README.md)'
    : '';

/** Runs kubectl as an administrator. @throws if it fails */
export function kubectl(...argv: readonly string[]): string {
  return execFileSync(KUBECTL, [`--kubeconfig=${KUBECONFIG}`, ...argv], { encoding: 'utf8', stdio: 'pipe' }).trim();
}

/** Runs kubectl with an input, as an administrator. */
export function tryKubectl(argv: readonly string[], input = '') {
  return spawnSync(KUBECTL, [`--kubeconfig=${KUBECONFIG}`, ...argv], { encoding: 'utf8', input });
}

export function getObject<Shape>(...argv: readonly string[]): Shape {
  return JSON.parse(kubectl('get', ...argv, '--output=json')) as Shape;
}

/** A namespace of the target, a restricted namespace of the runner, and a namespace of the leases. */
export interface Place {
  readonly target: string;
  readonly agents: string;
  readonly leases: string;
  readonly name: string;
  /** Options of Helm with the values of this installation. */
  readonly values: readonly string[];
}

/** Prepares the installation, as the how-to guide says: settings, permissions, keys, actions and a volume. */
export async function prepare({ cwd, edit, run }: TestProject, actions: string): Promise<Place> {
  const id = randomBytes(4).toString('hex');
  const [target, agents, leases] = [`target-${id}`, `agents-${id}`, `leases-${id}`];
  const release = `r${id}`;
  for (const namespace of [target, agents, leases]) kubectl('create', 'namespace', namespace);
  onTestFinished(() => {
    tryKubectl(['delete', 'persistentvolume', release, '--wait=false']);
    for (const namespace of [target, agents, leases]) kubectl('delete', 'namespace', namespace, '--wait=false');
  });
  const labels = ['enforce', 'warn', 'audit'].map((mode) => `pod-security.kubernetes.io/${mode}=restricted`);
  kubectl('label', 'namespace', agents, ...labels);
  // Helm takes over an object with these marks. The namespace is needed for the server-side dry run.
  kubectl('label', 'namespace', leases, 'app.kubernetes.io/managed-by=Helm');
  const marks = [`meta.helm.sh/release-name=${release}`, `meta.helm.sh/release-namespace=${agents}`];
  kubectl('annotate', 'namespace', leases, ...marks);
  const uid = kubectl('get', 'namespace', 'kube-system', '--output=jsonpath={.metadata.uid}');
  edit(
    'agent-safe.yaml',
    (text) => `${text}
runner: { clusters: { dev: { uid: ${uid} } } }
credential_vault: { backend: kubernetes, namespace: ${leases}, owner: ${release} }
`,
  );
  const rbac = await writeRbac(cwd, '--namespaces', target, '--actions', actions);
  writeFileSync(join(cwd, 'jwks.json'), (await run('keys', 'jwks')).out);
  const { keys } = JSON.parse(readFileSync(join(cwd, '.agent-safe/keys.json'), 'utf8')) as {
    readonly keys: readonly { readonly purpose: string }[];
  };
  const own = keys.filter(({ purpose }) => purpose === 'mask' || purpose === 'seal');
  writeFileSync(join(cwd, 'runner-keys.json'), JSON.stringify({ keys: own }));
  const here = `--namespace=${agents}`;
  kubectl('create', 'configmap', 'agent-safe-actions', `--from-file=${join(cwd, 'actions')}`, here);
  const files = [`jwks.json=${join(cwd, 'jwks.json')}`, `keys.json=${join(cwd, 'runner-keys.json')}`];
  kubectl('create', 'secret', 'generic', 'agent-safe-keys', ...files.map((file) => `--from-file=${file}`), here);
  const name = `${release}-agent-safe-runner`;
  makeVolume(release, agents, name);
  const values = valueOptions(rbac.path, {
    cluster: { name: 'dev', uid },
    persistence: { storageClass: '-' },
    settings: { credential_vault: { owner: release } },
    runner: { timeout: 60 },
  });
  return { target, agents, leases, name, values: [release, CHART, here, ...values] };
}

/** Makes a volume for one claim: this cluster has no storage class. */
function makeVolume(name: string, namespace: string, claim: string): void {
  const volume = {
    apiVersion: 'v1',
    kind: 'PersistentVolume',
    metadata: { name },
    spec: {
      capacity: { storage: '1Gi' },
      accessModes: ['ReadWriteOnce'],
      storageClassName: '',
      persistentVolumeReclaimPolicy: 'Delete',
      claimRef: { namespace, name: claim },
      hostPath: { path: '/nowhere' },
    },
  };
  const { status, stderr } = tryKubectl(['apply', '-f', '-'], JSON.stringify(volume));
  if (status !== 0) throw new Error(stderr);
}

/** Installs the chart and waits for the pod. The release is removed after the test. */
export function install({ agents, values }: Place): void {
  const connection = `--kubeconfig=${KUBECONFIG}`;
  const { status, stderr } = helm('install', ...values, connection, '--wait', '--timeout=120s');
  onTestFinished(() => void helm('uninstall', values[0] ?? '', `--namespace=${agents}`, connection));
  if (status !== 0) throw new Error(stderr);
}

export function uninstall({ agents, values }: Place): void {
  const { status, stderr } = helm('uninstall', values[0] ?? '', `--namespace=${agents}`, `--kubeconfig=${KUBECONFIG}`);
  if (status !== 0) throw new Error(stderr);
}
