import { dirname, resolve } from 'node:path';
import type { ArchivedEvents } from '@agent-safe/core';
import type { NoteVerifier } from '../format/note.ts';
import { readUnverifiedStatement, requireStatement } from './statement.ts';

/**
 * Reads the archived events of a log, as far as their statement has them.
 *
 * @param verifiers the keys of the project. Undefined: the program checks no signatures
 * @returns undefined if the log has its first event
 * @throws AgentSafeError ERR_AUDIT_INVALID if no known key signed the statement, or if it was changed
 */
export function readArchived(path: string, verifiers: readonly NoteVerifier[] | undefined): ArchivedEvents | undefined {
  const read = verifiers === undefined ? readUnverifiedStatement(path) : requireStatement(path, verifiers);
  if (read === undefined) return undefined;
  return { until: read.seq, folder: resolve(dirname(path), read.folder), facts: read.facts };
}
