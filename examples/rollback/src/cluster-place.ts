import { execFileSync } from 'node:child_process';
import { EnvironmentVault } from '@agent-safe/sdk/runner';
import type { Place } from './place.ts';

/** Exactly the permissions that the action declares. */
const RULES = [
  { apiGroups: ['apps'], resources: ['deployments', 'deployments/scale'], verbs: ['get', 'list', 'patch'] },
  { apiGroups: ['autoscaling'], resources: ['horizontalpodautoscalers'], verbs: ['get', 'list'] },
  { apiGroups: ['apps'], resources: ['replicasets'], verbs: ['list'] },
  { apiGroups: [''], resources: ['pods'], verbs: ['list'] },
];

/** Opens a deployment in a real cluster. Its namespace is created and deleted by this example. */
export function openClusterPlace(kubeconfig: string, program: string): Place {
  const kubectl = (argv: readonly string[], input = '') =>
    execFileSync(program, [`--kubeconfig=${kubeconfig}`, ...argv], {
      encoding: 'utf8',
      input,
      stdio: ['pipe', 'pipe', 'inherit'],
    }).trim();
  const apply = (...items: readonly object[]) =>
    kubectl(['apply', '-f', '-'], JSON.stringify({ apiVersion: 'v1', kind: 'List', items }));
  const namespace = `rollback-${crypto.randomUUID().slice(0, 8)}`;
  const metadata = { name: 'app', namespace };
  apply({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } });
  apply(
    {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata,
      spec: {
        replicas: 2,
        selector: { matchLabels: { app: 'app' } },
        template: {
          metadata: { labels: { app: 'app' } },
          spec: { containers: [{ name: 'app', image: 'registry.k8s.io/pause:3.8' }] },
        },
      },
    },
    { apiVersion: 'v1', kind: 'ServiceAccount', metadata },
    { apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'Role', metadata, rules: RULES },
    {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'RoleBinding',
      metadata,
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: 'app' },
      subjects: [{ kind: 'ServiceAccount', ...metadata }],
    },
  );
  const uid = kubectl(['get', 'namespace', 'kube-system', '-o', 'jsonpath={.metadata.uid}']);
  const token = kubectl(['create', 'token', 'app', `--namespace=${namespace}`, '--duration=10m']);
  return {
    name: 'a Kubernetes cluster',
    namespace,
    executor: 'subprocess',
    executors: [],
    runner: { clusters: { dev: { uid, kubeconfig } }, kubectl: program },
    vault: new EnvironmentVault({ environment: { AGENT_SAFE_KUBERNETES_TOKEN: token } }),
    countReplicas: () =>
      Number(kubectl(['get', 'deployment', 'app', `--namespace=${namespace}`, '-o', 'jsonpath={.spec.replicas}'])),
    close: () => kubectl(['delete', 'namespace', namespace, '--wait=false']),
  };
}
