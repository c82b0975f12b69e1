import type { LogCheckpoints } from '@agent-safe/core';
import type { ClosedTail } from '../format/chain.ts';
import type { WitnessKey } from '../format/cosignature.ts';
import type { NoteVerifier } from '../format/note.ts';
import type { Failure } from './failure.ts';

/** What a log is compared with. */
export interface VerifyOptions {
  /** A checkpoint that was stored outside the log: the text of a signed note. */
  readonly checkpoint?: string | undefined;
  /** Keys whose signatures are accepted. If any is given, the checkpoints in the log are verified too. */
  readonly verifiers?: readonly NoteVerifier[] | undefined;
  /** Witnesses whose cosignatures on `checkpoint` are verified and named. */
  readonly witnesses?: readonly WitnessKey[] | undefined;
  /** The state of the project, which keeps the last checkpoint of the log. */
  readonly checkpoints?: LogCheckpoints | undefined;
  /** Whether the caller holds the lock of the log. */
  readonly isLocked?: boolean;
}

/** A checkpoint that matches the log. */
export interface Anchor {
  /** Number of events that the checkpoint covers. */
  readonly size: number;
  /** Name of the key that signed it; `state` for a checkpoint of a project without keys, which only its state keeps. */
  readonly origin: string;
  /** Witnesses that cosigned it: just now, or on the given checkpoint. */
  readonly witnesses?: readonly string[];
}

/** The part of a log that was archived. */
export interface ArchivedPart {
  /** Number of the last archived event. */
  readonly until: number;
  /** Folder of the archive, absolute or relative to the folder of the log. */
  readonly folder: string;
  /** Name of the key that signed the statement. */
  readonly origin: string;
}

/**
 * Result of verifying a log.
 *
 * - `ok`: the log matches the checkpoint, and the events after the checkpoint are one chain.
 * - `ok, anchored locally`: the log matches the checkpoints that are kept beside it or in the state of the project. A program that
 *   can change all of them can replace the log.
 * - `ok, unanchored`: all events are one chain. No checkpoint was found, so a truncated log cannot be ruled out.
 * - `torn`: the log ends with an unfinished write, which a crash left. It was not acknowledged.
 * - `tampered`: events were changed, removed, added or moved.
 */
export type LogVerdict = LogReport &
  ({ readonly verdict: 'ok' | 'ok, anchored locally' | 'ok, unanchored' } | Omit<Failure, 'seq'>);

interface LogReport {
  /** Number of the last event, or of the first wrong event. */
  readonly seq: number;
  /** Number of events in the verified files, or of those before the first wrong one. */
  readonly events: number;
  /** Hash of the last event of the intact chain. */
  readonly entry_hash: string;
  readonly files: readonly string[];
  /** Unfinished writes that were closed. Their events are lost and were not acknowledged. */
  readonly seals: readonly ClosedTail[];
  /** The largest checkpoint that matches the log: the given one or one in the log. */
  readonly anchor?: Anchor;
  /** The archived events before the first event, by the statement beside the log. */
  readonly archived?: ArchivedPart;
}
