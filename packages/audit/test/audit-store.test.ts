import { generateKeyPairSync } from 'node:crypto';
import { appendFileSync, existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { AuditQuery, AuditReader } from '@agent-safe/core';
import { anyDraft } from '@agent-safe/testkit';
import { expect, onTestFinished, test } from 'vitest';
import { type AuditStore, memoryAuditLog, noteSigner, openAuditLog, type ShippedEvent } from '../src/index.ts';
import { makeFolder, makeLogPath } from './support/folder.ts';
import { SimulatedDisk } from './support/simulated-disk.ts';
import { readFixture, splitLines } from './support/subjects.ts';

function open(path: string): AuditStore {
  const log = openAuditLog(path);
  onTestFinished(() => log.close());
  return log;
}

async function idsOf(log: AuditReader, query?: AuditQuery): Promise<readonly unknown[]> {
  const ids: unknown[] = [];
  for await (const line of log.readBackwards(query)) ids.push('damaged' in line ? 'damaged' : line.event.event_id);
  return ids;
}

test('an event of 0.11 has its line number, with and without events of this version after it', async () => {
  const path = makeLogPath();
  writeFileSync(path, readFixture('whole'));
  const legacy = splitLines(readFixture('whole')).map((line) => (JSON.parse(line) as { event_id: string }).event_id);
  const log = open(path);
  expect(await idsOf(log)).toEqual(legacy.toReversed());
  expect(await idsOf(log, { after: 2, before: 5 })).toEqual([legacy[3], legacy[2]]);
  const [receipt] = await log.append([anyDraft({ event_type: 'decision', event_id: 'evt-own', fields: {} })]);
  expect(receipt?.seq).toBe(legacy.length + 1);
  expect(await idsOf(log, { after: legacy.length - 1 })).toEqual(['evt-own', legacy.at(-1)]);
  expect(await idsOf(log, { after: 2, before: 5 })).toEqual([legacy[3], legacy[2]]);
});

test('a damaged line matches every query, because its content is unknown', async () => {
  const path = makeLogPath();
  const log = open(path);
  await log.append([anyDraft({ event_type: 'decision', event_id: 'evt-1', fields: {} })]);
  await log.close();
  appendFileSync(path, 'damaged\n');
  expect(await idsOf(log, { types: ['revocation'] })).toEqual(['damaged']);
  expect(await idsOf(log, { types: ['decision'] })).toEqual(['damaged', 'evt-1']);
});

test('opening and reading a log creates no file', async () => {
  const folder = makeFolder();
  const log = open(join(folder, 'audit.jsonl'));
  expect(await idsOf(log)).toEqual([]);
  expect(await log.find('evt-1')).toBeUndefined();
  await expect(log.verify()).rejects.toMatchObject({ code: 'ERR_AUDIT_INVALID' });
  expect(existsSync(join(folder, 'audit.jsonl'))).toBe(false);
});

test('T27 exclusive work is refused while another store of the same log does exclusive work', async () => {
  const path = makeLogPath();
  const [first, second] = [open(path), open(path)];
  const answer = await first.exclusively(() => second.exclusively(async () => 'both ran at the same time'));
  expect(answer).toBeUndefined();
  expect(await second.exclusively(async () => 'alone')).toBe('alone');
});

test('T18 a log in memory has the same lines, verdict and anchor as a log in a file', async () => {
  const clock = () => Date.UTC(2026, 0, 1);
  const memory = memoryAuditLog({ clock });
  const drafts = ['evt-1', 'evt-2', 'evt-3'].map((event_id) => {
    return anyDraft({ event_type: 'decision', event_id, fields: { text: 'ä"' } });
  });
  await memory.append(drafts);
  const path = makeLogPath();
  const file = openAuditLog(path, { clock });
  onTestFinished(() => file.close());
  await file.append(drafts);
  const signer = noteSigner('agent-safe/test', generateKeyPairSync('ed25519').privateKey);
  const [inMemory, inFile] = [await memory.signCheckpoint(signer), await file.signCheckpoint(signer)];
  expect({ ...inMemory, root: Buffer.from(inMemory.root) }).toEqual({ ...inFile, root: Buffer.from(inFile.root) });
  const verify = { checkpoint: inMemory.note, verifiers: [signer] };
  const verdict = { verdict: 'ok', events: 4, anchor: { size: 3, origin: 'agent-safe/test' } };
  expect(await memory.verify(verify)).toMatchObject(verdict);
  expect(await file.verify(verify)).toMatchObject(verdict);
  const foreign = memoryAuditLog({ clock });
  await foreign.append(
    drafts.map(({ event_id, event_type }) => anyDraft({ event_type, event_id, fields: { text: 'other' } })),
  );
  expect(await foreign.verify(verify)).toMatchObject({ verdict: 'tampered', problem: 'checkpoint_wrong' });
});

test('a log in memory has no checkpoint before its first event', async () => {
  const signer = noteSigner('agent-safe/test', generateKeyPairSync('ed25519').privateKey);
  await expect(memoryAuditLog().signCheckpoint(signer)).rejects.toMatchObject({ code: 'ERR_AUDIT_INVALID' });
  await expect(memoryAuditLog().verify()).rejects.toThrow('There is no audit log at memory.');
});

test('T22 a log in memory is shipped from the last event that arrived, and cannot be copied to a file', async () => {
  const log = memoryAuditLog();
  const arrived: number[] = [];
  let isDown = true;
  const done = Promise.withResolvers<void>();
  const name = 'collector';
  const ship = async (events: readonly ShippedEvent[]) => {
    if (isDown && arrived.length > 0) throw new Error('down');
    arrived.push(...events.map(({ seq }) => seq));
    if (arrived.length === 5) done.resolve();
  };
  const failed = Promise.withResolvers<void>();
  const event = anyDraft({ event_type: 'decision', fields: {} });
  await log.append([event, event]);
  const first = await log.ship([{ name, ship, atOnce: 1 }], { onFailure: () => failed.resolve() });
  first.schedule();
  await failed.promise;
  await first.close(0);
  expect(arrived).toEqual([1]);
  isDown = false;
  await log.append([event, event, event]);
  const second = await log.ship([{ name, ship, atOnce: 1 }]);
  second.schedule();
  await done.promise;
  await second.close(1_000);
  expect(arrived).toEqual([1, 2, 3, 4, 5]);
  const copy = log.ship([{ backend: 'filesystem', path: join(makeFolder(), 'copy.jsonl') }]);
  await expect(copy).rejects.toMatchObject({ code: 'ERR_CONFIG_INVALID' });
});

test('T20 a listener receives events that were recorded after their timeout', async () => {
  const disk = new SimulatedDisk();
  const gate = Promise.withResolvers<void>();
  disk.fault = (operation) => (operation === 'append' ? { until: gate.promise } : undefined);
  const log = openAuditLog(join(makeFolder(), 'audit.jsonl'), { files: disk, timeout: 20 });
  onTestFinished(() => log.close());
  const late = Promise.withResolvers<unknown>();
  log.onLate(([receipt]) => late.resolve(receipt?.event_id));
  const appending = log.append([anyDraft({ event_type: 'decision', event_id: 'evt-1', fields: {} })]);
  await expect(appending).rejects.toMatchObject({ code: 'ERR_AUDIT_UNAVAILABLE' });
  gate.resolve();
  expect(await late.promise).toBe('evt-1');
});
