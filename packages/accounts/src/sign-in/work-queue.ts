/**
 * Runs work one after the other. scrypt occupies a thread of the pool that also writes the audit log, and there are only four.
 */
export class WorkQueue {
  readonly #most: number;
  #waiting = 0;
  #last: Promise<unknown> = Promise.resolve();

  /** @param most largest number of works that wait or run */
  constructor(most: number) {
    this.#most = most;
  }

  /** @returns undefined if too much work waits already */
  run<Result>(work: () => Promise<Result>): Promise<Result> | undefined {
    if (this.#waiting >= this.#most) return undefined;
    this.#waiting += 1;
    const result = this.#last.then(work).finally(() => {
      this.#waiting -= 1;
    });
    this.#last = result.catch(() => undefined);
    return result;
  }
}
