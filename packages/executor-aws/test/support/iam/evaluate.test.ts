import { describe, expect, test } from 'vitest';
import { evaluate, type Verdict } from './evaluate.ts';
import type { Policy, RequestContext, Statement } from './policy.ts';

const allow = (rest: Omit<Statement, 'Effect'>): Statement => ({ Effect: 'Allow', Resource: '*', ...rest });
const deny = (rest: Omit<Statement, 'Effect'>): Statement => ({ Effect: 'Deny', Resource: '*', ...rest });
/** The form of a variable in a policy. */
const variable = (name: string) => `\${${name}}`;
const policy = (...Statement: Statement[]): Policy => ({ Version: '2012-10-17', Statement });

/** Decides a request by one policy of the identity. */
function decide(statements: Statement[], action: string, resource = '*', context: RequestContext = {}): Verdict {
  return evaluate({ action, resource, context }, { identity: [policy(...statements)] });
}

/** Decides a request to S3 by one condition. */
function decideIf(Condition: Statement['Condition'], context: RequestContext): Verdict {
  return decide([allow({ Action: 's3:ListBucket', ...(Condition && { Condition }) })], 's3:ListBucket', '*', context);
}

describe('the logic of one account', () => {
  test('nothing is allowed without a statement', () => {
    expect(decide([], 'sqs:SendMessage')).toBe('not allowed');
    expect(evaluate({ action: 'sqs:SendMessage', resource: '*' }, { identity: [] })).toBe('not allowed');
  });

  test('a statement that denies wins, in any policy and any order', () => {
    const [yes, no] = [policy(allow({ Action: 's3:*' })), policy(deny({ Action: 's3:DeleteBucket' }))];
    const request = { action: 's3:DeleteBucket', resource: 'arn:aws:s3:::logs' };
    expect(evaluate(request, { identity: [yes] })).toBe('allowed');
    expect(evaluate(request, { identity: [yes, no] })).toBe('denied');
    expect(evaluate(request, { identity: [no, yes] })).toBe('denied');
    expect(evaluate(request, { identity: [yes], session: [yes, no] })).toBe('denied');
    expect(evaluate({ ...request, action: 's3:GetObject' }, { identity: [yes, no] })).toBe('allowed');
  });

  test('a session has what its role and its session policy both allow', () => {
    const role = policy(allow({ Action: ['s3:GetObject', 's3:PutObject'], Resource: 'arn:aws:s3:::team/*' }));
    const session = [policy(allow({ Action: ['s3:GetObject', 'ec2:StartInstances'] }))];
    const on = (action: string) => evaluate({ action, resource: 'arn:aws:s3:::team/a' }, { identity: [role], session });
    expect(on('s3:GetObject')).toBe('allowed');
    // The role allows it, the session policy does not.
    expect(on('s3:PutObject')).toBe('not allowed');
    // The session policy allows it, the role does not.
    expect(on('ec2:StartInstances')).toBe('not allowed');
    // A session policy without statements allows nothing. Without a session policy, the role decides.
    const put = { action: 's3:PutObject', resource: 'arn:aws:s3:::team/a' };
    expect(evaluate(put, { identity: [role], session: [] })).toBe('not allowed');
    expect(evaluate(put, { identity: [role] })).toBe('allowed');
  });

  test('a permissions boundary limits, and grants nothing', () => {
    const boundary = [policy(allow({ Action: ['s3:*', 'cloudwatch:*', 'ec2:*'] }))];
    const request = { action: 'iam:CreateUser', resource: '*' };
    expect(evaluate(request, { identity: [policy(allow({ Action: 'iam:CreateUser' }))], boundary })).toBe(
      'not allowed',
    );
    expect(evaluate({ action: 's3:GetObject', resource: '*' }, { identity: [], boundary })).toBe('not allowed');
    const identity = [policy(allow({ Action: 's3:GetObject' }))];
    expect(evaluate({ action: 's3:GetObject', resource: '*' }, { identity, boundary })).toBe('allowed');
  });
});

describe('actions and resources', () => {
  test('wildcards match any characters, or exactly one', () => {
    expect(decide([allow({ Action: 'iam:*AccessKey*' })], 'iam:UpdateAccessKey')).toBe('allowed');
    expect(decide([allow({ Action: 'iam:*AccessKey*' })], 'iam:CreateUser')).toBe('not allowed');
    const one = [allow({ Action: 's3:GetObject', Resource: 'arn:aws:s3:::logs-202?/*' })];
    expect(decide(one, 's3:GetObject', 'arn:aws:s3:::logs-2026/a/b')).toBe('allowed');
    expect(decide(one, 's3:GetObject', 'arn:aws:s3:::logs-202/a')).toBe('not allowed');
    expect(decide(one, 's3:GetObject', 'arn:aws:s3:::logs-20266/a')).toBe('not allowed');
    // A dot is an ordinary character.
    expect(
      decide([allow({ Action: 's3:GetObject', Resource: 'arn:aws:s3:::a.b' })], 's3:GetObject', 'arn:aws:s3:::axb'),
    ).toBe('not allowed');
  });

  test('names of actions ignore upper and lower case, ARNs do not', () => {
    const statements = [allow({ Action: 'EC2:startinstances', Resource: 'arn:aws:ec2:us-east-1:1:instance/i-a' })];
    expect(decide(statements, 'ec2:StartInstances', 'arn:aws:ec2:us-east-1:1:instance/i-a')).toBe('allowed');
    expect(decide(statements, 'ec2:StartInstances', 'arn:aws:ec2:us-east-1:1:instance/i-A')).toBe('not allowed');
  });

  test('NotAction with Allow grants the rest, with Deny it forbids the rest', () => {
    expect(decide([allow({ NotAction: 'iam:*' })], 'ec2:RunInstances')).toBe('allowed');
    expect(decide([allow({ NotAction: 'iam:*' })], 'iam:CreateUser')).toBe('not allowed');
    // Without a second factor, only the commands that set one up stay.
    const everything = allow({ Action: '*' });
    const unless = deny({
      NotAction: ['iam:ListMFADevices'],
      Condition: { BoolIfExists: { 'aws:MultiFactorAuthPresent': 'false' } },
    });
    expect(decide([everything, unless], 'iam:ListMFADevices')).toBe('allowed');
    expect(decide([everything, unless], 'ec2:StopInstances')).toBe('denied');
    expect(decide([everything, unless], 'ec2:StopInstances', '*', { 'aws:MultiFactorAuthPresent': 'true' })).toBe(
      'allowed',
    );
  });

  test('NotResource with Deny forbids everything else', () => {
    const only = [
      allow({ Action: 's3:*' }),
      { Effect: 'Deny', Action: 's3:*', NotResource: ['arn:aws:s3:::pay', 'arn:aws:s3:::pay/*'] } as const,
    ];
    expect(decide(only, 's3:GetObject', 'arn:aws:s3:::pay/2026')).toBe('allowed');
    expect(decide(only, 's3:GetObject', 'arn:aws:s3:::other/2026')).toBe('denied');
  });

  test('variables stand for values of the request', () => {
    const home = [allow({ Action: 's3:GetObject', Resource: `arn:aws:s3:::team/home/${variable('aws:username')}/*` })];
    const get = (resource: string, context: RequestContext) => decide(home, 's3:GetObject', resource, context);
    expect(get('arn:aws:s3:::team/home/ana/a.txt', { 'aws:username': 'ana' })).toBe('allowed');
    expect(get('arn:aws:s3:::team/home/bo/a.txt', { 'aws:username': 'ana' })).toBe('not allowed');
    expect(get('arn:aws:s3:::team/home//a.txt', {})).toBe('not allowed');
    // A wildcard in a value is an ordinary character.
    expect(get('arn:aws:s3:::team/home/bo/a.txt', { 'aws:username': '*' })).toBe('not allowed');
    const tagged = [
      allow({ Action: 's3:GetObject', Resource: `arn:aws:s3:::${variable("aws:PrincipalTag/team, 'public'")}/*` }),
    ];
    expect(decide(tagged, 's3:GetObject', 'arn:aws:s3:::public/a')).toBe('allowed');
    expect(decide(tagged, 's3:GetObject', 'arn:aws:s3:::pay/a', { 'aws:PrincipalTag/team': 'pay' })).toBe('allowed');
    const star = [allow({ Action: 's3:GetObject', Resource: `arn:aws:s3:::a${variable('*')}b` })];
    expect(decide(star, 's3:GetObject', 'arn:aws:s3:::a*b')).toBe('allowed');
    expect(decide(star, 's3:GetObject', 'arn:aws:s3:::axb')).toBe('not allowed');
    // Policies of the old version have no variables.
    const old = { Version: '2008-10-17', Statement: home };
    const request = {
      action: 's3:GetObject',
      resource: 'arn:aws:s3:::team/home/ana/a',
      context: { 'aws:username': 'ana' },
    };
    expect(evaluate(request, { identity: [old] })).toBe('not allowed');
    const Condition = { StringEquals: { 's3:prefix': variable('aws:username') } };
    const context = { 's3:prefix': 'ana', 'aws:username': 'ana' };
    const conditional = [allow({ Action: 's3:ListBucket', Condition })];
    expect(decide(conditional, 's3:ListBucket', '*', context)).toBe('allowed');
    const identity = [{ Version: '2008-10-17', Statement: conditional }];
    expect(evaluate({ action: 's3:ListBucket', resource: '*', context }, { identity })).toBe('not allowed');
  });
});

describe('conditions', () => {
  test.each<[string, Statement['Condition'], RequestContext, boolean]>([
    [
      'StringEquals, one of several values',
      { StringEquals: { 's3:prefix': ['', 'home/'] } },
      { 's3:prefix': 'home/' },
      true,
    ],
    ['StringEquals, another case', { StringEquals: { 's3:prefix': 'Home/' } }, { 's3:prefix': 'home/' }, false],
    ['StringEquals, no wildcard', { StringEquals: { 's3:prefix': 'home/*' } }, { 's3:prefix': 'home/a' }, false],
    ['StringEquals, a missing key', { StringEquals: { 's3:prefix': '' } }, {}, false],
    ['names of keys in another case', { StringEquals: { 'S3:Prefix': 'a' } }, { 's3:prefix': 'a' }, true],
    ['StringLike', { StringLike: { 's3:prefix': 'home/*' } }, { 's3:prefix': 'home/a/b' }, true],
    ['StringNotEquals', { StringNotEquals: { 's3:prefix': ['a', 'b'] } }, { 's3:prefix': 'c' }, true],
    ['StringNotEquals, one of several', { StringNotEquals: { 's3:prefix': ['a', 'b'] } }, { 's3:prefix': 'b' }, false],
    ['StringNotEquals, a missing key', { StringNotEquals: { 's3:prefix': 'a' } }, {}, true],
    ['IfExists, a missing key', { StringEqualsIfExists: { 's3:prefix': 'a' } }, {}, true],
    ['IfExists, another value', { StringEqualsIfExists: { 's3:prefix': 'a' } }, { 's3:prefix': 'b' }, false],
    ['Bool', { Bool: { 'aws:SecureTransport': 'true' } }, { 'aws:SecureTransport': 'true' }, true],
    ['Bool, a missing key', { Bool: { 'aws:SecureTransport': 'false' } }, {}, false],
    ['Null, a key that is there', { Null: { 'aws:TokenIssueTime': 'false' } }, { 'aws:TokenIssueTime': 'x' }, true],
    ['Null, a missing key', { Null: { 'aws:TokenIssueTime': 'false' } }, {}, false],
    ['NumericLessThanEquals', { NumericLessThanEquals: { 's3:max-keys': '10' } }, { 's3:max-keys': '9' }, true],
    [
      'NumericLessThanEquals, too many',
      { NumericLessThanEquals: { 's3:max-keys': '10' } },
      { 's3:max-keys': '11' },
      false,
    ],
    [
      'DateLessThan, before',
      { DateLessThan: { 'aws:CurrentTime': '2026-06-30T00:00:00Z' } },
      { 'aws:CurrentTime': '2026-06-29T23:59:59Z' },
      true,
    ],
    [
      'DateLessThan, after',
      { DateLessThan: { 'aws:CurrentTime': '2026-06-30T00:00:00Z' } },
      { 'aws:CurrentTime': '2026-06-30T00:00:00Z' },
      false,
    ],
    [
      'DateGreaterThan, in seconds',
      { DateGreaterThan: { 'aws:CurrentTime': '1000' } },
      { 'aws:CurrentTime': '2026-06-30T00:00:00Z' },
      true,
    ],
    [
      'ArnLike',
      { ArnLike: { 'aws:SourceArn': 'arn:aws:sns:*:1:orders-*' } },
      { 'aws:SourceArn': 'arn:aws:sns:eu-west-1:1:orders-eu' },
      true,
    ],
    [
      'ArnLike, no wildcard across parts',
      { ArnLike: { 'aws:SourceArn': 'arn:aws:sns:*:orders' } },
      { 'aws:SourceArn': 'arn:aws:sns:eu-west-1:1:orders' },
      false,
    ],
    [
      'ArnEquals',
      { ArnEquals: { 'iam:PolicyARN': 'arn:aws:iam::1:policy/read' } },
      { 'iam:PolicyARN': 'arn:aws:iam::1:policy/read' },
      true,
    ],
    [
      'ArnEquals, another ARN',
      { ArnEquals: { 'iam:PolicyARN': 'arn:aws:iam::1:policy/read' } },
      { 'iam:PolicyARN': 'arn:aws:iam::1:policy/write' },
      false,
    ],
    [
      'ForAllValues',
      { 'ForAllValues:StringEquals': { 'aws:TagKeys': ['a', 'b'] } },
      { 'aws:TagKeys': ['a', 'b'] },
      true,
    ],
    [
      'ForAllValues, one more',
      { 'ForAllValues:StringEquals': { 'aws:TagKeys': ['a'] } },
      { 'aws:TagKeys': ['a', 'b'] },
      false,
    ],
    ['ForAllValues, a missing key', { 'ForAllValues:StringEquals': { 'aws:TagKeys': ['a'] } }, {}, true],
    ['ForAnyValue', { 'ForAnyValue:StringEquals': { 'aws:TagKeys': ['a'] } }, { 'aws:TagKeys': ['a', 'b'] }, true],
    ['ForAnyValue, a missing key', { 'ForAnyValue:StringEquals': { 'aws:TagKeys': ['a'] } }, {}, false],
    [
      'all keys and operators must hold',
      { StringEquals: { a: '1', b: '2' }, Bool: { c: 'true' } },
      { a: '1', b: '2', c: 'false' },
      false,
    ],
    [
      'a variable in a value',
      { StringEquals: { 's3:prefix': variable('aws:username') } },
      { 's3:prefix': 'ana', 'aws:username': 'ana' },
      true,
    ],
  ])('%s', (_, condition, context, isAllowed) => {
    expect(decideIf(condition, context)).toBe(isAllowed ? 'allowed' : 'not allowed');
  });

  test('a session is denied by its id, and other sessions of the role are not', () => {
    const statements = [
      allow({ Action: '*' }),
      deny({ Action: '*', Condition: { StringEquals: { 'aws:userid': 'AROA1:lease-1' } } }),
    ];
    expect(decide(statements, 's3:GetObject', '*', { 'aws:userid': 'AROA1:lease-1' })).toBe('denied');
    expect(decide(statements, 's3:GetObject', '*', { 'aws:userid': 'AROA1:lease-2' })).toBe('allowed');
  });
});

test('an element that the evaluator does not know is an error, not a guess', () => {
  expect(() => decideIf({ IpAddress: { 'aws:SourceIp': '10.0.0.0/8' } }, { 'aws:SourceIp': '10.0.0.1' })).toThrow();
  expect(() => decideIf({ IpAddress: { 'aws:SourceIp': '10.0.0.0/8' } }, {})).toThrow();
  expect(() => decideIf({ StringEquals: { 'aws:TagKeys': 'a' } }, { 'aws:TagKeys': ['a', 'b'] })).toThrow();
  const statement = { Effect: 'Allow', Action: '*', Resource: '*', Principal: '*' } as const;
  expect(() => evaluate({ action: 'a:b', resource: '*' }, { identity: [{ Statement: statement }] })).toThrow();
  expect(() =>
    evaluate({ action: 'a:b', resource: '*' }, { identity: [{ Statement: { Effect: 'Allow' } }] }),
  ).toThrow();
  expect(() =>
    evaluate({ action: 'a:b', resource: '*' }, { identity: [{ Version: '2020', Statement: [] }] }),
  ).toThrow();
});
