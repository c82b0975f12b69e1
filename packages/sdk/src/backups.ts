import type { OpenOptions } from './project/open-options.ts';
import type { BackupOptions, BackupResult, RestoreOptions, RestoreResult } from './services/backup/backup-types.ts';

// The code of backups loads on first use: it needs most of the audit log, of which a decision needs little.

/**
 * Makes a consistent copy of the audit log and the state of a project, while its processes continue. The copy is verified. It appears
 * at its path when it is complete and durable.
 *
 * @param given path of the new folder
 * @param project the options that `AgentSafe.open` takes
 * @throws AgentSafeError ERR_CONFIG_INVALID, ERR_KEYS_INVALID if the settings or the keys cannot be used
 */
export async function backupProject(
  given: string,
  project?: OpenOptions,
  options?: BackupOptions,
): Promise<BackupResult> {
  const backups = await import('./services/backup/backup-project.ts');
  return backups.backupProject(given, project, options);
}

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
  project?: OpenOptions,
  options?: RestoreOptions,
): Promise<RestoreResult> {
  const backups = await import('./services/backup/restore-project.ts');
  return backups.restoreProject(given, project, options);
}
