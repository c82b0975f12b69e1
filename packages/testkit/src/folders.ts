import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, onTestFinished } from 'vitest';

/** Contents of files, by relative path. */
export type Files = Readonly<Record<string, string | Uint8Array>>;

/** Creates a temporary folder with these files. The folder is removed when the test ends, after the cleanup functions that the
 * test registered later, such as closing a database.
 *
 * @example
 * import { test } from 'vitest';
 * test('a configuration is found', () => {
 *   const folder = makeFolder({ 'agent-safe.yaml': 'strict: true' });
 * });
 */
export function makeFolder(files: Files = {}): string {
  const folder = make();
  onTestFinished(() => remove(folder));
  writeFiles(folder, files);
  return folder;
}

/** Creates a temporary folder for all tests of a file. Call it outside a test. The folder is created when its path is first
 * requested, and removed after the last test.
 */
export function shareFolder(): () => string {
  let folder: string | undefined;
  afterAll(() => {
    if (folder !== undefined) remove(folder);
  });
  return () => {
    folder ??= make();
    return folder;
  };
}

function writeFiles(folder: string, files: Files): void {
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
}

function make(): string {
  return mkdtempSync(join(tmpdir(), 'agent-safe-'));
}

function remove(folder: string): void {
  rmSync(folder, { recursive: true, force: true });
}
