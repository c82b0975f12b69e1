import { hash } from 'node:crypto';

/** The root of the tree that has no leaf: SHA-256 of nothing. */
const EMPTY = hash('sha256', '', 'buffer');

/** The hash of a leaf. @see RFC 6962, section 2.1 */
function leafHash(data: Uint8Array): Buffer {
  leafInput.set(data, 1);
  return hash('sha256', leafInput, 'buffer');
}

function nodeHash(left: Uint8Array, right: Uint8Array): Buffer {
  nodeInput.set(left, 1);
  nodeInput.set(right, 33);
  return hash('sha256', nodeInput, 'buffer');
}

// A tree of entry hashes has leaves of one length, so their input needs no memory of its own. Anything shorter would leave
// bytes of the hash before it in there, and so its length is looked at before.
const leafInput = Buffer.alloc(33);
const nodeInput = Buffer.alloc(65, 1);

function isHash(bytes: Uint8Array): boolean {
  return bytes.length === 32;
}

/**
 * A Merkle tree of RFC 6962 that only grows: it keeps the roots of its complete subtrees, one for each bit that is set in
 * its size, and so stands for any number of leaves in at most 53 hashes. A leaf is the entry hash of an event, 32 bytes.
 *
 * @see https://www.rfc-editor.org/rfc/rfc6962#section-2.1
 */
export class MerkleTree {
  #size: number;
  /** The roots of complete subtrees, the largest and leftmost first. */
  readonly #subtrees: Buffer[];

  /** @throws RangeError where the subtrees cannot be those of a tree of that size */
  constructor(size = 0, subtrees: readonly Uint8Array[] = []) {
    const bits = size.toString(2).replaceAll('0', '').length;
    if (!Number.isSafeInteger(size) || size < 0 || bits !== subtrees.length || !subtrees.every(isHash))
      throw new RangeError('these are not the subtrees of a tree of that size');
    this.#size = size;
    this.#subtrees = subtrees.map((subtree) => Buffer.from(subtree));
  }

  get size(): number {
    return this.#size;
  }

  get subtrees(): readonly Uint8Array[] {
    return this.#subtrees;
  }

  /** @throws RangeError where the entry hash is not of 32 bytes */
  append(entryHash: Uint8Array): void {
    if (!isHash(entryHash)) throw new RangeError('an entry hash has 32 bytes');
    let subtree = leafHash(entryHash);
    // As many equal subtrees merge as the size has ones at its end. Beyond 2^31 bits are counted by division.
    for (let rest = this.#size; rest % 2 === 1; rest = (rest - 1) / 2) {
      const left = this.#subtrees.pop();
      if (left !== undefined) subtree = nodeHash(left, subtree);
    }
    this.#subtrees.push(subtree);
    this.#size += 1;
  }

  /** The root of the tree as it is now. */
  root(): Buffer {
    return (
      this.#subtrees.reduceRight<Buffer | undefined>(
        (right, left) => (right === undefined ? left : nodeHash(left, right)),
        undefined,
      ) ?? EMPTY
    );
  }
}
