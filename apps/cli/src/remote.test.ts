import { join } from 'node:path';
import { type RunningServer, serve } from '@agent-safe/server';
import { afterEach, expect, onTestFinished, test, vi } from 'vitest';
import { projects } from '../test/project.ts';
import { run } from '../test/run.ts';

const project = projects();
const PARAMS = ['--params', '{"namespace":"dev","deployment":"app"}'];
const RESTART = ['restart-deployment', '--target', 'dev/test-app', ...PARAMS];

afterEach(() => vi.unstubAllEnvs());

async function start() {
  const made = project();
  made.edit('agent-safe.yaml', (text) => `${text}\n# a server\n`);
  const token = await made.identity('worker');
  const server: RunningServer = await serve({ config: join(made.cwd, 'agent-safe.yaml'), listen: ['127.0.0.1:0'] });
  onTestFinished(() => server.close());
  const url = server.urls[0] ?? '';
  vi.stubEnv('AGENT_SAFE_TOKEN', token);
  return { ...made, token, url, server: ['--server', url] };
}

test('a check by a server prints and exits like a check of the project', async () => {
  const { run: local, server, token } = await start();
  for (const argv of [
    RESTART,
    ['delete-everything'],
    [
      'scale-deployment',
      '--target',
      'prod/api-server',
      '--params',
      '{"namespace":"prod","deployment":"api","replicas":3}',
    ],
  ]) {
    const [here, there] = [
      await local('check', ...argv, '--caller', token, '--json'),
      await run('/', 'check', ...argv, ...server, '--json'),
    ];
    expect(there.exit).toBe(here.exit);
    const members = ({ out }: { readonly out: string }) => {
      const { result, code, reason, action, target, caller, policy_matched, policy_digest } = JSON.parse(out) as Record<
        string,
        unknown
      >;
      return { result, code, reason, action, target, caller, policy_matched, policy_digest };
    };
    expect(members(there)).toEqual(members(here));
  }
  const quiet = await run('/', 'check', ...RESTART, ...server, '--quiet');
  expect(quiet.out).toMatch(/^eyJ\S+\n$/);
  const preview = await run('/', 'check', ...RESTART, ...server, '--preview');
  expect(preview).toMatchObject({ exit: 0, out: expect.stringContaining('none: this is a preview') });
});

test('approvals, lists and searches use the server', async () => {
  const { cwd, identity, run: local, server, url } = await start();
  const scale = [
    'scale-deployment',
    '--target',
    'prod/api-server',
    '--params',
    '{"namespace":"prod","deployment":"api","replicas":3}',
  ];
  const asked = JSON.parse((await run('/', 'check', ...scale, ...server, '--json')).out) as {
    readonly request_id?: string;
    readonly result: string;
  };
  expect(asked.result).toBe('require_approval');
  const id = asked.request_id ?? '';
  expect((await run('/', 'approval', 'list', ...server)).out).toContain(id);
  expect((await run('/', 'approval', 'show', id, ...server)).out).toContain('PENDING');
  const approver = await identity('alice', '--role', 'platform-admin', '--role', 'approver');
  vi.stubEnv('AGENT_SAFE_SERVER', url);
  expect(await run('/', 'approval', 'wait', id, '--timeout', '1')).toMatchObject({ exit: 4 });
  const answered = await run('/', 'approval', 'deny', id, '--as', approver, '--reason', 'Not now');
  expect([0, 3]).toContain(answered.exit);
  expect((await run('/', 'list-actions', '--json')).out).toBe(
    (await local('list-actions', '--json', '--server', url)).out,
  );
  expect((await run('/', 'what-can', '--caller', process.env.AGENT_SAFE_TOKEN ?? '')).exit).toBe(0);
  expect(await run('/', 'revoke', '--agent', 'x')).toMatchObject({
    exit: 1,
    err: expect.stringMatching(/^forbidden: /),
  });
  expect(cwd).not.toBe('/');
});

test('commands and options that need project files say so', async () => {
  const { server, url } = await start();
  const local = await run('/', 'check', ...RESTART, ...server, '--policies', 'x.yaml');
  expect(local).toMatchObject({ exit: 2, err: expect.stringContaining('--policies is for project files') });
  expect(await run('/', 'validate', ...server)).toMatchObject({
    exit: 2,
    err: expect.stringContaining('not with a server'),
  });
  vi.stubEnv('AGENT_SAFE_SERVER', url);
  expect(await run('/', 'audit', 'archive')).toMatchObject({
    exit: 2,
    err: expect.stringContaining('Unset AGENT_SAFE_SERVER'),
  });
  vi.stubEnv('AGENT_SAFE_TOKEN', '');
  expect(await run('/', 'check', ...RESTART)).toMatchObject({
    exit: 2,
    err: expect.stringContaining('AGENT_SAFE_API_KEY'),
  });
});

test('without an answer of the server, a check denies', async () => {
  vi.stubEnv('AGENT_SAFE_TOKEN', 'token');
  const denied = await run('/', 'check', ...RESTART, '--server', 'unix:/nowhere/agent-safe.sock');
  expect(denied).toMatchObject({ exit: 3, out: expect.stringContaining('server_unavailable') });
  expect(await run('/', 'check', ...RESTART, '--server', 'http://server.example')).toMatchObject({ exit: 2 });
});
