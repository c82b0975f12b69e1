import { existsSync } from 'node:fs';
import { AgentSafeError, type LogCheckpoint } from '@agent-safe/core';
import { realLogPath } from '@agent-safe/core/node';
import { requireNoArchive, startPath } from '../statement/log-start.ts';
import type { LogAnchors } from './evidence.ts';
import type { ReadPlace } from './read-place.ts';

/**
 * Returns the check of a log before a process writes to it. Without a checkpoint or an archive statement beside the log, or a checkpoint
 * in the state, it loads no code.
 *
 * @param given path of the log
 * @returns a function that resolves to whether everything was checked. If not, it must be called again before the next event
 */
export function checkStart(given: string, anchors: LogAnchors): (read: ReadPlace) => Promise<boolean> {
  const path = realLogPath(given);
  return async (read) => {
    requireNoArchive(path);
    const { isKnown, stored } = await ask(path, anchors);
    if (stored !== undefined || existsSync(`${path}.checkpoint`) || existsSync(startPath(path))) {
      const { checkAnchors } = await import('./check-anchors.ts');
      await checkAnchors(path, anchors, stored, read);
    }
    return isKnown;
  };
}

/** Asks the state. While it cannot answer, requests are denied for that reason, and the denials are recorded. */
async function ask(
  path: string,
  { checkpoints }: LogAnchors,
): Promise<{ readonly isKnown: boolean; readonly stored: LogCheckpoint | undefined }> {
  try {
    return { isKnown: true, stored: await checkpoints?.get(path) };
  } catch (error) {
    if (error instanceof AgentSafeError && error.code === 'ERR_STORE_UNAVAILABLE')
      return { isKnown: false, stored: undefined };
    throw error;
  }
}
