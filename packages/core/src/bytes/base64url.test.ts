import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodeBase64url, encodeBase64url } from './base64url.ts';

test('encodes bytes as Node does, and decodes them to the same bytes', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
      const encoded = encodeBase64url(bytes);
      expect(encoded).toBe(Buffer.from(bytes).toString('base64url'));
      expect(decodeBase64url(encoded)).toBe(Buffer.from(bytes).toString('latin1'));
    }),
    { seed: 64, numRuns: 1_000 },
  );
});

test('decodes any text of the alphabet as Node does, with or without padding', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^[\w-]{0,60}={0,2}$/), (text) => {
      expect(decodeBase64url(text)).toBe(Buffer.from(text, 'base64').toString('latin1'));
    }),
    { seed: 65, numRuns: 1_000 },
  );
});

test('decodes the text after padding', () => {
  expect(decodeBase64url('e=yJhIjox=')).toBe('{"a":1');
});
