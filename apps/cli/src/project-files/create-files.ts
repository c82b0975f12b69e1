import { linkSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { AgentSafeError, describeCause } from '@agent-safe/core';
import { makeFolders } from '@agent-safe/core/node';

export interface NewFile {
  /** Absolute. */
  readonly path: string;
  readonly content: string;
}

/**
 * Creates all files or none, each whole, and overwrites nothing: a hard link fails if its name exists, even if the name appeared
 * a moment ago.
 *
 * @throws AgentSafeError ERR_REGISTRY_INVALID if a file cannot be created: then those before it are removed again
 */
export function createFiles(files: readonly NewFile[]): void {
  const temporary: string[] = [];
  const created: string[] = [];
  try {
    for (const { content, path } of files) {
      makeFolders(dirname(path), 0o777);
      // The registry reads no file whose name begins with a dot and ends like this.
      const beside = join(dirname(path), `.${basename(path)}.${process.pid}.new`);
      temporary.push(beside);
      writeFileSync(beside, content, { flag: 'wx' });
    }
    for (const [index, { path }] of files.entries()) {
      linkSync(temporary[index] ?? '', path);
      created.push(path);
    }
  } catch (error) {
    for (const path of created) rmSync(path, { force: true });
    const failed = files[created.length]?.path ?? '';
    throw new AgentSafeError(
      'ERR_REGISTRY_INVALID',
      `The file cannot be created: ${failed} (${describeCause(error)}). Nothing was added.`,
    );
  } finally {
    for (const path of temporary) rmSync(path, { force: true });
  }
}
