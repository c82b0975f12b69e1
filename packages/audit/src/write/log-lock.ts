import { AgentSafeError, describeCause } from '@agent-safe/core';
import { FileLock } from '@agent-safe/core/node';

const LOCK_TIMEOUT = 60_000;

/**
 * Works while no process records an event. The lock must be held for a short time, because all requests wait.
 *
 * @param path of the log, without links
 * @param verb what cannot be done if the log cannot be locked
 * @throws AgentSafeError ERR_AUDIT_UNAVAILABLE if another process keeps the lock, or if the work fails
 */
export async function withLogLock<Result>(
  path: string,
  verb: 'read' | 'restarted' | 'restored',
  work: () => Promise<Result>,
): Promise<Result> {
  const lock = new FileLock(`${path}.lock`);
  const unavailable = (why: string) => {
    const advice = 'Check that this user may write to its folder, and run the command again.';
    return new AgentSafeError('ERR_AUDIT_UNAVAILABLE', `The audit log ${path} cannot be ${verb}: ${why}. ${advice}`);
  };
  try {
    if (!(await lock.acquire(LOCK_TIMEOUT))) throw unavailable(`another process holds ${path}.lock`);
    try {
      return await work();
    } finally {
      lock.release();
    }
  } catch (error) {
    throw error instanceof AgentSafeError ? error : unavailable(describeCause(error));
  } finally {
    lock.close();
  }
}
