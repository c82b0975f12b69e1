import { renameSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import {
  BACKUP_STATE,
  type NoteVerifier,
  placeLog,
  type ReadManifest,
  restoredPath,
  withLogLock,
} from '@agent-safe/audit';
import { AgentSafeError, describeCause, type LogCheckpoint, type Refused, type Revocation } from '@agent-safe/core';
import { makeFolders, syncFolder } from '@agent-safe/core/node';
import { logKey, prepareRestoredState } from '@agent-safe/store-sqlite';
import type { RestoreCode, RestoreDone, RestoreOptions } from './backup-types.ts';
import {
  checkPair,
  countEvents,
  introduceLog,
  isFromArchive,
  readStoredCheckpoint,
  verifyAgainst,
} from './check-pair.ts';
import { listKnownRevocations, type ProjectFiles, planRestore } from './existing-project.ts';
import { listStagedStates, putState, removeState, stagedStatePath } from './placed-state.ts';
import { refuse } from './refuse.ts';
import { checkFiles, stageFile, stageLog } from './stage-backup.ts';

/** A backup and the project that it is restored to. */
export interface Restore extends ProjectFiles {
  readonly folder: string;
  readonly backup: Extract<ReadManifest, { ok: true }>;
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

/** Puts the files in place under the lock of the log. */
export async function placeFiles(restore: Restore): Promise<Placed> {
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
  if (plan.kind === 'finish') {
    const isArchived = isFromArchive(log);
    const isLog = plan.isOutdated && !isArchived;
    return {
      ok: true,
      restored: isLog ? 'log and state' : 'state',
      archive: null,
      replaced_state: null,
      tokens_revoked: isLog && options.keepTokens !== true,
      isOutdated: plan.isOutdated || isArchived,
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
