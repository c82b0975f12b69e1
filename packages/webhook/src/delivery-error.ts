/** What went wrong on the way. Its message holds no secret: no address beyond its origin, no key, no body of an answer. */
export class DeliveryError extends Error {
  override readonly name = 'DeliveryError';
  /** When the destination asked to be tried again, in milliseconds from now. */
  readonly retryAfter: number | undefined;

  constructor(message: string, options: { readonly retryAfter?: number | undefined } = {}) {
    super(message);
    this.retryAfter = options.retryAfter;
  }
}
