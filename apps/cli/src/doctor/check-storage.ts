import { accessSync, constants, existsSync, statfsSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { pathToFileURL } from 'node:url';
import { readBackwards, readStateFacts, verifyLog } from '@agent-safe/audit';
import { AgentSafeError, describeCause, type LogFacts } from '@agent-safe/core';
import { loadSqlite } from '@agent-safe/core/node';
import { displayPath } from '@agent-safe/registry';
import { tryVerifiers } from '../commands/audit/log-path.ts';
import { type CheckContext, type CheckResult, fail, ok, warn } from './check-result.ts';

/** `f_type` of statfs(2) on Linux for file systems on other machines, where locks of SQLite and of the log are unsafe. */
const NETWORK_FILE_SYSTEMS: Readonly<Record<number, string>> = {
  26985: 'NFS',
  20859: 'SMB',
  4283649346: 'CIFS',
  4266872130: 'SMB2',
  16914839: '9P',
  12805120: 'Ceph',
  1397113167: 'AFS',
};
/** Larger logs are not verified as a whole: that takes longer than a diagnosis should. */
const MOST_VERIFIED_BYTES = 64 * 1024 * 1024;
const TAIL_LINES = 1_000;
/** Milliseconds. Clocks of machines differ by less. */
const CLOCK_TOLERANCE = 60_000;

/** Whether the state database can be used, and has the facts of the audit log. The file is only read. */
export async function checkState({ settings: { auditLog, state } }: CheckContext): Promise<CheckResult> {
  if (state === undefined) {
    const message = 'The settings name no state, so revocations, limits and approvals end with each process.';
    return warn('state', message, 'Add "state: .agent-safe/state.db" to the settings.');
  }
  const place = checkPlace('state', state);
  if (place !== undefined) return place;
  // `checkAuditLog` reports a log that cannot be read.
  const log = auditLog === undefined ? undefined : await readStateFacts(auditLog.path);
  if (!existsSync(state)) {
    if (log !== undefined && log.count > 0) return refuseLacking(state, 'is missing');
    return ok('state', `${displayPath(state)} is created with the first decision`);
  }
  if (process.platform !== 'win32' && (statSync(state).mode & 0o077) !== 0) {
    return fail('state', `Other users can open ${displayPath(state)}.`, `Run: chmod 600 ${displayPath(state)}`);
  }
  try {
    const problem = findDamage(state);
    if (problem !== undefined)
      return fail('state', `${displayPath(state)} is damaged: ${problem}.`, 'Restore it from a backup.');
    if (log !== undefined && lacksFacts(state, log)) return refuseLacking(state, 'is new, or older than the audit log');
    return ok('state', `${displayPath(state)} is intact and on a local disk`);
  } catch (error) {
    const fix = 'Move the file away if another program made it; otherwise restore it from a backup.';
    return fail('state', `${displayPath(state)} cannot be opened: ${describeCause(error)}.`, fix);
  }
}

function refuseLacking(state: string, what: string): CheckResult {
  const message = `${displayPath(state)} ${what}, so every check is denied: the audit log has recorded revocations, used tickets or approval requests.`;
  return fail('state', message, 'Restore the newest state, or run "agent-safe state rebuild".');
}

function lacksFacts(state: string, { count, id }: LogFacts): boolean {
  // Without an id, the first file of the log is elsewhere, and only the state itself finds its log by name.
  if (count === 0 || id === undefined) return false;
  return readOnly(state, (database) => {
    // A file of zero bytes has no tables, and an older state does not count facts.
    if (database.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'announcements'").get() === undefined) return true;
    const query =
      'SELECT facts + (SELECT coalesce(sum(facts), 0) FROM announcements WHERE log = sequence) AS facts FROM logs WHERE id = ?';
    return Number(database.prepare(query).get(id)?.facts ?? -1) < count;
  });
}

function findDamage(file: string): string | undefined {
  return readOnly(file, (database) => {
    const [row] = database.prepare('PRAGMA quick_check(1)').all();
    const text = String(row?.quick_check ?? 'no answer');
    return text === 'ok' ? undefined : text;
  });
}

/** SQLite creates files beside a database that it opens. Without other users, `immutable` prevents that. */
function readOnly<Result>(file: string, read: (database: DatabaseSync) => Result): Result {
  const { DatabaseSync } = loadSqlite();
  const url = pathToFileURL(file);
  if (existsSync(`${file}-wal`)) url.searchParams.set('mode', 'ro');
  else url.searchParams.set('immutable', '1');
  const database = new DatabaseSync(url, { readOnly: true });
  try {
    return read(database);
  } finally {
    database.close();
  }
}

/** Whether the audit log can be written, and whether its chain is intact. */
export async function checkAuditLog({ settings }: CheckContext): Promise<CheckResult> {
  const { auditLog } = settings;
  if (auditLog === undefined) {
    return warn('audit log', 'Decisions are not recorded.', 'Add "audit_log: audit.jsonl" to the settings.');
  }
  const { path } = auditLog;
  const place = checkPlace('audit log', path);
  if (place !== undefined) return place;
  try {
    const hasCheckpoint = existsSync(`${path}.checkpoint`);
    if (!existsSync(path) && !hasCheckpoint)
      return ok('audit log', `${displayPath(path)} is created with the first decision`);
    if (existsSync(path) && statSync(path).size > MOST_VERIFIED_BYTES) return await checkTail(path);
    // The state is not opened, because opening it creates files beside it.
    const verdict = await verifyLog(path, { verifiers: await tryVerifiers(settings) });
    if (verdict.verdict === 'tampered') {
      const message = `${displayPath(path)} was tampered with at event ${verdict.seq}.`;
      return fail('audit log', message, 'Run "agent-safe audit verify", and keep a copy of the log.');
    }
    if (verdict.verdict === 'torn') {
      const message = `${displayPath(path)} ends in an unfinished write.`;
      return warn('audit log', message, 'No action is needed: the next event closes it.');
    }
    return ok('audit log', `${displayPath(path)} is writable, with ${verdict.events} events in one chain`);
  } catch (error) {
    const message = error instanceof AgentSafeError ? error.message : describeCause(error);
    return fail('audit log', `${displayPath(path)} cannot be read: ${message}`, 'Run "agent-safe audit verify".');
  }
}

async function checkTail(path: string): Promise<CheckResult> {
  let seen = 0;
  for await (const line of readBackwards(path)) {
    if ('damaged' in line && seen > 0) {
      const message = `${displayPath(path)} has a line among the last ${TAIL_LINES} that cannot be read.`;
      return fail('audit log', message, 'Run "agent-safe audit verify".');
    }
    if (++seen >= TAIL_LINES) break;
  }
  return ok('audit log', `${displayPath(path)} is writable, and its last ${seen} lines can be read`);
}

/** Why a file cannot be written where it is; undefined if it can. */
function checkPlace(check: string, file: string): CheckResult | undefined {
  const folder = closestFolder(dirname(file));
  try {
    accessSync(existsSync(file) ? file : folder, constants.W_OK);
    accessSync(folder, constants.W_OK);
  } catch (error) {
    const message = `${displayPath(file)} cannot be written: ${describeCause(error)}.`;
    return fail(check, message, 'Give this user the right to write the file and its folder.');
  }
  const network = process.platform === 'linux' ? NETWORK_FILE_SYSTEMS[statfsSync(folder).type] : undefined;
  if (network === undefined) return undefined;
  const message = `${displayPath(file)} is on a network file system (${network}), where file locks are not reliable.`;
  return fail(check, message, 'Name a file on a local disk in the settings.');
}

function closestFolder(folder: string): string {
  return existsSync(folder) || dirname(folder) === folder ? folder : closestFolder(dirname(folder));
}

/** Whether the clock agrees with the last event of the log: tickets and time windows depend on it. */
export async function checkClock({ now, settings: { auditLog } }: CheckContext): Promise<CheckResult> {
  const shown = new Date(now).toISOString();
  const last = auditLog === undefined ? undefined : await lastTime(auditLog.path);
  const fix = 'Synchronize the clock of this machine, for example with NTP.';
  if (last !== undefined && last - now > CLOCK_TOLERANCE) {
    return fail('clock', `It is ${shown}, but the last event is from ${new Date(last).toISOString()}.`, fix);
  }
  if (now < Date.UTC(2025, 0, 1)) return fail('clock', `It is ${shown}, which is in the past.`, fix);
  return ok('clock', shown);
}

async function lastTime(path: string): Promise<number | undefined> {
  try {
    for await (const line of readBackwards(path)) {
      if (!('event' in line)) continue;
      const { timestamp } = line.event;
      const time = typeof timestamp === 'string' ? Date.parse(timestamp) : Number.NaN;
      return Number.isNaN(time) ? undefined : time;
    }
  } catch {
    // `checkAuditLog` reports the error.
  }
  return undefined;
}
