import type { BackupManifest } from '@agent-safe/audit';
import type { Refused } from '@agent-safe/core';

/** Options of a backup. */
export interface BackupOptions {
  /**
   * Back up an audit log that is torn or was tampered with, as evidence. A log that was tampered with cannot be restored. Default: false.
   */
  readonly allowDamaged?: boolean | undefined;
  /** The program, with its version. Default: `@agent-safe/sdk`. */
  readonly program?: string | undefined;
}

/** Machine codes of refused backups. */
export type BackupCode =
  | 'audit_missing'
  | 'audit_tampered'
  | 'audit_torn'
  | 'audit_unavailable'
  | 'backup_exists'
  | 'backup_failed'
  | 'backup_unsupported'
  | 'state_ahead'
  | 'state_damaged'
  | 'state_missing'
  | 'state_outdated'
  | 'state_unavailable';

/** A complete backup. */
export interface BackupDone {
  readonly ok: true;
  /** Absolute path of the backup. */
  readonly folder: string;
  readonly manifest: BackupManifest;
  /** Name of the key that signed the manifest. Null: the project has no key for checkpoints. */
  readonly signed_by: string | null;
  /** The key file of the project, which is not in the backup. Null: the project has none. */
  readonly keys: string | null;
}

/** A complete backup, or the reason of a refusal. */
export type BackupResult = BackupDone | Refused<BackupCode>;

/** Options of a restore. Each default is false or empty. */
export interface RestoreOptions {
  /** Replace a state that is there, and a log that does not continue the backup. Both are archived. */
  readonly replace?: boolean | undefined;
  /** Accept a backup that no key of the project signed. */
  readonly unsigned?: boolean | undefined;
  /**
   * Keep the identity tokens valid that were issued before the restore. Without the newer log, revocations after the backup are lost.
   * Pass true only if there was none.
   */
  readonly keepTokens?: boolean | undefined;
  /** Paths of other audit logs that share the state. */
  readonly logs?: readonly string[] | undefined;
  /** Paths of logs that the state knows, and that are lost. */
  readonly without?: readonly string[] | undefined;
  /** One line for the audit log. */
  readonly reason?: string | undefined;
}

/** Machine codes of refused restores. */
export type RestoreCode =
  | 'audit_missing'
  | 'audit_tampered'
  | 'audit_unavailable'
  | 'backup_changed'
  | 'backup_missing'
  | 'backup_unsupported'
  | 'clock_behind'
  | 'log_exists'
  | 'log_missing'
  | 'manifest_invalid'
  | 'manifest_unsigned'
  | 'restore_failed'
  | 'restore_unfinished'
  | 'state_ahead'
  | 'state_busy'
  | 'state_damaged'
  | 'state_exists'
  | 'state_missing'
  | 'state_outdated'
  | 'state_unavailable';

/** A complete restore. */
export interface RestoreDone {
  readonly ok: true;
  /**
   * - `log and state`: both come from the backup. Events after it are lost
   * - `log`: the same, for a project without a state
   * - `state`: the log of the project continues the backup, so it was kept, and nothing is lost
   */
  readonly restored: 'log' | 'log and state' | 'state';
  readonly manifest: BackupManifest;
  /** Folder with the files of the replaced log. Null: none was replaced. */
  readonly archive: string | null;
  /** Path of the replaced state. Null: none was replaced. */
  readonly replaced_state: string | null;
  /** Execution tickets issued until this time are refused. Null: all tickets stay valid. */
  readonly tickets_until: string | null;
  /** Ids of approval requests that were canceled. */
  readonly canceled: readonly string[];
  /** Whether identity tokens issued before the restore were revoked. */
  readonly tokens_revoked: boolean;
  /** Id of the `backup_restored` event. */
  readonly event_id: string;
}

/** A complete restore, or why it was refused. After `restore_failed`, the same restore must run again. */
export type RestoreResult = RestoreDone | Refused<RestoreCode>;
