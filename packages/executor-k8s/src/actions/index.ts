import type { KubernetesAction } from '../api/action-context.ts';
import { scaleHpa, updateHpaLimits } from './autoscalers.ts';
import { getConfigMap, getSecret, updateConfigMap } from './configuration.ts';
import { restartDeployment, rolloutStatus, rolloutUndo, scaleDeployment } from './deployments.ts';
import { updateImage } from './images.ts';
import { createNamespace, deleteNamespace } from './namespaces.ts';
import { applyNetworkPolicy } from './network-policies.ts';
import { cordonNode, drainNode, uncordonNode } from './nodes.ts';
import { deletePod, execPod, forceDeletePod, getPodLogs, portForward } from './pods.ts';

/** Actions by their names in the catalog. */
export const ACTIONS: Readonly<Record<string, KubernetesAction>> = {
  'apply-network-policy': applyNetworkPolicy,
  'cordon-node': cordonNode,
  'create-namespace': createNamespace,
  'delete-namespace': deleteNamespace,
  'delete-pod': deletePod,
  'drain-node': drainNode,
  'exec-pod': execPod,
  'force-delete-pod': forceDeletePod,
  'get-configmap': getConfigMap,
  'get-pod-logs': getPodLogs,
  'get-secret': getSecret,
  'port-forward': portForward,
  'restart-deployment': restartDeployment,
  'rollout-status': rolloutStatus,
  'rollout-undo': rolloutUndo,
  'scale-deployment': scaleDeployment,
  'scale-hpa': scaleHpa,
  'uncordon-node': uncordonNode,
  'update-configmap': updateConfigMap,
  'update-hpa-limits': updateHpaLimits,
  'update-image': updateImage,
};
