import type { Binding, Caller, DelegationScope, PolicyRule, Target } from '@agent-safe/core';
import { sampleAction } from '@agent-safe/testkit';
import { describe, expect, test } from 'vitest';
import { Pdp } from './pdp.ts';

const action = sampleAction({
  name: 'update-app',
  parameters: [{ name: 'name', type: 'string', required: true, description: '', locates: true, sensitive: false }],
});
const target: Target = {
  id: 'prod/app',
  type: 'vm',
  environment: 'prod',
  sensitivity: 'internal',
  owner: '',
  labels: {},
  bindings: {},
};
const allow: PolicyRule = { name: 'all', description: '', priority: 0, match: {}, decision: 'allow', reason: 'Fine' };

function decideBound(binding: Binding, name: unknown): string {
  const pdp = new Pdp({ actions: [action], rules: [allow], targets: [{ ...target, bindings: { name: binding } }] });
  const { code, result } = pdp.decide({ action: 'update-app', target: 'prod/app', params: { name }, at: 0 });
  return result === 'allow' ? 'allow' : code;
}

describe('T38 a wildcard in a binding stays within one part', () => {
  test.each<[Binding, string]>([
    ['arn:aws:ecs:*:1111:cluster/*', 'arn:aws:ecs:eu-west-1:1111:cluster/app'],
    ['arn:aws:ecs:**:1111:cluster/*', 'arn:aws:ecs:eu-west-1:x:1111:cluster/app'],
    ['arn:aws:iam::1111:role/*', 'arn:aws:iam::1111:role/app'],
    ['registry.local:5000/team/*', 'registry.local:5000/team/app'],
    ['registry.local:5000/team/*:*', 'registry.local:5000/team/app:v1'],
    ['registry.local:5000/team/*@sha256:*', 'registry.local:5000/team/app@sha256:0a'],
    ['registry.local/team/**', 'registry.local/team/a/app:v1'],
    ['*', 'app'],
    ['app-*', 'app-'],
    [['x', 'team/*'], 'team/app'],
    ['a[1]', 'a[1]'],
    ['a?', 'a?'],
    ['app=*', 'app=1'],
  ])('%s admits %s', (binding, name) => {
    expect(decideBound(binding, name)).toBe('allow');
  });

  test.each<[Binding, unknown]>([
    ['arn:aws:ecs:*:1111:cluster/*', 'arn:aws:ecs:eu-west-1:2222:cluster/x:1111:cluster/app'],
    ['arn:aws:ecs:*:1111:cluster/*', 'arn:aws:ecs:eu-west-1:2222:1111:cluster/app'],
    ['arn:aws:ecs:*:1111:cluster/*', 'arn:aws:ecs:eu-west-1:1111:cluster/app:2222'],
    ['arn:aws:ecs:*:1111:cluster/*', 'arn:aws:ecs:eu-west-1%3a2222:1111:cluster/app'],
    ['arn:aws:ecs:*:1111:cluster/*', 'arn:aws:ecs:eu@west:1111:cluster/app'],
    ['registry.local:5000/team/*', 'registry.local:5000/team/app:evil'],
    ['registry.local:5000/team/*', 'registry.local:5000/team/app@sha256:0a'],
    ['registry.local:5000/team/*', 'registry.local:5000/team/app/evil'],
    ['registry.local:5000/team/*', 'registry.local:5000/team/'],
    ['registry.local:5000/team/*:*', 'registry.local:5000/team/app:v1:evil'],
    ['user@*', 'user@host:22'],
    ['*', 'app:evil'],
    ['*', 'a/b'],
    ['**', '../../kube-system'],
    ['**', '/etc'],
    ['team/**', 'team/a//b'],
    ['team/**', 'team/--all'],
    ['team/**', 'team/a\nb'],
    ['team/**', 'team/a\0'],
    ['team/**', 'team/a=b'],
    ['a[1]*', 'a1x'],
    ['a?*', 'abc'],
    ['a*', 1],
  ])('%s does not admit %j', (binding, name) => {
    expect(decideBound(binding, name)).not.toBe('allow');
  });
});

function decideScoped(scope: unknown, id: string): { readonly code: string; readonly reason: string } {
  const caller: Caller = {
    agent_id: 'worker',
    verified: true,
    roles: [],
    groups: [],
    delegation_chain: ['root'],
    delegation_scopes: [scope as DelegationScope],
  };
  const pdp = new Pdp({ actions: [action], rules: [allow], targets: [{ ...target, id }] });
  return pdp.decide({ action: 'update-app', target: id, params: { name: 'a' }, caller, at: 0 });
}

describe('T38 a wildcard in the targets of a delegation stays within one part', () => {
  test.each<[DelegationScope, string, string]>([
    [{ targets: ['*-server'] }, 'api-server', 'rule'],
    [{ targets: ['*-server'] }, 'prod/api-server', 'delegation_scope'],
    [{ targets: ['**-server'] }, 'prod/api-server', 'rule'],
    [{ targets: ['prod/*'] }, 'prod/api', 'rule'],
    [{ targets: ['prod/*'] }, 'prod/eu/api', 'delegation_scope'],
    [{ targets: ['prod/*'] }, 'prod/api:8080', 'delegation_scope'],
    [{ targets: ['prod/*'] }, 'prod/api@eu', 'delegation_scope'],
    [{ targets: ['prod/[ab]'] }, 'prod/a', 'delegation_scope'],
    [{ targets: ['*'] }, 'prod/eu/api:8080@x', 'rule'],
    [{ targets: ['*-server'], target_globs: 'parts' }, 'prod/api-server', 'delegation_scope'],
    [{ targets: ['*-server'], target_globs: 'text' }, 'prod/api-server', 'rule'],
    [{ targets: ['prod/[ab]?'], target_globs: 'text' }, 'prod/ax', 'rule'],
    [{ target_globs: 'text' }, 'prod/api', 'rule'],
  ])('%j on %s: %s', (scope, id, code) => {
    expect(decideScoped(scope, id).code).toBe(code);
  });

  test('the reason names the wildcard that would reach the target', () => {
    expect(decideScoped({ targets: ['*-server'] }, 'prod/api-server').reason).toContain(
      'Delegate again with a wider scope. "**" crosses',
    );
    expect(decideScoped({ targets: ['x*'] }, 'prod/api-server').reason).not.toContain('**');
    expect(decideScoped({ targets: ['prod/?pi'] }, 'prod/api').reason).not.toContain('**');
    expect(decideScoped({ targets: ['prod/[ab]*'] }, 'prod/api').reason).not.toContain('**');
  });

  test.each([null, '', 'old', 0, ['text']])('the reading %j is refused', (target_globs) => {
    expect(decideScoped({ targets: ['*'], target_globs }, 'a').code).toBe('request_invalid');
  });
});

describe('T38 a wildcard in a target selector', () => {
  const labelled: Target = { ...target, type: 'aws:ecs', labels: { image: 'registry/team/app', tier: '*' } };

  function decideSelected(targets: NonNullable<PolicyRule['match']['targets']>) {
    const deny: PolicyRule = { ...allow, name: 'deny', priority: 1, match: { targets }, decision: 'deny' };
    const pdp = new Pdp({ actions: [action], rules: [deny, allow], targets: [labelled] });
    const request = { action: 'update-app', target: 'prod/app', params: { name: 'a' }, at: 0 };
    const { policy_matched } = pdp.decide(request);
    const conditions = pdp.explain(request).rules.find(({ rule }) => rule === 'deny')?.conditions ?? [];
    return { denies: policy_matched === 'deny', explained: conditions.every(({ holds }) => holds) };
  }

  test.each<[NonNullable<PolicyRule['match']['targets']>, boolean]>([
    [{ types: ['aws:*'] }, true],
    [{ types: ['vm', 'aws:*'] }, true],
    [{ types: ['aws*'] }, false],
    [{ types: ['aws**'] }, true],
    [{ types: ['*'] }, true],
    [{ types: ['aws:ec?'] }, false],
    [{ types: ['aws:ec[s]'] }, false],
    [{ types: [] }, false],
    [{ labels: { image: 'registry/*/app' } }, true],
    [{ labels: { image: 'registry/*' } }, false],
    [{ labels: { image: 'registry/**' } }, true],
    [{ labels: { image: '*', tier: '*' } }, true],
    [{ labels: { other: '*' } }, false],
    [{ labels: { tier: '**' } }, true],
    [{ labels: { toString: '*' } }, false],
  ])('%j: %s', (targets, expected) => {
    expect(decideSelected(targets)).toEqual({ denies: expected, explained: expected });
  });
});
