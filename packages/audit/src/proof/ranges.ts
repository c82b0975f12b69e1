import { MerkleTree } from '../format/merkle.ts';

/** A part of the leaves of a tree: from `begin`, without `end`. */
export interface LeafRange {
  readonly begin: number;
  readonly end: number;
}

/**
 * Returns the ranges whose roots prove that a leaf is in a tree, the lowest first.
 *
 * @see RFC 6962, section 2.1.1
 */
export function listInclusionRanges(index: number, size: number): readonly LeafRange[] {
  const ranges: LeafRange[] = [];
  let [begin, end] = [0, size];
  while (end - begin > 1) {
    const middle = begin + splitOf(end - begin);
    if (index < middle) {
      ranges.push({ begin: middle, end });
      end = middle;
    } else {
      ranges.push({ begin, end: middle });
      begin = middle;
    }
  }
  return ranges.reverse();
}

/**
 * Returns the ranges whose roots prove that a tree begins with the leaves of an older tree, the lowest first. The list is empty if the older
 * tree is empty, or has the same size.
 *
 * @see RFC 6962, section 2.1.2
 */
export function listConsistencyRanges(oldSize: number, size: number): readonly LeafRange[] {
  if (oldSize === 0 || oldSize === size) return [];
  const ranges: LeafRange[] = [];
  let [begin, end] = [0, size];
  while (end > oldSize) {
    const middle = begin + splitOf(end - begin);
    if (oldSize <= middle) {
      ranges.push({ begin: middle, end });
      end = middle;
    } else {
      ranges.push({ begin, end: middle });
      begin = middle;
    }
  }
  // The verifier knows the root of the older tree. Otherwise the last part of this tree is needed too.
  if (begin > 0) ranges.push({ begin, end });
  return ranges.reverse();
}

/** Returns the largest power of two below a number of leaves: the size of the left child of their root. */
function splitOf(size: number): number {
  let split = 1;
  // Doubling stays exact up to 2^53. Bit operators end at 2^31.
  while (split * 2 < size) split *= 2;
  return split;
}

/** Computes the roots of ranges while the leaves are read once, in constant memory for each range. */
export class RangeRoots {
  /** Whether the roots can be computed from the first tree and the leaves after it. */
  readonly isComplete: boolean;
  readonly #ranges: readonly (LeafRange & { readonly tree: MerkleTree })[];
  #size: number;

  /** @param start the tree over the leaves before the first added leaf */
  constructor(ranges: readonly LeafRange[], start: MerkleTree = new MerkleTree()) {
    const subtrees = listSubtrees(start);
    const begun = ranges.map(({ begin, end }) => {
      const within = subtrees.filter((subtree) => subtree.begin >= begin && subtree.end <= end);
      const known = within.reduce((sum, subtree) => sum + subtree.end - subtree.begin, 0);
      const needed = Math.max(0, Math.min(end, start.size) - begin);
      const roots = within.map(({ root }) => root);
      return known === needed ? { begin, end, tree: new MerkleTree(known, roots) } : undefined;
    });
    this.#ranges = begun.flatMap((range) => range ?? []);
    this.isComplete = this.#ranges.length === ranges.length;
    this.#size = start.size;
  }

  /** Adds the next leaf. @throws RangeError if the entry hash does not have 32 bytes */
  append(entryHash: Uint8Array): void {
    for (const { begin, end, tree } of this.#ranges) {
      if (this.#size >= begin && this.#size < end) tree.append(entryHash);
    }
    this.#size += 1;
  }

  /** Returns the roots in the order of the ranges. They must be complete, and all leaves of the ranges must have been added. */
  roots(): readonly Buffer[] {
    return this.#ranges.map(({ tree }) => tree.root());
  }
}

/** Returns the complete subtrees of a tree and their ranges, from the left. */
function listSubtrees({ size, subtrees }: MerkleTree): readonly (LeafRange & { readonly root: Uint8Array })[] {
  let end = 0;
  return subtrees.map((root) => {
    const begin = end;
    end += splitOf(size - begin + 1);
    return { begin, end, root };
  });
}
