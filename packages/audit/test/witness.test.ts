import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { announceRandom } from '@agent-safe/testkit';
import { expect, onTestFinished, test } from 'vitest';
import { openCosignatures } from '../src/format/cosignature.ts';
import { openAuditLog } from '../src/open-audit-log.ts';
import { listCheckpoints } from '../src/witness/list-checkpoints.ts';
import { readWitnessRecords, witnessesPath } from '../src/witness/stored-witnesses.ts';
import { submitCheckpoint } from '../src/witness/submit-checkpoint.ts';
import { submitNewest } from '../src/witness/submit-newest.ts';
import { makeFolder } from './support/folder.ts';
import { sampleEvents } from './support/sample-log.ts';
import { makeSignedLog } from './support/signed-log.ts';
import { makeSigner } from './support/signer.ts';
import { type Answer, cosign, makeWitnessKeys, startTestWitness } from './support/test-witness.ts';

const signer = makeSigner();
const makeLog = () => makeSignedLog(signer);

test('a witness cosigns each larger checkpoint, with a proof from the last one it knows', async () => {
  const random = announceRandom('witnessed growth');
  const { grow, path } = makeLog();
  const witness = await startTestWitness('witness.example/one', signer);
  for (let round = 0; round < 12; round += 1) {
    const { note, size } = await grow(1 + random.below(9));
    const [result] = await submitCheckpoint(path, note, [witness.option]);
    expect(result).toMatchObject({ ok: true, size, witness: witness.key.name, origin: signer.name });
    expect(witness.known.size).toBe(size);
    expect(listCheckpoints(path, [signer])[0]).toMatchObject({ size, witnesses: 1 });
  }
  // One request for each checkpoint: the size that the witness knows is remembered.
  expect(witness.requests).toHaveLength(12);
  const [record] = readWitnessRecords(path);
  expect(openCosignatures(record?.note ?? '', [witness.key])).toMatchObject({
    ok: true,
    cosignatures: [{ time: record?.time }],
  });
  // The same checkpoint again gives a fresh cosignature.
  expect(await submitNewest(path, [signer], [witness.option])).toMatchObject([{ ok: true }]);
  expect(witness.requests.at(-1)).toMatch(/^old \d+\n\n/);
});

test('without the remembered size, the answer 409 says where to continue', async () => {
  const { grow, path } = makeLog();
  const witness = await startTestWitness('witness.example/one', signer);
  await submitCheckpoint(path, (await grow(5)).note, [witness.option]);
  rmSync(witnessesPath(path));
  const { note } = await grow(7);
  expect(await submitCheckpoint(path, note, [witness.option])).toMatchObject([{ ok: true, size: 13 }]);
  expect(witness.requests.map((body) => body.split('\n')[0])).toEqual(['old 0', 'old 0', 'old 5']);
  for (const garbage of ['', '{', '[]', '{"witnesses":{}}', '{"witnesses":[1,{"key":"x"}]}']) {
    writeFileSync(witnessesPath(path), garbage);
    expect(await submitNewest(path, [signer], [witness.option])).toMatchObject([{ ok: true }]);
  }
});

test('a proof for a witness reads only new events, also over several files; a stored tree that is wrong is not used', async () => {
  const path = join(makeFolder(), 'audit.jsonl');
  const witness = await startTestWitness('witness.example/one', signer);
  const log = openAuditLog(path, { maxBytes: 4_096 });
  onTestFinished(() => log.close());
  const grow = async (count: number) => {
    for (let done = 0; done < count; done += 1) await log.append(sampleEvents(1));
    return (await log.signCheckpoint(signer)).note;
  };
  for (const count of [1, 7, 20, 2])
    expect(await submitCheckpoint(path, await grow(count), [witness.option])).toMatchObject([{ ok: true }]);
  const note = await grow(30);
  const text = readFileSync(witnessesPath(path), 'utf8');
  const { witnesses } = JSON.parse(text) as { witnesses: readonly [{ tree: { subtrees: string[] } }] };
  const { tree } = witnesses[0];
  for (const wrong of [
    null,
    {},
    { ...tree, subtrees: [] },
    { ...tree, next: 1 },
    { ...tree, hash: '00' },
    { ...tree, subtrees: tree.subtrees.with(0, 'AAAA') },
    { ...tree, subtrees: tree.subtrees.with(0, Buffer.alloc(32).toString('base64')) },
  ]) {
    const { root, size } = witness.known;
    writeFileSync(witnessesPath(path), JSON.stringify({ witnesses: [{ ...witnesses[0], tree: wrong }] }));
    expect(await submitCheckpoint(path, note, [witness.option]), JSON.stringify(wrong)).toMatchObject([{ ok: true }]);
    Object.assign(witness.known, { root, size });
  }
  writeFileSync(witnessesPath(path), text);
  const [first = ''] = readdirSync(join(path, '..')).filter((name) => /\.0+1\.jsonl$/.test(name));
  const file = join(path, '..', first);
  writeFileSync(file, 'x'.repeat(readFileSync(file).length));
  expect(await submitCheckpoint(path, note, [witness.option])).toMatchObject([{ ok: true }]);
});

test('several witnesses: one checkpoint with all cosignatures, also if one witness fails', async () => {
  const { grow, path } = makeLog();
  const [one, two, three] = await Promise.all(
    ['one', 'two', 'three'].map((name) => startTestWitness(`witness.example/${name}`, signer)),
  );
  if (one === undefined || two === undefined || three === undefined) throw new Error('no witness');
  await submitCheckpoint(path, (await grow(3)).note, [one.option]);
  two.answer = () => ({ status: 500, body: '' });
  const { note, size } = await grow(4);
  const all = [one.option, two.option, three.option];
  expect(await submitCheckpoint(path, note, all)).toMatchObject([
    { ok: true },
    { ok: false, code: 'refused' },
    { ok: true },
  ]);
  const [stored] = listCheckpoints(path, [signer]);
  expect(stored).toMatchObject({ size, witnesses: 2 });
  const keys = [one.key, two.key, three.key];
  expect(openCosignatures(stored?.note ?? '', keys)).toMatchObject({ ok: true, cosignatures: [{}, {}] });
  expect(readWitnessRecords(path).map(({ failure, size }) => [size, failure?.code])).toEqual(
    expect.arrayContaining([
      [size, undefined],
      [0, 'refused'],
      [size, undefined],
    ]),
  );
});

/** Answers of a witness that do not cosign. */
const ANSWERS: readonly (readonly [name: string, code: string, answer: Answer | undefined])[] = [
  ['403', 'log_unknown', { status: 403, body: '' }],
  ['404', 'log_unknown', { status: 404, body: '' }],
  ['400', 'refused', { status: 400, body: '' }],
  ['500', 'refused', { status: 500, body: '' }],
  ['429', 'refused', { status: 429, body: '' }],
  ['a redirect', 'refused', { status: 307, body: '', headers: { location: 'http://127.0.0.1:1/' } }],
  ['409 without a size', 'answer_invalid', { status: 409, body: 'soon' }],
  ['409 with a negative size', 'answer_invalid', { status: 409, body: '-1\n' }],
  ['409 with a size beyond numbers', 'answer_invalid', { status: 409, body: '9007199254740993\n' }],
  ['200 without a body', 'answer_invalid', { status: 200, body: '' }],
  ['200 with text', 'answer_invalid', { status: 200, body: 'thank you\n' }],
  ['200 with a long text', 'answer_invalid', { status: 200, body: '— a aaaaaaaa\n'.repeat(100_000) }],
  ['201', 'refused', { status: 201, body: '' }],
];

test.each(ANSWERS)(
  'T53 a witness that answers %s is reported as %s, and nothing is stored',
  async (_, code, answer) => {
    const { grow, path } = makeLog();
    const witness = await startTestWitness('witness.example/one', signer);
    witness.answer = () => answer;
    const { note } = await grow(3);
    expect(await submitCheckpoint(path, note, [witness.option])).toMatchObject([
      { ok: false, code, isEvidence: false },
    ]);
    expect(readWitnessRecords(path)).toMatchObject([{ size: 0, note: null, failure: { code } }]);
    expect(listCheckpoints(path, [signer])).toMatchObject([{ witnesses: 0 }]);
    // The next attempt succeeds.
    witness.answer = undefined;
    witness.known.size = 0;
    expect(await submitNewest(path, [signer], [witness.option])).toMatchObject([{ ok: true }]);
  },
);

test('T53 a witness that does not answer ends with the timeout or with the signal', async () => {
  const { grow, path } = makeLog();
  const witness = await startTestWitness('witness.example/one', signer);
  witness.answer = () => undefined;
  const { note } = await grow(3);
  const slow = [{ ...witness.option, timeoutMs: 50 }];
  expect(await submitCheckpoint(path, note, slow)).toMatchObject([{ ok: false, code: 'unreachable' }]);
  const signal = AbortSignal.abort();
  expect(await submitCheckpoint(path, note, [witness.option], { signal })).toMatchObject([{ code: 'unreachable' }]);
});

test('T53 a private address and plain http need allow_private', async () => {
  const { grow, path } = makeLog();
  const witness = await startTestWitness('witness.example/one', signer);
  const { note } = await grow(3);
  for (const url of [
    witness.option.url,
    witness.option.url.replace('http:', 'https:'),
    'http://witness.example',
    'ftp://a',
    'no url',
  ]) {
    const option = { url, key: witness.key };
    expect(await submitCheckpoint(path, note, [option])).toMatchObject([{ ok: false, code: 'unreachable' }]);
  }
  expect(witness.requests).toEqual([]);
});

test('T53 a cosignature that is forged, of another key, of another checkpoint or old is refused', async () => {
  const { grow, path } = makeLog();
  const witness = await startTestWitness('witness.example/one', signer);
  const impostor = makeWitnessKeys('witness.example/one');
  const earlier = (await grow(2)).note;
  const { note } = await grow(3);
  const text = note.slice(0, note.lastIndexOf('\n\n') + 1);
  const now = Math.floor(Date.now() / 1_000);
  const wrongId = { key: witness.key, privateKey: impostor.privateKey };
  let replayed = '';
  const answers: Record<string, (answer: Answer) => string> = {
    'the key of another with the same name': () => cosign(text, impostor, now),
    'a wrong signature of the right key id': () => cosign(text, wrongId, now),
    'one right and one wrong': ({ body }) => body + cosign(text, wrongId, now),
    'one wrong and one right': ({ body }) => cosign(text, wrongId, now) + body,
    'without a line end': ({ body }) => body.slice(0, -1),
    'with CR LF': ({ body }) => body.replace('\n', '\r\n'),
    'with an empty line before': ({ body }) => `\n${body}`,
    'with a text and an empty line before': ({ body }) => `more text\n\n${body}`,
    'with a line that is no signature': ({ body }) => `${body}text\n`,
  };
  for (const [name, answer] of Object.entries(answers)) {
    witness.known.size = 0;
    witness.answer = (given) => ({ status: 200, body: answer(given) });
    const [result] = await submitCheckpoint(path, note, [witness.option]);
    expect(result, name).toMatchObject({ ok: false, code: 'answer_invalid' });
  }
  witness.known.size = 0;
  witness.answer = (given) => {
    replayed = given.body;
    return given;
  };
  expect(await submitCheckpoint(path, earlier, [witness.option])).toMatchObject([{ ok: true }]);
  witness.answer = () => ({ status: 200, body: replayed });
  expect(await submitCheckpoint(path, note, [witness.option])).toMatchObject([{ ok: false, code: 'answer_invalid' }]);
  // A copy of the answer for the same checkpoint, one hour later.
  const clock = () => Date.now() + 3_600_000;
  expect(await submitCheckpoint(path, earlier, [witness.option], { clock })).toMatchObject([
    { code: 'answer_invalid' },
  ]);
  witness.answer = undefined;
  witness.clock = () => 0;
  witness.known.size = 0;
  expect(await submitCheckpoint(path, note, [witness.option])).toMatchObject([{ ok: false, code: 'answer_invalid' }]);
});

test('unknown signatures beside the cosignature are ignored, and one known cosignature suffices', async () => {
  const { grow, path } = makeLog();
  const witness = await startTestWitness('witness.example/one', signer);
  const other = makeWitnessKeys('witness.example/other');
  const { note } = await grow(3);
  const unknown = `— witness.example/one ${Buffer.alloc(2_432, 6).toString('base64')}\n`;
  witness.answer = ({ body, status }) => ({ status, body: unknown + cosign('text\n', other, 1) + body });
  expect(await submitCheckpoint(path, note, [witness.option])).toMatchObject([{ ok: true }]);
  expect(listCheckpoints(path, [signer])[0]?.note.split('\n— ')).toHaveLength(3);
});
