import { createHash } from 'node:crypto';
import { type JsonValue, parseJson, type Refused } from '@agent-safe/core';
import { NO_KNOWN_KEY, type NoteSigner, type NoteVerifier, openNote, signNote } from '../format/note.ts';
import { BESIDE } from '../restart/archive-files.ts';

/** First line of a manifest. No checkpoint begins with it, so a signature of a checkpoint is never valid for a manifest. */
const TITLE = 'agent-safe backup v1';

/** Path of the state file in a backup. */
export const BACKUP_STATE = 'state.db';
/** Path of the manifest in a backup. */
export const BACKUP_MANIFEST = 'manifest.txt';

/** Files of the log in a backup. */
const LOG_FILES = /^log\/audit(?:\.\d{12,15})?\.jsonl$/;

/** A file of a backup. */
export interface BackupFile {
  /** Path in the backup. */
  readonly path: string;
  readonly bytes: number;
  readonly sha256: string;
  /** Access rights of the original file, octal. */
  readonly mode: string;
}

/** The description of a backup. */
export interface BackupManifest {
  /** RFC 3339, UTC. All events recorded before the backup began are in it. */
  readonly created_at: string;
  /** The program that made it, with its version. */
  readonly program: string;
  readonly log: {
    /** Number of events, including archived ones. */
    readonly events: number;
    /** The `entry_hash` of the last event. */
    readonly entry_hash: string;
    /** Number of state facts. */
    readonly state_facts: number;
    /** The verdict about the copy. */
    readonly verdict: string;
  };
  /** Null: the project has no state. */
  readonly state: {
    /** Id of the state. */
    readonly id: string;
    /** Path of the log relative to the state. The state keeps the last checkpoint of the log by this path. */
    readonly log: string;
  } | null;
  readonly files: readonly BackupFile[];
}

/** A manifest that was accepted, or why it was refused. */
export type ReadManifest =
  | {
      readonly ok: true;
      readonly manifest: BackupManifest;
      /** Name of the key that signed it. */
      readonly signedBy: string | undefined;
      /** SHA-256 of its text without signatures. It identifies the backup. */
      readonly digest: string;
    }
  | Refused<'manifest_invalid' | 'manifest_unsigned'>;

/** @returns the text of a manifest, signed if there is a signer */
export function writeManifest(manifest: BackupManifest, signer: NoteSigner | undefined): string {
  const text = `${TITLE}\n${JSON.stringify(manifest, undefined, 2)}\n`;
  return signer === undefined ? text : signNote(text, signer);
}

/**
 * Reads a manifest.
 *
 * @param verifiers keys of the project. If it has any, one of them must have signed the manifest
 * @param isUnsignedAccepted whether a manifest is accepted that no known key signed. A wrong signature of a known key is always refused
 */
export function readManifest(
  note: string,
  verifiers: readonly NoteVerifier[],
  isUnsignedAccepted: boolean,
): ReadManifest {
  const end = note.indexOf('\n\n');
  const text = end < 0 ? note : note.slice(0, end + 1);
  const opened = end < 0 ? { ok: false as const, reason: NO_KNOWN_KEY } : openNote(note, verifiers);
  const isPlain = end < 0 && verifiers.length === 0;
  if (!opened.ok && opened.reason !== NO_KNOWN_KEY) return invalid(`it is not signed correctly: ${opened.reason}`);
  if (!opened.ok && !isPlain && !isUnsignedAccepted) {
    const reason =
      'No key of this project signed the backup. It may be the backup of another project, or changed. Configure the key file of the time of the backup, or accept the backup with --unsigned.';
    return { ok: false, code: 'manifest_unsigned', reason };
  }
  if (!text.startsWith(`${TITLE}\n`)) return invalid('it is not of this version. Use the version that made the backup');
  const manifest = parse(text.slice(TITLE.length + 1));
  if (manifest === undefined) return invalid('a member is missing or malformed');
  const digest = createHash('sha256').update(text).digest('hex');
  return { ok: true, manifest, digest, signedBy: opened.ok ? opened.signedBy.name : undefined };
}

function parse(json: string): BackupManifest | undefined {
  let value: JsonValue;
  try {
    value = parseJson(json, BACKUP_MANIFEST);
  } catch {
    return undefined;
  }
  const manifest = Object(value) as BackupManifest;
  const { created_at, files, log, program, state } = manifest;
  const { entry_hash, events, state_facts, verdict } = Object(log) as Partial<BackupManifest['log']>;
  const isManifest =
    typeof program === 'string' &&
    typeof created_at === 'string' &&
    !Number.isNaN(Date.parse(created_at)) &&
    typeof verdict === 'string' &&
    isHash(entry_hash) &&
    [events, state_facts].every(isCount) &&
    (state === null || (typeof state?.id === 'string' && typeof state.log === 'string')) &&
    Array.isArray(files) &&
    files.every(isFile);
  if (!isManifest) return undefined;
  const paths = new Set(files.map(({ path }) => path));
  const isComplete = paths.size === files.length && paths.has('log/audit.jsonl');
  return isComplete && paths.has(BACKUP_STATE) === (state !== null) ? manifest : undefined;
}

function isFile(value: unknown): boolean {
  const { bytes, mode, path, sha256 } = Object(value) as Partial<BackupFile>;
  const isMode = typeof mode === 'string' && /^0[0-7]{3}$/.test(mode);
  return typeof path === 'string' && isBackupPath(path) && isCount(bytes) && isHash(sha256) && isMode;
}

/** Whether a backup may have a file. No other path is read, so a manifest cannot name a file outside the backup. */
function isBackupPath(path: string): boolean {
  return path === BACKUP_STATE || LOG_FILES.test(path) || BESIDE.some((end) => path === `log/audit.jsonl${end}`);
}

function isHash(value: unknown): boolean {
  return typeof value === 'string' && /^[0-9a-f]{64}$/.test(value);
}

function isCount(value: unknown): boolean {
  return Number.isSafeInteger(value) && Number(value) >= 0;
}

function invalid(why: string): Refused<'manifest_invalid'> {
  return { ok: false, code: 'manifest_invalid', reason: `The manifest of the backup is refused: ${why}.` };
}
