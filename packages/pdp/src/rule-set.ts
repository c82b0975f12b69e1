/**
 * A set of rules by their places, as bits on three levels of 32 each: a bit of `low` stands for a rule, a bit of `mid` says
 * that a word of `low` is not empty, a bit of `top` the same of `mid`. An intersection of many sets thus skips 1,024
 * rules at a time where they have nothing in common. Words of `low` that are empty take no room.
 */
export class RuleSet {
  readonly top: Uint32Array;
  readonly mid: Uint32Array;
  readonly #low: Uint32Array;
  /** For each word of `mid`, where the words of `low` that it stands for begin. */
  readonly #offsets: Uint32Array;

  /** @param low the words that are not empty, in ascending order of their indices */
  constructor(rules: number, low: readonly (readonly [index: number, word: number])[]) {
    this.mid = new Uint32Array(wordsFor(wordsFor(rules)));
    this.#low = Uint32Array.from(low, ([, word]) => word);
    this.#offsets = new Uint32Array(this.mid.length);
    for (const [place, [index]] of low.entries()) {
      if (this.mid[index >>> 5] === 0) this.#offsets[index >>> 5] = place;
      setBit(this.mid, index);
    }
    this.top = new Uint32Array(wordsFor(this.mid.length));
    for (const [index, word] of this.mid.entries()) if (word !== 0) setBit(this.top, index);
  }

  /** The word of 32 rules. */
  low(index: number): number {
    const word = this.mid[index >>> 5] ?? 0;
    const bit = 1 << (index & 31);
    if ((word & bit) === 0) return 0;
    return this.#low[(this.#offsets[index >>> 5] ?? 0) + countBits(word & (bit - 1))] ?? 0;
  }

  /** How many words it takes. */
  get size(): number {
    return this.#low.length + 2 * this.mid.length + this.top.length;
  }
}

function wordsFor(bits: number): number {
  return (bits + 31) >>> 5;
}

function setBit(words: Uint32Array, place: number): void {
  words[place >>> 5] = (words[place >>> 5] ?? 0) | (1 << (place & 31));
}

/** Adds neighbouring bits in parallel: of pairs, of fours, of bytes. */
function countBits(word: number): number {
  const pairs = word - ((word >>> 1) & 0x55555555);
  const fours = (pairs & 0x33333333) + ((pairs >>> 2) & 0x33333333);
  return Math.imul((fours + (fours >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}

/** The place of the lowest bit, which stands for what comes first. */
export function lowestBit(bits: number): number {
  return 31 - Math.clz32(bits & -bits);
}

/** Gathers a set rule by rule, in ascending order. */
export class RuleSetBuilder {
  readonly #rules: number;
  readonly #low: [index: number, word: number][] = [];

  /** @param rules how many rules there are in all */
  constructor(rules: number) {
    this.#rules = rules;
  }

  add(place: number): void {
    const last = this.#low.at(-1);
    const bit = 1 << (place & 31);
    if (last?.[0] === place >>> 5) last[1] |= bit;
    else this.#low.push([place >>> 5, bit]);
  }

  build(): RuleSet {
    return new RuleSet(this.#rules, this.#low);
  }
}

/** The rules for which `admits` holds. */
export function ruleSetOf<Rule>(rules: readonly Rule[], admits: (rule: Rule) => boolean): RuleSet {
  const builder = new RuleSetBuilder(rules.length);
  for (const [place, rule] of rules.entries()) if (admits(rule)) builder.add(place);
  return builder.build();
}

/** The rules that are in all of the sets. */
export function intersect(sets: readonly RuleSet[], rules: number): RuleSet {
  const low: [number, number][] = [];
  const all = (word: (set: RuleSet) => number | undefined) => sets.reduce((left, set) => left & (word(set) ?? 0), -1);
  for (let mid = 0; mid < wordsFor(wordsFor(rules)); mid++) {
    for (let bits = all((set) => set.mid[mid]); bits !== 0; bits &= bits - 1) {
      const index = mid * 32 + lowestBit(bits);
      const word = all((set) => set.low(index));
      if (word !== 0) low.push([index, word]);
    }
  }
  return new RuleSet(rules, low);
}
