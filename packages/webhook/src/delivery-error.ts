/** A failed delivery. The message contains no secret: only the origin of the URL, no key, and no body of an answer. */
export class DeliveryError extends Error {
  override readonly name = 'DeliveryError';
  /** Milliseconds from now after which the receiver asked to try again. */
  readonly retryAfter: number | undefined;
  readonly #isFinal: boolean;

  constructor(
    message: string,
    options: { readonly retryAfter?: number | undefined; readonly isFinal?: boolean | undefined } = {},
  ) {
    super(message);
    this.retryAfter = options.retryAfter;
    this.#isFinal = options.isFinal ?? false;
  }

  /** Whether the receiver refused this message for good: it would refuse the same message again. */
  get isFinal(): boolean {
    return this.#isFinal;
  }
}
