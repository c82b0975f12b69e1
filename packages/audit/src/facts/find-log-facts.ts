import type { LogFacts } from '@agent-safe/core';
import { findLogEnd } from '../read/find-log-end.ts';
import { readLogFiles } from '../read/log-sizes.ts';
import { readLogStart } from '../statement/log-start.ts';

/**
 * Finds the number of state facts of a log whose end is torn, empty or in a closed file.
 *
 * @throws AgentSafeError ERR_AUDIT_INVALID, ERR_AUDIT_UNAVAILABLE if the log cannot be read or was tampered with
 */
export async function findLogFacts(path: string, id: string | undefined): Promise<LogFacts> {
  const end = await findLogEnd(path, await readLogFiles(path));
  return { id, name: path, count: (end?.head ?? readLogStart(path)).facts ?? 0 };
}
