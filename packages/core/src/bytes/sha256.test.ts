import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { expect, test, vi } from 'vitest';
import { sha256 } from '../digest/digest.ts';
import { computeSha256 } from './sha256.ts';

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');

// The examples of FIPS 180-4.
test.each([
  ['', 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'],
  ['abc', 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'],
  [
    'abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq',
    '248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1',
  ],
])('the digest of "%s" matches the standard', (text, digest) => {
  expect(hex(computeSha256(new TextEncoder().encode(text)))).toBe(digest);
});

test('texts of every length around a block have the same digest as in Node', () => {
  for (let length = 0; length <= 260; length++) {
    const bytes = Uint8Array.from({ length }, (_, index) => (index * 31 + length) & 0xff);
    expect(hex(computeSha256(bytes))).toBe(createHash('sha256').update(bytes).digest('hex'));
  }
});

test('random bytes have the same digest as in Node', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 5_000 }), (bytes) => {
      expect(hex(computeSha256(bytes))).toBe(createHash('sha256').update(bytes).digest('hex'));
    }),
    { seed: 180, numRuns: 300 },
  );
});

test.each([
  ['process is missing', undefined],
  ['process is a stub without modules', { env: {} }],
  ['process has no crypto', { getBuiltinModule: () => undefined }],
])('the digest of a text is the same if %s', (_, runtime) => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => {
      const expected = createHash('sha256').update(text, 'utf8').digest('base64url');
      vi.stubGlobal('process', runtime);
      try {
        expect(sha256(text)).toBe(expected);
      } finally {
        vi.unstubAllGlobals();
      }
    }),
    { seed: 181, numRuns: 200 },
  );
});
