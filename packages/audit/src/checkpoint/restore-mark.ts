import { existsSync, readFileSync } from 'node:fs';
import { replaceLike } from './replace-like.ts';
import { checkpointPath } from './stored-checkpoint.ts';

const TITLE = 'agent-safe restore v1\n';

/**
 * Puts a mark in the place of the checkpoint of a log. It is not a checkpoint, so every process refuses to write until the restore is
 * complete.
 */
export function markRestore(path: string, digest: string, like: Parameters<typeof replaceLike>[2]): void {
  replaceLike(checkpointPath(path), `${TITLE}${digest}\n`, like);
}

/** Returns the digest of the backup whose restore was interrupted. */
export function readRestoreMark(path: string): string | undefined {
  const file = checkpointPath(path);
  if (!existsSync(file)) return undefined;
  const text = readFileSync(file, 'utf8');
  return isRestoreMark(text) ? text.slice(TITLE.length, -1) : undefined;
}

export function isRestoreMark(text: string): boolean {
  return text.startsWith(TITLE);
}
