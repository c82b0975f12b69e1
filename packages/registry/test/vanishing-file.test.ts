import { unlinkSync } from 'node:fs';
import { join } from 'node:path';
import { makeFolder } from '@agent-safe/testkit/folders';
import { expect, test, vi } from 'vitest';
import { readProject } from '../src/index.ts';
import { listYaml } from '../src/yaml/list-files.ts';

const RULES = 'rules:\n  - name: r\n    match: {}\n    decision: deny\n    reason: Because\n';

/** A file that another process removes between the listing and the reading. */
vi.mock(import('../src/yaml/list-files.ts'), async (original) => {
  const module = await original();
  return { ...module, listYaml: vi.fn(module.listYaml) };
});

test('T39 a file that is removed while the folder is read is named', async () => {
  const folder = makeFolder({ 'p.yaml': RULES, 'q.yaml': RULES.replace('name: r', 'name: q') });
  const { listYaml: list } =
    await vi.importActual<typeof import('../src/yaml/list-files.ts')>('../src/yaml/list-files.ts');
  vi.mocked(listYaml).mockImplementationOnce((path) => {
    const listing = list(path);
    unlinkSync(join(folder, 'q.yaml'));
    return listing;
  });
  const { diagnostics } = readProject({ policies: folder });
  expect(diagnostics).toEqual([
    {
      severity: 'error',
      code: 'file_unreadable',
      message: '"q.yaml" was removed while the folder was read.',
      fix: 'Run the command again.',
      file: join(folder, 'q.yaml'),
    },
  ]);
});
