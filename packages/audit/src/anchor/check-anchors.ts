import { AgentSafeError, type LogCheckpoint } from '@agent-safe/core';
import { EMPTY_TREE, growTree } from '../checkpoint/build-tree.ts';
import type { Checkpoint } from '../checkpoint/checkpoint.ts';
import { storeBeside, toLogCheckpoint } from '../checkpoint/stored-checkpoint.ts';
import { readLine } from '../format/read-line.ts';
import { type Evidence, type LogAnchors, readEvidence } from './evidence.ts';
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
  const { evidence, missing } = await find(path, verifiers, stored);
  for (const each of evidence) await checkOne(path, each, read);
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

async function checkOne(
  path: string,
  { checkpoint, keptIn, last, note, size }: Evidence,
  read: ReadPlace,
): Promise<void> {
  if (last === undefined) {
    if (checkpoint !== undefined) await checkWhole(path, checkpoint, note);
    return;
  }
  const bytes = await read(last);
  const by = keptIn === 'file' ? 'the checkpoint beside it' : 'the checkpoint in the state';
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
async function checkWhole(path: string, { root, size }: Checkpoint, note: string | null): Promise<void> {
  const built = await growTree(path, EMPTY_TREE, { isLocked: true, to: size });
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
