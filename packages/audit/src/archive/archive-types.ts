import type { LogCheckpoints } from '@agent-safe/core';
import type { NoteSigner, NoteVerifier } from '../format/note.ts';

/** What to archive, and what the archive is checked against. */
export interface ArchiveOptions {
  /** Only files whose events are all older than this time are archived. Milliseconds since 1970, UTC. */
  readonly before: number;
  /** Folder in which the archive is created. Default: the folder of the log. */
  readonly to?: string | undefined;
  /** Only returns what would be archived. */
  readonly dryRun?: boolean | undefined;
  /** The checkpoint key of the project. Undefined: it has none, and the archive is refused. */
  readonly signer: NoteSigner | undefined;
  /** Keys that signed earlier checkpoints and statements. */
  readonly verifiers: readonly NoteVerifier[];
  /** The state, which keeps the last checkpoint of the log. */
  readonly checkpoints?: LogCheckpoints | undefined;
  /** Names of the configured destinations. Each must have the events. */
  readonly destinations?: readonly string[] | undefined;
  /** Returns the number of state facts that the state has applied. Absent: the project has no state. */
  readonly appliedFacts?: ((log: string) => Promise<number>) | undefined;
  /** Size in bytes at which the log is rotated. */
  readonly maxBytes?: number | undefined;
  /** Returns the time in milliseconds since 1970, UTC. Default: the system clock. */
  readonly clock?: (() => number) | undefined;
  /** For tests: called before each step. */
  readonly onStep?: ((step: string) => void) | undefined;
}

/** Machine codes of refused archives. */
export type ArchiveCode =
  | 'archive_exists'
  | 'audit_tampered'
  | 'credentials_open'
  | 'executions_open'
  | 'keys_missing'
  | 'log_busy'
  | 'not_delivered'
  | 'state_behind';

/** The events that were archived, or would be. */
export interface ArchivePlan {
  readonly ok: true;
  /** Number of events; 0 if no file has only older events. */
  readonly events: number;
  /** Numbers of the first and the last archived event. */
  readonly first_seq: number;
  readonly last_seq: number;
  /** Size of the archived files, in bytes. */
  readonly bytes: number;
  /** Names of the files. The name of the log means the newest file, which is closed first. */
  readonly files: readonly string[];
  /** Folder of the archive. */
  readonly archive: string;
  /** Number of revocations that the statement carries. */
  readonly revocations: number;
  /** Number of used tickets that the statement carries. */
  readonly tickets: number;
  /** Ids of the open approval requests. */
  readonly approvals: readonly string[];
  /** Number of archived executions that succeeded. They cannot be rolled back after the archive. */
  readonly executions: number;
  /** The first event that is not older. */
  readonly newer: { readonly seq: number; readonly timestamp: string } | undefined;
  /** Whether the newest file is closed now, so that a later archive can take it. */
  readonly closed: boolean;
  /** Whether an earlier archive that was interrupted was finished first. */
  readonly finished: boolean;
}

/** Why nothing was archived. */
export interface ArchiveRefused {
  readonly ok: false;
  readonly code: ArchiveCode;
  readonly reason: string;
}

export function refuse(code: ArchiveCode, reason: string): ArchiveRefused {
  return { ok: false, code, reason };
}
