import { describe, expect, test } from 'vitest';
import { type ApiError, RequestNotSent, toApiError } from './api-error.ts';

/** Makes an error as the SDK does for an answer of an API. */
function answered(name: string, status: number, headers: Readonly<Record<string, string>> = {}): Error {
  const error = Object.assign(new Error('why'), { $metadata: { httpStatusCode: status }, $response: { headers } });
  error.name = name;
  return error;
}

function lost(code: string, syscall = 'read'): Error {
  return Object.assign(new Error('socket'), { code, syscall });
}

function classify(error: unknown) {
  const { isNotFound, isRefusal, isThrottled, isTransient } = toApiError(error) as ApiError;
  const properties = { isRefusal, isThrottled, isTransient, isNotFound };
  return Object.entries(properties).flatMap(([name, holds]) => (holds ? [name] : []));
}

describe('T27 what an error proves', () => {
  test.each<[string, unknown, readonly string[]]>([
    ['an answer of EC2 that refuses', answered('UnauthorizedOperation', 403), ['isRefusal']],
    ['a missing instance', answered('InvalidInstanceID.NotFound', 400), ['isRefusal', 'isNotFound']],
    ['a missing role', answered('NoSuchEntityException', 404), ['isRefusal', 'isNotFound']],
    ['a missing object of S3, without a body', answered('NotFound', 404), ['isRefusal', 'isNotFound']],
    ['a missing service', answered('ServiceNotFoundException', 400), ['isRefusal', 'isNotFound']],
    [
      'throttling of EC2, with status 503',
      answered('RequestLimitExceeded', 503),
      ['isRefusal', 'isThrottled', 'isTransient'],
    ],
    ['throttling of S3', answered('SlowDown', 503), ['isRefusal', 'isThrottled', 'isTransient']],
    ['throttling without a known code', answered('Busy', 429), ['isRefusal', 'isThrottled', 'isTransient']],
    ['a quota, which waiting does not change', answered('LimitExceededException', 409), ['isRefusal']],
    ['a clock that is wrong', answered('RequestTimeTooSkewed', 403), ['isRefusal', 'isTransient']],
    ['a server error', answered('InternalError', 500), ['isTransient']],
    ['an overloaded server without a code of throttling', answered('Unavailable', 503), ['isTransient']],
    ['a request that S3 did not receive in time', answered('RequestTimeout', 400), ['isTransient']],
    ['status 408', answered('Slow', 408), ['isTransient']],
    ['an answer of a proxy, without a code', answered('UnknownError', 403), ['isTransient']],
    ['a lost connection', lost('ECONNRESET'), ['isTransient']],
    ['a time limit of the connection', Object.assign(new Error('late'), { name: 'TimeoutError' }), ['isTransient']],
    [
      'a request that was stopped',
      Object.assign(new Error('Request aborted'), { name: 'AbortError' }),
      ['isTransient'],
    ],
    ['a refused connection', lost('ECONNREFUSED', 'connect'), ['isRefusal', 'isTransient']],
    ['a host that cannot be reached', lost('EHOSTUNREACH', 'connect'), ['isRefusal', 'isTransient']],
    [
      'a refused connection to each address of a host',
      Object.assign(new AggregateError([lost('ECONNREFUSED', 'connect')]), { code: 'ECONNREFUSED' }),
      ['isRefusal', 'isTransient'],
    ],
    ['a name that is unknown', lost('ENOTFOUND', 'getaddrinfo'), ['isRefusal', 'isTransient']],
    ['a connection whose route was lost', lost('EHOSTUNREACH'), ['isTransient']],
    ['a connection whose network was lost', lost('ENETUNREACH', 'write'), ['isTransient']],
    ['a certificate that is not trusted', lost('SELF_SIGNED_CERT_IN_CHAIN'), ['isRefusal']],
    ['a defect', new TypeError('x is not a function'), ['isTransient']],
    ['a thrown text', 'broken', ['isTransient']],
  ])('%s', (_, error, expected) => {
    expect(classify(error)).toEqual(expected);
  });

  test('without credentials, nothing was sent', () => {
    const missing = Object.assign(new Error('Could not load credentials'), { name: 'CredentialsProviderError' });
    expect(toApiError(missing)).toBeInstanceOf(RequestNotSent);
  });

  test('a refusal after an attempt without an answer proves nothing', () => {
    const refused = toApiError(answered('ConflictException', 409)) as ApiError;
    expect(refused.isRefusal).toBe(true);
    expect(refused.asUncertain()).toMatchObject({
      isRefusal: false,
      message: expect.stringContaining('earlier attempt'),
    });
  });
});

test('the message has the code, one line, and no encoded authorization message', () => {
  const error = answered('UnauthorizedOperation', 403);
  error.message = 'You are not\nauthorized. Encoded authorization failure message: c2VjcmV0'.replace('\n', ' \n');
  expect(toApiError(error).message).toBe('UnauthorizedOperation: You are not authorized.');
});

test('the wait that the API asks for is read in milliseconds', () => {
  expect(toApiError(answered('SlowDown', 503, { 'retry-after': '3' }))).toMatchObject({ retryAfter: 3_000 });
  expect(toApiError(answered('SlowDown', 503, { 'retry-after': 'soon' }))).toMatchObject({ retryAfter: undefined });
});
