import { copyFileSync, existsSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { LogCheckpoints } from '@agent-safe/core';
import { announceRandom, anyDraft, scaled } from '@agent-safe/testkit';
import { expect, onTestFinished, test } from 'vitest';
import type { AuditStore } from '../src/audit-store.ts';
import type { NoteVerifier } from '../src/format/note.ts';
import { openAuditLog } from '../src/open-audit-log.ts';
import { restartLog } from '../src/restart/restart-log.ts';
import type { LogVerdict } from '../src/verify/log-verdict.ts';
import { verifyLog } from '../src/verify/verify.ts';
import { makeFolder } from './support/folder.ts';
import { memoryCheckpoints } from './support/memory-checkpoints.ts';
import { joinLines, mintLines, readMinted, sampleEvents } from './support/sample-log.ts';
import { checkpointOf, makeSigner } from './support/signer.ts';
import { splitLines } from './support/subjects.ts';

const key = makeSigner();
const LOCALLY = 'ok, anchored locally';

interface World {
  readonly folder: string;
  readonly path: string;
  readonly checkpoints: LogCheckpoints;
  readonly open: (verifiers?: readonly NoteVerifier[]) => AuditStore;
  readonly verify: (verifiers?: readonly NoteVerifier[]) => Promise<LogVerdict>;
  /** Records events in a new process. @returns the error code, or `recorded` */
  readonly append: (verifiers?: readonly NoteVerifier[]) => Promise<string>;
}

function makeWorld(maxBytes?: number, checkpoints: LogCheckpoints = memoryCheckpoints()): World {
  const folder = makeFolder();
  const path = join(folder, 'audit.jsonl');
  const open = (verifiers: readonly NoteVerifier[] = [key]) => {
    const log = openAuditLog(path, { maxBytes, anchors: { verifiers: async () => verifiers, checkpoints } });
    onTestFinished(() => log.close());
    return log;
  };
  const append = async (verifiers?: readonly NoteVerifier[]) => {
    const log = open(verifiers);
    const outcome = await log.append(sampleEvents(1)).then(
      () => 'recorded',
      (error: { code: string }) => error.code,
    );
    await log.close();
    return outcome;
  };
  const verify = (verifiers: readonly NoteVerifier[] = [key]) => verifyLog(path, { verifiers, checkpoints });
  return { folder, path, checkpoints, open, verify, append };
}

/** Records events, a checkpoint and more events. */
async function record(world: World, before: number, after: number): Promise<string> {
  const log = world.open();
  for (let count = 0; count < before; count += 1) await log.append(sampleEvents(1));
  const { note } = await log.signCheckpoint(key);
  for (let count = 0; count < after; count += 1) await log.append(sampleEvents(1));
  await log.close();
  return note;
}

function reforge(path: string, count?: number): void {
  const events = splitLines(readFileSync(path)).map(readMinted);
  const forged = events.map((event) => ({ ...event, fields: { ...event.fields, reason: 'forged' } }));
  writeFileSync(path, joinLines(mintLines([...forged, ...forged].slice(0, count ?? forged.length))));
}

/** Changes of the log by an attacker who leaves the checkpoint in place. */
const FAULTS: readonly { readonly name: string; readonly commit: (path: string, older: Buffer) => void }[] = [
  { name: 'forged throughout', commit: (path) => reforge(path) },
  { name: 'forged throughout, and longer', commit: (path) => reforge(path, 25) },
  { name: 'forged throughout, and shorter', commit: (path) => reforge(path, 3) },
  { name: 'removed', commit: (path) => rmSync(path) },
  { name: 'emptied', commit: (path) => writeFileSync(path, '') },
  { name: 'rotated away', commit: (path) => renameSync(path, `${path}.1`) },
  {
    name: 'truncated',
    commit: (path) => writeFileSync(path, joinLines(splitLines(readFileSync(path)).slice(0, 5))),
  },
  { name: 'truncated inside an event', commit: (path) => writeFileSync(path, readFileSync(path).subarray(0, 2_000)) },
  { name: 'replaced by an older backup', commit: (path, older) => writeFileSync(path, older) },
];

const KEPT = [
  { where: 'beside it and in the state', hasFile: true, hasState: true },
  { where: 'beside it', hasFile: true, hasState: false },
  { where: 'in the state', hasFile: false, hasState: true },
];

const cases = FAULTS.flatMap((fault) => KEPT.map((kept) => ({ ...fault, ...kept })));

test.each(cases)('T48 a log that was $name is tampered, and denied, with the checkpoint $where', async (given) => {
  const world = makeWorld();
  const { path } = world;
  const log = world.open();
  for (let count = 0; count < 5; count += 1) await log.append(sampleEvents(1));
  const older = readFileSync(path);
  await log.close();
  await record(world, 5, 3);
  expect(await world.verify()).toMatchObject({ verdict: LOCALLY, anchor: { size: 10, origin: key.name } });
  given.commit(path, older);
  if (!given.hasState) await world.checkpoints.remove(path);
  if (!given.hasFile) for (const end of ['checkpoint', 'tree']) rmSync(`${path}.${end}`);
  const files = readdirSync(world.folder);
  expect(await world.verify()).toMatchObject({ verdict: 'tampered' });
  expect(await world.append()).toBe('ERR_AUDIT_UNAVAILABLE');
  expect(await world.append([]), 'a process without keys').toBe('ERR_AUDIT_UNAVAILABLE');
  // A refused process creates no log.
  expect(readdirSync(world.folder)).toEqual(files);
  await expect(world.open().signCheckpoint(key)).rejects.toMatchObject({
    code: expect.stringMatching(/^ERR_AUDIT_(UNAVAILABLE|INVALID)$/),
  });
});

test('T48 an intact log is anchored locally, and unanchored only without any checkpoint', async () => {
  const world = makeWorld();
  const note = await record(world, 4, 2);
  expect(await world.append()).toBe('recorded');
  expect(await world.verify()).toMatchObject({ verdict: LOCALLY, seq: 8 });
  expect(await verifyLog(world.path, { checkpoint: note, verifiers: [key] })).toMatchObject({ verdict: 'ok' });
  // Without a key, the signature of the checkpoint beside the log proves nothing.
  expect(await verifyLog(world.path)).toMatchObject({ verdict: 'ok, unanchored' });
  await world.checkpoints.remove(world.path);
  expect(await world.verify()).toMatchObject({ verdict: LOCALLY });
  for (const end of ['checkpoint', 'tree']) rmSync(`${world.path}.${end}`);
  expect(await world.verify()).toMatchObject({ verdict: 'ok, unanchored' });
  expect(await world.append()).toBe('recorded');
});

test('T48 a missing checkpoint that the state has is tampering, and the log is not continued', async () => {
  const world = makeWorld();
  await record(world, 4, 2);
  rmSync(`${world.path}.checkpoint`);
  expect(await world.verify()).toMatchObject({ verdict: 'tampered', problem: 'checkpoint_missing', events: 7 });
  expect(await world.append()).toBe('ERR_AUDIT_UNAVAILABLE');
});

test('T48 a log and a checkpoint that were both replaced by older ones are found by the state', async () => {
  const world = makeWorld();
  await record(world, 4, 2);
  const backup = ['', '.checkpoint', '.tree'].map((end) => ({ end, bytes: readFileSync(world.path + end) }));
  await record(world, 4, 2);
  for (const { bytes, end } of backup) writeFileSync(world.path + end, bytes);
  expect(await world.verify()).toMatchObject({ verdict: 'tampered', problem: 'cut' });
  expect(await world.append()).toBe('ERR_AUDIT_UNAVAILABLE');
  // Without the state, only a checkpoint elsewhere shows it.
  await world.checkpoints.remove(world.path);
  expect(await world.verify()).toMatchObject({ verdict: LOCALLY });
});

test('T48 an older checkpoint is fine while the log continues it', async () => {
  const checkpoints = memoryCheckpoints();
  const world = makeWorld(undefined, checkpoints);
  await record(world, 4, 2);
  const stale = readFileSync(`${world.path}.checkpoint`);
  const staleTree = readFileSync(`${world.path}.tree`);
  const staleRow = checkpoints.known.get(world.path);
  await record(world, 4, 2);
  writeFileSync(`${world.path}.checkpoint`, stale);
  expect(await world.append()).toBe('recorded');
  writeFileSync(`${world.path}.tree`, staleTree);
  expect(await world.append()).toBe('recorded');
  if (staleRow !== undefined) checkpoints.known.set(world.path, staleRow);
  expect(await world.append()).toBe('recorded');
  expect(await world.verify()).toMatchObject({ verdict: LOCALLY });
});

test.each([
  ['of an unknown key', checkpointOf(mintLines(sampleEvents(4)), 4, makeSigner('other'))],
  ['of an unknown key with the name of a known one', checkpointOf(mintLines(sampleEvents(4)), 4, makeSigner())],
  ['that is empty', ''],
  ['that is no note', 'not a checkpoint\n'],
])('T48 a checkpoint %s is refused', async (_, note) => {
  const world = makeWorld();
  await record(world, 4, 2);
  await world.checkpoints.remove(world.path);
  writeFileSync(`${world.path}.checkpoint`, note);
  await expect(world.verify()).rejects.toMatchObject({ code: 'ERR_AUDIT_INVALID' });
  expect(await world.append()).toBe('ERR_AUDIT_UNAVAILABLE');
});

test('T48 a checkpoint of a retired key is known as long as the key is', async () => {
  const world = makeWorld();
  await record(world, 4, 2);
  const next = makeSigner('next');
  expect(await world.append([key, next])).toBe('recorded');
  const log = world.open([key, next]);
  await log.signCheckpoint(next, [key]);
  await log.close();
  expect(await world.verify([key, next])).toMatchObject({ verdict: LOCALLY, anchor: { origin: 'next' } });
  expect(await world.append([key, next])).toBe('recorded');
  expect(await world.append([key])).toBe('ERR_AUDIT_UNAVAILABLE');
});

test('T48 a checkpoint of an earlier version, without its tree, is compared with the whole log once', async () => {
  const world = makeWorld();
  await record(world, 6, 3);
  await world.checkpoints.remove(world.path);
  rmSync(`${world.path}.tree`);
  expect(await world.append()).toBe('recorded');
  expect(existsSync(`${world.path}.tree`)).toBe(true);
  rmSync(`${world.path}.tree`);
  reforge(world.path);
  expect(await world.append()).toBe('ERR_AUDIT_UNAVAILABLE');
});

test('T48 a log in several files is checked in the file of the last covered event', async () => {
  const world = makeWorld(1_500);
  const log = world.open();
  for (let count = 0; count < 5; count += 1) {
    for (let each = 0; each < 4; each += 1) await log.append(sampleEvents(1));
    await log.signCheckpoint(key);
    expect(await world.append(), `after ${count} checkpoints`).toBe('recorded');
  }
  await log.close();
  expect(await world.verify()).toMatchObject({ verdict: LOCALLY });
  const segments = readdirSync(world.folder).filter((name) => /^audit\.\d+\.jsonl$/.test(name));
  expect(segments.length).toBeGreaterThan(2);
  // Remove the file of the last covered event.
  const { file_seq } = (await world.checkpoints.get(world.path)) ?? { file_seq: 0 };
  const name = segments.find((segment) => Number(segment.split('.')[1]) === file_seq) ?? 'audit.jsonl';
  rmSync(join(world.folder, name));
  expect(await world.append()).toBe('ERR_AUDIT_UNAVAILABLE');
});

test('T48 checkpoints of several logs in one folder do not concern each other', async () => {
  const world = makeWorld();
  await record(world, 4, 2);
  const other = join(world.folder, 'other.jsonl');
  const log = openAuditLog(other, { anchors: { verifiers: async () => [key], checkpoints: world.checkpoints } });
  onTestFinished(() => log.close());
  await log.append(sampleEvents(2));
  await log.signCheckpoint(key);
  expect(await verifyLog(other, { verifiers: [key], checkpoints: world.checkpoints })).toMatchObject({
    verdict: LOCALLY,
  });
  await log.close();
  // The other log does not take the place of the first.
  copyFileSync(other, world.path);
  expect(await world.append()).toBe('ERR_AUDIT_UNAVAILABLE');
});

test('T48 a process that has the log open notices that it was replaced', async () => {
  const world = makeWorld();
  const log = world.open();
  for (let count = 0; count < 5; count += 1) await log.append(sampleEvents(1));
  const bytes = readFileSync(world.path);
  reforge(world.path, 9);
  const forged = readFileSync(world.path);
  rmSync(world.path);
  writeFileSync(world.path, forged);
  await expect(log.append(sampleEvents(1))).rejects.toMatchObject({ code: 'ERR_AUDIT_UNAVAILABLE' });
  rmSync(world.path);
  await expect(log.append(sampleEvents(1))).rejects.toMatchObject({ code: 'ERR_AUDIT_UNAVAILABLE' });
  // It records again when its log came back.
  writeFileSync(world.path, bytes);
  await expect(log.append(sampleEvents(1))).resolves.toMatchObject([{ seq: 6 }]);
});

test('T48 a restarted log records why, keeps the old files, and is continued', async () => {
  const world = makeWorld(3_000);
  await record(world, 12, 2);
  const { events } = await world.verify();
  rmSync(world.path);
  const options = { reason: 'INC-1', verifiers: [key], checkpoints: world.checkpoints };
  const { archive, fields } = await restartLog(world.path, options);
  expect(fields).toMatchObject({ reason: 'INC-1', verdict: 'tampered' });
  expect(fields.events).toBeLessThan(events);
  expect(readdirSync(archive).sort()).toEqual(
    expect.arrayContaining(['audit.000000000001.jsonl', 'audit.jsonl.checkpoint', 'audit.jsonl.tree']),
  );
  expect(await world.append()).toBe('recorded');
  expect(await world.verify()).toMatchObject({ verdict: 'ok, unanchored', seq: 2 });
  const [first = ''] = splitLines(readFileSync(world.path));
  expect(JSON.parse(first)).toMatchObject({ seq: 1, event_type: 'log_restarted', reason: 'INC-1' });
});

test('T48 a restart that is interrupted at any step leaves no log that is continued without a record', async () => {
  const random = announceRandom('interrupted restarts');
  for (let run = 0; run < scaled(200); run += 1) {
    const checkpoints = memoryCheckpoints();
    const world = makeWorld(undefined, checkpoints);
    await record(world, 3, 1);
    const isStated = random.below(2) === 0;
    if (!isStated) checkpoints.known.clear();
    // A stop before the state forgets the checkpoint.
    const stopped = { ...checkpoints, remove: () => Promise.reject(new Error('stopped')) };
    const restarted = restartLog(world.path, { reason: 'x', verifiers: [key], checkpoints: stopped });
    await expect(restarted).rejects.toMatchObject({ code: 'ERR_AUDIT_UNAVAILABLE' });
    const outcome = await world.append();
    const first = JSON.parse(splitLines(readFileSync(world.path))[0] ?? '{}') as { event_type?: string };
    expect([outcome, first.event_type]).toEqual([isStated ? 'ERR_AUDIT_UNAVAILABLE' : 'recorded', 'log_restarted']);
    await restartLog(world.path, { reason: 'again', verifiers: [key], checkpoints });
    expect(await world.append()).toBe('recorded');
  }
});

test('T48 the reason of a refusal names the log, the event and what to do', async () => {
  const world = makeWorld();
  await record(world, 4, 2);
  rmSync(world.path);
  const refused = world.open().append([anyDraft({ event_type: 'decision', fields: {} })]);
  await expect(refused).rejects.toThrow(/audit\.jsonl.*Event 4.*agent-safe audit restart --reason/);
});
