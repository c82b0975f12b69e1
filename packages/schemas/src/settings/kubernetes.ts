import * as z from 'zod';
import { mapping, name, optional, text, withDefault } from '../zod/schema-helpers.ts';

const cluster = mapping({
  uid: name.describe(
    'The uid of the namespace kube-system: kubectl get namespace kube-system -o jsonpath={.metadata.uid}',
  ),
  kubeconfig: optional(text).describe('The file that says how to reach it; what kubectl takes where it is left out.'),
  context: optional(name).describe('The context of that file; its current one where it is left out.'),
});

/** The settings of @agent-safe/executor-k8s. They stand under `runner`, beside those of the runner itself. */
export const kubernetesSettings = {
  clusters: withDefault(z.record(z.string(), cluster), {}).describe(
    'By the names that targets have in their scope: which clusters those are, and how to reach them.',
  ),
  kubectl: optional(text).describe('The program, where it is not the one that PATH finds.'),
};

/** Which cluster a name means. */
export interface ClusterSettings {
  /** Of its namespace kube-system. */
  readonly uid: string;
  readonly kubeconfig?: string;
  readonly context?: string;
}

export interface KubernetesSettings {
  readonly clusters: Readonly<Record<string, ClusterSettings>>;
  readonly kubectl?: string;
}
