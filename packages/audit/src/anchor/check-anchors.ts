import { AgentSafeError, type LogCheckpoint } from '@agent-safe/core';
import { growTree } from '../checkpoint/build-tree.ts';
import type { Checkpoint } from '../checkpoint/checkpoint.ts';
import { startTree } from '../checkpoint/start-tree.ts';
import { storeBeside, toLogCheckpoint } from '../checkpoint/stored-checkpoint.ts';
import type { NoteVerifier } from '../format/note.ts';
import { readLine } from '../format/read-line.ts';
import { matchArchived, readStatement, type Statement } from '../statement/statement.ts';
import { EVIDENCE_NAMES, type Evidence, type LogAnchors, readEvidence } from './evidence.ts';
import type { ReadPlace } from './read-place.ts';

const NEWLINE = 0x0a;

/**
 * Checks that a log continues its last checkpoints, before a process writes to it. Only the last event that each checkpoint covers is
 * read. The lock of the log must be held.
 *
 * @param path of the log, without links
 * @throws AgentSafeError ERR_AUDIT_UNAVAILABLE if the log or a checkpoint was removed, truncated, replaced or changed
 */
export async function checkAnchors(
  path: string,
  anchors: LogAnchors,
  stored: LogCheckpoint | undefined,
  read: ReadPlace,
): Promise<void> {
  const verifiers = (await anchors.verifiers?.()) ?? [];
  const statement = findStatement(path, verifiers);
  const { evidence, missing } = await find(path, verifiers, stored);
  for (const each of evidence) {
    if (statement !== undefined && each.size <= statement.seq) checkArchived(path, each, statement);
    else await checkOne(path, each, { read, statement });
  }
  if (missing === undefined) return;
  throw unavailable(`The checkpoint beside the audit log is missing: ${missing}. The state has one`);
}

async function find(...given: Parameters<typeof readEvidence>): ReturnType<typeof readEvidence> {
  try {
    return await readEvidence(...given);
  } catch (error) {
    if (!(error instanceof AgentSafeError)) throw error;
    throw new AgentSafeError('ERR_AUDIT_UNAVAILABLE', `${error.message} ${NEW_LOG}`, { cause: error });
  }
}

/** @throws AgentSafeError ERR_AUDIT_UNAVAILABLE if no known key signed the statement, or if it was changed */
function findStatement(path: string, verifiers: readonly NoteVerifier[]): Statement | undefined {
  let reason: string;
  try {
    const opened = readStatement(path, verifiers);
    if (opened.ok) return opened.statement;
    reason = opened.reason;
  } catch (error) {
    if (!(error instanceof AgentSafeError)) throw error;
    throw new AgentSafeError('ERR_AUDIT_UNAVAILABLE', `${error.message} ${NEW_LOG}`, { cause: error });
  }
  throw unavailable(reason);
}

/** Compares a checkpoint of archived events with the statement about them. */
function checkArchived(path: string, { checkpoint, keptIn, last, size }: Evidence, statement: Statement): void {
  const found = matchArchived(statement, { size, root: checkpoint?.root, entryHash: last?.entry_hash });
  if (found === 'same') return;
  const what = found === 'unknown' ? 'does not know' : 'differs from';
  throw unavailable(
    `The audit log was replaced or changed: ${path}. Its archive statement ${what} ${EVIDENCE_NAMES[keptIn]} of ${size} events`,
  );
}

async function checkOne(
  path: string,
  { checkpoint, keptIn, last, note, size }: Evidence,
  { read, statement }: { readonly read: ReadPlace; readonly statement: Statement | undefined },
): Promise<void> {
  if (last === undefined) {
    if (checkpoint !== undefined) await checkWhole(path, checkpoint, note, statement);
    return;
  }
  const bytes = await read(last);
  const by = EVIDENCE_NAMES[keptIn];
  if (bytes === undefined)
    throw unavailable(`The audit log was removed or truncated: ${path}. Event ${size}, which ${by} covers, is missing`);
  if (isEvent(bytes, last)) return;
  throw unavailable(`The audit log was replaced or changed: ${path}. Event ${size} is not the event that ${by} covers`);
}

function isEvent(bytes: Buffer, { entry_hash, length, size }: LogCheckpoint): boolean {
  if (bytes.length !== length || bytes.at(-1) !== NEWLINE) return false;
  const event = readLine(bytes, 0, length - 1);
  return typeof event === 'object' && event.entry_hash === entry_hash && (event.seq ?? size) === size;
}

/** Compares the whole log with a checkpoint of an earlier version, which has no place of its last event, and stores the place. */
async function checkWhole(
  path: string,
  { root, size }: Checkpoint,
  note: string | null,
  statement: Statement | undefined,
): Promise<void> {
  const built = await growTree(path, startTree(statement), { isLocked: true, to: size });
  if (built.tree.size < size)
    throw unavailable(
      `The audit log was removed or truncated: ${path}. The checkpoint beside it covers ${size} events`,
    );
  if (!built.isWhole || !built.tree.root().equals(root))
    throw unavailable(`The audit log was replaced or changed: ${path}. It does not match the checkpoint beside it`);
  try {
    storeBeside(path, toLogCheckpoint(built, note), built);
  } catch {
    // The next process compares the whole log again.
  }
}

const NEW_LOG = 'To begin a new log, run: agent-safe audit restart --reason TEXT.';

function unavailable(summary: string): AgentSafeError {
  const advice = `Run "agent-safe audit verify", and restore the log with its checkpoint from a copy. ${NEW_LOG}`;
  return new AgentSafeError('ERR_AUDIT_UNAVAILABLE', `${summary}. ${advice}`);
}
