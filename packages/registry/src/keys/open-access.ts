import { realpathSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { findOpenFolder } from '@agent-safe/core/node';
import { displayPath } from '../yaml/paths.ts';

/** Why other users could replace a file, and how to prevent it. */
export interface OpenAccess {
  readonly why: string;
  readonly fix: string;
}

/**
 * Returns how other users could replace a trusted file; undefined if they cannot. Behind a link, the folder of the real file
 * counts too.
 *
 * @throws errors of `node:fs` if the file cannot be found
 */
export function findOpenAccess(file: string): OpenAccess | undefined {
  const { uid } = statSync(file);
  for (const folder of new Set([dirname(file), dirname(realpathSync(file))])) {
    const open = findOpenFolder(folder);
    if (open === undefined) continue;
    const fix = `Run: chmod o-w ${displayPath(folder)}`;
    if (!open.isSticky) return { why: `every user can write its folder (mode ${open.mode}).`, fix };
    // In a pod, the folder of a Secret is sticky and belongs to root, so no other user can replace the file. But after the
    // file was deleted, any user could create another one.
    if (uid !== 0 && uid !== process.getuid?.()) {
      return { why: `every user can write its folder (mode ${open.mode}), and another user owns the file.`, fix };
    }
  }
  return undefined;
}
