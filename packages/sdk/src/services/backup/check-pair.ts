import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type LogVerdict, type NoteVerifier, openAuditLog, restoredPath, verifyLog } from '@agent-safe/audit';
import type { LogCheckpoint, LogFacts, Refused } from '@agent-safe/core';
import { checkStateFile, openStateDatabase, type StateDatabase } from '@agent-safe/store-sqlite';

export type CheckedState =
  | { readonly ok: true; readonly id: string }
  | Refused<'state_ahead' | 'state_damaged' | 'state_outdated'>;

/**
 * Checks that a copy of a state is whole, and that it belongs to a log at the same moment: it has every fact of the log, and no fact
 * that the log lacks.
 */
export async function checkPair(statePath: string, logPath: string): Promise<CheckedState> {
  const checked = checkStateFile(statePath);
  if (!checked.ok) return checked;
  const state = openStateDatabase(statePath, { create: false });
  try {
    return await compare(state, await readFacts(logPath));
  } finally {
    state.close();
  }
}

/** Returns the last checkpoint of a log in a copy of its state. @param key path of the log relative to the original state */
export async function readStoredCheckpoint(statePath: string, key: string): Promise<LogCheckpoint | undefined> {
  const state = openStateDatabase(statePath, { create: false });
  try {
    return await state.logCheckpoints.get(join(dirname(statePath), key));
  } finally {
    state.close();
  }
}

/** Verifies a log whose lock is held, or a copy of a log, also against the checkpoint that its state has stored. */
export function verifyAgainst(
  log: string,
  stored: LogCheckpoint | undefined,
  verifiers: readonly NoteVerifier[],
): Promise<LogVerdict> {
  const checkpoints = { get: async () => stored, put: async () => undefined, remove: async () => undefined };
  return verifyLog(log, { verifiers, checkpoints, isLocked: true });
}

/** Returns the number of events of a verified log, including archived ones. */
export function countEvents({ archived, events }: LogVerdict): number {
  return events + (archived?.until ?? 0);
}

/**
 * Lets a copy of a state know a log, so that it can be refused as outdated. The state of a log without facts may not know it.
 *
 * @param statePath path of the copy. A missing file is created
 * @param name path that the log will have
 */
export async function introduceLog(statePath: string, logPath: string, name: string): Promise<void> {
  const { id } = await readFacts(logPath);
  const state = openStateDatabase(statePath);
  try {
    // A log without events has no id, and nothing to forget.
    if (id !== undefined && id !== '') await state.facts.know({ id, name });
  } finally {
    state.close();
  }
}

/** Whether the log was restored from an archive, which may lack the last events and their facts. */
export function isFromArchive(log: string): boolean {
  return existsSync(restoredPath(log));
}

async function readFacts(path: string): Promise<LogFacts> {
  const log = openAuditLog(path);
  try {
    return (await log.stateFacts?.()) ?? { id: '', name: path, count: 0 };
  } finally {
    await log.close();
  }
}

async function compare({ facts }: StateDatabase, log: LogFacts): Promise<CheckedState> {
  const known = await facts.read(log);
  if (known === undefined || (known.facts === undefined && log.count === 0))
    return { ok: true, id: known?.state ?? '' };
  const applied = known.facts ?? -1;
  if (applied > log.count) {
    const reason = `The state is newer than the audit log: it has ${applied} facts, and the log has ${log.count}. Use a state and a log of one backup.`;
    return { ok: false, code: 'state_ahead', reason };
  }
  if (applied >= 0 && applied + known.announced >= log.count) return { ok: true, id: known.state };
  const reason =
    'The state is older than the audit log, or belongs to another log. Run "agent-safe state rebuild" before a backup, and restore a state with the log of the same backup.';
  return { ok: false, code: 'state_outdated', reason };
}
