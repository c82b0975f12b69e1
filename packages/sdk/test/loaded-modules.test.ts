import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { makeFolder } from '@agent-safe/testkit/folders';
import { expect, test } from 'vitest';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const recorder = pathToFileURL(join(root, 'scripts/record-modules.ts')).href;
const sdk = pathToFileURL(join(root, 'packages/sdk/src/index.ts')).href;

test('an import of the SDK loads neither the code of backups nor the whole audit log', () => {
  const record = join(makeFolder(), 'modules.json');
  const { status, stderr } = spawnSync(
    process.execPath,
    ['--conditions=@agent-safe/source', '--import', recorder, '--input-type=module', '--eval', `import '${sdk}';`],
    { encoding: 'utf8', env: { ...process.env, RECORD_MODULES: record } },
  );
  expect([status, stderr]).toEqual([0, '']);
  const loaded = JSON.parse(readFileSync(record, 'utf8')) as readonly string[];
  expect(loaded.length).toBeGreaterThan(10);
  expect(
    loaded.filter((file) => /[\\/](?:sdk[\\/]src[\\/]services[\\/]backup[\\/]|audit[\\/]src[\\/]index\.ts)/.test(file)),
  ).toEqual([]);
});
