import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { type JsonValue, type LogCheckpoint, parseJson } from '@agent-safe/core';
import { syncFolder } from '@agent-safe/core/node';
import { isLastLeaf, MerkleTree } from '../format/merkle.ts';
import type { BuiltTree } from './build-tree.ts';
import type { Checkpoint } from './checkpoint.ts';
import { replaceLike } from './replace-like.ts';

/** Returns the path of the last checkpoint of a log, next to the log. */
export function checkpointPath(path: string): string {
  return `${path}.checkpoint`;
}

/** Returns the path of the tree of that checkpoint, with the proof and the place of the last event that it covers. */
function treePath(path: string): string {
  return `${path}.tree`;
}

/** Returns the record of a signed note: its last event, the place of this event, and the proof of its position. */
export function toLogCheckpoint({ head, place, tree }: BuiltTree, note: string | null): LogCheckpoint {
  if (place === undefined) throw new RangeError('a checkpoint covers at least one event');
  const proof = note === null ? [] : tree.proveLast().map((hash) => Buffer.from(hash).toString('base64'));
  return { size: head.seq, entry_hash: head.hash, ...place, note, proof };
}

/**
 * Stores a checkpoint next to its log, durably. The tree is stored first: after a crash in between, it proves a larger checkpoint than
 * the one beside it.
 */
export function storeBeside(path: string, checkpoint: LogCheckpoint, { offset, tree }: BuiltTree): void {
  const subtrees = tree.toBase64();
  const log = statSync(path, { throwIfNoEntry: false });
  replaceLike(treePath(path), `${JSON.stringify({ size: tree.size, offset, subtrees, checkpoint })}\n`, log);
  if (checkpoint.note !== null) replaceLike(checkpointPath(path), checkpoint.note, log);
  syncFolder(dirname(path));
}

/** Reads the record in the file of {@link storeBeside}. Returns undefined if the file is missing or malformed. Nothing is verified. */
export function readBeside(path: string): LogCheckpoint | undefined {
  return readTreeFile(path)?.checkpoint;
}

/** Reads the tree of {@link storeBeside}. Returns undefined if it is not the tree of the given checkpoint. */
export function readTree(path: string, { root, size }: Checkpoint): BuiltTree | undefined {
  const found = readTreeFile(path);
  if (found === undefined || found.tree.size !== size || !found.tree.root().equals(root)) return undefined;
  const { checkpoint, offset, tree } = found;
  if (checkpoint === undefined || checkpoint.size !== size || !isProven(checkpoint, { size, root })) return undefined;
  const { entry_hash: hash, file_seq, length, offset: begin } = checkpoint;
  return { tree, head: { seq: size, hash, hasOwn: false }, offset, place: { file_seq, offset: begin, length } };
}

/** Whether a record names the last event that a checkpoint covers. */
export function isProven(
  { entry_hash, proof, size }: LogCheckpoint,
  { root, size: covered }: Pick<Checkpoint, 'root' | 'size'>,
): boolean {
  const hashes = proof.map((hash) => Buffer.from(hash, 'base64'));
  return size === covered && isLastLeaf(Buffer.from(entry_hash, 'hex'), size, hashes, root);
}

function readTreeFile(
  path: string,
): { tree: MerkleTree; offset: number; checkpoint: LogCheckpoint | undefined } | undefined {
  const file = treePath(path);
  if (!existsSync(file)) return undefined;
  try {
    const { checkpoint, offset, size, subtrees } = parseJson(readFileSync(file, 'utf8'), file) as {
      readonly [member: string]: JsonValue;
    };
    if (typeof size !== 'number' || typeof offset !== 'number' || !Array.isArray(subtrees)) return undefined;
    return { tree: MerkleTree.fromBase64(size, subtrees.map(String)), offset, checkpoint: readRecord(checkpoint) };
  } catch {
    return undefined;
  }
}

/** Returns a record if it has the members of one; undefined otherwise. */
export function readRecord(value: unknown): LogCheckpoint | undefined {
  const record = Object(value) as LogCheckpoint;
  const { entry_hash, file_seq, length, note, offset, proof, size } = record;
  const isRecord =
    [size, file_seq, offset, length].every((number) => Number.isSafeInteger(number) && number >= 0) &&
    typeof entry_hash === 'string' &&
    (note === null || typeof note === 'string') &&
    Array.isArray(proof) &&
    proof.every((hash) => typeof hash === 'string');
  return isRecord ? record : undefined;
}
