import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { projects, type TestProject } from '../test/project.ts';
import { runWithInput } from '../test/run.ts';

const project = projects();
const PASSWORD = 'correct horse battery staple';

function logged({ cwd }: TestProject): string {
  return readFileSync(join(cwd, 'audit.jsonl'), 'utf8');
}

function stored({ cwd }: TestProject): string {
  return readFileSync(join(cwd, '.agent-safe/state.db'), 'latin1');
}

describe('api-key', () => {
  test('T32 create prints the key once, and neither the state, the log nor a list holds its secret', async () => {
    const here = project();
    const { err, exit, out } = await here.run(
      'api-key',
      'create',
      'gateway',
      '--scope',
      'search,evaluate',
      '--ttl',
      '90d',
    );
    expect({ exit, out }).toEqual({ exit: 0, out: expect.stringMatching(/^ask_\w{16}_\w{43}\n$/) });
    const [, id = '', secret = ''] = out.trim().split('_');
    expect(err).toContain('agent id  pep:gateway');
    const list = await here.run('api-key', 'list', '--json');
    expect(JSON.parse(list.out)).toMatchObject({
      keys: [{ key_id: id, name: 'gateway', scopes: ['evaluate', 'search'], status: 'active', last_used_at: null }],
    });
    for (const text of [list.out, logged(here), stored(here), (await here.run('audit', 'show', '--json')).out]) {
      expect(text).not.toContain(secret);
    }
    expect(logged(here)).toContain('"event_type":"api_key_changed"');
  });

  test('rotate replaces the secret, and revoke ends the key', async () => {
    const here = project();
    const first = (await here.run('api-key', 'create', 'gateway')).out.trim();
    const rotated = await here.run('api-key', 'rotate', 'gateway', '--grace', '1h', '--json');
    expect(JSON.parse(rotated.out)).toMatchObject({ ok: true, secret: expect.stringContaining(first.slice(0, 21)) });
    expect(await here.run('api-key', 'revoke', 'gateway')).toMatchObject({ exit: 0, err: '' });
    expect((await here.run('revoke', '--list')).out).toMatch(/^ {2}token {2}\w{16} /);
    expect((await here.run('api-key', 'list')).out).toMatch(/^There are no API keys/);
    expect((await here.run('api-key', 'list', '--all')).out).toMatch(/gateway {2}revoked/);
    expect(await here.run('api-key', 'rotate', 'gateway')).toMatchObject({
      exit: 3,
      err: expect.stringContaining('key_ended'),
    });
    expect(await here.run('api-key', 'revoke', 'nothing')).toMatchObject({
      exit: 3,
      err: expect.stringContaining('key_not_found'),
    });
  });

  test('an API key is no caller of a check, and the log does not hold it', async () => {
    const here = project();
    const key = (await here.run('api-key', 'create', 'gateway')).out.trim();
    const check = ['check', 'restart-deployment', '--target', 'dev/test-app', '--params', '{}', '--caller', key];
    expect((await here.run(...check, '--json')).out).toContain('caller_invalid');
    expect(logged(here)).not.toContain(key.split('_')[2]);
  });
});

describe('user', () => {
  test('T32 sign-in-link prints a link for a user, and the log does not hold it', async () => {
    const here = project();
    await here.run('user', 'add', 'alice', '--role', 'viewer', '--no-password');
    const made = await here.run('user', 'sign-in-link', 'alice', '--url', 'http://127.0.0.1:9000/');
    expect(made).toMatchObject({ exit: 0, err: '' });
    const [, secret = ''] =
      /http:\/\/127\.0\.0\.1:9000\/api\/v1\/session\/link\?secret=(link_\S+)/.exec(made.out) ?? [];
    expect(secret).not.toBe('');
    expect(logged(here)).not.toContain(secret);
    const json = await here.run('user', 'sign-in-link', 'alice', '--json');
    expect(JSON.parse(json.out)).toMatchObject({ url: expect.stringContaining('http://127.0.0.1:8080/') });
    expect((await here.run('user', 'sign-in-link', 'nobody')).exit).toBe(3);
    await here.run('user', 'disable', 'alice');
    expect((await here.run('user', 'sign-in-link', 'alice')).exit).toBe(3);
    expect((await here.run('user', 'sign-in-link', 'alice', '--url', 'javascript:1')).exit).toBe(2);
  });

  test('T32 add reads the password from standard input, and nothing holds it', async () => {
    const here = project();
    const add = ['user', 'add', 'alice', '--role', 'approver', '--group', 'sre'];
    const added = await runWithInput(`${PASSWORD}\n`, here.cwd, ...add, '--password-stdin');
    expect(added).toMatchObject({ exit: 0, err: '', out: expect.stringContaining('user:alice') });
    expect(JSON.parse((await here.run('user', 'list', '--json')).out)).toMatchObject({
      users: [{ user_id: 'alice', roles: ['approver'], groups: ['sre'], status: 'active', has_password: true }],
    });
    expect(added.out + logged(here) + stored(here)).not.toContain(PASSWORD);
  });

  test.each([
    ['an easy password', 'aaaaaaaaaaaaaaaa', 3],
    ['two lines', `${PASSWORD}\nmore`, 2],
    ['nothing', '', 2],
  ])('T32 set-password refuses %s and does not quote it', async (_, input, exit) => {
    const here = project();
    await here.run('user', 'add', 'alice', '--no-password');
    const set = await runWithInput(input, here.cwd, 'user', 'set-password', 'alice', '--password-stdin');
    expect(set).toMatchObject({ exit, out: '' });
    if (input !== '') expect(set.err).not.toContain(input.slice(0, 8));
  });

  test('T32 a password is never read from the command line', async () => {
    const here = project();
    expect(await here.run('user', 'add', 'alice', '--password', PASSWORD)).toMatchObject({ exit: 2, out: '' });
    expect(await here.run('user', 'add', 'alice', PASSWORD)).toMatchObject({ exit: 2, out: '' });
    expect(JSON.parse((await here.run('user', 'list', '--json')).out)).toEqual({ users: [] });
  });

  test('set-roles, disable, enable and remove change the user, and the log says so', async () => {
    const here = project();
    await here.run('user', 'add', 'alice', '--no-password', '--role', 'admin');
    expect((await here.run('user', 'set-roles', 'alice', '--role', 'viewer', '--group', 'sre')).out).toContain(
      'viewer',
    );
    expect((await here.run('user', 'set-roles', 'alice', '--no-roles')).out).toMatch(
      /roles {5}none\n {2}groups {4}sre/,
    );
    expect((await here.run('user', 'disable', 'alice')).out).toContain('disabled');
    expect((await here.run('revoke', '--list')).out).toContain('user:alice');
    expect((await here.run('user', 'enable', 'alice')).out).toContain('active');
    expect((await here.run('user', 'remove', 'alice')).exit).toBe(0);
    expect(await here.run('user', 'disable', 'alice')).toMatchObject({
      exit: 3,
      err: expect.stringContaining('user_not_found'),
    });
    const changes = logged(here).matchAll(/"event_type":"user_changed".*?"change":"(\w+)"/g);
    expect(Array.from(changes, ([, change]) => change)).toEqual([
      'created',
      'changed',
      'changed',
      'disabled',
      'enabled',
      'removed',
    ]);
  });

  test('a misspelled role is refused with the right one', async () => {
    const here = project();
    expect(await here.run('user', 'add', 'alice', '--no-password', '--role', 'aprover')).toMatchObject({
      exit: 3,
      err: expect.stringContaining('Did you mean "approver"?'),
    });
    expect((await here.run('user', 'set-roles', 'alice')).exit).toBe(2);
  });
});

describe('the state of accounts', () => {
  const state = ({ cwd }: TestProject) => join(cwd, '.agent-safe/state.db');

  test('T32 an older state brings no role, user or key back: it is refused, and a rebuild removes outdated accounts', async () => {
    const here = project();
    await here.run('user', 'add', 'alice', '--no-password', '--role', 'admin');
    await here.run('user', 'add', 'bob', '--no-password', '--role', 'viewer');
    await here.run('user', 'add', 'carol', '--no-password', '--role', 'viewer');
    await here.run('api-key', 'create', 'old');
    await here.run('api-key', 'create', 'current');
    const copy = readFileSync(state(here));
    await here.run('user', 'set-roles', 'alice', '--role', 'viewer');
    await here.run('user', 'remove', 'carol');
    await here.run('user', 'disable', 'bob');
    await here.run('api-key', 'rotate', 'old', '--grace', '0');
    writeFileSync(state(here), copy);
    expect(await here.run('user', 'list')).toMatchObject({
      exit: 1,
      err: expect.stringContaining('agent-safe state rebuild'),
    });
    expect(await here.run('user', 'add', 'eve', '--no-password')).toMatchObject({ exit: 1 });
    expect((await here.run('state', 'rebuild')).exit).toBe(0);
    expect(JSON.parse((await here.run('user', 'list', '--json')).out)).toMatchObject({
      users: [{ user_id: 'bob', status: 'disabled' }],
    });
    expect((await here.run('api-key', 'list', '--all')).out).toMatch(/current {2}active/);
    expect((await here.run('api-key', 'list', '--all')).out).not.toContain('  old  ');
    expect((await here.run('user', 'add', 'alice', '--no-password')).exit).toBe(0);
  });

  test('T32 a rebuild of the newest state keeps accounts', async () => {
    const here = project();
    await here.run('user', 'add', 'alice', '--no-password', '--role', 'admin');
    await here.run('api-key', 'create', 'gateway');
    for (let count = 0; count < 3; count += 1) await here.run('state', 'rebuild');
    expect((await here.run('user', 'list')).out).toMatch(/alice {2}active {2}local {3}admin/);
    expect((await here.run('api-key', 'list')).out).toMatch(/gateway {2}active/);
  });
});
