import { readdirSync, readFileSync, renameSync, rmSync, statSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { anyDraft } from '@agent-safe/testkit';
import { expect, onTestFinished, test } from 'vitest';
import { CheckpointSigner } from '../src/checkpoint/checkpoint-signer.ts';
import { listSegments } from '../src/format/segments.ts';
import { openLogFile, readLogFiles } from '../src/read/log-sizes.ts';
import { verifyLog } from '../src/verify/verify.ts';
import { AuditLog } from '../src/write/audit-log.ts';
import { makeFolder, makeLogPath } from './support/folder.ts';
import { readIds } from './support/read-ids.ts';
import { makeSigner } from './support/signer.ts';

const event = (index: number, length = 200) =>
  anyDraft({ event_id: `evt-${index}`, event_type: 'decision', fields: { reason: 'x'.repeat(length) } });

function openLog(path: string, maxBytes?: number): AuditLog {
  const log = new AuditLog(path, { maxBytes });
  onTestFinished(() => log.close());
  return log;
}

async function fill(path: string, from: number, to: number, maxBytes: number): Promise<void> {
  const log = openLog(path, maxBytes);
  for (let index = from; index <= to; index += 1) await log.append([event(index)]);
  await log.close();
}

const idsTo = (count: number) => Array.from({ length: count }, (_, index) => `evt-${index + 1}`);

function filesOf(path: string): readonly { readonly path: string; readonly firstSeq: number }[] {
  return listSegments(path, readdirSync(dirname(path)));
}

test('a log is rotated at its maximum size, and each closed file is named by its first event', async () => {
  const path = makeLogPath();
  await fill(path, 1, 30, 2_000);
  const closed = filesOf(path);
  expect(closed.length).toBeGreaterThan(3);
  for (const file of closed) {
    expect(statSync(file.path).size).toBeLessThanOrEqual(2_000);
    expect(readFileSync(file.path, 'utf8')).toMatch(new RegExp(`^\\{"v":1,"seq":${file.firstSeq},`));
  }
  const verdict = await verifyLog(path);
  expect(verdict).toMatchObject({
    verdict: 'ok, unanchored',
    seq: 30,
    files: [...closed.map((file) => file.path), path],
  });
  expect(await readIds(path)).toEqual(idsTo(30));
});

test.each([1_000, 2_000, 100_000])('a log in files of %i bytes continues in a new process', async (maxBytes) => {
  const path = makeLogPath();
  for (let start = 0; start < 6; start += 1) await fill(path, start * 5 + 1, start * 5 + 5, maxBytes);
  expect(await verifyLog(path)).toMatchObject({ verdict: 'ok, unanchored', seq: 30 });
  expect(await readIds(path)).toEqual(idsTo(30));
});

test('a log continues when another process disables or enables rotation', async () => {
  const path = makeLogPath();
  await fill(path, 1, 12, 1_500);
  await fill(path, 13, 24, Number.POSITIVE_INFINITY);
  await fill(path, 25, 36, 1_500);
  expect(await verifyLog(path)).toMatchObject({ verdict: 'ok, unanchored', seq: 36 });
});

test('two writers of a log see the rotations of each other', async () => {
  const path = makeLogPath();
  const logs = [openLog(path, 1_500), openLog(path, 1_500)];
  for (let index = 1; index <= 40; index += 1) await logs[index % 3 === 0 ? 0 : 1]?.append([event(index)]);
  expect(await verifyLog(path)).toMatchObject({ verdict: 'ok, unanchored', seq: 40 });
  expect(await readIds(path)).toEqual(idsTo(40));
});

test.each([1, 3])(
  'a log continues after a crash between renaming and creating a file, with %i files',
  async (count) => {
    const path = makeLogPath();
    await fill(path, 1, count * 6, 2_500);
    const first = (JSON.parse(readFileSync(path, 'utf8').split('\n', 1)[0] ?? '') as { seq: number }).seq;
    renameSync(path, join(dirname(path), `audit.${String(first).padStart(12, '0')}.jsonl`));
    expect(await verifyLog(path)).toMatchObject({ verdict: 'ok, unanchored', seq: count * 6 });
    await fill(path, count * 6 + 1, count * 6 + 1, 2_500);
    expect(await verifyLog(path)).toMatchObject({ verdict: 'ok, unanchored', seq: count * 6 + 1 });
  },
);

test('an event that is longer than the maximum size gets its own file', async () => {
  const path = makeLogPath();
  const log = openLog(path, 1_000);
  for (const [index, length] of [10, 5_000, 10, 5_000, 5_000].entries()) await log.append([event(index + 1, length)]);
  expect(await verifyLog(path)).toMatchObject({ verdict: 'ok, unanchored', seq: 5 });
  expect(await readIds(path)).toEqual(idsTo(5));
});

test('a checkpoint covers all files of the log', async () => {
  const path = makeLogPath();
  const key = makeSigner();
  const notes: string[] = [];
  for (let start = 0; start < 4; start += 1) {
    const log = openLog(path, 1_500);
    for (let index = 0; index < 7; index += 1) await log.append([event(start * 7 + index)]);
    notes.push((await new CheckpointSigner(log, key).sign()).note);
    await log.close();
  }
  for (const [index, checkpoint] of notes.entries()) {
    const verdict = await verifyLog(path, { checkpoint, verifiers: [key] });
    expect(verdict).toMatchObject({ verdict: 'ok', seq: 32, anchor: { size: index * 8 + 7 } });
  }
});

test('T18 an open writer refuses to continue after the newest file was deleted', async () => {
  const path = makeLogPath();
  const log = openLog(path, 2_000);
  for (let index = 1; index <= 9; index += 1) await log.append([event(index)]);
  rmSync(path);
  await expect(log.append([event(10)])).rejects.toMatchObject({ code: 'ERR_AUDIT_UNAVAILABLE' });
});

test('reading returns all events while the log is rotated', async () => {
  const path = makeLogPath();
  const log = openLog(path, 2_500);
  for (let index = 0; index < 8; index += 1) await log.append([event(index + 1)]);
  const files = await readLogFiles(path);
  // The newest file is renamed before the reader opens it.
  for (let index = 8; index < 40; index += 1) await log.append([event(index + 1)]);
  for (const file of files) {
    const handle = await openLogFile(path, file);
    expect((await handle.read(Buffer.alloc(7), 0, 7, 0)).buffer.toString()).toBe('{"v":1,');
    await handle.close();
  }
  const [first] = files;
  if (first === undefined) throw new Error('there is no file');
  await expect(openLogFile(path, { ...first, id: '0:0' })).rejects.toMatchObject({ code: 'ERR_AUDIT_INVALID' });
});

test('a log behind a symbolic link has one lock and one chain, and is rotated in its own folder', async () => {
  const [real, folder] = [makeLogPath(), makeFolder()];
  const link = join(folder, 'audit.jsonl');
  symlinkSync(real, link);
  const logs = [openLog(link, 2_500), openLog(real, 2_500)];
  for (let index = 0; index < 20; index += 1) await logs[index % 2]?.append([event(index + 1)]);
  expect(await verifyLog(link)).toMatchObject({ verdict: 'ok, unanchored', seq: 20 });
  expect(readdirSync(folder)).toEqual(['audit.jsonl']);
});
