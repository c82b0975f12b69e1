import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { findTitleProblem } from './commit-title.ts';

test.each([
  'runner: separate rollback parameters from warnings',
  'cli, executor-k8s: feed kubectl through one pipe',
  'sdk: AgentSafe takes stores',
  'docs: speed up the snippets',
  'deps: bump vitest from 5.1.1 to 5.1.2',
])('%s is valid', (title) => {
  expect(findTitleProblem(title)).toBeUndefined();
});

test.each([
  ['', /^Start with the package/],
  ['Separate rollback parameters', /^Start with the package/],
  ['feat(runner): separate rollback parameters', /^Start with the package/],
  ['runner:separate rollback parameters', /^Start with the package/],
  ['runner: Separate rollback parameters', /lower-case letter/],
  ['runner: separated rollback parameters', /imperative/],
  ['runner: separating rollback parameters', /imperative/],
  ['runner: wip', /what the change does/],
  ['runner: separate rollback parameters.', /at the end/],
  [`runner: ${'a'.repeat(65)}`, /73 characters/],
])('"%s" is refused: %s', (title, problem) => {
  expect(findTitleProblem(title)).toMatch(problem);
});

test('the command exits with 1 and prints the problem', () => {
  const run = (title: string) =>
    spawnSync('node', [fileURLToPath(new URL('commit-title.ts', import.meta.url)), title], { encoding: 'utf8' });
  expect(run('runner: separate rollback parameters').status).toBe(0);
  const refused = run('$(id) `id`');
  expect(refused.status).toBe(1);
  expect(refused.stderr).toContain('area: imperative summary');
});
