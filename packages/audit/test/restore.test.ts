import { appendFileSync, mkdirSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { anyDraft } from '@agent-safe/testkit';
import { describe, expect, onTestFinished, test } from 'vitest';
import { CheckpointSigner } from '../src/checkpoint/checkpoint-signer.ts';
import { openArchive } from '../src/restore/open-archive.ts';
import { restoreLog } from '../src/restore/restore-log.ts';
import { type DestinationSettings, openDestination } from '../src/ship/destinations.ts';
import { shipLog } from '../src/ship/ship-log.ts';
import type { Destination } from '../src/ship/shipper.ts';
import { verifyLog } from '../src/verify/verify.ts';
import { AuditLog } from '../src/write/audit-log.ts';
import { startFakeS3 } from './support/fake-s3.ts';
import { makeFolder } from './support/folder.ts';
import { makeSigner } from './support/signer.ts';

const never = new AbortController().signal;

async function logOf(count: number, maxBytes?: number) {
  const folder = makeFolder();
  const path = join(folder, 'audit.jsonl');
  const open = () => {
    const log = new AuditLog(path, { maxBytes });
    onTestFinished(() => log.close());
    return log;
  };
  const log = open();
  const add = async (more: number, to = log) => {
    for (let index = 0; index < more; index += 1)
      await to.append([anyDraft({ event_type: 'decision', fields: { reason: `number ${index} — ü` } })]);
  };
  await add(count);
  return { folder, path, log, add, open, ship: (settings: DestinationSettings) => ship(path, settings) };
}

/** Ships as a new process does. */
async function ship(path: string, settings: DestinationSettings): Promise<void> {
  const destination: Destination = openDestination(settings, path);
  await shipLog(path, destination, never);
}

/** Returns the bytes of all files of a log, oldest first. */
function bytesOf(path: string): string {
  const folder = dirname(path);
  const closed = readdirSync(folder)
    .filter((name) => /^audit\.\d{12}\.jsonl$/.test(name))
    .sort();
  return [...closed, 'audit.jsonl'].map((name) => readFileSync(join(folder, name), 'utf8')).join('');
}

async function expectRestored(settings: DestinationSettings, path: string): Promise<void> {
  const target = join(makeFolder(), 'restored.jsonl');
  const { events } = await restoreLog(openArchive(settings), target, never);
  expect(readFileSync(target, 'utf8')).toBe(bytesOf(path));
  expect(await verifyLog(target)).toMatchObject({ events, entry_hash: (await verifyLog(path)).entry_hash });
}

describe('an archive in S3', () => {
  test('T22 T52 after a crash between a write and the position has each event once, and is restored byte for byte', async () => {
    const { add, path, ship } = await logOf(5);
    const { objects, settings } = await startFakeS3((count) => (count === 1 ? 'drop' : 'answer'));
    await expect(ship(settings)).rejects.toThrow('the bucket logs');
    await add(7);
    await ship(settings);
    const keys = [...objects.keys()].map((key) => key.split('/').at(-1));
    expect(keys).toEqual(['000000000001-000000000005.jsonl', '000000000006-000000000012.jsonl']);
    expect(Buffer.concat([...objects.values()]).toString()).toBe(bytesOf(path));
    await expectRestored(settings, path);
  });

  test('T52 with several parts of the log, an unfinished write and a lost cursor is restored byte for byte', async () => {
    const { add, folder, log, open, path, ship } = await logOf(9, 2_000);
    const { objects, settings } = await startFakeS3();
    await ship(settings);
    await log.close();
    appendFileSync(path, '{"v":1,"seq":10,"event_id":"evt-torn');
    await add(6, open());
    await ship(settings);
    rmSync(join(folder, readdirSync(folder).find((name) => name.startsWith('audit.jsonl.ship-')) ?? ''));
    await add(3, open());
    await ship(settings);
    expect(objects.size).toBeGreaterThan(2);
    await expectRestored(settings, path);
  });

  test('T52 in a folder, as another program downloaded it, is restored', async () => {
    const { log, path, ship } = await logOf(4);
    const { objects, settings } = await startFakeS3();
    const { note } = await new CheckpointSigner(log, makeSigner()).sign();
    await ship(settings);
    const folder = makeFolder();
    for (const [key, bytes] of objects) {
      const file = join(folder, key);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, bytes);
    }
    const target = join(makeFolder(), 'restored.jsonl');
    const archive = openArchive({ backend: 'filesystem', path: join(folder, 'audit-logs') });
    expect(await restoreLog(archive, target, never)).toEqual({ events: 5, checkpoint: note });
    expect(readFileSync(target, 'utf8')).toBe(bytesOf(path));
    expect(readFileSync(`${target}.checkpoint`, 'utf8')).toBe(note);
  });

  test.each<[string, (objects: Map<string, Buffer>, keys: readonly string[]) => void, RegExp]>([
    ['lacks a first object', (objects, [first = '']) => objects.delete(first), /lacks events 1 to 3\./],
    ['lacks an object', (objects, [, second = '']) => objects.delete(second), /lacks events 4 to 6\./],
    [
      'has a shorter object',
      (objects, [, second = '']) =>
        objects.set(second, Buffer.from(`${objects.get(second)}`.split('\n').slice(0, 2).join('\n'))),
      /lacks events 5 to 6\./,
    ],
    [
      'has a changed event',
      (objects, [, second = '']) =>
        objects.set(second, Buffer.from(`${objects.get(second)}`.replace('number 1', 'number 7'))),
      /does not continue event 4: an event was changed or removed/,
    ],
    [
      'lacks a line inside an object',
      (objects, [, , third = '']) =>
        objects.set(third, Buffer.from(`${objects.get(third)}`.split('\n').toSpliced(1, 1).join('\n'))),
      /does not continue event 7/,
    ],
  ])('T52 that %s is refused, and no file is left', async (_, change, message) => {
    const { add, ship } = await logOf(3);
    const { objects, settings } = await startFakeS3();
    await ship(settings);
    for (const more of [3, 3]) {
      await add(more);
      await ship(settings);
    }
    change(objects, [...objects.keys()]);
    const folder = makeFolder();
    await expect(restoreLog(openArchive(settings), join(folder, 'restored.jsonl'), never)).rejects.toThrow(message);
    expect(readdirSync(folder)).toEqual([]);
  });

  test('T52 that lost an object is noticed although no event is new', async () => {
    const { add, ship } = await logOf(3);
    const { objects, settings } = await startFakeS3();
    for (let round = 0; round < 6; round += 1) {
      await ship(settings);
      await add(2);
    }
    await ship(settings);
    await ship(settings);
    const [, second = '', third = ''] = [...objects.keys()];
    objects.delete(second);
    objects.delete(third);
    await expect(ship(settings)).rejects.toThrow(
      /the bucket logs lacks events 4 to 7, which arrived before\. .* remove .*\.ship-/,
    );
    await add(1);
    await expect(ship(settings)).rejects.toThrow(/lacks events 4 to 7/);
    expect([...objects.keys()].at(-1)).toContain('000000000016-000000000016');
  });
});

describe('a copy in a file', () => {
  test('T52 is restored byte for byte, without an unfinished line at its end', async () => {
    const { folder, path, ship } = await logOf(6, 1_500);
    const settings = { backend: 'filesystem', path: join(folder, 'copy.jsonl') } as const;
    await ship(settings);
    appendFileSync(settings.path, '{"v":1,"seq":7,');
    await expectRestored(settings, path);
  });

  test('T15 T52 of a log that was rotated after an unfinished write has the same verdict', async () => {
    const { folder, log, open, path, ship, add } = await logOf(1, 1_500);
    await log.close();
    appendFileSync(path, `{"v":1,"seq":2,"event_id":"evt-torn${'x'.repeat(1_400)}`);
    await add(12, open());
    const settings = { backend: 'filesystem', path: join(folder, 'copy.jsonl') } as const;
    await ship(settings);
    expect(await verifyLog(settings.path)).toMatchObject({ verdict: 'ok, unanchored', seals: [{ seq: 2 }] });
    await ship(settings);
    await expectRestored(settings, path);
  });

  test.each<[string, (copy: string) => void, RegExp]>([
    ['is gone', (copy) => rmSync(copy), /lacks events: it does not exist, but events up to 5 were copied before/],
    ['ends early', (copy) => cutLines(copy, 3), /lacks events: it ends at event 3, but events up to 5/],
    ['is empty', (copy) => truncateSync(copy), /it ends at event 0/],
    [
      'lost its middle',
      (copy) => writeFileSync(copy, readFileSync(copy, 'utf8').split('\n').toSpliced(1, 1).join('\n')),
      /it has \d+ of \d+ bytes|cannot be written|does not/,
    ],
  ])('T52 that %s is noticed although no event is new', async (_, damage, message) => {
    const { folder, ship } = await logOf(5);
    const settings = { backend: 'filesystem', path: join(folder, 'copy.jsonl') } as const;
    await ship(settings);
    await ship(settings);
    damage(settings.path);
    await expect(ship(settings)).rejects.toThrow(message);
  });

  test('T52 is written to no place where a log is', async () => {
    const { folder, path, ship } = await logOf(2);
    const settings = { backend: 'filesystem', path: join(folder, 'copy.jsonl') } as const;
    await ship(settings);
    const archive = openArchive(settings);
    await expect(restoreLog(archive, path, never)).rejects.toThrow(/There is a log already: .*audit\.jsonl/);
    writeFileSync(join(folder, 'other.000000000001.jsonl'), '');
    await expect(restoreLog(archive, join(folder, 'other.jsonl'), never)).rejects.toThrow(/There is a log already/);
    writeFileSync(join(folder, 'third.jsonl.checkpoint'), '');
    await expect(restoreLog(archive, join(folder, 'third.jsonl'), never)).rejects.toThrow(/There is a log already/);
  });
});

function cutLines(file: string, count: number): void {
  const lines = readFileSync(file, 'utf8').split('\n').slice(0, count);
  writeFileSync(file, `${lines.join('\n')}\n`);
}

test('T52 a log is not restored from a webhook', () => {
  expect(() => openArchive({ backend: 'webhook', url: 'https://example.com' })).toThrow(
    /cannot be restored from webhook/,
  );
});
