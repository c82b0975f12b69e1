import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { makeFolder } from '@agent-safe/testkit/folders';
import { expect, test } from 'vitest';
import { run } from '../test/run.ts';

const CHECK = ['check', 'restart-deployment', '--caller', 'deploy-agent'];
const DEV = [...CHECK, '--target', 'dev/test-app', '--params', '{"namespace":"dev","deployment":"app"}'];
const PROD = [...CHECK, '--target', 'prod/api-server', '--params', '{"namespace":"prod","deployment":"api"}'];

test('check --preview gives the exit code of a check, and records nothing', async () => {
  const folder = makeFolder();
  await run(folder, 'init');
  for (const request of [DEV, PROD, [...CHECK, '--target', 'nowhere']]) {
    const preview = await run(folder, ...request, '--preview', '--json');
    expect(existsSync(join(folder, 'audit.jsonl'))).toBe(false);
    expect(JSON.parse(preview.out)).not.toHaveProperty('audit_id');
    const other = makeFolder();
    await run(other, 'init');
    const check = await run(other, ...request, '--json');
    expect(preview.exit).toBe(check.exit);
    const { code, reason, result } = JSON.parse(check.out) as Record<string, unknown>;
    expect(JSON.parse(preview.out)).toMatchObject({ code, reason, result });
  }
});

test('check --preview says that nothing is recorded, and prints no ticket', async () => {
  const folder = makeFolder();
  await run(folder, 'init');
  const { out } = await run(folder, ...DEV, '--preview');
  expect(out).toContain('ALLOW');
  expect(out).toContain('none: this is a preview');
  expect(out).not.toContain('ticket');
  expect((await run(folder, ...DEV, '--preview', '--quiet')).out).toBe('');
});

test.each([
  [['--wait'], 'wait'],
  [['--plan', 'plan.yaml'], 'plan'],
])('check --preview refuses %s', async (options, name) => {
  const { err, exit } = await run(makeFolder(), 'check', '--preview', ...options);
  expect(exit).toBe(2);
  expect(err).toContain(`--preview and --${name} cannot be combined.`);
});
