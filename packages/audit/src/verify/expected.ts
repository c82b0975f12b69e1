import { EVIDENCE_NAMES, type Evidence } from '../anchor/evidence.ts';
import type { Checkpoint } from '../checkpoint/checkpoint.ts';
import type { MerkleTree } from '../format/merkle.ts';
import { type Statement, treeOf } from '../statement/statement.ts';

/** A checkpoint that a log must match. */
export interface Expected {
  /** Its name in reasons. */
  readonly name: string;
  readonly isGiven: boolean;
  /** Whether a known key signed it, or the state of the project kept it. */
  readonly isTrusted: boolean;
  readonly size: number;
  /** Root of the tree; undefined if only the last event is known. */
  readonly root: Uint8Array | undefined;
  /** `entry_hash` of the last event that it covers; undefined if only the root is known. */
  readonly entryHash: string | undefined;
  /** Name of the key that signed it. */
  readonly origin: string;
  /** Names of the witnesses that cosigned it. */
  readonly witnesses?: readonly string[];
}

/** Returns a checkpoint that was stored outside the log, as an expected one. */
export function expectGiven({ origin, root, size }: Checkpoint, witnesses: readonly string[]): Expected {
  const name = 'the checkpoint';
  return { name, isGiven: true, isTrusted: true, size, root, entryHash: undefined, origin, witnesses };
}

/** Returns a checkpoint beside the log or in the state, as an expected one. */
export function expectEvidence({ checkpoint, isTrusted, keptIn, last, size }: Evidence): Expected {
  const name = EVIDENCE_NAMES[keptIn];
  const origin = checkpoint?.origin ?? 'state';
  return { name, isGiven: false, isTrusted, size, root: checkpoint?.root, entryHash: last?.entry_hash, origin };
}

/** Returns an archive statement as an expected checkpoint of the events before it. */
export function expectStatement(statement: Statement): Expected {
  const { entry_hash: entryHash, origin, seq: size } = statement;
  const name = 'the archive statement';
  return { name, isGiven: false, isTrusted: true, size, root: treeOf(statement).root(), entryHash, origin };
}

/** A checkpoint that the log does not match. */
export interface Mismatch {
  readonly expected: Expected;
  /** Size of the largest earlier checkpoint that matched. */
  readonly anchored: number;
}

/** The checkpoints that a log must match, while its events are read. */
export class ExpectedCheckpoints {
  readonly #all: readonly Expected[];
  /** The first mismatch. */
  #mismatch: Mismatch | undefined;

  constructor(all: readonly Expected[]) {
    this.#all = all.toSorted((one, other) => one.size - other.size);
  }

  get needsTree(): boolean {
    return this.#all.some(({ root }) => root !== undefined);
  }

  get mismatch(): Mismatch | undefined {
    return this.#mismatch;
  }

  /** The checkpoint that covers most events. */
  get largest(): Expected | undefined {
    return this.#all.at(-1);
  }

  /** The checkpoints of at most so many events. */
  upTo(size: number): readonly Expected[] {
    return this.#all.filter((each) => each.size <= size);
  }

  /** The checkpoint that was stored outside the log. */
  get given(): Expected | undefined {
    return this.#all.find(({ isGiven }) => isGiven);
  }

  /** The largest checkpoint beside the log or in the state. */
  get local(): Expected | undefined {
    return this.#all.findLast(({ isGiven, isTrusted }) => !isGiven && isTrusted);
  }

  /** Compares the checkpoints of a size with the log. @param anchored size of the largest checkpoint in the log so far */
  reach(size: number, tree: MerkleTree | undefined, lastHash: string, anchored: number): void {
    for (const expected of this.#all) {
      if (expected.size !== size || this.#mismatch !== undefined) continue;
      const { entryHash, root } = expected;
      const isSameRoot = root === undefined || tree === undefined || tree.root().equals(root);
      if (isSameRoot && (entryHash === undefined || entryHash === lastHash)) continue;
      const before = this.#all.filter((each) => each.size < size).map((each) => each.size);
      this.#mismatch = { expected, anchored: Math.max(anchored, 0, ...before) };
    }
  }
}
