import { hash } from 'node:crypto';
import { announceRandom, type Random, scaled } from '@agent-safe/testkit';
import { expect, test } from 'vitest';
import { MerkleTree } from '../format/merkle.ts';
import { listConsistencyRanges, listInclusionRanges, RangeRoots } from './ranges.ts';
import { isConsistent, isIncluded } from './verify-tree.ts';

/** The recursive definitions of RFC 6962, section 2.1. They share no code with the source. */
const plain = {
  root(leaves: readonly Buffer[]): Buffer {
    const [first, second] = leaves;
    if (first === undefined) return hash('sha256', '', 'buffer');
    if (second === undefined) return hash('sha256', Buffer.concat([Buffer.of(0), first]), 'buffer');
    const split = 2 ** Math.floor(Math.log2(leaves.length - 1));
    const halves = [plain.root(leaves.slice(0, split)), plain.root(leaves.slice(split))];
    return hash('sha256', Buffer.concat([Buffer.of(1), ...halves]), 'buffer');
  },
  path(index: number, leaves: readonly Buffer[]): Buffer[] {
    if (leaves.length === 1) return [];
    const split = 2 ** Math.floor(Math.log2(leaves.length - 1));
    const [left, right] = [leaves.slice(0, split), leaves.slice(split)];
    return index < split
      ? [...plain.path(index, left), plain.root(right)]
      : [...plain.path(index - split, right), plain.root(left)];
  },
  growth(oldSize: number, leaves: readonly Buffer[], isKnown = true): Buffer[] {
    if (oldSize === leaves.length) return isKnown ? [] : [plain.root(leaves)];
    const split = 2 ** Math.floor(Math.log2(leaves.length - 1));
    const [left, right] = [leaves.slice(0, split), leaves.slice(split)];
    return oldSize <= split
      ? [...plain.growth(oldSize, left, isKnown), plain.root(right)]
      : [...plain.growth(oldSize - split, right, false), plain.root(left)];
  },
};

function makeLeaves(random: Random, size: number): readonly Buffer[] {
  return Array.from({ length: size }, () => random.bytes(32));
}

function rootsOf(ranges: ReturnType<typeof listInclusionRanges>, leaves: readonly Buffer[]): readonly Buffer[] {
  const roots = new RangeRoots(ranges);
  for (const leaf of leaves) roots.append(leaf);
  return roots.roots();
}

function rootOf(leaves: readonly Buffer[]): Buffer {
  const tree = new MerkleTree();
  for (const leaf of leaves) tree.append(leaf);
  return tree.root();
}

/** All small sizes, and random larger ones. */
function sizes(random: Random): readonly number[] {
  return [
    ...Array.from({ length: 34 }, (_, index) => index + 1),
    ...Array.from({ length: 6 }, () => random.below(500) + 1),
  ];
}

test('the proofs of all leaves and older trees are those of the recursive definition, and verify', () => {
  const random = announceRandom('tree proofs');
  for (const size of sizes(random)) {
    const leaves = makeLeaves(random, size);
    const root = rootOf(leaves);
    expect(root).toEqual(plain.root(leaves));
    const places = size <= 34 ? leaves.keys() : [0, size - 1, random.below(size), random.below(size)];
    for (const index of places) {
      const proof = rootsOf(listInclusionRanges(index, size), leaves);
      expect(proof).toEqual(plain.path(index, leaves));
      expect(isIncluded(leaves[index] ?? Buffer.alloc(0), index, size, proof, root)).toBe(true);
      const oldSize = index + 1;
      const growth = rootsOf(listConsistencyRanges(oldSize, size), leaves);
      expect(growth).toEqual(plain.growth(oldSize, leaves));
      expect(isConsistent(oldSize, size, growth, rootOf(leaves.slice(0, oldSize)), root)).toBe(true);
    }
  }
});

test('a consistency proof that continues from the subtrees of the older tree is the same', () => {
  const random = announceRandom('continued proofs');
  for (let run = 0; run < scaled(4_000); run += 1) {
    const size = random.below(70) + 1;
    const oldSize = random.below(size + 1);
    const leaves = makeLeaves(random, size);
    const older = new MerkleTree();
    for (const leaf of leaves.slice(0, oldSize)) older.append(leaf);
    const roots = new RangeRoots(listConsistencyRanges(oldSize, size), new MerkleTree(oldSize, older.subtrees));
    for (const leaf of leaves.slice(oldSize)) roots.append(leaf);
    expect(roots.roots()).toEqual(oldSize === 0 ? [] : plain.growth(oldSize, leaves));
  }
});

test('ranges need a number of trees that grows with the logarithm of the size, also above 2^31', () => {
  for (const size of [2 ** 31 + 5, 2 ** 40, 2 ** 52 + 1, Number.MAX_SAFE_INTEGER]) {
    for (const index of [0, 1, 2 ** 30, 2 ** 31 - 1, size - 1]) {
      const inclusion = listInclusionRanges(index, size);
      expect(inclusion.length).toBeLessThanOrEqual(53);
      // The ranges and the leaf are the whole tree.
      expect(inclusion.reduce((sum, { begin, end }) => sum + (end - begin), 1)).toBe(size);
      expect(listConsistencyRanges(index + 1, size).length).toBeLessThanOrEqual(54);
    }
  }
});

test('a proof above 2^31 leaves verifies: both children of the root are one hash each', () => {
  // A tree of 2^40 equal leaves has one hash at each level.
  const leaf = Buffer.alloc(32, 7);
  const levels = [hash('sha256', Buffer.concat([Buffer.of(0), leaf]), 'buffer')];
  const parent = (child: Buffer) => hash('sha256', Buffer.concat([Buffer.of(1), child, child]), 'buffer');
  for (let level = 0; level < 40; level += 1) levels.push(parent(levels[level] ?? leaf));
  const [root = leaf, proof] = [levels[40], levels.slice(0, 40)];
  for (const index of [0, 2 ** 31 + 3, 2 ** 40 - 1]) {
    expect(isIncluded(leaf, index, 2 ** 40, proof, root)).toBe(true);
    expect(isIncluded(leaf, index, 2 ** 40 + 1, proof, root)).toBe(false);
    expect(isIncluded(leaf, index, 2 ** 40, proof.slice(1), root)).toBe(false);
  }
  expect(isConsistent(2 ** 39, 2 ** 40, proof.slice(39), levels[39] ?? leaf, root)).toBe(true);
  expect(isConsistent(2 ** 38, 2 ** 40, proof.slice(38), levels[38] ?? leaf, root)).toBe(true);
  expect(isConsistent(2 ** 38, 2 ** 40, proof.slice(39), levels[38] ?? leaf, root)).toBe(false);
});

/** Changes one bit of one of the hashes, or the number of hashes. */
function* changes(random: Random, proof: readonly Buffer[]): Generator<readonly Buffer[]> {
  for (const [place, each] of proof.entries())
    for (let bit = 0; bit < 256; bit += 1) yield proof.with(place, flip(each, bit));
  for (const place of proof.keys()) yield proof.toSpliced(place, 1);
  for (let place = 0; place <= proof.length; place += 1) {
    yield proof.toSpliced(place, 0, random.bytes(32));
    yield proof.toSpliced(place, 0, Buffer.alloc(0));
    if (place < proof.length) yield proof.toSpliced(place, 0, proof[place] ?? random.bytes(32));
  }
  for (const [place, each] of proof.entries()) yield proof.with(place, each.subarray(1));
  if (proof.length > 1 && proof[0]?.equals(proof[1] ?? each0) === false) yield proof.toReversed();
}

const each0 = Buffer.alloc(0);

function flip(bytes: Buffer, bit: number): Buffer {
  const copy = Buffer.from(bytes);
  copy[bit >> 3] = (copy[bit >> 3] ?? 0) ^ (1 << (bit & 7));
  return copy;
}

function bitsOf(count: number): readonly number[] {
  // Flips each bit of a number of 53 bits.
  return Array.from({ length: 53 }, (_, bit) => {
    const power = 2 ** bit;
    return Math.floor(count / power) % 2 === 1 ? count - power : count + power;
  });
}

test('T53 every changed bit of a hash, the index, the size, the leaf or the root is refused', () => {
  const random = announceRandom('changed inclusion proofs');
  for (let run = 0; run < scaled(80); run += 1) {
    const size = random.below(40) + 1;
    const index = random.below(size);
    const leaves = makeLeaves(random, size);
    const [root, leaf = Buffer.alloc(32)] = [rootOf(leaves), leaves[index]];
    const proof = plain.path(index, leaves);
    for (const changed of changes(random, proof)) expect(isIncluded(leaf, index, size, changed, root)).toBe(false);
    for (let bit = 0; bit < 256; bit += 1) {
      expect(isIncluded(flip(leaf, bit), index, size, proof, root)).toBe(false);
      expect(isIncluded(leaf, index, size, proof, flip(root, bit))).toBe(false);
    }
    for (const other of [...bitsOf(index), size, -1, 0.5, Number.NaN])
      expect(isIncluded(leaf, other, size, proof, root)).toBe(false);
    for (const other of [...bitsOf(size), 0, -1, Number.NaN])
      expect(isIncluded(leaf, index, other, proof, root)).toBe(isSamePath(index, size, other));
  }
});

/** Whether a leaf has the same path in a tree of another size. The hashes then cannot tell the sizes apart; the signature can. */
function isSamePath(index: number, size: number, other: number): boolean {
  if (!(other > index) || !Number.isSafeInteger(other)) return false;
  const sides = (count: number) => {
    const ranges = listInclusionRanges(index, count);
    return ranges.map(({ begin }) => (begin > index ? 'right' : 'left')).join();
  };
  return sides(size) === sides(other);
}

test('T53 every changed bit of a consistency proof, its sizes or its roots is refused', () => {
  const random = announceRandom('changed consistency proofs');
  for (let run = 0; run < scaled(80); run += 1) {
    const size = random.below(40) + 2;
    const oldSize = random.below(size - 1) + 1;
    const leaves = makeLeaves(random, size);
    const [root, oldRoot] = [rootOf(leaves), rootOf(leaves.slice(0, oldSize))];
    const proof = plain.growth(oldSize, leaves);
    for (const changed of changes(random, proof))
      expect(isConsistent(oldSize, size, changed, oldRoot, root)).toBe(false);
    for (let bit = 0; bit < 256; bit += 1) {
      expect(isConsistent(oldSize, size, proof, flip(oldRoot, bit), root)).toBe(false);
      expect(isConsistent(oldSize, size, proof, oldRoot, flip(root, bit))).toBe(false);
    }
    expect(isConsistent(size, oldSize, proof, root, oldRoot)).toBe(false);
    for (const other of [0, -1, 0.5, Number.NaN, size, size + 1])
      expect(isConsistent(other, size, proof, oldRoot, root)).toBe(false);
  }
});

test('the edges: an empty tree, one leaf, and two trees of one size', () => {
  const [one = Buffer.alloc(32), two = Buffer.alloc(32)] = makeLeaves(announceRandom('edges'), 2);
  const [empty, first, other] = [rootOf([]), rootOf([one]), rootOf([two])];
  expect(isIncluded(one, 0, 1, [], first)).toBe(true);
  expect(isIncluded(one, 0, 0, [], first)).toBe(false);
  expect(isIncluded(one, 0, 0, [], empty)).toBe(false);
  expect(isIncluded(one, 1, 1, [], first)).toBe(false);
  expect(isIncluded(one, 0, 1, [first], first)).toBe(false);
  expect(isConsistent(0, 0, [], empty, empty)).toBe(true);
  expect(isConsistent(0, 0, [], first, first)).toBe(false);
  expect(isConsistent(0, 1, [], empty, first)).toBe(true);
  expect(isConsistent(0, 1, [], other, first)).toBe(false);
  expect(isConsistent(0, 1, [other], empty, first)).toBe(false);
  expect(isConsistent(1, 1, [], first, first)).toBe(true);
  expect(isConsistent(1, 1, [], other, first)).toBe(false);
  expect(isConsistent(1, 1, [first], first, first)).toBe(false);
  expect(isConsistent(1, 0, [], first, empty)).toBe(false);
});

test('verification agrees with the recursive definition for any proof', () => {
  const random = announceRandom('any proof');
  for (let run = 0; run < scaled(20_000); run += 1) {
    const size = random.below(12) + 1;
    const leaves = makeLeaves(random, size);
    const root = plain.root(leaves);
    const index = random.below(size);
    const claimed = random.below(4) === 0 ? random.below(14) : index;
    const proof = [...plain.path(random.below(3) === 0 ? random.below(size) : index, leaves)];
    if (random.below(4) === 0) proof.splice(random.below(proof.length + 1), 1);
    const isTrue = claimed < size && isEqual(proof, plain.path(claimed, leaves)) && claimed === index;
    expect(isIncluded(leaves[index] ?? root, claimed, size, proof, root)).toBe(isTrue);
    const oldSize = random.below(size) + 1;
    const growth = [...plain.growth(random.below(3) === 0 ? random.below(size) + 1 : oldSize, leaves)];
    if (random.below(4) === 0) growth.splice(random.below(growth.length + 1), 1);
    const isGrowth = isEqual(growth, plain.growth(oldSize, leaves));
    expect(isConsistent(oldSize, size, growth, plain.root(leaves.slice(0, oldSize)), root)).toBe(isGrowth);
  }
});

function isEqual(one: readonly Buffer[], other: readonly Buffer[]): boolean {
  return one.length === other.length && one.every((each, place) => each.equals(other[place] ?? Buffer.alloc(0)));
}
