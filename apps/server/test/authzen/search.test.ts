import { makeRandom } from '@agent-safe/testkit';
import { describe, expect, test } from 'vitest';
import { action, record, shareServing, user } from './support/serving.ts';

const serving = shareServing();

interface Page {
  readonly limit?: number;
  readonly token?: string;
}

async function find(kind: 'action' | 'resource' | 'subject', body: object, token?: string) {
  const answer = await serving().post(`/access/v1/search/${kind}`, body, token === undefined ? {} : { token });
  expect(answer.status, JSON.stringify(answer.body)).toBe(200);
  expect(answer.body.page.count).toBe(answer.body.results.length);
  const names: readonly string[] = answer.body.results.map(
    (each: { id?: string; name?: string }) => each.id ?? each.name,
  );
  return { names, next: answer.body.page.next_token as string, results: answer.body.results };
}

const ARCHIVED = record('record-2', { status: 'archived' });

describe('the records of the certification', () => {
  test('who reads', async () => {
    const body = { subject: { type: 'user' }, action: action('read'), resource: record('record-1') };
    const { results } = await find('subject', body);
    expect(results).toEqual([user('alice'), user('bob')]);
    // The id of the searched subject is ignored.
    expect((await find('subject', { ...body, subject: user('alice') })).results).toEqual(results);
  });

  test('who writes an archived record', async () => {
    const { names } = await find('subject', { subject: { type: 'user' }, action: action('write'), resource: ARCHIVED });
    expect(names).toContain('bob');
    expect(names).not.toContain('alice');
  });

  test('what Alice reads, and what an admin writes', async () => {
    const read = await find('resource', {
      subject: user('alice'),
      action: action('read'),
      resource: { type: 'record' },
    });
    expect(read.results).toEqual([record('record-1'), record('record-2')]);
    const admin = user('bob', { role: 'admin' });
    expect(
      (await find('resource', { subject: admin, action: action('write'), resource: { type: 'record' } })).names,
    ).toEqual(['record-2']);
  });

  test('what Alice and an admin may do, the lowest risk first', async () => {
    expect((await find('action', { subject: user('alice'), resource: record('record-1') })).results).toEqual([
      action('read'),
      action('write'),
    ]);
    expect((await find('action', { subject: user('bob', { role: 'admin' }), resource: ARCHIVED })).names).toContain(
      'write',
    );
  });

  test.each([
    ['subject', { subject: { type: 'unknown' }, action: action('read'), resource: record('record-1') }],
    ['subject', { subject: { type: 'agent' }, action: action('read'), resource: record('record-1') }],
    ['subject', { subject: { type: 'user' }, action: action('no-such'), resource: record('record-1') }],
    ['resource', { subject: user('alice'), action: action('read'), resource: { type: 'unknown' } }],
    ['resource', { subject: user('eve'), action: action('read'), resource: { type: 'record' } }],
    ['resource', { subject: { type: 'agent', id: 'alice' }, action: action('read'), resource: { type: 'record' } }],
    ['action', { subject: user('alice'), resource: { type: 'unknown', id: 'record-1' } }],
    ['action', { subject: user('eve'), resource: record('record-1') }],
  ] as const)('a search by %s finds nothing in %j', async (kind, body) => {
    expect(await find(kind, body)).toMatchObject({ results: [], next: '' });
  });
});

describe('the records of departments', () => {
  // The department and the owner of records, and the role and the department of users, as the scenario gives them.
  const RECORDS: Readonly<Record<string, readonly [string, string]>> = {
    '101': ['Legal', 'alice'],
    '104': ['Accounting', 'dan'],
    '107': ['Sales', 'alice'],
    '110': ['Sales', 'dan'],
    '115': ['Finance', 'carol'],
    '116': ['Legal', 'dan'],
    '118': ['Accounting', 'felix'],
    '120': ['Accounting', 'bob'],
  };
  const USERS: Readonly<Record<string, readonly [string, string]>> = {
    alice: ['manager', 'Sales'],
    bob: ['employee', 'Legal'],
    carol: ['contractor', 'Legal'],
    dan: ['manager', 'Finance'],
    erin: ['employee', 'Finance'],
    felix: ['contractor', 'Accounting'],
  };
  const allowed: Readonly<Record<string, (id: string, key: string) => boolean>> = {
    view: (id, key) => owns(id, key) || USERS[id]?.[0] === 'manager' || USERS[id]?.[1] === RECORDS[key]?.[0],
    edit: (id, key) => owns(id, key) || (USERS[id]?.[0] === 'manager' && USERS[id]?.[1] === RECORDS[key]?.[0]),
    delete: owns,
  };
  function owns(id: string, key: string): boolean {
    return RECORDS[key]?.[1] === id;
  }

  test.each(Object.keys(allowed))('who may %s', async (name) => {
    for (const key of Object.keys(RECORDS)) {
      const { names } = await find('subject', {
        subject: { type: 'user' },
        action: action(name),
        resource: record(key),
      });
      expect(names, key).toEqual(Object.keys(USERS).filter((id) => allowed[name]?.(id, key)));
    }
  });

  test.each(Object.keys(USERS))('what %s may do', async (id) => {
    for (const name of Object.keys(allowed)) {
      const { names } = await find('resource', {
        subject: user(id),
        action: action(name),
        resource: { type: 'record' },
      });
      const known = names.filter((key) => Object.hasOwn(RECORDS, key));
      expect(known, name).toEqual(Object.keys(RECORDS).filter((key) => allowed[name]?.(id, key)));
    }
    for (const key of Object.keys(RECORDS)) {
      const { names } = await find('action', { subject: user(id), resource: record(key) });
      expect(names, key).toEqual(Object.keys(allowed).filter((name) => allowed[name]?.(id, key)));
    }
  });
});

describe('pages', () => {
  const body = { subject: user('alice'), action: action('view'), resource: { type: 'record' } };
  const page = (given: Page, more: object = {}) => find('resource', { ...body, ...more, page: given });

  test('together have all results once', async () => {
    const all = await find('resource', body);
    expect(all).toMatchObject({ next: '', names: { length: 20 } });
    for (const limit of [1, 3, 10, 20, 100]) {
      const names: string[] = [];
      let token: string | undefined;
      do {
        const found = await page({ limit, ...(token === undefined ? {} : { token }) });
        expect(found.names.length).toBeLessThanOrEqual(limit);
        names.push(...found.names);
        token = found.next;
      } while (token !== '');
      expect(names).toEqual(all.names);
    }
  });

  test('a token keeps its limit, and a limit of 0 tells whether there are results', async () => {
    const first = await page({ limit: 2 });
    expect((await page({ token: first.next })).names).toHaveLength(2);
    const none = await page({ limit: 0 });
    expect([none.names, none.next !== '']).toEqual([[], true]);
  });

  test('400 for a token that is damaged, of another search, or of another caller', async () => {
    const { next } = await page({ limit: 2 });
    const other = await serving().createKey('other', ['search']);
    const send = (changed: object, token?: string) =>
      serving().post('/access/v1/search/resource', { ...body, ...changed }, token === undefined ? {} : { token });
    expect((await send({ page: { token: next } })).status).toBe(200);
    const random = makeRandom(7);
    const damaged = Array.from({ length: 20 }, () => {
      const at = random.below(next.length);
      return `${next.slice(0, at)}${next[at] === '1' ? '2' : '1'}${next.slice(at + 1)}`;
    });
    for (const token of [...damaged, next.slice(1), `${next}x`, 'x', '\0', next.toUpperCase()])
      expect((await send({ page: { token } })).status, token).toBe(400);
    for (const changed of [
      { subject: user('dan') },
      { action: action('edit') },
      { resource: { type: 'record', id: 'ignored' } },
      { context: { time: 'other' } },
    ])
      expect((await send({ ...changed, page: { token: next } })).status, JSON.stringify(changed)).toBe(400);
    expect((await send({ page: { token: next, limit: 3 } })).status).toBe(400);
    expect((await send({ page: { token: next } }, other)).status).toBe(400);
    expect((await send({ page: { token: '' } })).status).toBe(400);
    for (const limit of [-1, 1.5, '1']) expect((await send({ page: { limit } })).status).toBe(400);
  });

  test('the order of keys is no other search', async () => {
    const { next } = await page({ limit: 2 });
    const turned = {
      page: { token: next },
      resource: { type: 'record' },
      action: action('view'),
      subject: { id: 'alice', type: 'user' },
    };
    expect((await find('resource', turned)).names).toHaveLength(2);
  });
});

test('an agent searches for itself only', async () => {
  const token = await serving().safe.tokens.issue({ agent_id: 'robot', roles: ['viewer'] });
  const own = { subject: { type: 'agent' }, action: action('GET'), resource: { type: 'route', id: '/todos' } };
  expect((await find('subject', own, token)).results).toEqual([{ type: 'agent', id: 'robot' }]);
  expect((await find('subject', { ...own, subject: { type: 'user' } }, token)).results).toEqual([]);
  const routes = { subject: { type: 'agent', id: 'robot' }, action: action('GET'), resource: { type: 'route' } };
  expect((await find('resource', routes, token)).names).toContain('/todos');
  expect((await find('resource', { ...routes, subject: { type: 'agent', id: 'other' } }, token)).results).toEqual([]);
  expect((await find('action', { subject: user('alice'), resource: record('record-1') }, token)).results).toEqual([]);
});

test('T13 a revoked subject is not found', async () => {
  const { safe } = serving();
  const body = { subject: { type: 'user' }, action: action('view'), resource: record('109') };
  expect((await find('subject', body)).names).toContain('felix');
  await safe.revocations.add({ agent: 'user:felix' });
  expect((await find('subject', body)).names).not.toContain('felix');
  expect(
    (await find('resource', { subject: user('felix'), action: action('view'), resource: { type: 'record' } })).names,
  ).toEqual([]);
  await safe.revocations.lift('user:felix');
});

test('a search records nothing, and needs its scope', async () => {
  const { createKey, post, safe } = serving();
  const before = await safe.audit.verify();
  await find('action', { subject: user('alice'), resource: record('record-1') });
  expect(await safe.audit.verify()).toEqual(before);
  const token = await createKey('evaluator', ['evaluate']);
  const { status } = await post(
    '/access/v1/search/action',
    { subject: user('alice'), resource: record('record-1') },
    { token },
  );
  expect(status).toBe(403);
});
