import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeFolder } from '@agent-safe/testkit/folders';
import { describe, expect, test } from 'vitest';
import { serve } from '../../src/index.ts';
import { action, complete, EVALUATION, shareServing, user } from './support/serving.ts';

/** A project that also has infrastructure, and rules that allow everything that the caller can prove. */
function writeMixed(folder: string): void {
  const json = (file: string, value: object) => writeFileSync(join(folder, file), JSON.stringify(value));
  const define = (name: string, type: string, parameters: readonly object[] = []) =>
    json(`actions/${name}.yaml`, {
      name,
      version: '1.0.0',
      description: name,
      risk_class: 'low',
      target_types: [type],
      parameters,
    });
  mkdirSync(join(folder, 'actions'));
  define('restart', 'k8s-deployment', [{ name: 'namespace', type: 'string', locates: true }]);
  define('read', 'record', [{ name: 'part', type: 'string', required: false }]);
  const common = { environment: 'prod', sensitivity: 'internal', scope: { cluster: 'one' } };
  json('inventory.yaml', {
    targets: [
      { id: 'prod/web', type: 'k8s-deployment', bindings: { namespace: 'web' }, ...common },
      { id: 'record:taken', type: 'k8s-deployment', bindings: { namespace: 'web' }, ...common },
      { id: 'plain', type: 'record', labels: { status: 'secret' }, ...common },
      { id: 'record:bound', type: 'record', bindings: { part: 'a' }, ...common },
    ],
  });
  const rule = { decision: 'allow', reason: 'Test' };
  json('policies.yaml', {
    rules: [
      { ...rule, name: 'secret', priority: 90, match: { targets: { labels: { status: 'secret' } } }, decision: 'deny' },
      { ...rule, name: 'agents', match: { callers: { agent_ids: ['robot', 'user:robot'] }, actions: ['restart'] } },
      { ...rule, name: 'careful', match: { callers: { agent_ids: ['careful*'] } }, decision: 'require_approval' },
      { ...rule, name: 'users', match: { callers: { agent_ids: ['user:*'] }, actions: ['read'] } },
    ],
  });
  complete(
    folder,
    `registry: ./actions
inventory: ./inventory.yaml
policies: ./policies.yaml
strict: true
authzen: { types: { user: { subject: true }, record: { resource: true }, other: { subject: true } } }
`,
  );
}

const serving = shareServing(writeMixed);

async function evaluate(subject: object, act: object, resource: object, token?: string) {
  const body = { subject, action: act, resource };
  const answer = await serving().post(EVALUATION, body, token === undefined ? {} : { token });
  expect(answer.status).toBe(200);
  return answer.body;
}

const WEB = { type: 'k8s-deployment', id: 'prod/web' };
const RESTART = action('restart', { namespace: 'web' });

describe('T01 a described resource is no target of the infrastructure', () => {
  test.each([
    ['a target of another type', { type: 'record', id: 'prod/web' }],
    ['a target with its prefix', { type: 'record', id: 'taken' }],
    ['a type that no setting names', { type: 'k8s-pod', id: 'prod/web' }],
    ['a type of the infrastructure with an unknown id', { type: 'k8s-deployment', id: 'prod/other' }],
    ['a subject', { type: 'user', id: 'prod/web' }],
  ])('%s', async (_, resource) => {
    expect((await evaluate(user('robot'), RESTART, resource)).decision).toBe(false);
    expect((await evaluate(user('robot'), action('read'), resource)).decision).toBe(
      resource.id === 'prod/web' && resource.type === 'record',
    );
  });

  test('the inventory alone describes its targets', async () => {
    expect((await evaluate(user('robot'), RESTART, WEB)).decision).toBe(true);
    const described = { ...WEB, properties: { namespace: 'kube-system', environment: 'dev' } };
    expect((await evaluate(user('robot'), action('restart', { namespace: 'kube-system' }), described)).decision).toBe(
      false,
    );
  });

  test('bindings of the inventory hold for a described resource', async () => {
    const bound = { type: 'record', id: 'bound' };
    expect((await evaluate(user('a'), action('read', { part: 'a' }), bound)).decision).toBe(true);
    const other = await evaluate(user('a'), action('read', { part: 'b' }), bound);
    expect(other).toMatchObject({ decision: false, context: { code: 'target_mismatch' } });
  });

  test('the labels of the inventory count, with and without the prefix in its id', async () => {
    const plain = await evaluate(user('a'), action('read'), { type: 'record', id: 'plain' });
    expect(plain).toMatchObject({ decision: false, context: { code: 'rule' } });
    const token = await serving().createKey('searcher', ['search']);
    const { body } = await serving().post(
      '/access/v1/search/resource',
      { subject: user('a'), action: action('read'), resource: { type: 'record' } },
      { token },
    );
    // The record with the binding needs a parameter, and the other one is secret.
    expect(body.results).toEqual([]);
  });
});

describe('T12 a subject is no agent, and an agent no subject', () => {
  test('a user with the name of an agent is another caller', async () => {
    const { context } = await evaluate(user('robot'), RESTART, WEB);
    expect((await evaluate({ type: 'other', id: 'robot' }, RESTART, WEB)).decision).toBe(false);
    expect((await evaluate({ type: 'agent', id: 'robot' }, RESTART, WEB)).decision).toBe(false);
    const log = readFileSync(join(serving().folder, 'audit.jsonl'), 'utf8').split('\n');
    const event = log.find((line) => line.includes(`"event_id":"${context.audit_id}"`)) ?? '';
    expect(JSON.parse(event)).toMatchObject({ caller: 'user:robot', caller_verified_by: 'pep:gateway' });
  });

  test('an agent speaks for itself only, and asserts nothing', async () => {
    const token = await serving().safe.tokens.issue({ agent_id: 'robot' });
    expect((await evaluate({ type: 'agent', id: 'robot' }, RESTART, WEB, token)).decision).toBe(true);
    for (const subject of [user('robot'), user('a'), { type: 'agent', id: 'other' }, { type: 'agent', id: 'user:a' }])
      expect(await evaluate(subject, RESTART, WEB, token)).toMatchObject({
        decision: false,
        context: { code: 'caller_invalid' },
      });
    const shown = { type: 'record', id: 'plain', properties: { status: 'public' } };
    expect((await evaluate({ type: 'agent', id: 'robot' }, action('read'), shown, token)).decision).toBe(false);
  });

  test('a gateway cannot take the name of another gateway, and no file gives a subject the name of an agent', async () => {
    const folder = makeFolder();
    writeMixed(folder);
    const config = join(folder, 'agent-safe.yaml');
    const settings = readFileSync(config, 'utf8');
    for (const type of ['pep', 'agent', 'none', 'k8s-pod', 'user:x'])
      for (const kind of ['subject', 'resource']) {
        const types = JSON.stringify({ [type]: { [kind]: true } });
        writeFileSync(config, settings.replace(/^authzen: .*$/m, `authzen: { types: ${types} }`));
        await expect(serve({ config, listen: [] }), type).rejects.toThrow();
      }
    writeFileSync(config, `${settings}subjects: ./subjects.yaml\n`);
    for (const agent_id of ['robot', 'pep:gateway', 'other:robot']) {
      const subjects = [{ type: 'user', id: 'robot', agent_id }];
      writeFileSync(join(folder, 'subjects.yaml'), JSON.stringify({ subjects }));
      await expect(serve({ config, listen: [] }), agent_id).rejects.toThrow('user:');
    }
  });
});

test('T25 an agent requests its own approval, and no other caller uses it', async () => {
  const { get, post, safe } = serving();
  const token = await safe.tokens.issue({ agent_id: 'careful' });
  const other = await safe.tokens.issue({ agent_id: 'careful-too' });
  const body = { subject: { type: 'agent', id: 'careful' }, action: RESTART, resource: WEB };
  const { access_request, evaluation_id } = (await post(EVALUATION, body, { token })).body.context;
  const submission = { ...body, denial: { evaluation_id, ...access_request } };
  expect((await post('/access/v1/requests', submission, { token: other })).status).toBe(400);
  const submitted = await post('/access/v1/requests', submission, { token });
  expect(submitted.status).toBe(201);
  const { id } = submitted.body.task;
  const answer = async (name: string) => {
    const approver = await safe.tokens.issue({ agent_id: name, roles: ['approver'] });
    return safe.approvals.approve(id.split('.')[0], { approver, reason: 'Yes' });
  };
  expect(await answer('careful')).toMatchObject({ ok: false, code: 'approver_is_requester' });
  expect(await answer('olga')).toMatchObject({ ok: true });
  for (const caller of [other, undefined])
    expect((await get(`/access/v1/requests/${id}`, caller === undefined ? {} : { token: caller })).status).toBe(404);
  const again = { ...body, context: { approval: { id } } };
  expect((await post(EVALUATION, again, { token: other })).body.decision).toBe(false);
  const allowed = await post(EVALUATION, again, { token });
  expect(allowed.body).toMatchObject({ decision: true, context: { code: 'approved' } });
});

test('T13 a revoked subject, gateway or key is denied', async () => {
  const { createKey, post, safe } = serving();
  const body = { subject: user('gone'), action: action('read'), resource: { type: 'record', id: 'any' } };
  expect((await post(EVALUATION, body)).body.decision).toBe(true);
  await safe.revocations.add({ agent: 'user:gone' });
  expect((await post(EVALUATION, body)).body).toMatchObject({ decision: false, context: { code: 'caller_revoked' } });
  const token = await createKey('revoked', ['evaluate']);
  expect((await post(EVALUATION, body, { token })).status).toBe(200);
  await safe.revocations.add({ agent: 'pep:revoked' });
  expect((await post(EVALUATION, body, { token })).status).toBe(401);
});
