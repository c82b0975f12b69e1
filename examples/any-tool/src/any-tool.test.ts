import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from 'vitest';

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

test('the policy tests pass, and notice every change of a rule', () => {
  const { status, text } = run('test', 'tests', '--min-coverage', '100', '--mutate');
  expect(text).toContain('8 passed, 0 failed');
  expect(status, text).toBe(0);
});

test('the types are current', () => {
  const { status, text } = run('types', '--out', 'src/action-types.ts', '--check');
  expect(status, text).toBe(0);
});

test('the example runs', () => {
  const main = join(folder, 'src/main.ts');
  const { status, stderr, stdout } = spawnSync(process.execPath, ['--conditions=@agent-safe/source', main], {
    encoding: 'utf8',
  });
  expect(status, stderr).toBe(0);
  expect(stdout).toContain('The approved refund is paid: [1990]');
});
