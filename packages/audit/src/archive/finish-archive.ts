import { existsSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { AgentSafeError, parseJson } from '@agent-safe/core';
import { FileLock, syncFolder } from '@agent-safe/core/node';
import { replaceLike } from '../checkpoint/replace-like.ts';
import type { NoteVerifier } from '../format/note.ts';
import { listSegments } from '../format/segments.ts';
import { readBackwards } from '../read/read-events.ts';
import { endPath, readLogStart, startPath } from '../statement/log-start.ts';
import { readStatementFile, type Statement } from '../statement/statement.ts';
import type { AuditLog } from '../write/audit-log.ts';
import { digestFile, journalPath } from './archive-files.ts';

const LOCK_TIMEOUT = 60_000;

/**
 * Finishes an archive that was interrupted after its folder was complete.
 *
 * @returns whether there was one
 */
export async function finishInterrupted(
  path: string,
  log: AuditLog,
  verifiers: readonly NoteVerifier[],
): Promise<boolean> {
  const journal = journalPath(path);
  if (!existsSync(journal)) return false;
  const folder = readFolder(journal);
  const opened = folder === undefined ? undefined : readStatementFile(endPath(join(folder, basename(path))), verifiers);
  // Without a complete folder, the log is unchanged, and there is nothing to finish.
  const isThere = folder !== undefined && opened?.ok === true && opened.statement !== undefined;
  if (isThere && opened.statement.seq >= readLogStart(path).seq) {
    await checkFiles(path, folder, opened.statement);
    if (!(await isRecorded(path, opened.statement))) await record(log, opened.statement);
    await putInPlace(path, folder, opened.statement);
  }
  rmSync(journal, { force: true });
  return isThere;
}

/** Records an archive. The event is durable before the log begins later. */
export async function record(log: AuditLog, statement: Statement): Promise<void> {
  const { digest, entry_hash, files, folder, seq } = statement;
  await log.append([
    {
      event_type: 'log_archived',
      fields: { until: seq, entry_hash_until: entry_hash, archive: folder, files: files.length, statement: digest },
    },
  ]);
}

/**
 * Lets the log begin after the archived events, and removes their files from it. The statement is the moment of the change: files of
 * archived events do not count from then on. All calls before and after it can be repeated.
 */
export async function putInPlace(
  path: string,
  folder: string,
  statement: Statement,
  onStep: (step: string) => void = () => undefined,
): Promise<void> {
  const lock = new FileLock(`${path}.lock`);
  try {
    if (!(await lock.acquire(LOCK_TIMEOUT))) throw unavailable(path, `another process holds ${path}.lock`);
    try {
      const like = statSync(path, { throwIfNoEntry: false });
      if (readLogStart(path).seq < statement.seq) {
        refuseGap(path, statement);
        onStep('statement');
        replaceLike(startPath(path), statement.note, like);
        syncFolder(dirname(path));
      }
      onStep('remove');
      for (const { bytes, name } of statement.files) {
        const isArchived = statSync(join(folder, name), { throwIfNoEntry: false })?.size === bytes;
        if (isArchived) rmSync(join(dirname(path), name), { force: true });
        onStep('removed');
      }
      syncFolder(dirname(path));
    } finally {
      lock.release();
    }
  } finally {
    lock.close();
  }
}

/** The rest of the log must begin with the event after the archived ones. */
function refuseGap(path: string, { seq }: Statement): void {
  const [rest] = listSegments(path, readdirSync(dirname(path)), seq);
  if (rest !== undefined ? rest.firstSeq === seq + 1 : existsSync(path)) return;
  throw unavailable(path, `no file begins with event ${seq + 1}`);
}

/** Compares the files that are to be removed with the statement, because anyone who can write the folder can name an archive. */
async function checkFiles(path: string, folder: string, { files, log }: Statement): Promise<void> {
  for (const { name, sha256 } of files) {
    const [archived, own] = [join(folder, name), join(dirname(path), name)];
    for (const file of existsSync(own) ? [archived, own] : [archived]) {
      if (existsSync(file) && (await digestFile(file)) === sha256) continue;
      throw unavailable(path, `${file} differs from the archive statement of the log ${log}`);
    }
  }
}

async function isRecorded(path: string, { digest }: Statement): Promise<boolean> {
  for await (const line of readBackwards(path)) {
    if ('event' in line && line.event.event_type === 'log_archived' && line.event.statement === digest) return true;
  }
  return false;
}

function readFolder(journal: string): string | undefined {
  try {
    const { folder } = parseJson(readFileSync(journal, 'utf8'), journal) as { readonly folder?: unknown };
    return typeof folder === 'string' ? folder : undefined;
  } catch {
    return undefined;
  }
}

function unavailable(path: string, why: string): AgentSafeError {
  const advice = 'Run "agent-safe audit verify", and run the command again.';
  return new AgentSafeError('ERR_AUDIT_UNAVAILABLE', `The archive of ${path} cannot be finished: ${why}. ${advice}`);
}
