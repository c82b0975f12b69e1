import * as z from 'zod';
import { mapping, name, optional, text, withDefault } from '../zod/schema-helpers.ts';

const cluster = mapping({
  uid: name.describe(
    'UID of the namespace kube-system. It identifies the cluster. "kubectl get namespace kube-system -o jsonpath={.metadata.uid}" prints it.',
  ),
  kubeconfig: optional(text).describe('Path of the kubeconfig. Default: the kubeconfig that kubectl uses.'),
  context: optional(name).describe('Context in the kubeconfig. Default: its current context.'),
});

/** Settings of @agent-safe/executor-k8s. They are under `runner`, beside the settings of the runner. */
export const kubernetesSettings = {
  clusters: withDefault(z.record(z.string(), cluster), {}).describe(
    'Clusters, by the names in the scopes of targets. Default: none.',
  ),
  kubectl: optional(text).describe('Path of kubectl. Default: kubectl in PATH.'),
};

/** The cluster that a name means. */
export interface ClusterSettings {
  /** UID of the namespace kube-system. */
  readonly uid: string;
  readonly kubeconfig?: string;
  readonly context?: string;
}

export interface KubernetesSettings {
  readonly clusters: Readonly<Record<string, ClusterSettings>>;
  readonly kubectl?: string;
}
