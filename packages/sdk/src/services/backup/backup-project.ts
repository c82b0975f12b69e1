import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import {
  BACKUP_LOG,
  BACKUP_MANIFEST,
  BACKUP_STATE,
  type BackupFile,
  type BackupManifest,
  copyLog,
  type LogVerdict,
  snapshotLog,
  writeManifest,
} from '@agent-safe/audit';
import { readStateFacts } from '@agent-safe/audit/append';
import { AgentSafeError, describeCause, type Refused } from '@agent-safe/core';
import { hashFile, makeFolders, realLogPath, replaceFile, syncFolder } from '@agent-safe/core/node';
import { boolean, checkOptions, object, optional, text } from '@agent-safe/core/options';
import { type CheckpointKey, loadKeys, openSettings, type Settings } from '@agent-safe/registry/open';
import { logKey, StateSnapshot } from '@agent-safe/store-sqlite';
import type { OpenOptions } from '../../project/open-options.ts';
import { openSigner, openVerifiers } from '../checkpoint-keys.ts';
import type { BackupCode, BackupOptions, BackupResult } from './backup-types.ts';
import { checkPair, countEvents, readStoredCheckpoint, verifyAgainst } from './check-pair.ts';
import { refuse } from './refuse.ts';
import { isThere } from './stage-backup.ts';

const backupShape = object<BackupOptions>({ allowDamaged: optional(boolean), program: optional(text) });

/** As `backupProject` of `../../backups.ts`. */
export async function backupProject(
  given: string,
  project: OpenOptions = {},
  options: BackupOptions = {},
): Promise<BackupResult> {
  checkOptions(backupShape, options, '');
  if (project.stores !== undefined || project.audit !== undefined) {
    const reason =
      'Only the log file and the state file of the settings can be backed up. Back up other stores with their own tools.';
    return refuse('backup_unsupported', reason);
  }
  const settings = await openSettings(project);
  const { auditLog, state } = settings;
  if (auditLog === undefined)
    return refuse('audit_missing', 'There is no audit log to back up. Set "audit_log" in agent-safe.yaml.');
  const folder = resolve(project.cwd ?? process.cwd(), given);
  const log = realLogPath(auditLog.path);
  const checkpoints = settings.keys === undefined ? [] : loadKeys(settings.keys).checkpoints;
  const hasState = state !== undefined && existsSync(state);
  if (state !== undefined && !hasState && (await hasFacts(log))) {
    const reason = `The state file is missing: ${state}. Run "agent-safe state rebuild", and back up again.`;
    return refuse('state_missing', reason);
  }
  const staged = `${folder}.${randomUUID()}.partial`;
  try {
    if (isThere(folder)) return exists(folder);
    makeFolders(dirname(folder), 0o700);
    mkdirSync(staged, { mode: 0o700 });
    const source = {
      log,
      checkpoints,
      state: hasState ? resolve(state) : undefined,
      at: (project.clock ?? Date.now)(),
    };
    const made = await make(staged, source, settings, options);
    if (!made.ok) return made;
    // Another backup may have been made meanwhile.
    if (isThere(folder)) return exists(folder);
    renameSync(staged, folder);
    syncFolder(dirname(folder));
    return { ...made, folder };
  } catch (error) {
    return refuse(codeOf(error), describe(error, folder));
  } finally {
    rmSync(staged, { recursive: true, force: true });
  }
}

interface Source {
  readonly log: string;
  readonly state: string | undefined;
  readonly checkpoints: readonly CheckpointKey[];
  /** Milliseconds since 1970, UTC. */
  readonly at: number;
}

async function make(staged: string, source: Source, settings: Settings, options: BackupOptions): Promise<BackupResult> {
  const { checkpoints: keys } = source;
  const names = await copyFiles(staged, source);
  const verifiers = await openVerifiers(keys);
  const copy = { log: join(staged, 'log', BACKUP_LOG), state: join(staged, BACKUP_STATE) };
  const key = source.state === undefined ? '' : logKey(source.state, source.log);
  const stored = source.state === undefined ? undefined : await readStoredCheckpoint(copy.state, key);
  const verdict = await verifyAgainst(copy.log, stored, verifiers);
  const isDamaged = verdict.verdict === 'tampered' || verdict.verdict === 'torn';
  if (isDamaged && options.allowDamaged !== true) return damaged(source.log, verdict);
  const checked = source.state === undefined ? undefined : await checkPair(copy.state, copy.log);
  if (checked?.ok === false && !isDamaged) return checked;
  const facts = await readStateFacts(copy.log);
  const manifest: BackupManifest = {
    created_at: new Date(source.at).toISOString(),
    program: options.program ?? '@agent-safe/sdk',
    log: {
      events: countEvents(verdict),
      entry_hash: verdict.entry_hash,
      state_facts: facts?.count ?? 0,
      verdict: verdict.verdict,
    },
    state: source.state === undefined ? null : { id: checked?.ok === true ? checked.id : '', log: key },
    files: await describeFiles(staged, names, source),
  };
  const signingKey = keys.at(-1);
  const signer = signingKey === undefined ? undefined : await openSigner(signingKey);
  replaceFile(join(staged, BACKUP_MANIFEST), writeManifest(manifest, signer));
  for (const each of [join(staged, 'log'), staged]) syncFolder(each);
  return { ok: true, folder: staged, manifest, signed_by: signer?.name ?? null, keys: settings.keys ?? null };
}

/** Copies the log and the state as they were at one moment, between two events of the log. @returns the paths in the backup */
async function copyFiles(staged: string, { log, state }: Source): Promise<readonly string[]> {
  let snapshot: StateSnapshot | undefined;
  try {
    const files = await snapshotLog(log, () => {
      if (state !== undefined) snapshot = new StateSnapshot(state);
    });
    // The lock of the log is free again. Both copies still show the same moment.
    await snapshot?.copyTo(join(staged, BACKUP_STATE));
    mkdirSync(join(staged, 'log'), { mode: 0o700 });
    const names = await copyLog(files, join(staged, 'log'));
    return [...names.map((name) => `log/${name}`), ...(snapshot === undefined ? [] : [BACKUP_STATE])];
  } finally {
    snapshot?.close();
  }
}

async function describeFiles(
  staged: string,
  paths: readonly string[],
  { state }: Source,
): Promise<readonly BackupFile[]> {
  const files: BackupFile[] = [];
  for (const path of paths) {
    const file = await open(join(staged, path));
    try {
      const { mode, size } = await file.stat();
      // SQLite wrote this copy.
      await file.sync();
      const own = path === BACKUP_STATE && state !== undefined ? statSync(state).mode : mode;
      files.push({
        path,
        bytes: size,
        sha256: await hashFile(file, size),
        mode: `0${(own & 0o777).toString(8).padStart(3, '0')}`,
      });
    } finally {
      await file.close();
    }
  }
  return files;
}

async function hasFacts(log: string): Promise<boolean> {
  return ((await readStateFacts(log))?.count ?? 1) > 0;
}

function damaged(log: string, verdict: LogVerdict): Refused<BackupCode> {
  const isTorn = verdict.verdict === 'torn';
  const fix = isTorn
    ? 'The next recorded event closes the torn end: record one, and back up again.'
    : 'Run "agent-safe audit verify".';
  const what = `The audit log is ${isTorn ? 'torn' : 'damaged'} at event ${verdict.seq}: ${log}`;
  const reason = `${what}. ${fix} To back it up as it is, add --damaged.`;
  return refuse(isTorn ? 'audit_torn' : 'audit_tampered', reason);
}

function exists(folder: string): Refused<BackupCode> {
  return refuse('backup_exists', `There is a file or folder already: ${folder}. Give the path of a new folder.`);
}

function codeOf(error: unknown): BackupCode {
  if (!(error instanceof AgentSafeError)) return 'backup_failed';
  return error.code === 'ERR_STORE_UNAVAILABLE' ? 'state_unavailable' : 'audit_unavailable';
}

function describe(error: unknown, folder: string): string {
  if (error instanceof AgentSafeError) return error.message;
  const why = describeCause(error);
  const fix =
    why === 'ENOSPC' ? 'The disk is full: free some space, or use another disk.' : 'Check the folder and its disk.';
  return `The backup cannot be written: ${folder} (${why}). ${fix}`;
}
