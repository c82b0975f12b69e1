import { renameSync, rmSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import {
  BACKUP_STATE,
  type NoteVerifier,
  placeLog,
  type ReadManifest,
  readManifest,
  restoredPath,
  withLogLock,
} from '@agent-safe/audit';
import { AgentSafeError, describeCause, type LogCheckpoint, type Refused, type Revocation } from '@agent-safe/core';
import { makeFolders, realLogPath, syncFolder } from '@agent-safe/core/node';
import { boolean, checkOptions, list, object, optional, text } from '@agent-safe/core/options';
import { loadKeys, openSettings, type Settings } from '@agent-safe/registry/open';
import { logKey, prepareRestoredState } from '@agent-safe/store-sqlite';
import type { OpenOptions } from '../../project/open-options.ts';
import { openVerifiers } from '../checkpoint-keys.ts';
import { notBefore } from '../not-before.ts';
import type { RestoreCode, RestoreDone, RestoreOptions, RestoreResult } from './backup-types.ts';
import {
  checkPair,
  countEvents,
  introduceLog,
  isFromArchive,
  readStoredCheckpoint,
  verifyAgainst,
} from './check-pair.ts';
import { listKnownRevocations, type ProjectFiles, planRestore } from './existing-project.ts';
import { finishRestore } from './finish-restore.ts';
import { forgetPlaced, listStagedStates, putState, removeState, stagedStatePath } from './placed-state.ts';
import { checkFiles, readManifestText, stageFile, stageLog } from './stage-backup.ts';

const restoreShape = object<RestoreOptions>({
  keepTokens: optional(boolean),
  logs: optional(list(text)),
  reason: optional(text),
  replace: optional(boolean),
  unsigned: optional(boolean),
  without: optional(list(text)),
});

type Manifest = Extract<ReadManifest, { ok: true }>;

/** A backup and the project that it is restored to. */
interface Restore extends ProjectFiles {
  readonly folder: string;
  readonly backup: Manifest;
  readonly verifiers: readonly NoteVerifier[];
  readonly options: RestoreOptions;
  /** Milliseconds since 1970, UTC. */
  readonly at: number;
  /** It is never before the backup. */
  readonly clock: () => number;
}

type Placed =
  | (Pick<RestoreDone, 'archive' | 'ok' | 'replaced_state' | 'restored' | 'tokens_revoked'> & {
      readonly isOutdated: boolean;
      readonly isResumed: boolean;
    })
  | Refused<RestoreCode>;

/**
 * Restores a backup. The backup is verified before anything is written. If the log of the project continues the backup, only the state
 * is restored. After a crash at any moment, processes refuse to write until the same restore runs again.
 *
 * @param given path of the backup
 * @param project the options that `AgentSafe.open` takes
 * @throws AgentSafeError ERR_CONFIG_INVALID, ERR_KEYS_INVALID if the settings or the keys cannot be used
 */
export async function restoreProject(
  given: string,
  project: OpenOptions = {},
  options: RestoreOptions = {},
): Promise<RestoreResult> {
  checkOptions(restoreShape, options, '');
  if (project.stores !== undefined || project.audit !== undefined) {
    const reason = 'A backup is restored to the log file and the state file of the settings only.';
    return refuse('backup_unsupported', reason);
  }
  const settings = await openSettings(project);
  const read = await readBackup(given, settings, project, options);
  if (!read.ok) return read;
  const { restore } = read;
  const placed = await placeFiles(restore);
  if (!placed.ok) return placed;
  const { backup, clock, log, state } = restore;
  const { manifest } = backup;
  const { isOutdated, isResumed, ...done } = placed;
  const fields = {
    restored: done.restored,
    created_at: manifest.created_at,
    manifest: backup.digest,
    signed_by: backup.signedBy ?? null,
    events: manifest.log.events,
    archive: done.archive === null ? null : basename(done.archive),
  };
  const finished = await finishRestore({ fields, isOutdated, isResumed }, settings, { ...project, clock }, options);
  if (!finished.ok) return finished;
  forgetPlaced(state);
  rmSync(restoredPath(log), { force: true });
  return { ...done, ...finished, manifest };
}

/** Reads the manifest of a backup, and checks that the project can take the backup. Nothing is written. */
async function readBackup(
  given: string,
  { auditLog, keys, state: statePath }: Settings,
  project: OpenOptions,
  options: RestoreOptions,
): Promise<{ readonly ok: true; readonly restore: Restore } | Refused<RestoreCode>> {
  if (auditLog === undefined)
    return refuse('audit_missing', 'There is no path for the audit log. Set "audit_log" in agent-safe.yaml.');
  const folder = resolve(project.cwd ?? process.cwd(), given);
  const verifiers = await openVerifiers(keys === undefined ? [] : loadKeys(keys).checkpoints);
  const read = await readManifestText(folder);
  const backup = read.ok ? readManifest(read.text, verifiers, options.unsigned === true) : read;
  if (!backup.ok) return backup;
  const { manifest } = backup;
  if (manifest.log.verdict === 'tampered')
    return refuse(
      'audit_tampered',
      'The log in the backup was tampered with, so it is evidence only. Use another backup.',
    );
  if (manifest.state !== null && statePath === undefined)
    return refuse(
      'state_missing',
      'The backup has a state, but the settings name none. Set "state" in agent-safe.yaml.',
    );
  const state = statePath === undefined ? undefined : resolve(statePath);
  const clock = notBefore(Date.parse(manifest.created_at), project.clock ?? Date.now);
  if (clock === undefined) {
    const reason = `The clock of this machine is behind the backup: ${manifest.created_at}. Set the clock, and try again.`;
    return refuse('clock_behind', reason);
  }
  const log = realLogPath(auditLog.path);
  return { ok: true, restore: { folder, backup, verifiers, options, at: clock(), clock, log, state } };
}

/** Puts the files in place under the lock of the log. */
async function placeFiles(restore: Restore): Promise<Placed> {
  const { log, state } = restore;
  try {
    for (const path of [log, state]) if (path !== undefined) makeFolders(dirname(path), 0o700);
    return await withLogLock(log, 'restored', () => place(restore));
  } catch (error) {
    const why =
      error instanceof AgentSafeError ? error.message : `The backup cannot be restored: ${describeCause(error)}.`;
    return refuse('restore_failed', why);
  }
}

/** Puts the files in place. The lock of the log is held, so no event is recorded. */
async function place(restore: Restore): Promise<Placed> {
  const { at, backup, log, options, state, verifiers } = restore;
  // The lock is held, so this is the only restore. An interrupted one may have left the folder.
  const staged = `${log}.restoring`;
  rmSync(staged, { recursive: true, force: true });
  const plan = await planRestore(restore, backup, verifiers, options);
  if (!plan.ok) return plan;
  const { manifest } = backup;
  const { isOutdated } = plan;
  if (plan.kind === 'finish') {
    const isLog = isOutdated && !isFromArchive(log);
    return {
      ok: true,
      restored: isLog ? 'log and state' : 'state',
      archive: null,
      replaced_state: null,
      tokens_revoked: isLog && options.keepTokens !== true,
      isOutdated: isOutdated || isFromArchive(log),
      isResumed: true,
    };
  }
  if (plan.kind === 'state') return placeState(restore);
  try {
    const copied = await stageLog(restore.folder, manifest, log, staged);
    if (!copied.ok) return copied;
    const revokesTokens = options.keepTokens !== true && state !== undefined;
    const all: Revocation = { kind: 'all', id: '', revoked_at: at, issued_until: at };
    const prepared = await stageState(restore, join(staged, basename(log)), revokesTokens ? [all] : []);
    if (!prepared.ok) return prepared;
    const { digest } = backup;
    let replaced_state: string | undefined;
    const archive = placeLog(log, {
      staged,
      digest,
      at,
      putState: () => {
        rmSync(restoredPath(log), { force: true });
        if (state !== undefined && prepared.path !== undefined) replaced_state = putState(state, prepared.path, digest);
      },
    });
    return {
      ok: true,
      restored: state === undefined ? 'log' : 'log and state',
      archive: archive ?? null,
      replaced_state: replaced_state ?? null,
      tokens_revoked: revokesTokens,
      isOutdated: state !== undefined,
      isResumed: false,
    };
  } finally {
    rmSync(staged, { recursive: true, force: true });
  }
}

/** Restores the state beside the log of the project, which has all events since the backup. */
async function placeState(restore: Restore): Promise<Placed> {
  const { backup, folder, log, state } = restore;
  if (backup.manifest.state === null || state === undefined)
    return refuse(
      'log_exists',
      `The log is there and continues the backup: ${log}. The backup has no state to restore.`,
    );
  const checked = await checkFiles(folder, backup.manifest.files);
  if (!checked.ok) return checked;
  const prepared = await stageState(restore, undefined, []);
  if (!prepared.ok) return prepared;
  const replaced_state = prepared.path === undefined ? null : (putState(state, prepared.path, backup.digest) ?? null);
  return {
    ok: true,
    restored: 'state',
    archive: null,
    replaced_state,
    tokens_revoked: false,
    isOutdated: isFromArchive(log),
    isResumed: false,
  };
}

type StagedState = { readonly ok: true; readonly path: string | undefined } | Refused<RestoreCode>;

/**
 * Copies the state of the backup beside that of the project, and checks and prepares it. A backup without a state gives a new one: it
 * has the revocations, and is refused until it is rebuilt.
 *
 * @param stagedLog the log of the backup; undefined if the log of the project stays
 * @param more revocations that the state must have
 */
async function stageState(
  restore: Restore,
  stagedLog: string | undefined,
  more: readonly Revocation[],
): Promise<StagedState> {
  const { backup, folder, log, state } = restore;
  const own = backup.manifest.state;
  if (state === undefined) {
    const verified = await verifyStaged(stagedLog, undefined, restore);
    return verified.ok ? { ok: true, path: undefined } : verified;
  }
  const staged = stagedStatePath(state, backup.digest);
  // Read before the copies of interrupted runs are removed: they may be the only files with the revocations of a replaced state.
  const states = [state, ...listStagedStates(state)];
  const known = await listKnownRevocations(states, stagedLog === undefined ? undefined : log);
  const part = `${staged}.part`;
  removeState(part);
  try {
    if (own !== null) {
      const copied = await stageFile(folder, backup.manifest, BACKUP_STATE, part);
      if (!copied.ok) return copied;
      const checked = await checkPair(part, stagedLog ?? log);
      // The log of the project may have newer facts. The state is then rebuilt.
      if (!checked.ok && (stagedLog !== undefined || checked.code !== 'state_outdated')) return checked;
    }
    const stored = stagedLog === undefined || own === null ? undefined : await readStoredCheckpoint(part, own.log);
    const verified = await verifyStaged(stagedLog, stored, restore);
    if (!verified.ok) return verified;
    const isOutdated = stagedLog !== undefined || isFromArchive(log);
    if (isOutdated) await introduceLog(part, stagedLog ?? log, log);
    await prepareRestoredState(part, {
      revocations: [...known, ...more],
      isOutdated,
      log: { was: own?.log ?? '', is: logKey(state, log) },
    });
    renameSync(part, staged);
    syncFolder(dirname(state));
    return { ok: true, path: staged };
  } finally {
    removeState(part);
  }
}

/** Verifies the copy of the log, also against the checkpoint in the copy of its state. */
async function verifyStaged(
  log: string | undefined,
  stored: LogCheckpoint | undefined,
  { backup, verifiers }: Restore,
): Promise<{ readonly ok: true } | Refused<RestoreCode>> {
  if (log === undefined) return { ok: true };
  const verdict = await verifyAgainst(log, stored, verifiers);
  const { entry_hash, events } = backup.manifest.log;
  if (verdict.verdict !== 'tampered') {
    if (countEvents(verdict) === events && verdict.entry_hash === entry_hash) return { ok: true };
    return refuse('backup_changed', 'The manifest of the backup does not describe its log. Use another backup.');
  }
  return refuse(
    'audit_tampered',
    `The log in the backup was tampered with at event ${verdict.seq}. Use another backup.`,
  );
}

function refuse<Code extends string>(code: Code, reason: string): Refused<Code> {
  return { ok: false, code, reason };
}
