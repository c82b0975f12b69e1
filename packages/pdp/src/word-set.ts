/** A set of rules by their places, 32 to a word: bit `place & 31` of word `place >>> 5`. */
export type Words = Uint32Array;

export function newWords(size: number): Words {
  return new Uint32Array((size + 31) >>> 5);
}

export function addTo(words: Words, place: number): void {
  const word = place >>> 5;
  words[word] = (words[word] ?? 0) | (1 << (place & 31));
}

/** A set most of whose words are empty: those that are not, in ascending order. */
export interface SparseWords {
  readonly indices: Uint32Array;
  readonly bits: Uint32Array;
}

export function toSparse(words: Words): SparseWords {
  const indices = words.reduce<number[]>((found, bits, index) => {
    if (bits !== 0) found.push(index);
    return found;
  }, []);
  return { indices: Uint32Array.from(indices), bits: Uint32Array.from(indices, (index) => words[index] ?? 0) };
}
