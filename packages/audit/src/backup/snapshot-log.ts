import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { AgentSafeError } from '@agent-safe/core';
import { copyFile, realLogPath } from '@agent-safe/core/node';
import { listSegments, segmentPath } from '../format/segments.ts';
import { openLogFile, presentFiles, readLogFiles, type SizedFile } from '../read/log-sizes.ts';
import { BESIDE } from '../restart/archive-files.ts';
import { withLogLock } from '../write/log-lock.ts';

/** Name of the newest file of a log in a backup. The other files are named after it. */
export const BACKUP_LOG = 'audit.jsonl';

/** A log at one moment. Other processes continue to write to it. */
interface LogSnapshot {
  readonly path: string;
  readonly files: readonly SizedFile[];
  readonly beside: readonly { readonly suffix: string; readonly content: Buffer; readonly mode: number }[];
}

/**
 * Measures a log between two writes.
 *
 * @param before called under the lock of the log. No event is recorded meanwhile, so what it reads belongs to the same moment
 * @throws AgentSafeError ERR_AUDIT_INVALID, ERR_AUDIT_UNAVAILABLE if there is no log, or if it cannot be locked or read
 */
export async function snapshotLog(given: string, before: () => void): Promise<LogSnapshot> {
  const path = realLogPath(given);
  requireLog(path);
  return withLogLock(path, 'read', async () => {
    before();
    // The state knows a checkpoint only after it is beside the log, and a checkpoint covers only recorded events.
    const beside = BESIDE.filter((suffix) => existsSync(`${path}${suffix}`)).map((suffix) => ({
      suffix,
      content: readFileSync(`${path}${suffix}`),
      mode: modeOf(`${path}${suffix}`),
    }));
    return { path, beside, files: presentFiles(await readLogFiles(path, true)) };
  });
}

/** Writes a snapshot to files in an empty folder. @returns their names */
export async function copyLog({ beside, files, path }: LogSnapshot, folder: string): Promise<readonly string[]> {
  const names: string[] = [];
  const newest = join(folder, BACKUP_LOG);
  for (const [index, file] of files.entries()) {
    const target = index === files.length - 1 ? newest : segmentPath(newest, file.firstSeq);
    const source = await openLogFile(path, file);
    try {
      await copyFile(source, target, file.size, (await source.stat()).mode & 0o777);
    } finally {
      await source.close();
    }
    names.push(basename(target));
  }
  for (const { content, mode, suffix } of beside) {
    writeFileSync(`${newest}${suffix}`, content, { flag: 'wx', mode, flush: true });
    names.push(`${BACKUP_LOG}${suffix}`);
  }
  return names;
}

function modeOf(path: string): number {
  return statSync(path).mode & 0o777;
}

function requireLog(path: string): void {
  const folder = dirname(path);
  const names = existsSync(folder) ? readdirSync(folder) : [];
  if (names.includes(basename(path)) || listSegments(path, names).length > 0) return;
  throw new AgentSafeError(
    'ERR_AUDIT_INVALID',
    `There is no audit log at ${path}. Check "audit_log" in agent-safe.yaml.`,
  );
}
