import { AgentSafeError, type ArchivedEvents } from '@agent-safe/core';
import type { NoteVerifier } from '../format/note.ts';
import { readLogStart } from './log-start.ts';
import { readStatement, readUnverifiedStatement } from './statement.ts';

/**
 * Reads the archived events of a log, as far as their statement has them.
 *
 * @param verifiers the keys of the project. Undefined: the program checks no signatures
 * @returns undefined if the log has its first event
 * @throws AgentSafeError ERR_AUDIT_INVALID if no known key signed the statement, or if it was changed
 */
export function readArchived(path: string, verifiers: readonly NoteVerifier[] | undefined): ArchivedEvents | undefined {
  const { folder = '' } = readLogStart(path);
  if (verifiers === undefined) {
    const found = readUnverifiedStatement(path);
    return found && { until: found.seq, folder, facts: found.facts };
  }
  const opened = readStatement(path, verifiers);
  if (!opened.ok) throw new AgentSafeError('ERR_AUDIT_INVALID', `${opened.reason}.`);
  return opened.statement && { until: opened.statement.seq, folder, facts: opened.statement.facts };
}
