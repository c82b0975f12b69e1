import { dirname } from 'node:path';
import type { FileAccess } from '@agent-safe/core/node';
import { listSegments } from '../format/segments.ts';
import type { LogFiles } from './log-files.ts';

/**
 * Returns who may use the newest closed file of a log: the next file gets the same rights, also if a rotation was interrupted.
 *
 * @returns undefined if the newest file is in place, or if the log has no file
 */
export async function findAccess(path: string, files: LogFiles): Promise<FileAccess | undefined> {
  if ((await files.state(path)) !== undefined) return undefined;
  const names = await files.list(dirname(path)).catch(() => []);
  const last = listSegments(path, names).at(-1);
  return last && (await files.state(last.path))?.access;
}
