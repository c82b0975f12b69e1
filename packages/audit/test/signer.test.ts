import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { expect, onTestFinished, test } from 'vitest';
import { openCheckpoint } from '../src/checkpoint/checkpoint.ts';
import { CheckpointSigner } from '../src/checkpoint/checkpoint-signer.ts';
import { checkpointPath } from '../src/checkpoint/stored-checkpoint.ts';
import { verifyLog } from '../src/verify/verify.ts';
import { AuditLog } from '../src/write/audit-log.ts';
import { makeLogPath } from './support/folder.ts';
import { joinLines, mintLines, readMinted, sampleEvents } from './support/sample-log.ts';
import { makeSigner } from './support/signer.ts';
import { splitLines } from './support/subjects.ts';

const key = makeSigner();
const verifiers = [key];

function openLog(path: string): AuditLog {
  const log = new AuditLog(path);
  onTestFinished(() => log.close());
  return log;
}

test('T18 a checkpoint is signed, recorded and stored next to the log, and the log matches it', async () => {
  const path = makeLogPath();
  const log = openLog(path);
  await log.append(sampleEvents(10));
  const signed = await new CheckpointSigner(log, key).sign();
  expect(openCheckpoint(signed.note, verifiers)).toMatchObject({ ok: true, checkpoint: { size: 10 } });
  expect(readFileSync(checkpointPath(path), 'utf8')).toBe(signed.note);
  const verdict = await verifyLog(path, { checkpoint: signed.note, verifiers });
  expect(verdict).toMatchObject({ verdict: 'ok', seq: 11, anchor: { size: 10 } });
});

test('T18 checkpoints of several processes grow, and the log matches all of them', async () => {
  const path = makeLogPath();
  const notes: string[] = [];
  for (let size = 0; size < 5; size += 1) {
    const log = openLog(path);
    await log.append(sampleEvents(3));
    notes.push((await new CheckpointSigner(log, key).sign()).note);
    await log.close();
  }
  for (const [index, checkpoint] of notes.entries()) {
    const verdict = await verifyLog(path, { checkpoint, verifiers });
    expect(verdict).toMatchObject({ verdict: 'ok', seq: 20, anchor: { size: 4 * index + 3 } });
  }
});

test('T18 concurrent signers of one log sign the same history', async () => {
  const path = makeLogPath();
  const logs = [openLog(path), openLog(path)];
  await logs[0]?.append(sampleEvents(5));
  const signed = await Promise.all(logs.map((log) => new CheckpointSigner(log, key).sign()));
  expect(signed.map(({ size }) => size).toSorted((left, right) => left - right)).toEqual([5, 6]);
  for (const { note } of signed) {
    expect(await verifyLog(path, { checkpoint: note, verifiers })).toMatchObject({ verdict: 'ok', seq: 7 });
  }
});

/** Writes a log of 20 events and a checkpoint. */
async function makeSigned(): Promise<{ path: string; lines: readonly string[]; note: string }> {
  const path = makeLogPath();
  const log = openLog(path);
  await log.append(sampleEvents(20));
  const { note } = await new CheckpointSigner(log, key).sign();
  await log.close();
  return { path, note, lines: splitLines(readFileSync(path)) };
}

function remint(lines: readonly string[], changed: number): readonly string[] {
  const events = lines.map(readMinted);
  return mintLines(events.map((event, index) => (index === changed ? { ...event, fields: { forged: true } } : event)));
}

/** Changes of a log while the signer does not run. After each of them, the chain is valid. */
const FORGERIES: readonly { readonly name: string; readonly forge: (lines: readonly string[]) => readonly string[] }[] =
  [
    { name: 'that lost its last events', forge: (lines) => lines.slice(0, 10) },
    { name: 'that lost its last event before the checkpoint', forge: (lines) => lines.slice(0, 19) },
    { name: 'that lost all of its events', forge: () => [] },
    { name: 'whose first event was replaced', forge: (lines) => remint(lines, 0) },
    { name: 'whose last signed event was replaced', forge: (lines) => remint(lines, 19) },
    { name: 'that was replaced by another log', forge: () => mintLines(sampleEvents(60).toReversed()) },
  ];

test.each(FORGERIES)('T18 a new process signs no checkpoint of a log $name', async ({ forge }) => {
  const { lines, note, path } = await makeSigned();
  writeFileSync(path, joinLines(forge(lines)));
  const log = openLog(path);
  await expect(new CheckpointSigner(log, key).sign()).rejects.toMatchObject({ code: 'ERR_AUDIT_INVALID' });
  expect(readFileSync(checkpointPath(path), 'utf8')).toBe(note);
});

test.each(FORGERIES)('T18 without the cached tree, no checkpoint of a log $name is signed', async ({ forge }) => {
  const { lines, path } = await makeSigned();
  rmSync(`${path}.tree`);
  writeFileSync(path, joinLines(forge(lines)));
  await expect(new CheckpointSigner(openLog(path), key).sign()).rejects.toMatchObject({ code: 'ERR_AUDIT_INVALID' });
});

test('T18 a torn log gets no checkpoint before its tail is closed', async () => {
  const { lines, path } = await makeSigned();
  writeFileSync(path, Buffer.concat([joinLines(lines), Buffer.from('{"v":1,"seq":22,"event_id":"evt')]));
  const log = openLog(path);
  const signer = new CheckpointSigner(log, key);
  await log.append(sampleEvents(1));
  const { note, size } = await signer.sign();
  expect(size).toBe(23);
  expect(await verifyLog(path, { checkpoint: note, verifiers })).toMatchObject({ verdict: 'ok', seq: 24 });
});

test.each(['', 'not a checkpoint\n', 'x'.repeat(2_000_000)])(
  'T18 no checkpoint is signed if the last one is unreadable',
  async (text) => {
    const { lines, path } = await makeSigned();
    writeFileSync(checkpointPath(path), text);
    writeFileSync(path, joinLines(lines.slice(0, 10)));
    await expect(new CheckpointSigner(openLog(path), key).sign()).rejects.toMatchObject({ code: 'ERR_AUDIT_INVALID' });
  },
);

test('T18 a log without events gets no checkpoint', async () => {
  const signer = new CheckpointSigner(openLog(makeLogPath()), key);
  await expect(signer.sign()).rejects.toMatchObject({ code: 'ERR_AUDIT_INVALID' });
});
