import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, onTestFinished } from 'vitest';

/** The content of files, by relative path. */
export type Files = Readonly<Record<string, string | Uint8Array>>;

/**
 * A temporary folder with these files. It is removed when the test ends. What was registered after it, such as the closing
 * of a database, runs before.
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

/**
 * A temporary folder that all tests of a file share. Call this outside of tests; the folder is made when its path is first
 * asked for, and removed after the last test.
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
