import { expect, test } from 'vitest';
import { readError } from './read-error.ts';

test.each<[string, string | undefined, boolean]>([
  ['Error from server (NotFound): pods "x" not found\n', 'NotFound', true],
  ['Error from server (Forbidden): no\n', 'Forbidden', true],
  ['Warning: old\nError from server (Conflict): again\n', 'Conflict', true],
  ['The ConfigMap "fixed" is invalid: data: Forbidden: field is immutable\n', 'Invalid', true],
  ['The request is invalid: the server rejected our request\n', 'Invalid', true],
  ['error: Apply failed with 1 conflict: conflict with "kubectl": .spec\n', 'Conflict', true],
  ['error: You must be logged in to the server (Unauthorized)\n', 'Unauthorized', true],
  ['Error from server: admission webhook "a.b" denied the request: no\n', 'BadRequest', true],
  ['Error from server: admission webhook "a.b" denied the request without explanation\n', 'BadRequest', true],
  ['Error from server (InternalError): failed calling webhook "a.b": timeout\n', 'InternalError', false],
  // A server that timed out may have made the change.
  ['Error from server (Timeout): Timeout: request did not complete\n', 'Timeout', false],
  ['Error from server (InternalError): an error on the server\n', 'InternalError', false],
  ['Error from server (ServiceUnavailable): x\n', 'ServiceUnavailable', false],
  ['Error from server: etcdserver: request timed out\n', undefined, false],
  ['Unable to connect to the server: EOF\n', undefined, false],
  ['', undefined, false],
])('%j is %s, and proves that nothing was changed: %s', (stderr, reason, isRefusal) => {
  const error = readError(stderr);
  expect([error.reason, error.isRefusal]).toEqual([reason, isRefusal]);
  expect(error.message).not.toBe('');
});

test('a message is one line, bounded, and without control characters', () => {
  const { message } = readError(`Error from server (Invalid): a\u001b[31m\nb\u202e ${'x'.repeat(200_000)}`);
  expect(message).toMatch(/^Invalid: a \[31m b x+…$/);
  expect(message.length).toBeLessThan(100_100);
});

test('T21 the output of a credential program is not quoted', () => {
  const stderr = `refresh failed: error: token 1//0gSECRET
Unable to connect to the server: getting credentials: exec: executable helper failed with exit code 1`;
  expect(readError(stderr).message).toBe(
    'Unable to connect to the server: getting credentials: exec: executable helper failed with exit code 1',
  );
});
