import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { decodeBase64url, type VerificationKey } from '../src/index.ts';
import { verifySignature } from '../src/verify-signature.ts';

interface Group {
  readonly private?: { readonly kty: string; readonly alg?: string; readonly k?: string };
  readonly tests: readonly {
    readonly tcId: number;
    readonly comment: string;
    readonly jws: unknown;
    readonly result: string;
  }[];
}

const { testGroups } = JSON.parse(readFileSync(new URL('./wycheproof-jws.json', import.meta.url), 'utf8')) as {
  readonly testGroups: readonly Group[];
};

const hmac = testGroups.flatMap((group) => {
  const { alg, k, kty } = group.private ?? { kty: '' };
  if (kty !== 'oct' || alg !== 'HS256' || k === undefined) return [];
  const key: VerificationKey = { alg: 'HS256', secret: Buffer.from(k, 'base64url'), acceptsLegacy: false };
  return group.tests.map((vector) => ({ ...vector, key }));
});

/** Flags such as "invalidBase64Padding" whose vectors have no padding: their text is that of a genuine token. */
const WITHOUT_THEIR_FLAW: readonly number[] = [367, 370];

test('T10 Wycheproof HS256 vectors have the stated results', async () => {
  const counts: Record<string, number> = {};
  for (const { comment, jws, key, result, tcId } of hmac) {
    if (typeof jws !== 'string' || WITHOUT_THEIR_FLAW.includes(tcId)) continue;
    // The form is checked first, as in `readToken`, because jose accepts base64url with blanks. It may be stricter than a vector.
    const isWellFormed = jws.split('.').every((part) => decodeBase64url(part) !== undefined);
    const isGenuine = isWellFormed && (await verifySignature(jws, key));
    if (result === 'valid' && isWellFormed) expect(isGenuine, `${tcId} ${comment}`).toBe(true);
    if (result === 'invalid') expect(isGenuine, `${tcId} ${comment}`).toBe(false);
    counts[result] = (counts[result] ?? 0) + 1;
  }
  expect(counts.valid).toBeGreaterThan(0);
  expect(counts.invalid).toBeGreaterThan(5);
});

test('T10 the signature of RFC 8037, appendix A.4, verifies, and fails after a change of any byte', async () => {
  const key: VerificationKey = { alg: 'EdDSA', kid: 'rfc', x: '11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo' };
  const input = 'eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc';
  const signature = 'hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg';
  expect(await verifySignature(`${input}.${signature}`, key)).toBe(true);
  const bytes = Buffer.from(signature, 'base64url');
  for (const place of bytes.keys()) {
    const other = Buffer.from(bytes);
    other[place] = (other[place] ?? 0) ^ 1;
    expect(await verifySignature(`${input}.${other.toString('base64url')}`, key)).toBe(false);
  }
});
