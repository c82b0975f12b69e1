import type { PolicyMatch, PolicyRule } from '@agent-safe/core';

/** Rules of the platform, which apply to every team. A world of ten rules has only these. */
const DENIED: readonly PolicyMatch[] = [
  { actions: ['delete-namespace', 'iam-*'], targets: { environments: ['prod'] } },
  { actions: ['ec2-terminate-instance', 'drain-node', 's3-*'], targets: { sensitivities: ['restricted', 'critical'] } },
  { actions: ['exec-pod', 'port-forward', 'get-secret'], targets: { environments: ['staging', 'prod'] } },
  { targets: { environments: ['prod'], sensitivities: ['critical'] }, callers: { roles: ['viewer', 'auditor'] } },
];

const ALLOWED: readonly PolicyMatch[] = [
  { actions: ['get-pod-logs', 'rollout-*', 'get-configmap'], targets: { environments: ['dev', 'staging'] } },
  { targets: { environments: ['dev'], sensitivities: ['public', 'internal'] } },
  {
    actions: ['scale-*', 'ecs-*', '*-deployment'],
    targets: { environments: ['staging'] },
    callers: { roles: ['deployer'] },
  },
  {
    actions: ['lambda-*', 'update-*'],
    targets: { environments: ['dev', 'staging'], labels: { tier: 'backend' } },
    callers: { roles: ['deployer', 'release-manager'] },
  },
  {
    actions: ['restart-deployment', 'ec2-reboot-instance', '*cordon-node'],
    targets: { types: ['k8s-deployment', 'k8s-node', 'aws-ec2-instance'] },
    callers: { roles: ['oncall', 'operator'] },
  },
  { targets: { sensitivities: ['public'] }, callers: { groups: ['everyone-on-call'] } },
];

export const BROAD_RULES: readonly PolicyRule[] = [
  ...DENIED.map((match, place) => rule('deny', match, place)),
  ...ALLOWED.map((match, place) => rule('allow', match, place)),
];

function rule(decision: 'allow' | 'deny', match: PolicyMatch, place: number): PolicyRule {
  return {
    name: `platform-${decision}-${place}`,
    description: 'A rule of the platform',
    priority: decision === 'deny' ? 1_000 : 500,
    match,
    decision,
    reason: `The platform says ${decision}`,
  };
}
