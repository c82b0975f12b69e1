import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { expect, onTestFinished, test } from 'vitest';

const root = join(import.meta.dirname, '../../..');
const folder = join(import.meta.dirname, '..');

function run(...argv: string[]) {
  const { status, stderr, stdout } = spawnSync(
    process.execPath,
    ['--conditions=@agent-safe/source', join(root, 'apps/cli/src/main.ts'), ...argv],
    { cwd: folder, encoding: 'utf8' },
  );
  return { status, text: `${stdout}${stderr}` };
}

test.each(['certification', 'departments', 'routes', 'todos'])('the tests of %s cover every condition', (name) => {
  const policies = ['--policies', `policies/${name}.yaml`];
  const { status, text } = run('test', `tests/${name}.yaml`, ...policies, '--min-coverage', '100');
  expect(text).toMatch(/^[1-9]\d* passed, 0 failed$/m);
  expect(status, text).toBe(0);
});

// The others have too many people and records to try all requests.
test.each(['certification', 'routes'])('the tests of %s notice every change of a rule', (name) => {
  const { status, text } = run('test', `tests/${name}.yaml`, '--policies', `policies/${name}.yaml`, '--mutate');
  expect(text).toMatch(/^Mutations: ([1-9]\d*) of \1 changes/m);
  expect(status, text).toBe(0);
});

test('the tests pass with all policies together', () => {
  const { status, text } = run('test', 'tests');
  expect(text).toMatch(/^[1-9]\d* passed, 0 failed$/m);
  expect(status, text).toBe(0);
});

test('serve.sh serves the example until it is killed, and leaves no file', async () => {
  const before = readdirSync(folder, { recursive: true });
  const server = spawn('bash', [join(folder, 'serve.sh'), '0'], { stdio: ['ignore', 'pipe', 'pipe'] });
  onTestFinished(() => void server.kill('SIGKILL'));
  const [line] = (await once(createInterface({ input: server.stdout }), 'line')) as [string];
  const [base, key] = line.split(' ');
  expect(line).toMatch(/^http:\/\/127\.0\.0\.1:\d+ ask_\S+$/);
  const ask = () =>
    fetch(`${base}/access/v1/search/action`, {
      method: 'POST',
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
      body: JSON.stringify({ subject: { type: 'user', id: 'alice' }, resource: { type: 'record', id: '110' } }),
    });
  expect(await (await ask()).json()).toMatchObject({ results: [{ name: 'view' }, { name: 'edit' }] });
  server.kill('SIGTERM');
  await once(server, 'exit');
  await expect(ask()).rejects.toThrow();
  expect(readdirSync(folder, { recursive: true })).toEqual(before);
});
