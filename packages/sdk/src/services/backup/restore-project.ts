import { rmSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { readManifest, restoredPath } from '@agent-safe/audit';
import type { Refused } from '@agent-safe/core';
import { realLogPath } from '@agent-safe/core/node';
import { boolean, checkOptions, list, object, optional, text } from '@agent-safe/core/options';
import { loadKeys, openSettings, type Settings } from '@agent-safe/registry/open';
import type { OpenOptions } from '../../project/open-options.ts';
import { openVerifiers } from '../checkpoint-keys.ts';
import { notBefore } from '../not-before.ts';
import type { RestoreCode, RestoreOptions, RestoreResult } from './backup-types.ts';
import { finishRestore } from './finish-restore.ts';
import { placeFiles, type Restore } from './place-backup.ts';
import { forgetPlaced } from './placed-state.ts';
import { refuse } from './refuse.ts';
import { readManifestText } from './stage-backup.ts';

const restoreShape = object<RestoreOptions>({
  keepTokens: optional(boolean),
  logs: optional(list(text)),
  reason: optional(text),
  replace: optional(boolean),
  unsigned: optional(boolean),
  without: optional(list(text)),
});

/** As `restoreProject` of `../../backups.ts`. */
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
