import { createPrivateKey, generateKeyPairSync } from 'node:crypto';
import { checkLaw } from '@agent-safe/testkit';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import vectors from '../../test/interop/vectors.json' with { type: 'json' };
import {
  formatVerifierKey,
  isKeyName,
  type NoteSigner,
  noteSigner,
  noteVerifier,
  openNote,
  parseVerifierKey,
  signNote,
} from './note.ts';

/** Notes that Go opens and we refuse, with the reason. */
const STRICTER_NOTES = new Map([
  ['a wrong signature after the right one of the same key', 'C2SP: each signature of a known key must be verified'],
  [
    'base64 with bits in its padding',
    'RFC 4648, section 3.5, allows it; refusing it gives each signature one spelling',
  ],
]);

/** Verifier keys that Go accepts and we refuse, with the reason. */
const STRICTER_KEYS = new Map([
  ['an id in capitals', 'C2SP: hex is in lower case'],
  ['a line end after', 'C2SP: only base64; the Go decoder ignores line ends'],
  ['a control character in the name', 'C2SP: a note has no control character, so no note can be signed with that name'],
]);

/** The examples of the C2SP specification. */
const EXAMPLE_KEY = 'example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k';
const EXAMPLE_TEXT = 'This is an example message.\n';
const EXAMPLE_NOTE = `${EXAMPLE_TEXT}
— example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=
`;

const signers = vectors.keys.map(({ name, privateKey }) =>
  noteSigner(name, createPrivateKey({ format: 'jwk', key: privateKey })),
);

/** @param names separated by spaces, as in the vectors */
function find(names: string): NoteSigner[] {
  return signers.filter(({ name }) => names.split(' ').includes(name));
}

/** A note with several signatures, combined from one note for each signer. */
function signAll(text: string, names: string): string {
  const lines = names
    .split(' ')
    .flatMap(find)
    .map((signer) => signNote(text, signer).slice(text.length + 1));
  return `${text}\n${lines.join('')}`;
}

test('the C2SP example is opened', () => {
  const verifier = parseVerifierKey(EXAMPLE_KEY);
  if (verifier === undefined) throw new Error('the key of the example is not read');
  expect(openNote(EXAMPLE_NOTE, [verifier])).toEqual({ ok: true, text: EXAMPLE_TEXT, signedBy: verifier });
});

test.each(vectors.signed)('a signed note equals that of Go byte for byte: $case', ({ note, signers: names, text }) => {
  expect(signAll(text, names)).toBe(note);
  expect(openNote(note, find(names))).toMatchObject({ ok: true, text, signedBy: { name: names.split(' ')[0] } });
});

test.each(vectors.opened)('a note is opened as Go opens it: $case', (vector) => {
  const expected =
    vector.goAccepts && !STRICTER_NOTES.has(vector.case)
      ? { ok: true, text: vector.text, signedBy: { name: vector.signedBy } }
      : { ok: false, reason: expect.stringMatching(/./) };
  expect(openNote(vector.note, find(vector.known))).toMatchObject(expected);
});

test.each(vectors.verifierKeys)('a verifier key is read as Go reads it: $case', (vector) => {
  const verifier = parseVerifierKey(vector.text);
  expect(verifier !== undefined).toBe(vector.goAccepts && !STRICTER_KEYS.has(vector.case));
  if (verifier !== undefined) expect(formatVerifierKey(verifier)).toBe(vector.text);
});

test('Go accepts each text that is listed as refused by us alone', () => {
  const accepted = [...vectors.opened, ...vectors.verifierKeys].filter(({ goAccepts }) => goAccepts);
  const cases = accepted.map((vector) => vector.case);
  expect(cases).toEqual(expect.arrayContaining([...STRICTER_NOTES.keys(), ...STRICTER_KEYS.keys()]));
});

test.each(vectors.keys)(
  'the verifier key of $name is written as Go writes it, and read back',
  ({ name, verifierKey }) => {
    const [signer] = find(name);
    if (signer === undefined) throw new Error('there is no such signer');
    expect(formatVerifierKey(signer)).toBe(verifierKey);
    const { keyId, publicKey } = signer;
    const read = parseVerifierKey(verifierKey);
    expect(read).toMatchObject({ name, keyId });
    expect(read?.publicKey.equals(publicKey)).toBe(true);
  },
);

test('a key id is written with its leading zeros', () => {
  const { publicKey } = noteVerifier('a', generateKeyPairSync('ed25519').publicKey);
  const names = Array.from({ length: 5_000 }, (_, index) => `log.example/${index}`);
  const verifier = names.map((name) => noteVerifier(name, publicKey)).find(({ keyId }) => keyId < 0x10_00_00_00);
  if (verifier === undefined) throw new Error('no key id begins with a zero');
  const text = formatVerifierKey(verifier);
  expect(text).toContain('+0');
  expect(parseVerifierKey(text)).toMatchObject({ name: verifier.name, keyId: verifier.keyId });
});

test.each([
  ['log.example/agent-safe', true],
  ['终', true],
  ['a\u200bb', true],
  ['', false],
  ['a b', false],
  ['a+b', false],
  ['a\nb', false],
  ['a\u0001b', false],
  ['a\u0085b', false],
  ['a\u00a0b', false],
  ['a\u1680b', false],
  ['a\u2003b', false],
  ['a\u3000b', false],
  ['a\ud800b', false],
])('%j can name a key: %s', (name, expected) => {
  expect(isKeyName(name)).toBe(expected);
  const { publicKey } = generateKeyPairSync('ed25519');
  if (expected) expect(noteVerifier(name, publicKey).name).toBe(name);
  else expect(() => noteVerifier(name, publicKey)).toThrow(RangeError);
});

test('a key of another type cannot sign a note', () => {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  expect(() => noteSigner('log.example', privateKey)).toThrow(RangeError);
  expect(() => noteSigner('log.example', generateKeyPairSync('x25519').privateKey)).toThrow(RangeError);
});

test.each([
  ['nothing', ''],
  ['no line end', 'text'],
  ['a tab', 'a\tb\n'],
  ['a NUL', 'a\0b\n'],
  ['Windows line ends', 'a\r\n'],
  ['a lone surrogate', 'a\ud83d\n'],
])('a text with %s is not signed', (_, text) => {
  for (const signer of signers) expect(() => signNote(text, signer)).toThrow(RangeError);
});

test('a note with a lone surrogate or of more than 1,000,000 characters is refused', () => {
  const [signer] = signers;
  if (signer === undefined) throw new Error('there is no signer');
  const note = signNote('text\n', signer);
  const unknown = note.slice(note.indexOf('—')).replace(signer.name, 'a\ud83d');
  expect(openNote(`${note}${unknown}`, signers).ok).toBe(false);
  expect(openNote(signNote(`${'a'.repeat(999_000)}\n`, signer), signers).ok).toBe(true);
  expect(openNote(signNote(`${'a'.repeat(1_000_000)}\n`, signer), signers).ok).toBe(false);
});

test('a note with one byte changed, inserted or removed is refused, or has the same text and signer', () => {
  const [signer, ...others] = signers;
  if (signer === undefined) throw new Error('there is no signer');
  const text = 'è subito sera\n\n— 终 AAAAAAAA\n';
  const bytes = Buffer.from(signAll(text, [signer, ...others].map(({ name }) => name).join(' ')));
  const known = [signer];
  let refused = 0;
  const change = fc.record({
    at: fc.nat(bytes.length - 1),
    left: fc.constantFrom(0, 1),
    // Any byte, and more often the bytes that notes consist of.
    put: fc.oneof(fc.nat(255), fc.constantFrom(...Buffer.from('\n +/=—A'))),
    isPut: fc.boolean(),
  });
  const property = fc.property(change, ({ at, isPut, left, put }) => {
    const changed = Buffer.concat([bytes.subarray(0, at), Buffer.from(isPut ? [put] : []), bytes.subarray(at + left)]);
    const opened = openNote(changed.toString('utf8'), known);
    if (!opened.ok) refused++;
    else expect(opened).toEqual({ ok: true, text, signedBy: signer });
  });
  checkLaw('a changed byte of a note is refused', property, { runs: 50_000 });
  // Signatures of unknown keys may change. The law would prove nothing if every changed note were refused, or none.
  expect(refused).toBeGreaterThan(1_000);
  expect(openNote(bytes.toString('utf8'), known)).toEqual({ ok: true, text, signedBy: signer });
});
