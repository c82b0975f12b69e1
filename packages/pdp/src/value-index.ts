import { addTo, newWords, type Words } from './word-set.ts';

/** The words of one value: few of them are there where few rules name it. */
type ValueWords = ReadonlyMap<number, number>;

/** Which rules a list-valued condition admits: those that do not have it, and for each value those that name it. */
export class ValueIndex {
  readonly #free: Words;
  readonly #byValue = new Map<string, Map<number, number>>();
  /** The words of the values that are asked about now. Kept between requests, so that a request allocates nothing. */
  readonly #asked: ValueWords[] = [];
  #count = 0;

  constructor(size: number) {
    this.#free = newWords(size);
  }

  /** Adds a rule: without a condition it admits every value; an empty list admits none. */
  add(place: number, values: readonly string[] | undefined): void {
    if (values === undefined) addTo(this.#free, place);
    for (const value of values ?? []) {
      const words = this.#byValue.get(value) ?? new Map<number, number>();
      const word = place >>> 5;
      words.set(word, (words.get(word) ?? 0) | (1 << (place & 31)));
      this.#byValue.set(value, words);
    }
  }

  /** Begins a question: which rules admit any of the values that `ask` then names? */
  begin(): void {
    this.#count = 0;
  }

  ask(value: string): void {
    const words = this.#byValue.get(value);
    if (words !== undefined) this.#asked[this.#count++] = words;
  }

  /** One word of the answer. */
  word(index: number): number {
    let bits = this.#free[index] ?? 0;
    for (let asked = 0; asked < this.#count; asked++) bits |= this.#asked[asked]?.get(index) ?? 0;
    return bits;
  }
}
