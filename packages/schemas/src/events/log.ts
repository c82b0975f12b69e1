import type {
  BackupRestoredFields,
  CheckpointFields,
  LogArchivedFields,
  LogRestartedFields,
  LogSealedFields,
} from '@agent-safe/core';
import * as z from 'zod';
import { count, event, members, nullableString, sha256, time } from './event.ts';

export const logSealed = event<LogSealedFields>()('log_sealed', {
  torn: members<LogSealedFields['torn']>()({
    offset: count.describe('Bytes from the start of the log to the torn bytes.'),
    length: z.int().min(1).describe('Number of torn bytes.'),
    sha256: sha256.describe('SHA-256 of the torn bytes.'),
  }).describe('The incomplete end of the log, which a crash left.'),
});

export const logArchived = event<LogArchivedFields>()('log_archived', {
  until: z.int().min(1).describe('Number of the last archived event.'),
  entry_hash_until: sha256.describe('entry_hash of that event.'),
  archive: z.string().min(1).describe('Folder of the archive: absolute, or relative to the folder of the log.'),
  files: z.int().min(1).describe('Number of archived files.'),
  statement: sha256.describe('SHA-256 of the signed archive statement.'),
});

export const logRestarted = event<LogRestartedFields>()('log_restarted', {
  reason: z.string().min(1).describe('Why the operator began a new log.'),
  archive: z.string().min(1).describe('Folder beside the log with the files of the old log.'),
  verdict: z
    .enum(['ok', 'ok, anchored locally', 'ok, unanchored', 'tampered', 'torn', 'unreadable'])
    .describe('Verdict about the old log.'),
  events: count.describe('Number of events of the old log that are in one chain.'),
  entry_hash_before: sha256.describe('entry_hash of the last of these events; 64 zeros for a log without events.'),
});

export const backupRestored = event<BackupRestoredFields>()('backup_restored', {
  reason: z.string().min(1).describe('Why the operator restored the backup.'),
  restored: z
    .enum(['log', 'log and state', 'state'])
    .describe('Restored parts. The log of the project was kept if it continues the backup.'),
  created_at: time.describe('Time of the backup: RFC 3339, UTC.'),
  manifest: sha256.describe('SHA-256 of the manifest of the backup.'),
  signed_by: nullableString.describe('Name of the key that signed the manifest. Null: none, or no known key.'),
  events: count.describe('Number of events of the log in the backup, including archived ones.'),
  archive: nullableString.describe(
    'Folder beside the log with the files of the replaced log. Null: none was replaced.',
  ),
});

export const checkpoint = event<CheckpointFields>()('checkpoint', {
  size: z.int().min(1).describe('Number of events that the checkpoint covers.'),
  root: z.base64().describe('Root of the Merkle tree over the entry hashes, base64.'),
  note: z.string().min(1).describe('Signed note of the checkpoint.'),
});
