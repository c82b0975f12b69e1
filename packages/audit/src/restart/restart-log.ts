import { existsSync, renameSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { AuditReceipt, LogCheckpoints, LogRestartedFields } from '@agent-safe/core';
import { realLogPath, syncFolder } from '@agent-safe/core/node';
import { replaceLike } from '../checkpoint/replace-like.ts';
import { checkpointPath } from '../checkpoint/stored-checkpoint.ts';
import { formatLine, GENESIS_HASH, prepareEvent } from '../format/line.ts';
import type { NoteVerifier } from '../format/note.ts';
import { requireNoArchive } from '../statement/log-start.ts';
import type { LogVerdict } from '../verify/log-verdict.ts';
import { verifyLog } from '../verify/verify.ts';
import { withLogLock } from '../write/log-lock.ts';
import { listFiles, makeArchive } from './archive-files.ts';

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

/**
 * Archives a log with all its files, and begins a new one, whose first event records it. The state forgets the last checkpoint of the
 * old log. After a crash at any moment, processes refuse to write until the log is restarted again.
 *
 * @throws AgentSafeError ERR_AUDIT_INVALID if the log is an archive; ERR_AUDIT_UNAVAILABLE if the files cannot be moved or written
 */
export async function restartLog(given: string, options: RestartOptions): Promise<RestartedLog> {
  const path = realLogPath(given);
  requireNoArchive(path);
  return withLogLock(path, 'restarted', () => restart(path, options));
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
