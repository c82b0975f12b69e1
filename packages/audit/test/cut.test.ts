import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { verifyLog } from '../src/verify/verify.ts';
import { makeLogPath } from './support/folder.ts';
import { headOf, joinLines, mintClosingEvent, mintLines, readMinted, sampleEvents } from './support/sample-log.ts';
import { checkpointOf, makeSigner } from './support/signer.ts';

const signer = makeSigner();
const lines = mintLines(sampleEvents(100));
const verifiers = [signer];
const checkpoint = checkpointOf(lines, lines.length, signer);

function write(bytes: Buffer | readonly string[]): string {
  const path = makeLogPath();
  writeFileSync(path, Buffer.isBuffer(bytes) ? bytes : joinLines(bytes));
  return path;
}

test('T18 a log with exactly the events of the checkpoint is ok', async () => {
  const path = write(lines);
  expect(await verifyLog(path, { checkpoint, verifiers })).toMatchObject({ verdict: 'ok', seq: 100 });
  expect(await verifyLog(path)).toMatchObject({ verdict: 'ok, unanchored', seq: 100 });
});

test('T18 a log truncated after any event is tampered with a checkpoint, and ok without one', async () => {
  const path = makeLogPath();
  for (let size = 0; size < lines.length; size += 1) {
    writeFileSync(path, joinLines(lines.slice(0, size)));
    expect(await verifyLog(path), `${size} events`).toMatchObject({ verdict: 'ok, unanchored', seq: size });
    const anchored = await verifyLog(path, { checkpoint, verifiers });
    expect(anchored, `${size} events`).toMatchObject({
      verdict: 'tampered',
      problem: 'cut',
      seq: size + 1,
      until: 100,
    });
  }
});

test('T18 a log truncated inside an event that a checkpoint covers is tampered', async () => {
  const path = makeLogPath();
  const bytes = joinLines(lines);
  const begin = joinLines(lines.slice(0, -1)).length;
  for (let length = begin + 1; length < bytes.length; length += 1) {
    writeFileSync(path, bytes.subarray(0, length));
    expect(await verifyLog(path), `${length} bytes`).toMatchObject({ verdict: 'torn', seq: 100, events: 99 });
    expect(await verifyLog(path, { checkpoint, verifiers })).toMatchObject({ verdict: 'tampered', seq: 100 });
  }
});

test('T18 a deleted log is tampered with a checkpoint, and an error without one', async () => {
  const path = write(lines);
  rmSync(path);
  expect(await verifyLog(path, { checkpoint, verifiers })).toMatchObject({
    verdict: 'tampered',
    problem: 'cut',
    seq: 1,
  });
  await expect(verifyLog(path)).rejects.toMatchObject({ code: 'ERR_AUDIT_INVALID' });
});

test('T18 an older copy of a log is tampered with a checkpoint', async () => {
  const path = write(lines.slice(0, 60));
  expect(await verifyLog(path, { checkpoint, verifiers })).toMatchObject({ verdict: 'tampered', seq: 61, until: 100 });
});

test.each([0, 1, 49, 98, 99])('T18 a log whose hashes were recomputed from event %i on is tampered', async (index) => {
  const events = lines.map(readMinted);
  const changed = events.map((event, at) =>
    at === index ? { ...event, fields: { ...event.fields, reason: 'x' } } : event,
  );
  const path = write(mintLines(changed));
  expect(await verifyLog(path), 'without a checkpoint').toMatchObject({ verdict: 'ok, unanchored', seq: 100 });
  const expected = { verdict: 'tampered', problem: 'checkpoint_wrong', until: 100 };
  expect(await verifyLog(path, { checkpoint, verifiers })).toMatchObject(expected);
});

test('T18 the checkpoints in a log are verified if the key is known', async () => {
  const note = checkpointOf(lines, 100, signer);
  const event = { event_id: 'evt-checkpoint', event_type: 'checkpoint', at: 0, fields: { size: 100, note } } as const;
  const withCheckpoint = [...lines, ...mintLines([event], headOf(lines))];
  const right = await verifyLog(write(withCheckpoint), { verifiers });
  expect(right).toMatchObject({ verdict: 'ok, unanchored', seq: 101, anchor: { size: 100 } });
  const events = withCheckpoint.map(readMinted);
  const forged = mintLines(events.map((each, at) => (at === 20 ? { ...each, fields: { reason: 'x' } } : each)));
  const wrong = await verifyLog(write(forged), { verifiers });
  expect(wrong).toMatchObject({ verdict: 'tampered', problem: 'checkpoint_wrong', seq: 1, until: 100 });
  expect(await verifyLog(write(forged), { verifiers: [makeSigner('other')] })).toMatchObject({
    verdict: 'ok, unanchored',
  });
});

test('T18 a checkpoint of an unknown key is not an anchor', async () => {
  const path = write(lines);
  const forged = checkpointOf(lines, 100, makeSigner());
  for (const [note, known] of [
    [forged, verifiers],
    [checkpoint.replace('100', '99'), verifiers],
    [checkpoint, []],
    ['', verifiers],
  ] as const) {
    await expect(verifyLog(path, { checkpoint: note, verifiers: known })).rejects.toMatchObject({
      code: 'ERR_AUDIT_INVALID',
    });
  }
});

/** Torn bytes after 60 events that replace the rest of the log, and a valid closing event for them. */
function closeTear(torn: Buffer): { readonly bytes: Buffer; readonly offset: number } {
  const before = joinLines(lines.slice(0, 60));
  const closing = mintClosingEvent(torn, before.length, headOf(lines.slice(0, 60)));
  const rest = mintLines(sampleEvents(39), { seq: 61, hash: headOf([closing]).hash, hasOwn: true });
  return {
    offset: before.length,
    bytes: Buffer.concat([before, torn, Buffer.from('\n'), joinLines([closing, ...rest])]),
  };
}

const TORN = Buffer.from(lines[60]?.slice(0, 200) ?? '', 'utf8');

test('T18 a closed tear that replaces events that a checkpoint covers is tampered', async () => {
  const path = write(closeTear(TORN).bytes);
  expect(await verifyLog(path)).toMatchObject({
    verdict: 'ok, unanchored',
    seq: 100,
    seals: [{ seq: 61, length: 200 }],
  });
  const expected = { verdict: 'tampered', problem: 'checkpoint_wrong', seq: 1, until: 100 };
  expect(await verifyLog(path, { checkpoint, verifiers })).toMatchObject(expected);
});

test('T18 several edited events are tampered, also with a closing event after them', async () => {
  const edited = lines.slice(60, 63).map((line) => line.replace('restart', 'destroy'));
  const path = write(closeTear(joinLines(edited)).bytes);
  expect(await verifyLog(path)).toMatchObject({ verdict: 'tampered', seq: 61 });
});

function dropByte(bytes: Buffer, at: number): Buffer {
  return Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + 1)]);
}

function flipBit(bytes: Buffer, at: number): Buffer {
  const copy = Buffer.from(bytes);
  copy[at] = (copy[at] ?? 0) ^ 1;
  return copy;
}

test('T18 closed torn bytes that are later removed or edited are tampered', async () => {
  const { bytes, offset } = closeTear(TORN);
  const path = makeLogPath();
  const changed = [
    Buffer.concat([bytes.subarray(0, offset), bytes.subarray(offset + TORN.length)]),
    Buffer.concat([bytes.subarray(0, offset), bytes.subarray(offset + TORN.length + 1)]),
    ...Array.from(TORN.keys(), (at) => dropByte(bytes, offset + at)),
    ...Array.from(TORN.keys(), (at) => flipBit(bytes, offset + at)),
  ];
  for (const each of changed) {
    writeFileSync(path, each);
    expect(await verifyLog(path)).toMatchObject({ verdict: 'tampered', seq: 61 });
  }
});

/** A log that was rotated after 30 and 60 events. */
function writeFiles(): { readonly path: string; readonly files: readonly [string, string, string] } {
  const path = write(lines.slice(60));
  const folder = dirname(path);
  const files = [join(folder, 'audit.000000000001.jsonl'), join(folder, 'audit.000000000031.jsonl'), path] as const;
  writeFileSync(files[0], joinLines(lines.slice(0, 30)));
  writeFileSync(files[1], joinLines(lines.slice(30, 60)));
  return { path, files: [...files] };
}

test('T18 a log in several files is ok, and tampered without any of its earlier files', async () => {
  const { files, path } = writeFiles();
  expect(await verifyLog(path)).toMatchObject({ verdict: 'ok, unanchored', seq: 100, files });
  expect(await verifyLog(path, { checkpoint, verifiers })).toMatchObject({ verdict: 'ok', seq: 100 });
  const aside = join(dirname(path), 'aside');
  mkdirSync(aside);
  for (const [index, file] of [files[0], files[1]].entries()) {
    renameSync(file, join(aside, 'file'));
    expect(await verifyLog(path)).toMatchObject({ verdict: 'tampered', seq: index * 30 + 1 });
    renameSync(join(aside, 'file'), file);
  }
});

test('T18 a log with two swapped files is tampered', async () => {
  const { files, path } = writeFiles();
  writeFileSync(files[0], joinLines(lines.slice(30, 60)));
  writeFileSync(files[1], joinLines(lines.slice(0, 30)));
  expect(await verifyLog(path)).toMatchObject({ verdict: 'tampered', seq: 1 });
});

test('T18 a log that was written again from the start is tampered, with any end', async () => {
  const rewritten = mintLines(
    sampleEvents(100).map((event) => ({ ...event, event_id: `${event.event_id ?? ''}-again` })),
  );
  const kept = checkpointOf(lines, 50, signer);
  const torn = Buffer.concat([joinLines(rewritten), Buffer.from('{"v":1,"seq":101,"eve')]);
  expect(await verifyLog(write(torn))).toMatchObject({ verdict: 'torn', seq: 101 });
  expect(await verifyLog(write(torn), { checkpoint: kept, verifiers })).toMatchObject({
    verdict: 'tampered',
    problem: 'checkpoint_wrong',
    seq: 1,
    until: 50,
    events: 0,
  });
});

test('T18 for one key that signed two logs, the first event that may be wrong is not after the last', async () => {
  const note = checkpointOf(lines, 100, signer);
  const fields = { event_type: 'checkpoint' as const, fields: { note } };
  const own = [...lines, ...mintLines([{ ...fields, event_id: 'evt-checkpoint', at: 0 }], headOf(lines))];
  const other = checkpointOf(mintLines(sampleEvents(60).slice(10)), 40, signer);
  expect(await verifyLog(write(own), { checkpoint: other, verifiers })).toMatchObject({
    verdict: 'tampered',
    seq: 1,
    until: 40,
    anchor: { size: 100 },
  });
});
