/**
 * A set of rules, as a sparse bitset. Each 32-bit word covers 32 rules; only nonzero words are stored. A second level has one bit per
 * word, which tells whether the word is stored.
 */
export class RuleBitset {
  /** One bit per word: whether the word is nonzero. */
  readonly mid: Uint32Array;
  /** The nonzero words, in order. */
  readonly words: Uint32Array;
  /** The index of each stored word. */
  readonly indices: Uint32Array;
  /** For each word of `mid`, the position of its first stored word. */
  readonly #offsets: Uint32Array;

  /** @param indices of the nonzero words, ascending */
  constructor(rules: number, indices: Uint32Array, words: Uint32Array) {
    this.indices = indices;
    this.words = words;
    this.mid = new Uint32Array(wordsFor(wordsFor(rules)));
    this.#offsets = new Uint32Array(this.mid.length);
    for (let place = indices.length - 1; place >= 0; place--) {
      const index = indices[place] ?? 0;
      this.mid[index >>> 5] = (this.mid[index >>> 5] ?? 0) | (1 << (index & 31));
      this.#offsets[index >>> 5] = place;
    }
  }

  /** Returns the word at an index, which covers 32 rules. */
  word(index: number): number {
    const summary = this.mid[index >>> 5] ?? 0;
    const bit = 1 << (index & 31);
    if ((summary & bit) === 0) return 0;
    return this.words[(this.#offsets[index >>> 5] ?? 0) + countBits(summary & (bit - 1))] ?? 0;
  }

  /** Approximate memory, in words. */
  get size(): number {
    return 2 * (this.words.length + this.mid.length) + 32;
  }
}

function wordsFor(bits: number): number {
  return (bits + 31) >>> 5;
}

/** Counts the set bits, by adding neighboring bits in parallel. */
function countBits(word: number): number {
  const pairs = word - ((word >>> 1) & 0x55555555);
  const fours = (pairs & 0x33333333) + ((pairs >>> 2) & 0x33333333);
  return Math.imul((fours + (fours >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}

/** Returns the position of the lowest set bit, which is the first rule. */
export function lowestBit(bits: number): number {
  return 31 - Math.clz32(bits & -bits);
}

/** Builds a set from single rules or other sets. */
export class RuleBitsetBuilder {
  readonly #rules: number;
  readonly #words: Uint32Array;

  /** @param rules total number of rules */
  constructor(rules: number) {
    this.#rules = rules;
    this.#words = new Uint32Array(wordsFor(rules));
  }

  add(place: number): void {
    this.#words[place >>> 5] = (this.#words[place >>> 5] ?? 0) | (1 << (place & 31));
  }

  addAll({ indices, words }: RuleBitset): void {
    for (let place = 0; place < indices.length; place++) {
      const index = indices[place] ?? 0;
      this.#words[index] = (this.#words[index] ?? 0) | (words[place] ?? 0);
    }
  }

  build(): RuleBitset {
    let count = 0;
    for (const word of this.#words) if (word !== 0) count++;
    const indices = new Uint32Array(count);
    const words = new Uint32Array(count);
    let place = 0;
    for (let index = 0; place < count; index++) {
      const word = this.#words[index] ?? 0;
      if (word === 0) continue;
      indices[place] = index;
      words[place++] = word;
    }
    return new RuleBitset(this.#rules, indices, words);
  }
}

/** Returns a set of a few rules, without a pass over all rules. */
export function ruleBitsetOfPlaces(rules: number, places: readonly number[]): RuleBitset {
  const indices: number[] = [];
  const words: number[] = [];
  for (const place of places) {
    if (indices.at(-1) !== place >>> 5) {
      indices.push(place >>> 5);
      words.push(0);
    }
    words[words.length - 1] = (words.at(-1) ?? 0) | (1 << (place & 31));
  }
  return new RuleBitset(rules, Uint32Array.from(indices), Uint32Array.from(words));
}

/** Returns the rules for which `admits` returns true. */
export function ruleBitsetOf<Rule>(rules: readonly Rule[], admits: (rule: Rule) => boolean): RuleBitset {
  const builder = new RuleBitsetBuilder(rules.length);
  for (const [place, rule] of rules.entries()) if (admits(rule)) builder.add(place);
  return builder.build();
}

/** Returns the rules that are in both sets. */
export function intersect(rules: number, left: RuleBitset, right: RuleBitset): RuleBitset {
  const [few, many] = left.indices.length <= right.indices.length ? [left, right] : [right, left];
  return selectWords(rules, few, (index) => many.word(index));
}

/** Returns the rules of the first set that are not in the second one. */
export function subtract(rules: number, from: RuleBitset, other: RuleBitset): RuleBitset {
  return selectWords(rules, from, (index) => ~other.word(index));
}

/** Returns the rules of a set that a mask for each word keeps. */
function selectWords(rules: number, from: RuleBitset, mask: (index: number) => number): RuleBitset {
  const indices = new Uint32Array(from.indices.length);
  const words = new Uint32Array(from.indices.length);
  let count = 0;
  for (let place = 0; place < from.indices.length; place++) {
    const index = from.indices[place] ?? 0;
    const word = (from.words[place] ?? 0) & mask(index);
    if (word === 0) continue;
    indices[count] = index;
    words[count++] = word;
  }
  return new RuleBitset(rules, indices.slice(0, count), words.slice(0, count));
}
