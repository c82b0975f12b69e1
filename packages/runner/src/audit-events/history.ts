import { type LogLine, logExists, readBackwards } from '@agent-safe/audit';
import { FileLock } from '@agent-safe/audit/append';
import { AgentSafeError } from '@agent-safe/core';

/** The log as a runner reads it: what happened so far, and who may draw conclusions from it. */
export interface RunHistory {
  /** The last first; nothing where nothing was recorded yet. */
  readBackwards(): AsyncIterable<LogLine>;
  /**
   * Does something while nobody else does, in any process that has this log. Who dies meanwhile holds nobody up.
   *
   * @returns undefined where somebody else is at it
   */
  exclusively<Result>(work: () => Promise<Result>): Promise<Result | undefined>;
}

/** Milliseconds to wait for whoever is at it. */
const PATIENCE = 2_000;

/**
 * The history of a log in a file of this machine.
 *
 * @param path of the log
 */
export function openRunHistory(path: string): RunHistory {
  return {
    readBackwards: () => readIfThere(path),
    exclusively: async (work) => {
      const lock = new FileLock(`${path}.reconcile.lock`);
      try {
        if (!(await acquire(lock, path))) return undefined;
        try {
          return await work();
        } finally {
          lock.release();
        }
      } finally {
        lock.close();
      }
    },
  };
}

async function* readIfThere(path: string): AsyncGenerator<LogLine, void, undefined> {
  if (await logExists(path)) yield* readBackwards(path);
}

async function acquire(lock: FileLock, path: string): Promise<boolean> {
  try {
    return await lock.acquire(PATIENCE);
  } catch (error) {
    throw new AgentSafeError('ERR_AUDIT_UNAVAILABLE', `The audit log ${path} cannot be locked.`, { cause: error });
  }
}
