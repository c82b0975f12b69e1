import { createPrivateKey } from 'node:crypto';
import { expect, test } from 'vitest';
import vectors from '../../test/interop/vectors.json' with { type: 'json' };
import { type NoteSigner, noteSigner, parseVerifierKey, signNote } from '../format/note.ts';
import { openCheckpoint, parseCheckpoint, signCheckpoint } from './checkpoint.ts';

/** Checkpoints that Go accepts and we refuse, with the reason. */
const STRICTER = new Map([
  ['one more than that', 'a size is an exact JavaScript number'],
  ['the largest size of 64 bits', 'a size is an exact JavaScript number'],
  ['a root with bits in its padding', 'RFC 4648, section 3.5, allows it; refusing it gives each root one spelling'],
  ['a carriage return after the root', 'C2SP: a note has no control character; the Go decoder ignores it'],
  ['no line end after an extension', 'C2SP: the text of a note ends with a line end'],
]);

const LOG = 'log.example/agent-safe';
const WITNESS = 'witness.example/one';

const signers = vectors.keys.map(({ name, privateKey }) =>
  noteSigner(name, createPrivateKey({ format: 'jwk', key: privateKey })),
);

function find(name: string): NoteSigner {
  const signer = signers.find((each) => each.name === name);
  if (signer === undefined) throw new Error(`there is no signer ${name}`);
  return signer;
}

const root = Buffer.alloc(32, 7);
const body = `${LOG}\n5\n${root.toString('base64')}\n`;

/** A note with several signatures, in the order of the names. */
function signBy(text: string, ...names: readonly string[]): string {
  const lines = names.map((name) => signNote(text, find(name)).slice(text.length + 1));
  return `${text}\n${lines.join('')}`;
}

test('the C2SP example is read', () => {
  const text = 'example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n';
  const expected = Buffer.from('CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=', 'base64');
  expect(parseCheckpoint(text)).toEqual({ origin: 'example.com/behind-the-sofa', size: 20_852_163, root: expected });
});

test.each(vectors.checkpoints)('the checkpoint of $size leaves signed by $signer equals that of Go', (vector) => {
  const bytes = Buffer.from(vector.root, 'base64');
  expect(signCheckpoint(vector.size, bytes, find(vector.signer))).toBe(vector.note);
  const key = vectors.keys.find(({ name }) => name === vector.signer);
  const verifier = parseVerifierKey(key?.verifierKey ?? '');
  if (verifier === undefined) throw new Error('the verifier key is not read');
  const checkpoint = { origin: vector.signer, size: vector.size, root: bytes };
  expect(openCheckpoint(vector.note, [verifier])).toEqual({ ok: true, checkpoint });
});

test.each(vectors.texts)('a checkpoint text is read as Go reads it: $case', (vector) => {
  const [origin, size] = vector.text.split('\n');
  const expected =
    vector.goAccepts && !STRICTER.has(vector.case)
      ? { origin, size: Number(size), root: expect.objectContaining({ length: 32 }) }
      : undefined;
  expect(parseCheckpoint(vector.text)).toEqual(expected);
});

test('Go accepts each text that is listed as refused by us alone', () => {
  const cases = vectors.texts.filter(({ goAccepts }) => goAccepts).map((vector) => vector.case);
  expect(cases).toEqual(expect.arrayContaining([...STRICTER.keys()]));
});

test.each([
  ['by the log', body, [LOG], [LOG], true],
  ['by the log and an unknown witness', body, [LOG, WITNESS], [LOG], true],
  ['by an unknown witness and the log', body, [WITNESS, LOG], [LOG], true],
  ['by the log and a known witness', body, [LOG, WITNESS], [LOG, WITNESS], true],
  ['by a known witness and the log', body, [WITNESS, LOG], [LOG, WITNESS], true],
  ['by a known witness and an unknown log', body, [WITNESS, LOG], [WITNESS], false],
  ['only by a known witness', body, [WITNESS], [LOG, WITNESS], false],
  ['by an unknown log', body, [LOG], [WITNESS], false],
  ['by the log, with an extension line', `${body}extension\n`, [LOG], [LOG], true],
  ['by the log, with an empty extension line', `${body}\n`, [LOG], [LOG], false],
  ['by the log, with a text that is not a checkpoint', 'text\n', [LOG], [LOG], false],
  ['by the log, with the origin of another log', body.replace(LOG, WITNESS), [LOG], [LOG, WITNESS], false],
  ['by the log, with an origin that begins with its name', body.replace(LOG, `${LOG}/`), [LOG], [LOG], false],
])('a checkpoint signed %s', (_, text, names, known, expected) => {
  const opened = openCheckpoint(signBy(text, ...names), known.map(find));
  if (expected) expect(opened).toEqual({ ok: true, checkpoint: { origin: LOG, size: 5, root } });
  else expect(opened).toEqual({ ok: false, reason: expect.stringMatching(/./) });
});

test('a checkpoint with a wrong signature is refused', () => {
  const note = signBy(body, LOG).replace('\n5\n', '\n6\n');
  expect(openCheckpoint(note, [find(LOG)])).toMatchObject({ ok: false });
});
