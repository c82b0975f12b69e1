/**
 * Reasons of the API that prove that nothing was changed. After any other error, the change may have been made, for example by a
 * server that timed out.
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

/** Whether the message says that an admission webhook denied the request, so that nothing was changed. */
export function isDenial(message: string): boolean {
  return /^admission webhook "[^"]*" denied the request\b/.test(message);
}

/** Error of the Kubernetes API or of kubectl. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  /** Reason of the API, such as `NotFound`. Undefined if the API did not answer. */
  readonly reason: string | undefined;

  constructor(message: string, reason: string | undefined) {
    super(message);
    this.reason = reason;
  }

  /** Whether it is certain that nothing was changed. */
  get isRefusal(): boolean {
    return this.reason !== undefined && DEFINITE.includes(this.reason);
  }

  /** Whether the object does not exist. */
  get isNotFound(): boolean {
    return this.reason === 'NotFound';
  }
}
