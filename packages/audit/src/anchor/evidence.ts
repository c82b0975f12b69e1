import { existsSync, readFileSync } from 'node:fs';
import { AgentSafeError, describeCause, type LogCheckpoint, type LogCheckpoints } from '@agent-safe/core';
import { type Checkpoint, openCheckpoint, readUnverified } from '../checkpoint/checkpoint.ts';
import { isRestoreMark } from '../checkpoint/restore-mark.ts';
import { checkpointPath, isProven, readBeside, readRecord } from '../checkpoint/stored-checkpoint.ts';
import type { NoteVerifier } from '../format/note.ts';

/** Where the evidence about a log is kept, besides the log itself. */
export interface LogAnchors {
  /** Returns the keys whose checkpoints are accepted, including retired keys. */
  readonly verifiers?: (() => Promise<readonly NoteVerifier[]>) | undefined;
  /** The state, which keeps the last checkpoint too. */
  readonly checkpoints?: LogCheckpoints | undefined;
  /** For a project without keys: number of events after which the state keeps the last event. Default: the state keeps none. */
  readonly every?: number | undefined;
}

/** A checkpoint that is kept beside a log or in the state. */
export interface Evidence {
  /** Where it is kept: with the cosignatures of witnesses, in the checkpoint file, or in the state. */
  readonly keptIn: 'cosigned' | 'file' | 'state';
  /** Number of events that it covers. */
  readonly size: number;
  /** The signed checkpoint. Undefined in a project without keys. */
  readonly checkpoint: Checkpoint | undefined;
  /** The signed note; null in a project without keys. */
  readonly note: string | null;
  /** The last event that it covers and its place. Undefined if nothing proves which event that is. */
  readonly last: LogCheckpoint | undefined;
  /** Whether a known key signed it, or the state of the project kept it. */
  readonly isTrusted: boolean;
}

/** Names of the checkpoints in messages, by where they are kept. */
export const EVIDENCE_NAMES: Readonly<Record<Evidence['keptIn'], string>> = {
  cosigned: 'the checkpoint that a witness cosigned',
  file: 'the checkpoint beside it',
  state: 'the checkpoint in the state',
};

export interface FoundEvidence {
  readonly evidence: readonly Evidence[];
  /** The checkpoint file that is missing, although the state has a signed checkpoint. */
  readonly missing: string | undefined;
}

/**
 * Reads the evidence about a log besides its own lines: the checkpoint next to it, and the checkpoint in the state.
 *
 * @param path of the log, without links
 * @throws AgentSafeError ERR_AUDIT_INVALID for a checkpoint that no known key signed, or that is malformed
 */
export async function readEvidence(
  path: string,
  verifiers: readonly NoteVerifier[],
  stored: LogCheckpoint | undefined,
): Promise<FoundEvidence> {
  const file = checkpointPath(path);
  const isThere = existsSync(file);
  const evidence: Evidence[] = [];
  if (isThere) evidence.push(readFile(path, file, verifiers));
  if (stored !== undefined) evidence.push(readStored(path, verifiers, stored));
  const missing = !isThere && stored !== undefined && stored.note !== null ? file : undefined;
  return { evidence, missing };
}

function readFile(path: string, file: string, verifiers: readonly NoteVerifier[]): Evidence {
  const note = readNote(file);
  if (isRestoreMark(note)) throw unfinished(path);
  const checkpoint = open(file, note, verifiers);
  const record = readBeside(path);
  // After a crash, the record may be of a larger checkpoint, which the same keys signed.
  const own = record?.note == null ? undefined : tryOpen(record.note, verifiers);
  const isUsable = record !== undefined && own !== undefined && own.size >= checkpoint.size && isProven(record, own);
  const covered = isUsable ? own : checkpoint;
  const last = isUsable ? record : undefined;
  const isTrusted = verifiers.length > 0;
  return { keptIn: 'file', size: covered.size, checkpoint: covered, note: last?.note ?? note, last, isTrusted };
}

function readStored(path: string, verifiers: readonly NoteVerifier[], given: LogCheckpoint): Evidence {
  const where = `the state, about ${path}`;
  const record = readRecord(given);
  if (record === undefined) throw refused(where, 'it is malformed');
  if (record.note === null)
    return { keptIn: 'state', size: record.size, checkpoint: undefined, note: null, last: record, isTrusted: true };
  const checkpoint = open(where, record.note, verifiers);
  if (!isProven(record, checkpoint)) throw refused(where, 'it does not prove its last event');
  return { keptIn: 'state', size: record.size, checkpoint, note: record.note, last: record, isTrusted: true };
}

function readNote(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw refused(file, describeCause(error));
  }
}

/** @throws AgentSafeError ERR_AUDIT_INVALID */
function open(where: string, note: string, verifiers: readonly NoteVerifier[]): Checkpoint {
  const opened = verifiers.length > 0 ? openCheckpoint(note, verifiers) : readUnverified(note);
  if (opened.ok) return opened.checkpoint;
  throw refused(where, opened.reason);
}

function tryOpen(note: string, verifiers: readonly NoteVerifier[]): Checkpoint | undefined {
  const opened = verifiers.length > 0 ? openCheckpoint(note, verifiers) : readUnverified(note);
  return opened.ok ? opened.checkpoint : undefined;
}

function unfinished(path: string): AgentSafeError {
  const summary = `The audit log is being restored from a backup: ${path}. If no restore is running, run the same "agent-safe restore" again.`;
  return new AgentSafeError('ERR_AUDIT_INVALID', summary);
}

function refused(where: string, why: string): AgentSafeError {
  const summary = `The last checkpoint of the audit log is refused: ${where} (${why}). Restore it from a copy, or add the key that signed it.`;
  return new AgentSafeError('ERR_AUDIT_INVALID', summary);
}
