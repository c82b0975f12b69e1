import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { announceRandom, scaled } from '@agent-safe/testkit';
import { describe, expect, test } from 'vitest';
import type { AgentSafe } from '../src/index.ts';
import { makeProject, restart, type TestProject } from './support/project.ts';

const SUBJECTS = [
  { id: 'bob', type: 'user', roles: ['admin'] },
  { id: 'alice', type: 'user', groups: ['payments'] },
  { id: 'worker', type: 'agent', roles: ['deployer'] },
];

function writeRules(project: TestProject, rules: readonly object[]): void {
  writeFileSync(join(project.folder, 'policies.yaml'), JSON.stringify({ rules }));
}

async function open(rules: readonly object[], subjects: readonly object[] = SUBJECTS) {
  const project = makeProject();
  writeRules(project, rules);
  const path = join(project.folder, 'subjects.yaml');
  writeFileSync(path, JSON.stringify({ subjects }));
  return project.open({ subjects: path });
}

const allow = (name: string, match: object) => ({ name, match, decision: 'allow', reason: `Allowed by ${name}` });
const ALL = [allow('all', { actions: ['*'] })];
const RESTART = { action: restart.action, target: restart.target, params: restart.params };

describe('whoCan', () => {
  test('finds the subjects that the policy allows, by type and id', async () => {
    const safe = await open([allow('admins', { actions: ['restart-*'], callers: { roles: ['admin', 'deployer'] } })]);
    const found = await safe.whoCan(RESTART);
    expect(found).toMatchObject({ ok: true, needs_params: [], subjects: [{ id: 'worker' }, { id: 'bob' }] });
    expect(found).not.toHaveProperty('next');
    expect(await safe.whoCan({ ...RESTART, type: 'user' })).toMatchObject({ subjects: [{ id: 'bob' }] });
    expect(await safe.whoCan({ ...RESTART, type: 'unknown' })).toMatchObject({ ok: true, subjects: [] });
  });

  test('does not find a subject that needs an approval', async () => {
    const safe = await open([{ ...allow('all', { actions: ['*'] }), decision: 'require_approval' }]);
    expect(await safe.whoCan(RESTART)).toMatchObject({ ok: true, subjects: [] });
  });

  test('takes locating parameters from exact bindings, and names the others', async () => {
    const safe = await open(ALL);
    const scale = { action: 'scale-deployment', target: 'dev/test-app' };
    const found = await safe.whoCan(scale);
    expect(found).toMatchObject({ ok: true, subjects: [] });
    const params = found.ok ? found.needs_params[0]?.params : undefined;
    expect(params).toContain('replicas');
    const complete = { ...scale, params: { ...restart.params, replicas: 2 } };
    expect(await safe.whoCan(complete)).toMatchObject({ needs_params: [], subjects: [{}, {}, {}] });
  });

  test.each([
    [{ action: 'restart-deploymnt' }, 'action_unknown', 'restart-deployment'],
    [{ target: 'dev/test-ap' }, 'target_unknown', 'dev/test-app'],
    [{ params: { ...restart.params, namespce: 'dev' } }, 'params_invalid', 'namespace'],
    [{ params: { ...restart.params, namespace: 'prod' } }, 'target_mismatch', 'dev'],
    [{ params: [] as never }, 'params_invalid', 'object'],
    [{ after: 'x' }, 'cursor_invalid', 'malformed'],
  ])('refuses %j, and names the mistake', async (changes, code, hint) => {
    const safe = await open(ALL, []);
    const found = await safe.whoCan({ ...RESTART, ...changes });
    expect(found).toMatchObject({ ok: false, code, reason: expect.stringContaining(hint) as string });
  });

  test('refuses a misspelled option', async () => {
    const safe = await open(ALL);
    await expect(safe.whoCan({ ...RESTART, typ: 'user' } as never)).rejects.toThrow('type');
    await expect(safe.whoCan({ ...RESTART, limit: 0 })).rejects.toThrow('limit');
  });
});

describe('whatCan', () => {
  const rules = [
    allow('restart', {
      actions: ['restart-deployment'],
      callers: { roles: ['admin'] },
      targets: { environments: ['dev'] },
    }),
  ];

  test('finds the actions and targets of a subject', async () => {
    const safe = await open(rules);
    const found = await safe.whatCan({ caller: 'user:bob', action: 'restart-deployment', params: restart.params });
    expect(found).toMatchObject({ ok: true, caller: 'user:bob', caller_verified: true });
    expect(found.ok && found.allowed).toContainEqual({ action: 'restart-deployment', target: 'dev/test-app' });
    expect(await safe.whatCan({ caller: 'user:alice' })).toMatchObject({ ok: true, allowed: [] });
  });

  test('finds the actions on one target', async () => {
    const safe = await open(ALL);
    const found = await safe.whatCan({ caller: 'worker', target: 'dev/test-app', params: restart.params });
    expect(found.ok && found.allowed.map(({ action }) => action)).toContain('restart-deployment');
    expect(found.ok && new Set(found.allowed.map(({ target }) => target))).toEqual(new Set(['dev/test-app']));
    expect(found.ok && found.needs_params.map(({ action }) => action)).toContain('scale-deployment');
  });

  test('takes the roles of a token, of a verified caller, and none for a bare name', async () => {
    const safe = await open(rules);
    const count = async (caller: Parameters<AgentSafe['whatCan']>[0]['caller']) => {
      const found = await safe.whatCan({ caller, action: 'restart-deployment', params: restart.params });
      return found.ok ? [found.caller_verified, found.allowed.length > 0] : found.code;
    };
    const token = await safe.tokens.issue({ agent_id: 'anyone', roles: ['admin'] });
    const verified = { agent_id: 'x', verified: true, roles: ['admin'], groups: [], delegation_chain: [] };
    expect(await count(token)).toEqual([true, true]);
    expect(await count(verified)).toEqual([true, true]);
    expect(await count('anyone')).toEqual([false, false]);
    expect(await count(`${token}x`)).toBe('caller_invalid');
    expect(await count({ ...verified, roles: 'admin' } as never)).toBe('request_invalid');
    expect(await count(undefined)).toEqual([false, false]);
  });

  test('pages in order, and refuses the cursor of another search', async () => {
    const safe = await open(ALL);
    const all = await safe.whatCan({ caller: 'worker', params: restart.params, limit: 1_000 });
    const pages: unknown[] = [];
    const needs: unknown[] = [];
    let after: string | undefined;
    do {
      const page = await safe.whatCan({ caller: 'worker', params: restart.params, limit: 3, after });
      if (!page.ok) throw new Error(page.reason);
      pages.push(...page.allowed);
      needs.push(...page.needs_params);
      after = page.next;
      if (after !== undefined) {
        const other = await safe.whatCan({ caller: 'user:bob', params: restart.params, after });
        expect(other).toMatchObject({ ok: false, code: 'cursor_invalid' });
      }
    } while (after !== undefined);
    expect(pages.length).toBeGreaterThan(6);
    expect({ allowed: pages, needs_params: needs }).toEqual(
      all.ok && { allowed: all.allowed, needs_params: all.needs_params },
    );
  });

  test('a cursor ends with the policies and the subjects', async () => {
    const first = await open(ALL);
    const page = await first.whatCan({ caller: 'worker', limit: 1 });
    const after = page.ok ? page.next : undefined;
    expect(after).toBeDefined();
    expect(await first.whatCan({ caller: 'worker', limit: 1, after })).toMatchObject({ ok: true });
    const changed = await open([allow('other', { actions: ['*'] })]);
    expect(await changed.whatCan({ caller: 'worker', limit: 1, after })).toMatchObject({ code: 'cursor_invalid' });
    const fewer = await open(ALL, SUBJECTS.slice(1));
    expect(await fewer.whatCan({ caller: 'worker', limit: 1, after })).toMatchObject({ code: 'cursor_invalid' });
  });
});

test('subjects can be listed and found', async () => {
  const safe = await open(ALL);
  expect((await safe.subjects.list()).map(({ agent_id }) => agent_id)).toEqual(['worker', 'user:alice', 'user:bob']);
  expect(await safe.subjects.list({ type: 'agent' })).toHaveLength(1);
  expect(await safe.subjects.find({ type: 'user', id: 'bob' })).toMatchObject({ roles: ['admin'] });
  expect(await safe.subjects.find({ type: 'agent', id: 'bob' })).toBeUndefined();
});

test('a process that lives long refuses invalid subjects when it opens', async () => {
  await expect(open(ALL, [{ id: 'a' }])).rejects.toThrow('"type"');
});

test('a subject is found exactly if a check of its token is allowed, and each request of whatCan is allowed', async () => {
  const random = announceRandom('searches');
  const [actions, roles, groups] = [
    ['restart-deployment', 'get-pod-logs', 'scale-deployment'],
    ['r', 's'],
    ['g', 'h'],
  ] as const;
  const some = <Value>(values: readonly Value[]) => values.filter(() => random.below(2) === 0);
  let found = 0;
  for (let count = 0; count < scaled(100); count += 1) {
    const rules = Array.from({ length: 4 }, (_, index) => ({
      name: `rule-${index}`,
      match: {
        actions: [random.pick([...actions, '*'])],
        callers: random.pick([
          { roles: [random.pick(roles)] },
          { groups: [random.pick(groups)] },
          { agent_ids: ['user:*'] },
        ]),
        ...(random.below(2) === 0 ? { targets: { environments: [random.pick(['dev', 'prod'])] } } : {}),
      },
      decision: random.pick(['allow', 'allow', 'deny', 'require_approval']),
      reason: 'At random',
    }));
    const subjects = Array.from({ length: 5 }, (_, index) => {
      return { id: `s${index}`, type: random.pick(['user', 'agent']), roles: some(roles), groups: some(groups) };
    });
    const safe = await open(rules, subjects);
    const known = await safe.subjects.list();
    const tokens = await Promise.all(
      known.map(({ agent_id, groups, roles }) => safe.tokens.issue({ agent_id, groups, roles })),
    );
    const search = await safe.whoCan(RESTART);
    const isAllowed = await Promise.all(
      tokens.map(async (caller) => (await safe.check({ ...RESTART, caller })).result === 'allow'),
    );
    expect(search.ok && search.subjects).toEqual(known.filter((_, index) => isAllowed[index]));
    const params = { ...restart.params, replicas: 2 };
    const requests = await safe.whatCan({ caller: known[0]?.agent_id, params, target: 'dev/test-app' });
    if (!requests.ok) throw new Error(requests.reason);
    const missing = requests.needs_params.map(({ action }) => action);
    for (const { name, parameters } of safe.actions()) {
      if (missing.includes(name)) continue;
      const own = Object.entries(params).filter(([key]) => parameters.some((parameter) => parameter.name === key));
      const request = { action: name, target: 'dev/test-app', caller: tokens[0], params: Object.fromEntries(own) };
      const expected = (await safe.preview(request)).result === 'allow';
      expect(
        requests.allowed.some(({ action }) => action === name),
        name,
      ).toBe(expected);
      found += Number(expected);
    }
  }
  expect(found).toBeGreaterThan(5);
}, 120_000);
