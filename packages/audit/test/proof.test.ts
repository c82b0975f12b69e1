import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { announceRandom, scaled } from '@agent-safe/testkit';
import { expect, onTestFinished, test } from 'vitest';
import { signCheckpoint } from '../src/checkpoint/checkpoint.ts';
import { type NoteSigner, noteSigner, signNote } from '../src/format/note.ts';
import { openAuditLog } from '../src/open-audit-log.ts';
import { proveEvent, proveGrowth } from '../src/proof/build-proof.ts';
import { findProvable } from '../src/proof/find-provable.ts';
import { formatProof, LONGEST_PROOF } from '../src/proof/proof-file.ts';
import { type ProofPolicy, type ProofVerdict, verifyProof } from '../src/proof/verify-proof.ts';
import { makeFolder } from './support/folder.ts';
import { joinLines, mintLines, sampleEvents } from './support/sample-log.ts';
import { checkpointOf, makeSigner } from './support/signer.ts';
import { splitLines } from './support/subjects.ts';
import { cosign, makeWitnessKeys } from './support/test-witness.ts';

const signer = makeSigner();
const LEGACY = new URL('./fixtures/0.11-hundred.jsonl', import.meta.url);

function makeLog(count: number): { readonly path: string; readonly lines: readonly string[] } {
  const path = join(makeFolder(), 'audit.jsonl');
  const lines = mintLines(sampleEvents(count));
  writeFileSync(path, joinLines(lines));
  return { path, lines };
}

function verifyWith(text: string | Uint8Array, policy: Partial<ProofPolicy> = {}): ProofVerdict {
  return verifyProof(Buffer.from(text as string), { keys: [signer], ...policy });
}

async function prove(path: string, seq: number, note: string): Promise<string> {
  const built = await proveEvent(path, seq, note);
  if (!built.ok) throw new Error(built.reason);
  return built.text;
}

async function grow(path: string, from: string, note: string): Promise<string> {
  const built = await proveGrowth(path, from, note);
  if (!built.ok) throw new Error(built.reason);
  return built.text;
}

function textOf(note: string): string {
  return note.slice(0, note.lastIndexOf('\n\n') + 1);
}

test('each event of logs of each size is proven, and each older checkpoint', async () => {
  const random = announceRandom('proofs of a log');
  for (const size of [1, 2, 3, 4, 5, 7, 8, 9, 16, 17, 33 + random.below(30)]) {
    const { lines, path } = makeLog(size + random.below(3));
    const note = checkpointOf(lines, size, signer);
    for (let seq = 1; seq <= size; seq += 1) {
      const verdict = verifyWith(await prove(path, seq, note));
      expect(verdict).toMatchObject({ ok: true, kind: 'inclusion', seq, checkpoint: { origin: signer.name, size } });
      if (!verdict.ok || verdict.kind !== 'inclusion') throw new Error('not proven');
      expect(verdict.line).toBe(lines[seq - 1]);
      const from = checkpointOf(lines, seq, signer);
      expect(verifyWith(await grow(path, from, note))).toMatchObject({
        ok: true,
        from: { size: seq },
        checkpoint: { size },
      });
    }
  }
});

test('the events of a log of 0.11 and of closed files are proven', async () => {
  const path = join(makeFolder(), 'audit.jsonl');
  copyFileSync(LEGACY, path);
  const log = openAuditLog(path, { maxBytes: 4_096 });
  onTestFinished(() => log.close());
  for (let round = 0; round < 10; round += 1) await log.append(sampleEvents(2));
  const { note, size } = await log.signCheckpoint(signer);
  expect(size).toBe(120);
  for (const seq of [1, 50, 100, 101, 119, 120]) {
    const text = await prove(path, seq, note);
    expect(verifyWith(text)).toMatchObject({ ok: true, seq });
    for (let run = 0; run < scaled(300); run += 1) expect(verifyWith(flipIn(text, RANDOM.next)).ok).toBe(false);
  }
});

const RANDOM = announceRandom('flipped bits of proofs');

/** Flips one bit of a file. */
function flipIn(text: string, next: () => number): Buffer {
  const bytes = Buffer.from(text);
  const place = Math.floor(next() * bytes.length);
  bytes[place] = (bytes[place] ?? 0) ^ (1 << Math.floor(next() * 8));
  return bytes;
}

test('T53 every flipped bit, removed or repeated line, and every cut of a proof is refused', async () => {
  const { lines, path } = makeLog(11);
  const [older, note] = [checkpointOf(lines, 6, signer), checkpointOf(lines, 11, signer)];
  for (const text of [await prove(path, 4, note), await grow(path, older, note)]) {
    expect(verifyWith(text).ok).toBe(true);
    const bytes = Buffer.from(text);
    for (let run = 0; run < scaled(10_000); run += 1) expect(verifyWith(flipIn(text, RANDOM.next)).ok).toBe(false);
    for (let end = 0; end < bytes.length; end += 1 + RANDOM.below(9))
      expect(verifyWith(bytes.subarray(0, end)).ok).toBe(false);
    const parts = text.split('\n');
    for (const place of parts.keys()) {
      expect(verifyWith(parts.toSpliced(place, 1).join('\n')).ok).toBe(false);
      // A signature line that is repeated says the same once more.
      const isSignature = parts[place]?.startsWith('— ') === true;
      expect(verifyWith(parts.toSpliced(place, 0, parts[place] ?? '').join('\n')).ok).toBe(isSignature);
    }
    for (const changed of [
      `${text}\n`,
      `\n${text}`,
      `\ufeff${text}`,
      text.replaceAll('\n', '\r\n'),
      `${text}${text}`,
      `${text}\0`,
    ])
      expect(verifyWith(changed).ok).toBe(false);
  }
});

test('T53 files that are no proof are refused, also huge ones', () => {
  const cases = [
    '',
    '\n\n',
    'c2sp.org/tlog-proof@v1',
    'c2sp.org/tlog-proof@v1\n\n',
    'c2sp.org/tlog-proof@v2\nindex 0\n\n',
  ];
  for (const text of cases) expect(verifyWith(text)).toMatchObject({ ok: false, code: 'malformed' });
  expect(verifyWith(Buffer.alloc(LONGEST_PROOF + 1, 'a'))).toMatchObject({ ok: false, code: 'malformed' });
  expect(verifyWith(Buffer.alloc(LONGEST_PROOF, '\n'))).toMatchObject({ ok: false, code: 'malformed' });
  expect(verifyWith(Buffer.from('c2sp.org/tlog-proof@v1\nextra /w==\nindex 0\n\n\xff', 'latin1'))).toMatchObject({
    code: 'malformed',
  });
});

test('T53 a proof with another index, event, checkpoint or size says why it is refused', async () => {
  const { lines, path } = makeLog(9);
  const note = checkpointOf(lines, 9, signer);
  const text = await prove(path, 4, note);
  const withIndex = (index: string) => text.replace('\nindex 3\n', `\nindex ${index}\n`);
  const extra = (line: string) => text.replace(/\nextra .*/, `\nextra ${Buffer.from(line).toString('base64')}`);
  const other = mintLines(sampleEvents(9).map((event) => ({ ...event, at: event.at + 1 })))[3] ?? '';
  const cases: readonly (readonly [string, string])[] = [
    [withIndex('4'), 'wrong_position'],
    [withIndex('9'), 'wrong_position'],
    [withIndex('9007199254740991'), 'wrong_position'],
    [withIndex('9007199254740992'), 'malformed'],
    ...['03', '-1', '3.0', '3 ', '', '0x3', '1e1', '٣'].map((index) => [withIndex(index), 'malformed'] as const),
    [text.replace(/\nextra .*/, ''), 'malformed'],
    [text.replace('\nextra ', '\nextra\t'), 'malformed'],
    [extra(''), 'malformed'],
    [extra(`${lines[3]}\n`), 'malformed'],
    [extra(`${lines[3]}\n${lines[4]}`), 'malformed'],
    [extra(`${lines[3]} `), 'event_changed'],
    [extra((lines[3] ?? '').replace('restart', 'remove')), 'event_changed'],
    [extra(other), 'not_included'],
    [extra(lines[4] ?? ''), 'wrong_position'],
    [text.replace(note, checkpointOf(lines, 8, signer)), 'not_included'],
    [text.replace(note, checkpointOf(lines, 3, signer)), 'not_included'],
    [text.replace(note, signCheckpoint(0, Buffer.alloc(32), signer)), 'not_included'],
    [text.replace(note, 'text\n'), 'checkpoint_invalid'],
    [text.replace(note, signNote('text\n', signer)), 'checkpoint_invalid'],
    [text.replace(note, checkpointOf(lines, 9, makeSigner())), 'unknown_key'],
  ];
  for (const [changed, code] of cases) expect(verifyWith(changed), changed).toMatchObject({ ok: false, code });
});

test('T53 a proof of another log is refused: of another key, and of the same key under another origin', async () => {
  const { lines, path } = makeLog(5);
  const other = makeSigner('other.example/log');
  const sameKey: NoteSigner = { ...noteSigner('other.example/log', signer.privateKey) };
  for (const by of [other, sameKey]) {
    const text = await prove(path, 2, checkpointOf(lines, 5, by));
    expect(verifyWith(text)).toMatchObject({ ok: false, code: 'unknown_key' });
    expect(verifyWith(text, { keys: [by] })).toMatchObject({ ok: true, checkpoint: { origin: 'other.example/log' } });
  }
  // The right key signed a checkpoint that names another log.
  const body = textOf(checkpointOf(lines, 5, other));
  const text = await prove(path, 2, signNote(body, signer));
  expect(verifyWith(text)).toMatchObject({ ok: false, code: 'checkpoint_invalid' });
  expect(verifyWith(text, { keys: [signer, other] })).toMatchObject({ ok: false, code: 'checkpoint_invalid' });
});

test('T53 a forged signature of a known key refuses the proof, also beside a right signature', async () => {
  const { lines, path } = makeLog(5);
  const note = checkpointOf(lines, 5, signer);
  const second = makeSigner('second.example/log');
  const wrong = signNote('other\n', second).split('\n').at(-2) ?? '';
  const wrongOwn = signNote('other\n', signer).split('\n').at(-2) ?? '';
  const text = await prove(path, 3, `${note}${wrong}\n`);
  expect(verifyWith(text)).toMatchObject({ ok: true });
  expect(verifyWith(text, { keys: [signer, second] })).toMatchObject({ ok: false, code: 'checkpoint_invalid' });
  expect(verifyWith(await prove(path, 3, `${note}${wrongOwn}\n`))).toMatchObject({
    ok: false,
    code: 'checkpoint_invalid',
  });
});

test('T53 witnesses: quorum, names of others, keys under two names, the log as its own witness', async () => {
  const { lines, path } = makeLog(5);
  const note = checkpointOf(lines, 5, signer);
  const [one, two, impostor] = ['w/one', 'w/two', 'w/one'].map(makeWitnessKeys);
  if (one === undefined || two === undefined || impostor === undefined) throw new Error('no witness');
  const body = textOf(note);
  const cosigned = await prove(path, 3, note + cosign(body, one, 7) + cosign(body, two, 8) + cosign(body, one, 9));
  const both = { witnesses: [one.key, two.key] };
  expect(verifyWith(cosigned, both)).toMatchObject({
    ok: true,
    checkpoint: {
      witnesses: [
        { name: 'w/one', time: 9 },
        { name: 'w/two', time: 8 },
      ],
    },
  });
  expect(verifyWith(cosigned)).toMatchObject({ ok: true, checkpoint: { witnesses: [] } });
  const single = await prove(path, 3, note + cosign(body, one, 7));
  expect(verifyWith(single, both)).toMatchObject({ ok: false, code: 'too_few_witnesses' });
  expect(verifyWith(single, { ...both, quorum: 1 })).toMatchObject({ ok: true });
  expect(verifyWith(single, { ...both, quorum: Number.NaN })).toMatchObject({ ok: false, code: 'too_few_witnesses' });
  expect(verifyWith(await prove(path, 3, note), { witnesses: [one.key] })).toMatchObject({ code: 'too_few_witnesses' });
  // Of another key with the same name: unknown, so it does not count.
  expect(verifyWith(single, { witnesses: [impostor.key] })).toMatchObject({ ok: false, code: 'too_few_witnesses' });
  const forged = cosign(body, { key: one.key, privateKey: impostor.privateKey }, 7);
  for (const lines of [forged, cosign(body, one, 7) + forged, cosign('other\n', one, 7), cosign(body, one, 0)])
    expect(verifyWith(await prove(path, 3, note + lines), both)).toMatchObject({
      ok: false,
      code: 'cosignature_wrong',
    });
  const alias = { key: { ...two.key, name: 'w/alias' }, privateKey: two.privateKey };
  const twice = await prove(path, 3, note + cosign(body, two, 7) + cosign(body, alias, 7));
  expect(verifyWith(twice, { witnesses: [two.key, alias.key] })).toMatchObject({
    ok: false,
    code: 'too_few_witnesses',
  });
  const own = { key: { ...one.key, publicKey: signer.publicKey }, privateKey: signer.privateKey };
  const selfMade = await prove(path, 3, note + cosign(body, own, 7));
  expect(verifyWith(selfMade, { witnesses: [own.key] })).toMatchObject({ ok: false, code: 'too_few_witnesses' });
});

test('consistency: equal, empty and swapped checkpoints', async () => {
  const { lines, path } = makeLog(6);
  const [three, six] = [checkpointOf(lines, 3, signer), checkpointOf(lines, 6, signer)];
  expect(verifyWith(await grow(path, six, six))).toMatchObject({
    ok: true,
    from: { size: 6 },
    checkpoint: { size: 6 },
  });
  expect(await proveGrowth(path, six, three)).toMatchObject({ ok: false, code: 'checkpoint_unusable' });
  const empty = checkpointOf(lines, 0, signer);
  expect(verifyWith(await grow(path, empty, six))).toMatchObject({ ok: true, from: { size: 0 } });
  const made = (from: string, checkpoint: string) => formatProof({ kind: 'consistency', from, hashes: [], checkpoint });
  expect(verifyWith(made(six, three))).toMatchObject({ ok: false, code: 'not_consistent' });
  expect(verifyWith(made(three, six))).toMatchObject({ ok: false, code: 'not_consistent' });
  const otherSix = signCheckpoint(6, Buffer.alloc(32, 1), signer);
  expect(verifyWith(made(otherSix, six))).toMatchObject({ ok: false, code: 'not_consistent' });
  const emptyWithRoot = signCheckpoint(0, Buffer.alloc(32, 1), signer);
  expect(verifyWith(made(emptyWithRoot, six))).toMatchObject({ ok: false, code: 'not_consistent' });
  expect(verifyWith(made(checkpointOf(lines, 3, makeSigner()), six))).toMatchObject({ ok: false, code: 'unknown_key' });
});

test('a log that does not match the checkpoint gives no proof', async () => {
  const { lines, path } = makeLog(8);
  const note = checkpointOf(lines, 8, signer);
  const save = (changed: readonly string[]) => writeFileSync(path, joinLines(changed));
  expect(await proveEvent(path, 9, note)).toMatchObject({ ok: false, code: 'checkpoint_unusable' });
  expect(await proveEvent(path, 0, note)).toMatchObject({ ok: false, code: 'checkpoint_unusable' });
  for (const text of ['text', '', `${note}\u001b[2J`, note.replace('\n— ', '\n\u001b— '), `${note}more text\n`]) {
    expect(await proveEvent(path, 3, text)).toMatchObject({ ok: false, code: 'checkpoint_unusable' });
    expect(await proveGrowth(path, text, note)).toMatchObject({ ok: false, code: 'checkpoint_unusable' });
  }
  save(lines.slice(0, 7));
  expect(await proveEvent(path, 3, note)).toMatchObject({ ok: false, code: 'cut' });
  save(lines.slice(2));
  expect(await proveEvent(path, 3, note)).toMatchObject({ ok: false, code: 'archived' });
  expect(await findProvable(path, '3')).toMatchObject({ ok: false, code: 'archived' });
  save(lines.toSpliced(4, 1));
  expect(await proveEvent(path, 3, note)).toMatchObject({ ok: false, code: 'tampered' });
  save(mintLines(sampleEvents(8).map((event) => ({ ...event, at: event.at + 1 }))));
  expect(await proveEvent(path, 3, note)).toMatchObject({ ok: false, code: 'tampered' });
  expect(await proveGrowth(path, checkpointOf(lines, 3, signer), note)).toMatchObject({ ok: false, code: 'tampered' });
  await expect(proveEvent(`${path}.none`, 3, note)).rejects.toThrow(/There is no audit log/);
});

test('an event is found by number, id and audit id; a name of several events lists them', async () => {
  const { path } = makeLog(0);
  const events = sampleEvents(8).map((event, place) => ({
    ...event,
    fields: { ...event.fields, audit_id: place < 4 ? 'evt-0001' : place < 6 ? 'evt-9' : 'evt-10' },
  }));
  writeFileSync(
    path,
    joinLines(mintLines(events.with(7, { ...(events[7] ?? events[0]), fields: {} } as (typeof events)[0]))),
  );
  expect(await findProvable(path, '3')).toMatchObject({ ok: true, seq: 3, event: { event_id: 'evt-0003' } });
  expect(await findProvable(path, 'evt-0003')).toMatchObject({ ok: true, seq: 3 });
  // The decision itself comes before the events that belong to it.
  expect(await findProvable(path, 'evt-0001')).toMatchObject({ ok: true, seq: 1 });
  expect(await findProvable(path, 'evt-10')).toMatchObject({ ok: true, seq: 7 });
  const found = await findProvable(path, 'evt-9');
  expect(found).toMatchObject({ ok: false, code: 'ambiguous', matches: [{ seq: 5 }, { seq: 6 }] });
  for (const name of ['9', '0', '-1', 'evt', '', '1.0', '99999999999999999999'])
    expect(await findProvable(path, name), name).toMatchObject({ ok: false, code: 'not_found' });
  expect(splitLines(readFileSync(path))).toHaveLength(8);
});
