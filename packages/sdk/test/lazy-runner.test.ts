import { expect, test, vi } from 'vitest';

let isLoaded = false;
vi.doMock('../src/runner/open-runner.ts', (importOriginal) => {
  isLoaded = true;
  return importOriginal<object>();
});
const { makeProject, restart } = await import('./support/project.ts');

test('a program that only checks loads no runner; its first use loads it', async () => {
  const safe = await makeProject({ '*': 'allow' }).open();
  const { ticket } = await safe.check({ ...restart, caller: await safe.tokens.issue({ agent_id: 'deployer' }) });
  expect(isLoaded).toBe(false);
  await safe.runner.dryRun(ticket?.token ?? '', { executor: 'dry-run' });
  expect(isLoaded).toBe(true);
});
