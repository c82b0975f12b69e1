import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { type JsonValue, type LogPlace, parseJson } from '@agent-safe/core';
import { syncFolder } from '@agent-safe/core/node';
import type { BuiltTree } from '../checkpoint/build-tree.ts';
import { replaceLike } from '../checkpoint/replace-like.ts';
import { MerkleTree } from '../format/merkle.ts';

/** Record about one witness, beside a log. */
export interface WitnessRecord {
  /** Verifier key of the witness. */
  readonly key: string;
  /** Number of events of the largest checkpoint that the witness cosigned; 0 if it cosigned none. */
  readonly size: number;
  /** That checkpoint with the signature of the log and the cosignature; null if the witness cosigned none. */
  readonly note: string | null;
  /** Time of the cosignature, seconds since 1970, UTC; 0 if the witness cosigned none. */
  readonly time: number;
  /** The tree of that checkpoint, so that the next proof reads only later events; null if it is not known. */
  readonly tree: StoredTree | null;
  /** Why the last attempt failed; null if it succeeded. */
  readonly failure: { readonly code: string; readonly reason: string; readonly at: string } | null;
}

/** A tree of the first events of a log, as JSON. */
export interface StoredTree extends LogPlace {
  /** Hash of the last event. */
  readonly hash: string;
  /** Offset of the next event over all files of the log. */
  readonly next: number;
  /** Base64. */
  readonly subtrees: readonly string[];
}

export function toStoredTree({ head, offset: next, place, tree }: BuiltTree): StoredTree | null {
  if (place === undefined) return null;
  return { ...place, hash: head.hash, next, subtrees: tree.toBase64() };
}

/** Returns the tree of a record. Returns undefined if it is malformed. Nothing else is verified. */
export function fromStoredTree({ size, tree: stored }: WitnessRecord): BuiltTree | undefined {
  try {
    if (stored === null) return undefined;
    const { file_seq, hash, length, next, offset, subtrees } = stored;
    if (![file_seq, length, next, offset].every((number) => Number.isSafeInteger(number) && number >= 0))
      return undefined;
    const tree = MerkleTree.fromBase64(size, subtrees);
    return { tree, head: { seq: size, hash, hasOwn: false }, offset: next, place: { file_seq, offset, length } };
  } catch {
    return undefined;
  }
}

/** Returns the path of the records about witnesses, beside the log. */
export function witnessesPath(path: string): string {
  return `${path}.witnesses`;
}

/** Reads the records beside a log. Malformed ones are skipped, because a witness answers with the size that it knows. */
export function readWitnessRecords(path: string): readonly WitnessRecord[] {
  const file = witnessesPath(path);
  if (!existsSync(file)) return [];
  try {
    const { witnesses } = parseJson(readFileSync(file, 'utf8'), file) as { readonly witnesses?: JsonValue };
    return Array.isArray(witnesses) ? (witnesses as readonly unknown[]).filter(isRecord) : [];
  } catch {
    return [];
  }
}

/** Stores the record about a witness, durably. Between two processes, the larger cosigned checkpoint stays. */
export function storeWitnessRecord(path: string, record: WitnessRecord): void {
  const all = readWitnessRecords(path);
  const before = all.find(({ key }) => key === record.key);
  const isOlder = before !== undefined && before.size > record.size;
  const next = isOlder ? { ...before, failure: record.failure } : record;
  const witnesses = [...all.filter(({ key }) => key !== record.key), next];
  const log = statSync(path, { throwIfNoEntry: false });
  replaceLike(witnessesPath(path), `${JSON.stringify({ witnesses }, undefined, 2)}\n`, log);
  syncFolder(dirname(path));
}

function isRecord(value: unknown): value is WitnessRecord {
  const { failure, key, note, size, time, tree } = Object(value) as WitnessRecord;
  return (
    typeof key === 'string' &&
    [size, time].every((number) => Number.isSafeInteger(number) && number >= 0) &&
    (note === null || typeof note === 'string') &&
    typeof tree === 'object' &&
    (failure === null || [failure?.code, failure?.reason, failure?.at].every((text) => typeof text === 'string'))
  );
}
