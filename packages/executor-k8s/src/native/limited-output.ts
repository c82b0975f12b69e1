import { Writable } from 'node:stream';

/** Stores the first bytes of an output and discards the rest. */
export class LimitedOutput extends Writable {
  readonly #limit: number;
  readonly #chunks: Buffer[] = [];
  #size = 0;

  /** @param limit number of bytes to store */
  constructor(limit: number) {
    super();
    this.#limit = limit;
  }

  get text(): string {
    return Buffer.concat(this.#chunks).toString('utf8');
  }

  get truncated(): boolean {
    return this.#size > this.#limit;
  }

  override _write(chunk: Buffer | string, _: string, done: () => void): void {
    const bytes = Buffer.from(chunk as Buffer);
    const left = this.#limit - this.#size;
    if (left > 0) this.#chunks.push(bytes.subarray(0, left));
    this.#size += bytes.length;
    done();
  }
}
