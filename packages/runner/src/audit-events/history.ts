import { type LogLine, logExists, readBackwards } from '@agent-safe/audit';
import { FileLock } from '@agent-safe/audit/append';
import { AgentSafeError } from '@agent-safe/core';
import type { RunHistory } from '../run/run-history.ts';

/** Milliseconds to wait for another process. */
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
