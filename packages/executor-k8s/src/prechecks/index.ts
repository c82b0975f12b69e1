import type { PrecheckDefinition } from '@agent-safe/runner/executor-kit';
import type { Reach } from '../api/action-context.ts';
import * as wide from './cluster-wide.ts';
import { disruptionBudgets } from './disruption-budgets.ts';
import { notGitOpsManaged } from './gitops.ts';
import * as workloads from './workloads.ts';

/** Checks of the Kubernetes actions, by their names. The runner itself performs `command-allowlist`. */
export const PRECHECKS: Readonly<Record<string, PrecheckDefinition<Reach>>> = {
  'affected-pods': wide.podsPicked,
  'capacity-check': wide.otherNodes,
  'cni-supports-netpol': wide.policiesEnforced,
  'configmap-exists': wide.configMapExists,
  'container-exists': workloads.containerExists,
  'dependent-pods': wide.podsUsingConfigMap,
  'deployment-exists': workloads.deploymentExists,
  'has-controller': workloads.hasController,
  'hpa-check': workloads.noAutoscaler,
  'hpa-exists': workloads.autoscalerExists,
  'image-pullable': workloads.imagePullable,
  'min-max-valid': workloads.fewestAndMost,
  'minimum-replicas': workloads.minimumReplicas,
  'namespace-exists': wide.namespaceExists,
  'namespace-not-exists': wide.namespaceAbsent,
  'node-cordoned': wide.nodeCordoned,
  'node-exists': wide.nodeExists,
  'not-gitops-managed': notGitOpsManaged,
  'not-system-namespace': wide.noSystemNamespace,
  'pdb-check': disruptionBudgets,
  'pod-exists': workloads.podExists,
  'pod-running': workloads.podRunning,
  'port-available': workloads.portAvailable,
  'resource-inventory': wide.resourceInventory,
  'revision-exists': workloads.revisionExists,
  'secret-exists': wide.secretExists,
  'workload-check': wide.workloadsOnNode,
};
