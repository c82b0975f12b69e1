import { hash } from 'node:crypto';

/** Bytes of a hash as a text, one character for each byte. Node.js returns such a text in a third of the time of a buffer. */
export type HashText = string;

/** Root of the empty tree: the SHA-256 of no bytes. */
export const EMPTY_ROOT = hash('sha256', '', 'buffer');

/** The hash of a leaf. @see RFC 6962, section 2.1 */
export function leafHash(data: Uint8Array): HashText {
  leafInput.set(data, 1);
  return hash('sha256', leafInput, 'binary');
}

/** The hash of a node. Both children must be hashes of 32 bytes. */
export function nodeHash(left: HashText, right: HashText): HashText {
  nodeInput.write(left, 1, 'latin1');
  nodeInput.write(right, 33, 'latin1');
  return hash('sha256', nodeInput, 'binary');
}

export function toText(bytes: Uint8Array): HashText {
  return Buffer.from(bytes).toString('latin1');
}

export function toBytes(text: HashText): Buffer {
  return Buffer.from(text, 'latin1');
}

// All leaves have 32 bytes, so the input buffers are allocated once and reused. `append` checks the length first, because a shorter
// leaf would leave bytes of the hash before it in the buffer.
const leafInput = Buffer.alloc(33);
const nodeInput = Buffer.alloc(65, 1);

export function isHash(bytes: Uint8Array): boolean {
  return bytes.length === 32;
}

/**
 * An append-only Merkle tree of RFC 6962. A leaf is the entry hash of an event, 32 bytes.
 *
 * The tree stores only the roots of its complete subtrees, one for each bit that is set in its size. 53 hashes are enough for any size.
 *
 * @see https://www.rfc-editor.org/rfc/rfc6962#section-2.1
 */
export class MerkleTree {
  #size: number;
  /** Roots of the complete subtrees, the largest and leftmost first. */
  readonly #subtrees: HashText[];
  /** The subtrees that the last leaf was merged with, the smallest first. Undefined if no leaf was added yet. */
  #merged: readonly HashText[] | undefined;

  /** @throws RangeError if a tree of that size cannot have these subtrees */
  constructor(size = 0, subtrees: readonly Uint8Array[] = []) {
    const bits = size.toString(2).replaceAll('0', '').length;
    if (!Number.isSafeInteger(size) || size < 0 || bits !== subtrees.length || !subtrees.every(isHash))
      throw new RangeError(`a tree of size ${size} has ${bits} subtrees of 32 bytes`);
    this.#size = size;
    this.#subtrees = subtrees.map(toText);
  }

  /** Returns the tree of {@link toBase64}. @throws RangeError if a tree of that size cannot have these subtrees */
  static fromBase64(size: number, subtrees: readonly string[]): MerkleTree {
    return new MerkleTree(
      size,
      subtrees.map((subtree) => Buffer.from(subtree, 'base64')),
    );
  }

  /** Returns the roots of the complete subtrees as files store them. */
  toBase64(): readonly string[] {
    return this.#subtrees.map((subtree) => toBytes(subtree).toString('base64'));
  }

  /** Returns a tree that grows by itself. */
  copy(): MerkleTree {
    const copy = new MerkleTree(this.#size, this.subtrees);
    copy.#merged = this.#merged;
    return copy;
  }

  get size(): number {
    return this.#size;
  }

  get subtrees(): readonly Uint8Array[] {
    return this.#subtrees.map(toBytes);
  }

  /** Adds a leaf. @throws RangeError if the entry hash does not have 32 bytes */
  append(entryHash: Uint8Array): void {
    if (!isHash(entryHash)) throw new RangeError(`an entry hash has 32 bytes, not ${entryHash.length}`);
    let subtree = leafHash(entryHash);
    const merged: HashText[] = [];
    // One merge for each trailing 1 bit of the size. Division is used because bit operators end at 2^31.
    for (let rest = this.#size; rest % 2 === 1; rest = (rest - 1) / 2) {
      const left = this.#subtrees.pop();
      if (left === undefined) continue;
      merged.push(left);
      subtree = nodeHash(left, subtree);
    }
    this.#merged = merged;
    this.#subtrees.push(subtree);
    this.#size += 1;
  }

  /** Returns the inclusion proof of the last leaf: the hashes beside its path, the lowest first. A leaf must have been added. */
  proveLast(): readonly Buffer[] {
    return [...(this.#merged ?? []), ...this.#subtrees.slice(0, -1).toReversed()].map(toBytes);
  }

  /** Returns the root of the tree. */
  root(): Buffer {
    const root = this.#subtrees.reduceRight<HashText | undefined>(
      (right, left) => (right === undefined ? left : nodeHash(left, right)),
      undefined,
    );
    return root === undefined ? EMPTY_ROOT : toBytes(root);
  }
}

/**
 * Whether an entry hash is the last leaf of a tree.
 *
 * @param proof from {@link MerkleTree.proveLast}
 */
export function isLastLeaf(
  entryHash: Uint8Array,
  size: number,
  proof: readonly Uint8Array[],
  root: Uint8Array,
): boolean {
  if (!isHash(entryHash) || !proof.every(isHash) || proof.length !== countBeside(size)) return false;
  // The last leaf is the right child of all its parents, except where the tree has no left child.
  const found = proof.reduce<HashText>((right, left) => nodeHash(toText(left), right), leafHash(entryHash));
  return toBytes(found).equals(root);
}

/** Returns the number of hashes beside the path of the last leaf. */
function countBeside(size: number): number {
  const bits = size.toString(2);
  const trailingZeros = bits.length - bits.lastIndexOf('1') - 1;
  return trailingZeros + bits.replaceAll('0', '').length - 1;
}
