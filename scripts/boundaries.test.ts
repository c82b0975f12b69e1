import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { findViolations, workspacePackages } from './boundaries.ts';

const root = fileURLToPath(new URL('..', import.meta.url));

test('every arrow points as the table says', () => {
  expect(findViolations(root)).toEqual([]);
});

test.each<[string, Record<string, string>, string]>([
  [
    'a dependency that is not in the table',
    { 'packages/pdp/package.json': '{"name":"@agent-safe/pdp","dependencies":{"@agent-safe/registry":"1"}}' },
    '@agent-safe/pdp may not depend on @agent-safe/registry',
  ],
  [
    'a package that is not in the table',
    { 'packages/pdp/package.json': '{"name":"@agent-safe/other"}' },
    '@agent-safe/other is not in the table',
  ],
  [
    'an import that is not declared',
    { 'packages/pdp/src/a.ts': "import { parse } from 'yaml';\n" },
    'imports yaml, which its package.json does not declare',
  ],
  [
    'an import of a test’s dependency in code',
    { 'packages/pdp/src/a.ts': "export { test } from 'vitest';\n" },
    'imports vitest',
  ],
  [
    'a lazy import that is not declared',
    { 'packages/pdp/src/a.ts': "await import('@agent-safe/sdk');\n" },
    'imports @agent-safe/sdk',
  ],
  [
    'an import of more than an executor may use',
    { 'packages/executor-k8s/src/a.ts': "export { Runner } from '@agent-safe/runner';\n" },
    'may import @agent-safe/runner/executor-kit alone',
  ],
  [
    'a path into another package',
    { 'packages/pdp/src/a.ts': "import '../../core/src/index.ts';\n" },
    'reaches into another package',
  ],
])('%s is found', (_, files, message) => {
  const folder = mkdtempSync(join(tmpdir(), 'agent-safe-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  for (const { folder: name } of workspacePackages(root)) {
    mkdirSync(join(folder, name), { recursive: true });
    cpSync(join(root, name, 'package.json'), join(folder, name, 'package.json'));
  }
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
  expect(findViolations(folder).join('\n')).toContain(message);
});
