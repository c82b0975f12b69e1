import type { Target, TargetScope } from '@agent-safe/core';
import { sampleAction } from '@agent-safe/testkit';
import { expect, test } from 'vitest';
import { Pdp } from './index.ts';

const rules = [
  {
    name: 'all',
    description: '',
    priority: 0,
    match: {},
    decision: 'allow' as const,
    reason: 'Every request is allowed',
  },
];

function decide(type: string, scope: TargetScope | undefined, strict: boolean) {
  const target: Target = {
    id: 'dev/app',
    type,
    environment: 'dev',
    sensitivity: 'internal',
    owner: '',
    labels: {},
    bindings: {},
    ...(scope === undefined ? {} : { scope }),
  };
  const actions = [sampleAction({ target_types: [type] })];
  return new Pdp({ actions, rules, targets: [target], strict }).decide({ action: 'restart', target: 'dev/app', at: 0 });
}

test.each<[string, TargetScope | undefined, string]>([
  ['k8s-deployment', undefined, 'has no scope'],
  ['k8s-deployment', {}, 'lacks cluster, which the type k8s-deployment needs'],
  ['k8s-node', { account: '111122223333', region: 'eu-west-1' }, 'lacks cluster'],
  ['k8s-node', { cluster: '' }, 'lacks cluster'],
  ['aws-ec2-instance', { cluster: 'dev' }, 'lacks account and region'],
  ['aws-ec2-instance', { account: '111122223333' }, 'lacks region'],
  ['aws-iam-role', { region: 'eu-west-1' }, 'lacks account'],
  ['vm', {}, 'lacks cluster'],
])('T37 strict mode denies a target of type %s with the scope %j', (type, scope, reason) => {
  const verdict = decide(type, scope, true);
  expect(verdict).toMatchObject({ result: 'deny', code: 'target_mismatch' });
  expect(verdict.reason).toContain(reason);
  expect(decide(type, scope, false).result).toBe('allow');
});

test.each<[string, TargetScope]>([
  ['k8s-deployment', { cluster: 'dev' }],
  ['aws-ec2-instance', { account: '111122223333', region: 'eu-west-1' }],
  ['vm', { cluster: 'dev' }],
  ['vm', { account: '111122223333' }],
])('T37 strict mode accepts a target of type %s with the scope %j', (type, scope) => {
  expect(decide(type, scope, true).result).toBe('allow');
});
