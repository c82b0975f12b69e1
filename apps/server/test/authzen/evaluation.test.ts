import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { action, EVALUATION, record, shareServing, user } from './support/serving.ts';

const serving = shareServing();

async function decide(subject: object, act: object, resource: object, more: object = {}) {
  const { body, status } = await serving().post(EVALUATION, { subject, action: act, resource, ...more });
  expect(status, JSON.stringify(body)).toBe(200);
  expect(body.context.code).toBeTypeOf('string');
  return body.decision as boolean;
}

const ARCHIVED = { status: 'archived' };
const DECISIONS: readonly (readonly [string, object, object, object, boolean])[] = [
  ['Alice reads', user('alice'), action('read'), record('record-1'), true],
  ['Alice writes', user('alice'), action('write'), record('record-1'), true],
  ['Bob reads', user('bob'), action('read'), record('record-1'), true],
  ['Bob does not write', user('bob'), action('write'), record('record-1'), false],
  ['another user does not read', user('eve'), action('read'), record('record-1'), false],
  ['Alice does not write an archived record', user('alice'), action('write'), record('record-2', ARCHIVED), false],
  ['the inventory knows that it is archived', user('alice'), action('write'), record('record-2'), false],
  [
    'an asserted label counts before the inventory',
    user('alice'),
    action('write'),
    record('record-1', ARCHIVED),
    false,
  ],
  ['an admin writes it', user('bob', { role: 'admin' }), action('write'), record('record-2', ARCHIVED), true],
  [
    'an asserted role counts before the file',
    user('bob', { role: 'guest' }),
    action('write'),
    record('record-2'),
    false,
  ],
  ['Alice deletes softly', user('alice'), action('delete', { soft: true }), record('record-1'), true],
  ['Alice does not delete for good', user('alice'), action('delete', { soft: false }), record('record-1'), false],
  ['a delete that does not say how', user('alice'), action('delete'), record('record-1'), false],
];

describe('the records of the certification', () => {
  test.each(DECISIONS)('%s', async (_, subject, act, resource, expected) => {
    expect(await decide(subject, act, resource)).toBe(expected);
    expect(await decide(subject, act, resource, { context: { time: '2026-01-05T12:00:00Z', deep: [{}] } })).toBe(
      expected,
    );
    expect(await decide(subject, act, resource, { other: { unknown: true } })).toBe(expected);
  });
});

const RICK = 'CiRmZDA2MTRkMy1jMzlhLTQ3ODEtYjdiZC04Yjk2ZjVhNTEwMGQSBWxvY2Fs';
const MORTY = 'CiRmZDE2MTRkMy1jMzlhLTQ3ODEtYjdiZC04Yjk2ZjVhNTEwMGQSBWxvY2Fs';
const BETH = 'CiRmZDM2MTRkMy1jMzlhLTQ3ODEtYjdiZC04Yjk2ZjVhNTEwMGQSBWxvY2Fs';
const todo = (ownerID?: string) => ({
  type: 'todo',
  id: 'a-todo',
  properties: ownerID === undefined ? {} : { ownerID },
});

describe('the todos', () => {
  test.each([
    ['everybody reads a profile', BETH, 'can_read_user', { type: 'user', id: 'rick@the-citadel.com' }, true],
    ['everybody reads the list', BETH, 'can_read_todos', todo(), true],
    ['a stranger does not', 'stranger', 'can_read_todos', todo(), false],
    ['an editor creates', MORTY, 'can_create_todo', todo(), true],
    ['a viewer does not', BETH, 'can_create_todo', todo(), false],
    ['an editor changes an own todo', MORTY, 'can_update_todo', todo('morty@the-citadel.com'), true],
    ['an editor does not change that of another', MORTY, 'can_update_todo', todo('rick@the-citadel.com'), false],
    ['a viewer does not change an own todo', BETH, 'can_update_todo', todo('beth@the-smiths.com'), false],
    ['an evil genius changes all', RICK, 'can_update_todo', todo('morty@the-citadel.com'), true],
    ['an admin deletes all', RICK, 'can_delete_todo', todo('morty@the-citadel.com'), true],
    ['an editor does not', MORTY, 'can_delete_todo', todo('rick@the-citadel.com'), false],
    ['a todo without an owner has no owner who changes it', MORTY, 'can_delete_todo', todo(), false],
  ])('%s', async (_, id, name, resource, expected) => {
    expect(await decide(user(id), action(name), resource)).toBe(expected);
  });

  test('the log names them by the file of subjects, and never by an id that looks like a secret', async () => {
    expect(await decide(user(RICK), action('can_read_todos'), todo())).toBe(true);
    const log = readFileSync(join(serving().folder, 'audit.jsonl'), 'utf8');
    expect(log).toContain('"caller":"user:rick@the-citadel.com"');
    expect(log).not.toContain(RICK);
  });

  test('T12 an id that looks like a token, and that no file names, is no caller', async () => {
    const id = 'CiRmZDk2MTRkMy1jMzlhLTQ3ODEtYjdiZC04Yjk2ZjVhNTEwMGQSBWxvY2Fs';
    const { body } = await serving().post(EVALUATION, {
      subject: user(id),
      action: action('can_read_todos'),
      resource: todo(),
    });
    expect(body).toMatchObject({ decision: false, context: { code: 'caller_invalid' } });
    expect(JSON.stringify(body)).not.toContain(id);
    expect(readFileSync(join(serving().folder, 'audit.jsonl'), 'utf8')).not.toContain(id);
  });
});

describe('the routes of a gateway', () => {
  test.each([
    ['GET', '/users/{userId}', BETH, true],
    ['POST', '/todos', MORTY, true],
    ['POST', '/todos', BETH, false],
    ['POST', '/users/{userId}', MORTY, false],
    ['PUT', '/todos/{todoId}', MORTY, true],
    ['DELETE', '/todos/{todoId}', RICK, true],
    ['DELETE', '/todos/{todoId}', BETH, false],
    ['DELETE', '/todos', RICK, false],
    ['delete', '/todos/{todoId}', RICK, false],
  ])('%s %s', async (name, id, subject, expected) => {
    const decided = await decide({ type: 'identity', id: subject }, action(name), { type: 'route', id });
    expect(decided).toBe(expected);
  });

  test('an identity is not the user with the same id', async () => {
    expect(await decide({ type: 'identity', id: 'alice' }, action('read'), record('record-1'))).toBe(false);
  });
});

const GOOD = { subject: user('alice'), action: action('read'), resource: record('record-1') };

describe('requests', () => {
  test.each([
    ['no subject', { ...GOOD, subject: undefined }],
    ['no action', { ...GOOD, action: undefined }],
    ['no resource', { ...GOOD, resource: undefined }],
    ['a subject without a type', { ...GOOD, subject: { id: 'alice' } }],
    ['a subject without an id', { ...GOOD, subject: { type: 'user' } }],
    ['an empty id', { ...GOOD, subject: user('') }],
    ['an action without a name', { ...GOOD, action: {} }],
    ['a name that is a number', { ...GOOD, action: { name: 123 } }],
    ['a resource without an id', { ...GOOD, resource: { type: 'record' } }],
    ['properties that are text', { ...GOOD, subject: { ...user('alice'), properties: 'x' } }],
    ['properties that are a list', { ...GOOD, subject: { ...user('alice'), properties: [] } }],
    ['a context that is a list', { ...GOOD, context: [] }],
    ['a list', []],
    ['null', null],
    ['no JSON', '{"subject":'],
    ['nothing', ''],
    ['a key twice', `{"subject":{"type":"user","id":"eve"},${JSON.stringify(GOOD).slice(1)}`],
    ['a key twice, escaped', JSON.stringify(GOOD).replace('"id":"alice"', '"id":"eve","\\u0069d":"alice"')],
    [
      'a prototype',
      JSON.stringify(GOOD).replace('"id":"alice"', '"id":"alice","properties":{"__proto__":{"role":"admin"}}'),
    ],
    [
      'an escaped prototype',
      JSON.stringify(GOOD).replace('"id":"alice"', '"id":"alice","properties":{"_\\u005fproto__":1}'),
    ],
  ])('400 for %s', async (_, body) => {
    const { body: answer, status } = await serving().post(EVALUATION, body);
    expect(status).toBe(400);
    expect(answer.error.reason).toMatch(/[.]$/);
  });

  test('400 for another content type', async () => {
    for (const type of ['text/plain', 'application/jsonp', 'application/x-www-form-urlencoded']) {
      expect((await serving().post(EVALUATION, GOOD, { headers: { 'content-type': type } })).status, type).toBe(400);
    }
    const utf8 = { 'content-type': 'application/json; charset=utf-8' };
    expect((await serving().post(EVALUATION, GOOD, { headers: utf8 })).status).toBe(200);
  });

  test('X-Request-ID is echoed, also with a refusal', async () => {
    for (const [body, status] of [
      [GOOD, 200],
      [{}, 400],
    ] as const) {
      const answer = await serving().post(EVALUATION, body, { headers: { 'x-request-id': 'req-1' } });
      expect([answer.status, answer.headers.get('x-request-id')]).toEqual([status, 'req-1']);
    }
    // Without one, the answer names the id in the log of the server.
    expect((await serving().post(EVALUATION, GOOD)).headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
  });

  test.each([
    ['bidi', '\u202ealice'],
    ['NUL', 'alice\0'],
    ['invisible', 'ali\u200bce'],
    ['prototype', '__proto__'],
    ['constructor', 'constructor'],
    ['a separator', 'x:alice'],
    ['half of a surrogate pair', '\ud800'],
    ['very long', 'a'.repeat(1_000)],
  ])('an id with %s is no other subject', async (_, id) => {
    expect(await decide(user(id), action('read'), record('record-1'))).toBe(false);
    expect(await decide({ type: id, id: 'alice' }, action('read'), record('record-1'))).toBe(false);
    expect(await decide(user('alice'), action(id), record('record-1'))).toBe(false);
    expect(await decide(user('alice'), action('read'), record(id))).toBe(false);
    expect(await decide(user('alice'), action('read'), { type: id, id: 'record-1' })).toBe(false);
  });

  test('a property that is no label is refused, because a rule may need it', async () => {
    const { body } = await serving().post(EVALUATION, {
      ...GOOD,
      resource: record('record-1', { status: { deep: 1 } }),
    });
    expect(body).toMatchObject({ decision: false, context: { code: 'request_invalid' } });
  });

  test('no evaluation has a ticket', async () => {
    const { body } = await serving().post(EVALUATION, GOOD);
    expect(body.decision).toBe(true);
    const log = readFileSync(join(serving().folder, 'audit.jsonl'), 'utf8').split('\n');
    const event = log.find((line) => line.includes(`"event_id":"${body.context.audit_id}"`)) ?? '';
    expect(JSON.parse(event)).toMatchObject({ ticket_requested: false, caller_verified_by: 'pep:gateway' });
  });
});

test('the metadata names the endpoints that exist', async () => {
  const { body, status } = await serving().get('/.well-known/authzen-configuration');
  expect(status).toBe(200);
  expect(body.policy_decision_point).toBe(serving().base);
  const endpoints = Object.entries<string>(body).filter(([name]) => name.endsWith('_endpoint'));
  expect(endpoints).toHaveLength(6);
  for (const [name, url] of endpoints) {
    expect(url.startsWith(`${serving().base}/access/v1/`), name).toBe(true);
    expect((await serving().post(url.slice(serving().base.length), {})).status, name).toBe(400);
  }
});
