import { onOneLine } from '@agent-safe/runner/executor-kit';

/** A request was not sent, so it changed nothing. */
export class RequestNotSent extends Error {
  override readonly name = 'RequestNotSent';
}

/** Codes of throttling. `LimitExceededException` is not among them: IAM and Lambda use it for quotas, which waiting does not change. */
const THROTTLING = new Set([
  'BandwidthLimitExceeded',
  'EC2ThrottledException',
  'PriorRequestNotComplete',
  'RequestLimitExceeded',
  'RequestThrottled',
  'RequestThrottledException',
  'SlowDown',
  'ThrottledException',
  'Throttling',
  'ThrottlingException',
  'TooManyRequestsException',
]);

/** Codes of an answer with a status below 500 after which the effect is unknown: the server did not receive the request in time. */
const UNCERTAIN = new Set(['RequestTimeout', 'RequestTimeoutException']);

const CLOCK_SKEW = new Set(['RequestExpired', 'RequestInTheFuture', 'RequestTimeTooSkewed']);

/** Calls of the system that precede a connection. */
const CONNECTING: ReadonlySet<unknown> = new Set(['connect', 'getaddrinfo']);
/** Codes of Node for a call of {@link CONNECTING}, after which no connection existed, so that nothing was sent. */
const UNREACHABLE = new Set(['EAI_AGAIN', 'ECONNREFUSED', 'EHOSTUNREACH', 'ENETUNREACH', 'ENOTFOUND']);
const NOT_TRUSTED = new Set([
  'CERT_HAS_EXPIRED',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'ERR_TLS_CERT_ALTNAME_INVALID',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
]);

/** Names of errors of the SDK that precede the request. */
const BEFORE_REQUEST = new Set(['CredentialsProviderError', 'ProviderError', 'TokenProviderError']);

/** How a request failed. */
interface FailureDetails {
  /** Error code of the API, such as `InvalidInstanceID.NotFound`; undefined if the API did not answer. */
  readonly code: string | undefined;
  /** HTTP status; undefined without an answer. */
  readonly status: number | undefined;
  readonly isSent: boolean;
  /** Milliseconds that the API asks to wait. */
  readonly retryAfter?: number | undefined;
}

/** Error of a request to the API of AWS. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly code: string | undefined;
  readonly status: number | undefined;
  readonly retryAfter: number | undefined;
  readonly #isSent: boolean;

  constructor(message: string, { code, isSent, retryAfter, status }: FailureDetails) {
    super(message);
    this.code = code;
    this.status = status;
    this.retryAfter = retryAfter;
    this.#isSent = isSent;
  }

  /** Whether the API was too busy, so that it did not execute the request. */
  get isThrottled(): boolean {
    return this.status !== undefined && (this.status === 429 || THROTTLING.has(this.code ?? ''));
  }

  /** Whether it is certain that nothing was changed. */
  get isRefusal(): boolean {
    if (!this.#isSent || this.isThrottled) return true;
    // A proxy may answer without a code after the API received the request.
    if (this.status === undefined || this.code === undefined || UNCERTAIN.has(this.code)) return false;
    return this.status >= 400 && this.status < 500 && this.status !== 408;
  }

  /** The same error after an earlier attempt that may have been executed. */
  asUncertain(): ApiError {
    if (!this.isRefusal) return this;
    const details = { code: undefined, status: undefined, isSent: true };
    return new ApiError(`${this.message} An earlier attempt had no answer, and may have been executed.`, details);
  }

  /** Whether the object does not exist. */
  get isNotFound(): boolean {
    if (this.status === undefined || this.status >= 500) return false;
    return this.status === 404 || /(?:^NoSuch|NotFound(?:Exception)?$)/.test(this.code ?? '');
  }

  /** Whether the API refused the time of the request. The SDK corrects its clock by the answer. */
  get isClockSkew(): boolean {
    return CLOCK_SKEW.has(this.code ?? '');
  }

  /** Whether a later attempt may succeed. */
  get isTransient(): boolean {
    return this.isThrottled || this.isClockSkew || !this.isRefusal || UNREACHABLE.has(this.code ?? '');
  }
}

/** The part of an error of the SDK that this package reads. */
interface SdkError extends Error {
  readonly code?: unknown;
  readonly syscall?: unknown;
  /** One for each address of the host that was tried. */
  readonly errors?: readonly { readonly syscall?: unknown }[];
  readonly $metadata?: { readonly httpStatusCode?: number };
  readonly $response?: { readonly headers?: Readonly<Record<string, string>> };
}

/** Codes that the SDK makes up for an answer without one. */
const MADE_UP = new Set(['Error', 'Unknown', 'UnknownError']);

const NO_ANSWER: FailureDetails = { code: undefined, status: undefined, isSent: true };

/** Converts an error of the SDK. Other errors, such as a defect of this package, count as sent. */
export function toApiError(error: unknown): ApiError | RequestNotSent {
  if (error instanceof ApiError || error instanceof RequestNotSent) return error;
  if (!(error instanceof Error)) return new ApiError(String(error), NO_ANSWER);
  const { $metadata, $response, code: nodeCode, errors, message, name, syscall } = error as SdkError;
  const said = describe(message);
  const status = $metadata?.httpStatusCode;
  if (status !== undefined) {
    const code = MADE_UP.has(name) || /^\d+$/.test(name) ? undefined : name;
    const text = code === undefined ? `The API answered with status ${status}. ${said}` : `${code}: ${said}`;
    const seconds = Number($response?.headers?.['retry-after']);
    const retryAfter = Number.isFinite(seconds) && seconds > 0 ? seconds * 1_000 : undefined;
    return new ApiError(text.trim(), { code, status, isSent: true, retryAfter });
  }
  if (BEFORE_REQUEST.has(name)) return new RequestNotSent(`No AWS credentials were found. ${said}`);
  if (name === 'AbortError') return new ApiError('The API did not answer in time.', NO_ANSWER);
  const code = typeof nodeCode === 'string' ? nodeCode : undefined;
  // A connection that was made may also end with EHOSTUNREACH, when its route is lost: then the call is `read` or `write`.
  const isConnecting = (errors ?? [{ syscall }]).every((each) => CONNECTING.has(each.syscall));
  const isSent = code === undefined || !((UNREACHABLE.has(code) && isConnecting) || NOT_TRUSTED.has(code));
  return new ApiError(`The API did not answer: ${said === '' ? (code ?? name) : said}`, { code, status, isSent });
}

/** The encoded message of EC2 is long, and only its own API can decode it. */
function describe(message: string): string {
  return onOneLine(message.replace(/ ?Encoded authorization failure message: .*$/s, ''));
}

/** Creates the error for an object that an API did not list. */
export function notFound(code: string, message: string): ApiError {
  return new ApiError(message, { code, status: 404, isSent: true });
}
