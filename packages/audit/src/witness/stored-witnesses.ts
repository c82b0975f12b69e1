import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { type JsonValue, parseJson } from '@agent-safe/core';
import { syncFolder } from '@agent-safe/core/node';
import { replaceLike } from '../checkpoint/replace-like.ts';

/** What a log remembers about one witness. */
export interface WitnessRecord {
  /** Verifier key of the witness. */
  readonly key: string;
  /** Number of events of the largest checkpoint that the witness cosigned; 0 if it cosigned none. */
  readonly size: number;
  /** That checkpoint with the signature of the log and the cosignature; null if the witness cosigned none. */
  readonly note: string | null;
  /** Time of the cosignature, seconds since 1970, UTC; 0 if the witness cosigned none. */
  readonly time: number;
  /** Why the last attempt failed; null if it succeeded. */
  readonly failure: { readonly code: string; readonly reason: string; readonly at: string } | null;
}

/** Returns the path of the records about witnesses, next to the log. */
export function witnessesPath(path: string): string {
  return `${path}.witnesses`;
}

/** Reads the records next to a log. Malformed ones are skipped: a witness tells again which size it knows. */
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

/** Stores what is known about a witness, durably. Between two processes, the larger cosigned checkpoint stays. */
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
  const { failure, key, note, size, time } = Object(value) as WitnessRecord;
  return (
    typeof key === 'string' &&
    [size, time].every((number) => Number.isSafeInteger(number) && number >= 0) &&
    (note === null || typeof note === 'string') &&
    (failure === null || (typeof failure?.code === 'string' && typeof failure.reason === 'string'))
  );
}
