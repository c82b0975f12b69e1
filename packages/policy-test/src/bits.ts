/** A set of small integers, with one bit for each. */
export type Bits = Uint32Array;

/** Returns a set of the integers below `count` for which `holds` returns true. */
export function bitsOf(count: number, holds: (place: number) => boolean): Bits {
  const bits = new Uint32Array((count + 31) >>> 5);
  for (let place = 0; place < count; place++) if (holds(place)) addBit(bits, place);
  return bits;
}

export function addBit(bits: Bits, place: number): void {
  bits[place >>> 5] = (bits[place >>> 5] ?? 0) | (1 << (place & 31));
}

export function removeBit(bits: Bits, place: number): void {
  bits[place >>> 5] = (bits[place >>> 5] ?? 0) & ~(1 << (place & 31));
}

export function hasBit(bits: Bits, place: number): boolean {
  return ((bits[place >>> 5] ?? 0) & (1 << (place & 31))) !== 0;
}

/** Returns the integers that all sets share. */
export function intersection(first: Bits, ...others: readonly Bits[]): Bits {
  const result = first.slice();
  for (const other of others)
    for (let word = 0; word < result.length; word++) result[word] = (result[word] ?? 0) & (other[word] ?? 0);
  return result;
}

/** Puts the integers that two sets share into a third set, and returns it. */
export function intersectInto(result: Bits, left: Bits, right: Bits): Bits {
  for (let word = 0; word < result.length; word++) result[word] = (left[word] ?? 0) & (right[word] ?? 0);
  return result;
}

/** Adds the integers of another set to a set. */
export function addAll(bits: Bits, other: Bits): void {
  for (let word = 0; word < bits.length; word++) bits[word] = (bits[word] ?? 0) | (other[word] ?? 0);
}

/**
 * Moves the integers that are in both sets out of the first set.
 *
 * @param taken gets them, in place of its own
 * @returns whether there were any
 */
export function take(from: Bits, other: Bits, taken: Bits): boolean {
  let any = 0;
  for (let word = 0; word < from.length; word++) {
    const left = from[word] ?? 0;
    const both = left & (other[word] ?? 0);
    taken[word] = both;
    from[word] = left & ~both;
    any |= both;
  }
  return any !== 0;
}

export function overlaps(left: Bits, right: Bits): boolean {
  for (let word = 0; word < left.length; word++) if (((left[word] ?? 0) & (right[word] ?? 0)) !== 0) return true;
  return false;
}

export function isEmpty(bits: Bits): boolean {
  return bits.every((word) => word === 0);
}

/** Whether each integer of the first set is in the second one. */
export function isSubset(left: Bits, right: Bits): boolean {
  for (let word = 0; word < left.length; word++) if (((left[word] ?? 0) & ~(right[word] ?? 0)) !== 0) return false;
  return true;
}

/** Returns the smallest integer of a set; -1 of an empty one. */
export function firstBit(bits: Bits): number {
  const word = bits.findIndex((each) => each !== 0);
  const value = bits[word] ?? 0;
  return word < 0 ? -1 : word * 32 + 31 - Math.clz32(value & -value);
}

/** Calls `visit` with each integer of a set, ascending. */
export function eachBit(bits: Bits, visit: (place: number) => void): void {
  for (let word = 0; word < bits.length; word++) {
    for (let left = bits[word] ?? 0; left !== 0; left &= left - 1) visit(word * 32 + 31 - Math.clz32(left & -left));
  }
}

/** Returns a text that is the same for equal sets only. With a mask, only integers in the mask count. */
export function keyOf(bits: Bits, mask?: Bits): string {
  let key = '';
  for (let place = 0; place < bits.length; place++) {
    const word = (bits[place] ?? 0) & (mask === undefined ? -1 : (mask[place] ?? 0));
    key += String.fromCharCode(word & 0xffff, word >>> 16);
  }
  return key;
}
