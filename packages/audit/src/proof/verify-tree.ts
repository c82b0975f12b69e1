import { EMPTY_ROOT, type HashText, isHash, leafHash, nodeHash, toBytes, toText } from '../format/merkle.ts';

/**
 * Whether an entry hash is a leaf of a tree.
 *
 * @param index of the leaf, from 0
 * @param proof the hashes beside the path of the leaf, the lowest first
 * @see RFC 9162, section 2.1.3.2
 */
export function isIncluded(
  entryHash: Uint8Array,
  index: number,
  size: number,
  proof: readonly Uint8Array[],
  root: Uint8Array,
): boolean {
  if (!isCount(index) || !isCount(size) || index >= size) return false;
  if (!isHash(entryHash) || !proof.every(isHash)) return false;
  let found: HashText = leafHash(entryHash);
  let [node, last] = [index, size - 1];
  for (const beside of proof.map(toText)) {
    if (last === 0) return false;
    if (isOdd(node) || node === last) {
      found = nodeHash(beside, found);
      [node, last] = skipLeftEdge(node, last);
    } else found = nodeHash(found, beside);
    [node, last] = [half(node), half(last)];
  }
  return last === 0 && isSame(toBytes(found), root);
}

/**
 * Whether a tree begins with all leaves of an older tree. An empty tree is the beginning of each tree.
 *
 * @see RFC 9162, section 2.1.4.2
 */
export function isConsistent(
  oldSize: number,
  size: number,
  proof: readonly Uint8Array[],
  oldRoot: Uint8Array,
  root: Uint8Array,
): boolean {
  if (!isCount(oldSize) || !isCount(size) || oldSize > size || !proof.every(isHash)) return false;
  if (![oldRoot, root].every(isHash)) return false;
  if (oldSize === size) return proof.length === 0 && isSame(oldRoot, root) && (size > 0 || isSame(root, EMPTY_ROOT));
  if (oldSize === 0) return proof.length === 0 && isSame(oldRoot, EMPTY_ROOT);
  let [node, last] = [oldSize - 1, size - 1];
  while (isOdd(node)) [node, last] = [half(node), half(last)];
  // If the older tree is complete, its root is the first node of the path.
  const path = (node === 0 ? [oldRoot, ...proof] : proof).map(toText);
  const [first, ...rest] = path;
  if (first === undefined) return false;
  let [foundOld, found] = [first, first];
  for (const beside of rest) {
    if (last === 0) return false;
    if (isOdd(node) || node === last) {
      foundOld = nodeHash(beside, foundOld);
      found = nodeHash(beside, found);
      [node, last] = skipLeftEdge(node, last);
    } else found = nodeHash(found, beside);
    [node, last] = [half(node), half(last)];
  }
  return last === 0 && isSame(toBytes(foundOld), oldRoot) && isSame(toBytes(found), root);
}

/** Goes up as long as a node at the right edge of the tree is a left child: it has no sibling there, and is its own parent. */
function skipLeftEdge(node: number, last: number): [node: number, last: number] {
  while (!isOdd(node) && node !== 0) [node, last] = [half(node), half(last)];
  return [node, last];
}

function isSame(one: Uint8Array, other: Uint8Array): boolean {
  return Buffer.from(one).equals(other);
}

// Division instead of bit operators, which end at 2^31.
function half(value: number): number {
  return Math.floor(value / 2);
}

function isOdd(value: number): boolean {
  return value % 2 === 1;
}

function isCount(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 0;
}
