import { hash } from 'node:crypto';
import { checkLaw } from '@agent-safe/testkit';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import vectors from '../../test/interop/vectors.json' with { type: 'json' };
import { MerkleTree } from './merkle.ts';

/** Leaves of the test vectors: hashes of 0, 1, 2 and so on, as decimal text. */
const leaves = Array.from({ length: 1000 }, (_, index) => hash('sha256', String(index), 'buffer'));

function treeOf(entryHashes: readonly Uint8Array[], tree = new MerkleTree()): MerkleTree {
  for (const entryHash of entryHashes) tree.append(entryHash);
  return tree;
}

/** The recursive definition of RFC 6962, section 2.1. */
function plainRoot(entryHashes: readonly Uint8Array[]): Buffer {
  const [first, second] = entryHashes;
  if (first === undefined) return hash('sha256', '', 'buffer');
  if (second === undefined) return hash('sha256', Buffer.concat([Uint8Array.of(0), first]), 'buffer');
  let split = 1;
  while (split * 2 < entryHashes.length) split *= 2;
  const halves = [plainRoot(entryHashes.slice(0, split)), plainRoot(entryHashes.slice(split))];
  return hash('sha256', Buffer.concat([Uint8Array.of(1), ...halves]), 'buffer');
}

test('the root of the empty tree is the SHA-256 of no bytes', () => {
  const tree = new MerkleTree();
  expect(tree.root().toString('hex')).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
  expect(tree).toMatchObject({ size: 0, subtrees: [] });
});

test.each(vectors.trees)('the root of $size leaves equals that of Go', ({ root, size }) => {
  const tree = treeOf(leaves.slice(0, size));
  expect(tree.size).toBe(size);
  expect(tree.root().toString('base64')).toBe(root);
});

test('a tree equals that of RFC 6962, also when it continues from stored subtrees', () => {
  const sizes = fc.nat(300).chain((size) => fc.record({ size: fc.constant(size), pause: fc.nat(size) }));
  const seeds = fc.nat();
  const property = fc.property(sizes, seeds, ({ pause, size }, seed) => {
    const entryHashes = Array.from({ length: size }, (_, index) => hash('sha256', `${seed} ${index}`, 'buffer'));
    const expected = plainRoot(entryHashes);
    const first = treeOf(entryHashes.slice(0, pause));
    const kept = first.root();
    const second = treeOf(entryHashes.slice(pause), new MerkleTree(first.size, first.subtrees));
    expect(second.root()).toEqual(expected);
    expect(second.size).toBe(size);
    // The trees share no memory: the first one is unchanged, and has the same root after the same leaves.
    expect(first.root()).toEqual(kept);
    expect(treeOf(entryHashes.slice(pause), first).root()).toEqual(expected);
  });
  checkLaw('compact tree equals RFC 6962', property, { runs: 2_000 });
});

test('a size of more than 32 bits merges one subtree for each trailing 1 bit', () => {
  const subtrees = leaves.slice(0, 34);
  const tree = new MerkleTree(2 ** 40 + 2 ** 33 - 1, subtrees);
  tree.append(Buffer.alloc(32));
  expect(tree.size).toBe(2 ** 40 + 2 ** 33);
  expect(tree.subtrees).toHaveLength(2);
  expect(tree.subtrees[0]).toEqual(subtrees[0]);
});

test.each([
  [0, 1],
  [1, 0],
  [1, 2],
  [3, 1],
  [4, 2],
  [7, 2],
  [-1, 1],
  [-3, 2],
  [1.5, 2],
  [Number.NaN, 0],
  [Number.POSITIVE_INFINITY, 0],
  [2 ** 53, 1],
])('a tree of %d leaves with %d complete subtrees is refused', (size, count) => {
  expect(() => new MerkleTree(size, leaves.slice(0, count))).toThrow(RangeError);
});

test.each([0, 31, 33, 64])('a hash of %d bytes is refused', (length) => {
  const tree = treeOf(leaves.slice(0, 2));
  const root = tree.root();
  expect(() => tree.append(Buffer.alloc(length))).toThrow(RangeError);
  expect(() => new MerkleTree(1, [Buffer.alloc(length)])).toThrow(RangeError);
  expect(tree.size).toBe(2);
  expect(tree.root()).toEqual(root);
});
