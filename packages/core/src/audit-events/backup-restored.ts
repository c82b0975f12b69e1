/** An operator restored a backup. Without the newer log, events between the backup and this event are lost. */
export interface BackupRestoredFields {
  readonly reason: string;
  /** Restored parts. The log of the project was kept if it continues the backup. */
  readonly restored: 'log' | 'log and state' | 'state';
  /** Time of the backup. RFC 3339, UTC. */
  readonly created_at: string;
  /** SHA-256 of the manifest of the backup, lowercase hexadecimal. */
  readonly manifest: string;
  /** Name of the key that signed the manifest. Null: none, or no known key. */
  readonly signed_by: string | null;
  /** Number of events of the log in the backup, including archived ones. */
  readonly events: number;
  /** The name of the folder beside the log with the files of the replaced log. Null: no log was replaced. */
  readonly archive: string | null;
}
