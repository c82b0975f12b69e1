import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { projects, type TestProject } from '../test/project.ts';
import { runWithInput } from '../test/run.ts';

const make = projects();
const REQUEST = ['check', 'restart-deployment', '--target', 'staging/api-server'];
const PARAMS = ['--params', '{"namespace":"staging","deployment":"api"}'];
const CHECK = [...REQUEST, ...PARAMS];

async function withToken(): Promise<TestProject & { readonly token: string }> {
  const project = make();
  return { ...project, token: await project.identity('deploy-agent-01', '--role', 'deployer') };
}

function setVariable(name: string, value: string): void {
  vi.stubEnv(name, value);
  onTestFinished(() => void vi.unstubAllEnvs());
}

function write(cwd: string, name: string, text: string): string {
  writeFileSync(join(cwd, name), text);
  return `@${name}`;
}

async function ticketFor({ run, token }: { readonly run: TestProject['run']; readonly token: string }) {
  const { out } = await run(...CHECK, '--caller', token, '--json');
  return (JSON.parse(out) as { readonly ticket: { readonly token: string } }).ticket.token;
}

describe('a name in place of a token', () => {
  test.each([
    ['--as', 'identity create --agent NAME --role approver', ['approval', 'approve', 'apr-1', '--as', 'bob']],
    ['--as', 'identity create --agent NAME --role approver', ['risk', 'reset', '--caller', 'a', '--as', 'bob']],
    ['--caller', 'identity create --agent NAME', ['approval', 'cancel', 'apr-1', '--caller', 'bob']],
    ['The token of the parent', 'identity create --agent NAME', ['delegation', 'create', 'bob', '--child-id', 'a']],
    ['The token', 'identity create --agent NAME', ['delegation', 'verify', 'bob']],
    ['The ticket', 'check … --quiet', ['ticket', 'verify', 'bob']],
    ['The ticket', 'check … --quiet', ['runner', 'dry-run', 'bob']],
    ['The ticket', 'check … --quiet', ['runner', 'execute', 'bob', '--executor', 'dry-run']],
    ['The ticket', 'check … --quiet', ['credential', 'resolve', 'bob']],
  ])('%s is refused with the fix: %s', async (place, fix, argv) => {
    const { run } = make();
    const needsReason = argv.includes('--as') || argv.includes('cancel');
    const { err, exit, out } = await run(...argv, ...(needsReason ? ['--reason', 'x'] : []));
    expect(exit).toBeGreaterThan(2);
    expect(`${out}${err}`).toMatch(new RegExp(`— ${place}: the text is not a token\\. .* with: agent-safe ${fix}\n`));
  });
});

describe('a token on the command line', () => {
  test('of a caller can come from a file, from standard input or from the environment', async () => {
    const { cwd, run, token } = await withToken();
    expect((await run(...CHECK)).exit).toBe(3);
    expect((await run(...CHECK, '--caller', write(cwd, 'agent.token', `${token}\n`))).exit).toBe(0);
    expect((await runWithInput(`${token}\r\n`, cwd, ...CHECK, '--caller', '-')).exit).toBe(0);
    setVariable('AGENT_SAFE_CALLER_TOKEN', token);
    expect((await run(...CHECK)).exit).toBe(0);
    // The command line overrides the environment, also by an empty value, as a script with an unset variable gives it.
    expect((await run(...CHECK, '--caller', 'bob')).exit).toBe(3);
    expect((await run(...CHECK, '--caller', '')).exit).toBe(3);
  });

  test.each([
    ['ticket verify', [], 0],
    ['runner dry-run', [], 0],
    ['runner execute', ['--executor', 'dry-run'], 0],
    ['credential resolve', [], 0],
  ])('of %s can come from a file, from standard input or from AGENT_SAFE_TICKET', async (name, more, exit) => {
    const project = await withToken();
    const { cwd, run } = project;
    const argv = name.split(' ');
    const file = write(cwd, 'ticket', `${await ticketFor(project)}\n`);
    expect(await run(...argv, file, ...more)).toMatchObject({ exit });
    expect(await runWithInput(await ticketFor(project), cwd, ...argv, '-', ...more)).toMatchObject({ exit });
    setVariable('AGENT_SAFE_TICKET', await ticketFor(project));
    expect(await run(...argv, ...more)).toMatchObject({ exit });
    setVariable('AGENT_SAFE_TICKET', '');
    expect(await run(...argv, ...more)).toMatchObject({
      exit: 2,
      err: expect.stringContaining('The ticket is missing: agent-safe') as string,
    });
  });

  test('of delegation can come from a file, from standard input or from the environment', async () => {
    const { cwd, run, token } = await withToken();
    const file = write(cwd, 'agent.token', token);
    const create = ['delegation', 'create', '--child-id', 'worker-01'];
    expect((await run(...create, file)).exit).toBe(0);
    expect((await run('delegation', 'verify', file)).out).toContain('deploy-agent-01');
    expect((await runWithInput(token, cwd, 'delegation', 'verify', '-')).exit).toBe(0);
    setVariable('AGENT_SAFE_CALLER_TOKEN', token);
    expect((await run(...create)).exit).toBe(0);
    expect((await run('delegation', 'verify')).out).toContain('deploy-agent-01');
  });

  test('of approvers and of requests can come from files', async () => {
    const { cwd, identity, run, token } = await withToken();
    const prod = ['check', 'restart-deployment', '--target', 'prod/api-server', '--json'];
    const asked = await run(...prod, '--params', '{"namespace":"prod","deployment":"api"}', '--caller', token);
    const { request_id: id } = JSON.parse(asked.out) as { request_id: string };
    const approver = await identity('boss', '--role', 'approver');
    const answer = ['approval', 'approve', id, '--reason', 'fine', '--as'];
    expect((await runWithInput(approver, cwd, ...answer, '-')).exit).toBe(0);
    setVariable('AGENT_SAFE_APPROVER', '@approver.token');
    expect(await run('approval', 'deny', id, '--reason', 'no')).toMatchObject({
      exit: 2,
      err: 'AGENT_SAFE_APPROVER begins with "@". Set it to the value itself, not to a file name.\n',
    });
    expect((await run('approval', 'list', '--all', '--caller', write(cwd, 'agent.token', token))).out).toContain(id);
    expect((await run('approval', 'cancel', id, '--reason', 'done', '--caller', '@agent.token')).out).toBe('');
  });

  test('of a request is canceled by the token or the secret of the environment, and an option replaces both', async () => {
    const { run, token } = await withToken();
    setVariable('AGENT_SAFE_CALLER_TOKEN', token);
    setVariable('AGENT_SAFE_REQUEST_SECRET', 'a secret of another request');
    const prod = ['check', 'restart-deployment', '--target', 'prod/api-server', '--json'];
    const asked = await run(...prod, '--params', '{"namespace":"prod","deployment":"api"}');
    const { request_id: id } = JSON.parse(asked.out) as { request_id: string };
    const cancel = ['approval', 'cancel', id, '--reason', 'done'];
    expect((await run(...cancel, '--secret', 'wrong')).exit).toBe(3);
    expect((await run(...cancel)).exit).toBe(0);
  });

  test('of 0.11 signs from a file', async () => {
    const { cwd, run } = make();
    const key = write(cwd, 'secret', `${'s'.repeat(40)}\n`);
    const issued = await run('identity', 'create', '--agent', 'a', '--signing-key', key, '--no-config');
    expect(issued.exit).toBe(0);
    const verify = ['delegation', 'verify', issued.out.trim(), '--no-config', '--signing-key'];
    expect((await run(...verify, 's'.repeat(40))).exit).toBe(0);
  });
});

describe('T21 a token that cannot be read is a usage error that does not quote it', () => {
  test.each([
    [
      'that is missing',
      '@nowhere',
      /^--caller @nowhere: the file cannot be read \(ENOENT\)\. .*A name cannot begin with "@"/,
    ],
    ['that is empty', '@empty', /^--caller @empty: the file is empty/],
    ['of line ends alone', '@blank', /^--caller @blank: the file is empty/],
    ['that is a folder', '@folder', /^--caller @folder: the file cannot be read \(not a regular file\)/],
    ['that holds a name and no token', '@name', /^--caller @name: the file holds no token\. To give a name, write it/],
    ['with two lines', '@two', /^--caller @two: the file has more than one line/],
    ['without a name', '@', /^--caller @: the file name is missing/],
    ['of bytes that are no text', '@binary', /^--caller @binary: the file is not valid UTF-8/],
  ])('a file %s', async (_, given, message) => {
    const { cwd, run, token } = await withToken();
    write(cwd, 'empty', '');
    write(cwd, 'blank', '\r\n\n');
    write(cwd, 'name', 'deploy-agent\n');
    mkdirSync(join(cwd, 'folder'));
    write(cwd, 'two', `${token}\n${token}\n`);
    writeFileSync(join(cwd, 'binary'), Buffer.from([0xff, 0xfe]));
    const { err, exit, out } = await run(...CHECK, '--caller', given);
    expect([exit, out]).toEqual([2, '']);
    expect(err).toMatch(message);
    expect(err).not.toContain(token.slice(0, 12));
  });

  test('T47 a variable that holds a name and no token', async () => {
    const { run } = await withToken();
    setVariable('AGENT_SAFE_CALLER_TOKEN', 'deploy-agent');
    expect(await run(...CHECK)).toMatchObject({
      exit: 2,
      err: expect.stringMatching(/^AGENT_SAFE_CALLER_TOKEN: it holds no token/),
    });
  });

  test('a token behind @', async () => {
    const { run, token } = await withToken();
    const { err, exit } = await run(...CHECK, '--caller', `@${token}`);
    expect(exit).toBe(2);
    expect(err).toContain('--caller @…: the file cannot be read');
    expect(err).not.toContain(token.slice(0, 12));
  });

  test.each([
    ['signing-key', [...CHECK, '--signing-key']],
    ['request-secret', [...CHECK, '--request-secret']],
    ['secret', ['approval', 'cancel', 'apr-1', '--reason', 'done', '--secret']],
  ])('a secret behind @, for --%s', async (option, argv) => {
    const { run } = make();
    const { err, exit } = await run(...argv, '@correct horse battery staple');
    expect([exit, err]).toEqual([
      2,
      `--${option} @…: the file cannot be read (ENOENT). Name a file that exists. A name cannot begin with "@".\n`,
    ]);
  });

  test.skipIf(process.getuid?.() === 0)('a file without read permission (skipped for root)', async () => {
    const { cwd, run, token } = await withToken();
    write(cwd, 'closed', token);
    chmodSync(join(cwd, 'closed'), 0);
    expect(await run(...CHECK, '--caller', '@closed')).toMatchObject({
      exit: 2,
      err: expect.stringContaining('(EACCES)') as string,
    });
  });

  test('standard input that is empty, or has two lines', async () => {
    const { cwd, token } = await withToken();
    expect(await runWithInput('\n', cwd, ...CHECK, '--caller', '-')).toMatchObject({
      exit: 2,
      err: '--caller -: standard input is empty. It must hold one line.\n',
    });
    const { err, exit } = await runWithInput(`${token}\n${token}`, cwd, ...CHECK, '--caller', '-');
    expect(exit).toBe(2);
    expect(err).toBe('--caller -: standard input has more than one line. Leave one line in it.\n');
  });

  test('two values from standard input', async () => {
    const { cwd, token } = await withToken();
    expect(await runWithInput(token, cwd, ...CHECK, '--caller', '-', '--request-secret', '-')).toMatchObject({
      exit: 2,
      err: 'Two values read standard input: --caller and --request-secret. Use "-" for one of them, and @FILE for the other.\n',
    });
  });
});

test('no identity token is issued for a name that options would read as a file', async () => {
  const { run } = make();
  expect(await run('identity', 'create', '--agent', '@worker')).toMatchObject({
    exit: 2,
    err: expect.stringContaining('--agent cannot begin with "@"') as string,
  });
});

test('the help names the sources of each token', async () => {
  const { run } = make();
  expect((await run('check', '--help')).out).toMatch(
    /--caller TOKEN .*\(@FILE, - for standard input, or AGENT_SAFE_CALLER_TOKEN\)/,
  );
  expect((await run('runner', 'execute', '--help')).out).toContain(
    'The ticket can also be @FILE, - for standard input, or AGENT_SAFE_TICKET.',
  );
});
