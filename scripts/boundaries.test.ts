import { cpSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { makeFolder } from '../packages/testkit/src/folders.ts';
import { findViolations, workspacePackages } from './boundaries.ts';
import { findFileLoops, findFolderLoops } from './import-loops.ts';

const root = fileURLToPath(new URL('..', import.meta.url));

test('all dependencies and imports match the table', () => {
  expect(findViolations(root)).toEqual([]);
});

test.each<[string, Record<string, string>, string]>([
  [
    'a dependency outside the table',
    { 'packages/pdp/package.json': '{"name":"@agent-safe/pdp","dependencies":{"@agent-safe/registry":"1"}}' },
    '@agent-safe/pdp may not depend on @agent-safe/registry',
  ],
  [
    'a package outside the table',
    { 'packages/pdp/package.json': '{"name":"@agent-safe/other"}' },
    '@agent-safe/other is missing in the table',
  ],
  [
    'an undeclared import',
    { 'packages/pdp/src/a.ts': "import { parse } from 'yaml';\n" },
    'imports yaml, which its package.json does not declare',
  ],
  [
    'an import of a test dependency in code',
    { 'packages/pdp/src/a.ts': "export { test } from 'vitest';\n" },
    'imports vitest',
  ],
  [
    'an undeclared lazy import',
    { 'packages/pdp/src/a.ts': "await import('@agent-safe/sdk');\n" },
    'imports @agent-safe/sdk',
  ],
  [
    'an import that an executor may not use',
    { 'packages/executor-k8s/src/a.ts': "export { Runner } from '@agent-safe/runner';\n" },
    'may import only @agent-safe/runner/executor-kit',
  ],
  [
    'a path into another package',
    { 'packages/pdp/src/a.ts': "import '../../core/src/index.ts';\n" },
    'reaches into another package',
  ],
  [
    'a loop of type imports',
    {
      'packages/pdp/src/a.ts': "import type { B } from './b.ts';\nexport type A = B;\n",
      'packages/pdp/src/b.ts': "import type { A } from './a.ts';\nexport type B = A;\n",
    },
    'loop of imports: packages/pdp/src/a.ts → packages/pdp/src/b.ts → packages/pdp/src/a.ts.',
  ],
])('%s is found', (_, files, message) => {
  const folder = makeFolder(files);
  for (const { folder: name } of workspacePackages(root)) {
    mkdirSync(join(folder, name), { recursive: true });
    if (files[`${name}/package.json`] === undefined)
      cpSync(join(root, name, 'package.json'), join(folder, name, 'package.json'));
  }
  expect(findViolations(folder).join('\n')).toContain(message);
});

test.each<[string, Record<string, string>, readonly string[]]>([
  ['a file that imports itself', { 'scripts/a.ts': "import './a.ts';\n" }, ['scripts/a.ts → scripts/a.ts']],
  [
    'a loop through every form of import',
    {
      'packages/pdp/src/a.ts': "export {\n  b,\n} from './b.ts';\n",
      'packages/pdp/src/b.ts': "export const b = () => import(\n  './c.ts'\n);\n",
      'packages/pdp/src/c.ts': "export type C = import('./d.ts').D;\n",
      'packages/pdp/src/d.ts': "import '../bench/e.ts';\n",
      'packages/pdp/bench/e.ts': "import type { a } from '../src/a.ts';\n",
    },
    [
      'packages/pdp/bench/e.ts → packages/pdp/src/a.ts → packages/pdp/src/b.ts → packages/pdp/src/c.ts → packages/pdp/src/d.ts → packages/pdp/bench/e.ts',
    ],
  ],
  [
    'a loop through another package',
    {
      'packages/a/package.json': '{"name":"@agent-safe/a","exports":{".":{"@agent-safe/source":"./src/index.ts"}}}',
      'packages/a/src/index.ts': "export { run } from './run.ts';\n",
      'packages/a/src/run.ts': "import { b } from '@agent-safe/b/deep';\n",
      'packages/b/package.json':
        '{"name":"@agent-safe/b","exports":{"./deep":{"@agent-safe/source":"./src/deep/index.ts"},"./package.json":"./package.json"}}',
      'packages/b/src/deep/index.ts': "import type { run } from '@agent-safe/a';\n",
    },
    ['packages/a/src/index.ts → packages/a/src/run.ts → packages/b/src/deep/index.ts → packages/a/src/index.ts'],
  ],
  [
    'two loops through one file',
    {
      'examples/x/src/a.ts': "import './b.ts';\nimport './c.ts';\n",
      'examples/x/src/b.ts': "import './a.ts';\n",
      'examples/x/src/c.ts': "import './a.ts';\n",
    },
    [
      'examples/x/src/a.ts → examples/x/src/b.ts → examples/x/src/a.ts',
      'examples/x/src/a.ts → examples/x/src/c.ts → examples/x/src/a.ts',
    ],
  ],
  [
    'no loop if a comment names a file or two paths lead to it',
    {
      'scripts/a.ts': "import './b.ts';\nimport './c.ts';\n",
      'scripts/b.ts': "/**\n * import './a.ts';\n */\nimport './c.ts';\n",
      'scripts/c.ts': "// import './a.ts';\n",
    },
    [],
  ],
])('between files: %s', (_, files, loops) => {
  expect(findFileLoops(makeFolder(files)).map((line) => /^loop of imports: (.*)\. Move/.exec(line)?.[1])).toEqual(
    loops,
  );
});

test.each<[string, Record<string, string>, readonly string[]]>([
  [
    'two folders, with an example of each import',
    {
      'packages/pdp/src/read/a.ts': "import type { B } from '../write/b.ts';\n",
      'packages/pdp/src/write/b.ts': "import './c.ts';\n",
      'packages/pdp/src/write/c.ts': "import { d } from '../read/d.ts';\n",
      'packages/pdp/src/read/d.ts': 'export const d = 1;\n',
    },
    [
      [
        'loop of imports between folders: packages/pdp/src/read → packages/pdp/src/write → packages/pdp/src/read',
        '  packages/pdp/src/read/a.ts imports packages/pdp/src/write/b.ts',
        '  packages/pdp/src/write/c.ts imports packages/pdp/src/read/d.ts',
      ].join('\n'),
    ],
  ],
  [
    'a folder that imports from src',
    {
      'apps/cli/src/main.ts': "import './commands/check.ts';\n",
      'apps/cli/src/commands/check.ts': "import '../style.ts';\n",
      'apps/cli/src/style.ts': '',
    },
    [
      [
        'loop of imports between folders: apps/cli/src → apps/cli/src/commands → apps/cli/src',
        '  apps/cli/src/main.ts imports apps/cli/src/commands/check.ts',
        '  apps/cli/src/commands/check.ts imports apps/cli/src/style.ts',
      ].join('\n'),
    ],
  ],
  [
    'no loop if only a test imports backwards',
    {
      'packages/pdp/src/index.ts': "export * from './read/a.ts';\n",
      'packages/pdp/src/read/a.ts': "import '../write/b.ts';\n",
      'packages/pdp/src/write/b.ts': '',
      'packages/pdp/src/write/b.test.ts': "import '../index.ts';\n",
      'packages/pdp/test/c.ts': "import '../src/index.ts';\n",
    },
    [],
  ],
])('between folders: %s', (_, files, loops) => {
  expect(findFolderLoops(makeFolder(files))).toEqual(loops);
});
