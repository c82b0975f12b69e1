/**
 * Answers of the API that say that nothing was changed. All others leave doubt: a server that gave up waiting may have done
 * what it was asked.
 * @see https://github.com/kubernetes/apimachinery/blob/master/pkg/apis/meta/v1/types.go StatusReason
 */
const DEFINITE = [
  ...[
    'AlreadyExists',
    'BadRequest',
    'Conflict',
    'Expired',
    'Forbidden',
    'Gone',
    'Invalid',
    'MethodNotAllowed',
    'NotAcceptable',
  ],
  ...['NotFound', 'RequestEntityTooLarge', 'TooManyRequests', 'Unauthorized', 'UnsupportedMediaType'],
];

/** An error of the Kubernetes API or of kubectl. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  /** As the API says it; undefined where nothing came from it. */
  readonly reason: string | undefined;

  constructor(message: string, reason: string | undefined) {
    super(message);
    this.reason = reason;
  }

  /** Whether it is certain that nothing was changed. */
  get isRefusal(): boolean {
    return this.reason !== undefined && DEFINITE.includes(this.reason);
  }

  get isNotFound(): boolean {
    return this.reason === 'NotFound';
  }
}
