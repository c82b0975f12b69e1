import { existsSync, mkdirSync, readdirSync, renameSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import {
  AgentSafeError,
  type AuditReceipt,
  describeCause,
  type LogCheckpoints,
  type LogRestartedFields,
} from '@agent-safe/core';
import { FileLock, realLogPath, syncFolder } from '@agent-safe/core/node';
import { replaceLike } from '../checkpoint/replace-like.ts';
import { checkpointPath } from '../checkpoint/stored-checkpoint.ts';
import { formatLine, GENESIS_HASH, prepareEvent } from '../format/line.ts';
import type { NoteVerifier } from '../format/note.ts';
import { listSegments } from '../format/segments.ts';
import { type LogVerdict, verifyLog } from '../verify/verify.ts';

export interface RestartOptions {
  /** The first event of the new log records the reason. */
  readonly reason: string;
  readonly verifiers?: readonly NoteVerifier[];
  /** The state, which keeps the last checkpoint of the log. */
  readonly checkpoints?: LogCheckpoints | undefined;
  /**
   * Number of state facts that the new log begins with. Default: 0. Pass the number of the old log if the state lacks its facts. The state
   * is then refused until it is rebuilt. Otherwise the new log would hide that the state is lost.
   */
  readonly lackingFacts?: number | undefined;
  /** Returns the time in milliseconds since 1970, UTC. Default: the system clock. */
  readonly clock?: () => number;
}

export interface RestartedLog {
  /** Folder with the files of the old log. */
  readonly archive: string;
  /** The first event of the new log. */
  readonly receipt: AuditReceipt;
  readonly fields: LogRestartedFields;
}

const LOCK_TIMEOUT = 60_000;

/**
 * Archives a log with all its files, and begins a new one, whose first event records it. The state forgets the last checkpoint of the
 * old log. After a crash at any moment, processes refuse to write until the log is restarted again.
 *
 * @throws AgentSafeError ERR_AUDIT_UNAVAILABLE if the files cannot be moved or written
 */
export async function restartLog(given: string, options: RestartOptions): Promise<RestartedLog> {
  const path = realLogPath(given);
  const lock = new FileLock(`${path}.lock`);
  try {
    if (!(await lock.acquire(LOCK_TIMEOUT))) throw unavailable(path, `another process holds ${path}.lock`);
    try {
      return await restart(path, options);
    } finally {
      lock.release();
    }
  } catch (error) {
    throw error instanceof AgentSafeError ? error : unavailable(path, describeCause(error));
  } finally {
    lock.close();
  }
}

async function restart(path: string, options: RestartOptions): Promise<RestartedLog> {
  const at = (options.clock ?? Date.now)();
  const before = await describe(path, options);
  const folder = makeArchive(path, at);
  const old = statSync(path, { throwIfNoEntry: false }) ?? statSync(`${path}.lock`);
  const fields: LogRestartedFields = { reason: options.reason, archive: basename(folder), ...before };
  const move = (file: string) => renameSync(file, join(folder, basename(file)));
  const checkpoint = checkpointPath(path);
  for (const file of listFiles(path)) if (file !== checkpoint) move(file);
  syncFolder(folder);
  // Until here, the checkpoint beside the log shows that a log is missing.
  const event = prepareEvent({ event_type: 'log_restarted', fields });
  const { line, ...receipt } = formatLine(event, 1, at, GENESIS_HASH, {
    facts: options.lackingFacts ?? 0,
    writeSeq: 1,
  });
  // The programs that wrote to the old log must be able to write to the new one.
  replaceLike(path, `${line}\n`, old);
  syncFolder(dirname(path));
  if (existsSync(checkpoint)) move(checkpoint);
  syncFolder(folder);
  syncFolder(dirname(path));
  await options.checkpoints?.remove(path);
  return { archive: folder, receipt, fields };
}

/** Describes the log before it is archived. */
async function describe(
  path: string,
  { checkpoints, verifiers = [] }: RestartOptions,
): Promise<Pick<LogRestartedFields, 'entry_hash_before' | 'events' | 'verdict'>> {
  try {
    const verdict: LogVerdict = await verifyLog(path, { verifiers, checkpoints, isLocked: true });
    return { verdict: verdict.verdict, events: verdict.events, entry_hash_before: verdict.entry_hash };
  } catch {
    return { verdict: 'unreadable', events: 0, entry_hash_before: GENESIS_HASH };
  }
}

function makeArchive(path: string, at: number): string {
  const stamp = new Date(at).toISOString().replaceAll(/[-:]|\.\d+/g, '');
  for (let count = 1; ; count += 1) {
    const folder = `${path}.archive-${stamp}${count === 1 ? '' : `-${count}`}`;
    if (existsSync(folder)) continue;
    mkdirSync(folder, { mode: 0o700 });
    return folder;
  }
}

/** Ends of the names of files beside a log. */
const BESIDE = ['.checkpoint', '.tree', '.witnesses'];

/** Returns the files of a log: its parts, its checkpoint, tree and witnesses, and the positions of its destinations. */
function listFiles(path: string): readonly string[] {
  const folder = dirname(path);
  const names = readdirSync(folder);
  const own = names.filter((name) => name === basename(path) || name.startsWith(`${basename(path)}.ship-`));
  const beside = names.filter((name) => BESIDE.some((end) => name === `${basename(path)}${end}`));
  return [
    ...listSegments(path, names).map((segment) => segment.path),
    ...[...own, ...beside].map((name) => join(folder, name)),
  ];
}

function unavailable(path: string, why: string): AgentSafeError {
  const advice = 'Check that this user may write to its folder, and run the command again.';
  return new AgentSafeError('ERR_AUDIT_UNAVAILABLE', `The audit log ${path} cannot be restarted: ${why}. ${advice}`);
}
