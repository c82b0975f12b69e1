import { hash } from 'node:crypto';

/** Root of the empty tree: the SHA-256 of no bytes. */
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

// All leaves have 32 bytes, so the input buffers are allocated once and reused. `append` checks the length first, because a shorter
// leaf would leave bytes of the hash before it in the buffer.
const leafInput = Buffer.alloc(33);
const nodeInput = Buffer.alloc(65, 1);

function isHash(bytes: Uint8Array): boolean {
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
  readonly #subtrees: Buffer[];

  /** @throws RangeError if a tree of that size cannot have these subtrees */
  constructor(size = 0, subtrees: readonly Uint8Array[] = []) {
    const bits = size.toString(2).replaceAll('0', '').length;
    if (!Number.isSafeInteger(size) || size < 0 || bits !== subtrees.length || !subtrees.every(isHash))
      throw new RangeError(`a tree of size ${size} has ${bits} subtrees of 32 bytes`);
    this.#size = size;
    this.#subtrees = subtrees.map((subtree) => Buffer.from(subtree));
  }

  get size(): number {
    return this.#size;
  }

  get subtrees(): readonly Uint8Array[] {
    return this.#subtrees;
  }

  /** Adds a leaf. @throws RangeError if the entry hash does not have 32 bytes */
  append(entryHash: Uint8Array): void {
    if (!isHash(entryHash)) throw new RangeError(`an entry hash has 32 bytes, not ${entryHash.length}`);
    let subtree = leafHash(entryHash);
    // One merge for each trailing 1 bit of the size. Division is used because bit operators end at 2^31.
    for (let rest = this.#size; rest % 2 === 1; rest = (rest - 1) / 2) {
      const left = this.#subtrees.pop();
      if (left !== undefined) subtree = nodeHash(left, subtree);
    }
    this.#subtrees.push(subtree);
    this.#size += 1;
  }

  /** Returns the root of the tree. */
  root(): Buffer {
    return (
      this.#subtrees.reduceRight<Buffer | undefined>(
        (right, left) => (right === undefined ? left : nodeHash(left, right)),
        undefined,
      ) ?? EMPTY
    );
  }
}
