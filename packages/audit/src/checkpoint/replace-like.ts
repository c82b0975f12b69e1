import type { Stats } from 'node:fs';
import { replaceFile } from '@agent-safe/core/node';

/**
 * Replaces the file of a log, or a file beside it. Every user who may use the log may use this file: an administrator may sign a
 * checkpoint or restart the log, too.
 *
 * @param like the log. Without it, only the owner has access
 */
export function replaceLike(file: string, text: string, like: Pick<Stats, 'gid' | 'mode' | 'uid'> | undefined): void {
  replaceFile(file, text, (like?.mode ?? 0o600) & 0o666, like);
}
