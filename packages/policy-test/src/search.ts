/** Most shapes of requests to compare for one question. */
const MOST_OF_A_QUESTION = 50_000;
/** Most shapes of requests to compare for all questions of one analysis. */
const MOST_OF_ALL = 2_000_000;

/**
 * The effort of one analysis: a shape of requests is an action on a kind of target, a caller, and whether there is a change ticket. Each
 * shape stands for the requests at all times.
 */
export class Effort {
  #left: number;
  readonly #mostOfOne: number;

  constructor(mostOfAll = MOST_OF_ALL, mostOfOne = MOST_OF_A_QUESTION) {
    this.#left = mostOfAll;
    this.#mostOfOne = mostOfOne;
  }

  /**
   * Starts the search for the answer to one question.
   *
   * @param rules that the search prepares
   */
  begin(rules: number): Search {
    // Preparing 100 rules takes about as long as comparing one shape.
    this.#left -= Math.ceil(rules / 100);
    return new Search(this.#mostOfOne, () => this.#left-- > 0);
  }
}

/** The search for a request with a property. */
export class Search {
  /** Whether all requests were compared. If not, a request that was not found proves nothing. */
  isComplete = true;
  #left: number;
  readonly #spend: () => boolean;

  constructor(most: number, spend: () => boolean) {
    this.#left = most;
    this.#spend = spend;
  }

  /** Counts one shape. Returns false if the search must end. */
  look(): boolean {
    if (this.#left-- <= 0 || !this.#spend()) this.isComplete = false;
    return this.isComplete;
  }

  /** Notes that some requests are not compared. */
  giveUp(): void {
    this.isComplete = false;
  }
}
