import { existsSync, readFileSync } from 'node:fs';
import { realLogPath } from '@agent-safe/core/node';
import { type Checkpoint, openCheckpoint, readUnverified } from '../checkpoint/checkpoint.ts';
import { checkpointPath } from '../checkpoint/stored-checkpoint.ts';
import { openCosignatures, parseWitnessKey } from '../format/cosignature.ts';
import { type NoteVerifier, splitNote } from '../format/note.ts';
import { readWitnessRecords } from './stored-witnesses.ts';

/** A checkpoint beside a log. */
export interface StoredCheckpoint extends Checkpoint {
  /** The signed note, with all cosignatures that are known. */
  readonly note: string;
  /** Number of cosignatures. */
  readonly witnesses: number;
}

/**
 * Returns the checkpoints beside a log, the one with most cosignatures first, and the larger one of two with equally many.
 *
 * @param verifiers keys of the log. Without any, the signatures are not verified
 */
export function listCheckpoints(given: string, verifiers: readonly NoteVerifier[]): readonly StoredCheckpoint[] {
  const path = realLogPath(given);
  const file = checkpointPath(path);
  const found = new Map<string, StoredCheckpoint>();
  if (existsSync(file)) add(found, readFileSync(file, 'utf8'), [], verifiers);
  for (const { key, note } of readWitnessRecords(path)) {
    const witness = parseWitnessKey(key);
    if (note === null || witness === undefined) continue;
    const opened = openCosignatures(note, [witness]);
    if (!opened.ok) continue;
    const lines = opened.cosignatures.map(({ line }) => line);
    add(found, note, lines, verifiers);
  }
  return [...found.values()].toSorted((one, other) => other.witnesses - one.witnesses || other.size - one.size);
}

/** Adds a note. Two notes with the same text become one with the signatures of both. */
function add(
  found: Map<string, StoredCheckpoint>,
  note: string,
  cosignatures: readonly string[],
  verifiers: readonly NoteVerifier[],
): void {
  const split = splitNote(note);
  const opened = verifiers.length > 0 ? openCheckpoint(note, verifiers) : readUnverified(note);
  if (!split.ok || !opened.ok) return;
  const before = found.get(split.text);
  const merged = before === undefined ? note : addSignatures(before.note, cosignatures);
  found.set(split.text, {
    ...opened.checkpoint,
    note: merged,
    witnesses: (before?.witnesses ?? 0) + cosignatures.length,
  });
}

/** Adds signature lines to a note, each once. */
export function addSignatures(note: string, lines: readonly string[]): string {
  const added = lines.filter((line) => !note.includes(`\n${line}\n`));
  return `${note}${added.map((line) => `${line}\n`).join('')}`;
}
