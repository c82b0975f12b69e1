import { chmodSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { anyDraft } from '@agent-safe/testkit';
import { expect, onTestFinished, test } from 'vitest';
import { AuditLog, type AuditLogOptions } from '../src/write/audit-log.ts';
import { makeFolder, makeLogPath } from './support/folder.ts';
import { verifyDisk } from './support/power-loss.ts';
import { type Fault, type Operation, SimulatedDisk } from './support/simulated-disk.ts';

const event = (event_id: string, length = 400) =>
  anyDraft({ event_id, event_type: 'decision', fields: { reason: 'x'.repeat(length) } });

const UNAVAILABLE = { name: 'AgentSafeError', code: 'ERR_AUDIT_UNAVAILABLE' };

function openLog(options: AuditLogOptions = {}): { disk: SimulatedDisk; log: AuditLog; folder: string } {
  const disk = new SimulatedDisk();
  const folder = makeFolder();
  const log = new AuditLog(join(folder, 'audit.jsonl'), { files: disk, ...options });
  onTestFinished(() => log.close());
  return { disk, log, folder };
}

function failAt(operations: readonly Operation[], fault: Fault): (operation: Operation) => Fault | undefined {
  return (operation) => (operations.includes(operation) ? fault : undefined);
}

/** Faults after one recorded event. With `rotates`, the next event would rotate the log. */
const FAULTS: readonly { name: string; at: readonly Operation[]; fault: Fault; rotates?: boolean; keeps?: boolean }[] =
  [
    { name: 'a full disk that writes no byte', at: ['append'], fault: { error: 'ENOSPC', share: 0 } },
    { name: 'a full disk that writes all bytes but one', at: ['append'], fault: { error: 'ENOSPC', share: 0.999 } },
    { name: 'a full disk that writes half of the bytes', at: ['append'], fault: { error: 'ENOSPC', share: 0.5 } },
    { name: 'an error after the write', at: ['append'], fault: { error: 'EIO', share: 1 } },
    { name: 'an error of sync', at: ['sync'], fault: { error: 'EIO' } },
    { name: 'an error of all reads', at: ['state', 'open', 'list'], fault: { error: 'EIO' } },
    { name: 'a disk that became read-only', at: ['append', 'truncate', 'rename', 'open'], fault: { error: 'EROFS' } },
    {
      name: 'an error while the bytes are removed',
      at: ['append', 'truncate'],
      fault: { error: 'EIO', share: 0.5 },
      keeps: true,
    },
    {
      name: 'an error of sync, and of removing the bytes',
      at: ['sync', 'truncate'],
      fault: { error: 'EIO' },
      keeps: true,
    },
    {
      name: 'an error of all writes',
      at: ['append', 'sync', 'truncate', 'close'],
      fault: { error: 'EIO', share: 0.7 },
      keeps: true,
    },
    { name: 'a file that cannot be renamed', at: ['rename'], fault: { error: 'EIO' }, rotates: true },
    { name: 'a new file that cannot be created', at: ['open'], fault: { error: 'ENOSPC' }, rotates: true },
    { name: 'a folder that cannot be synced', at: ['syncFolder'], fault: { error: 'EIO' }, rotates: true },
    {
      name: 'a new file that cannot be written',
      at: ['append'],
      fault: { error: 'ENOSPC', share: 0.5 },
      rotates: true,
    },
    { name: 'an old file that cannot be closed', at: ['close'], fault: { error: 'EIO' }, rotates: true },
  ];

test.each(FAULTS)('T20 $name: no event is recorded until the fault ends', async ({ at, fault, keeps, rotates }) => {
  const { disk, folder, log } = openLog(rotates === true ? { maxBytes: 700 } : {});
  await log.append([event('evt-before')]);
  disk.fault = failAt(at, fault);
  for (const id of ['evt-refused-1', 'evt-refused-2', 'evt-refused-3']) {
    await expect(log.append([event(id)]), id).rejects.toMatchObject(UNAVAILABLE);
  }
  disk.fault = () => undefined;
  const receipts = [...(await log.append([event('evt-after')])), ...(await log.append([event('evt-last')]))];
  expect(receipts.map(({ event_id }) => event_id)).toEqual(['evt-after', 'evt-last']);
  const text = disk.read().toString('utf8');
  expect(text).toContain('evt-before');
  expect(text).toContain('evt-after');
  // If the event could not be removed, it stays in the chain. It was not acknowledged.
  if (keeps !== true) expect(text).not.toContain('evt-refused');
  expect(await verifyDisk(disk, join(folder, 'copy'))).toMatchObject({ verdict: 'ok, unanchored' });
  expect(disk.offences).toEqual([]);
});

test.each(['state', 'list', 'open', 'syncFolder', 'append', 'sync'] as const)(
  'T20 after an error of %s at the first event, recording can start later',
  async (operation) => {
    const { disk, folder, log } = openLog();
    disk.fault = failAt([operation], { error: 'EIO', share: 0.5 });
    await expect(log.append([event('evt-refused')])).rejects.toMatchObject(UNAVAILABLE);
    disk.fault = () => undefined;
    expect(await log.append([event('evt-first')])).toMatchObject([{ seq: 1 }]);
    expect(await verifyDisk(disk, join(folder, 'copy'))).toMatchObject({ verdict: 'ok, unanchored', seq: 1 });
    expect(disk.offences).toEqual([]);
  },
);

test.each(['append', 'sync'] as const)(
  'T20 after an error of %s while a tear is closed, the tear can be closed later',
  async (at) => {
    const { disk, folder, log } = openLog();
    const path = log.path;
    await log.append([event('evt-before')]);
    const file = await disk.open(path);
    await file.append(Buffer.from('{"v":1,"seq":2,"event_id":"evt'));
    disk.fault = failAt([at], { error: 'ENOSPC', share: 0.5 });
    await expect(log.append([event('evt-refused')])).rejects.toMatchObject(UNAVAILABLE);
    disk.fault = () => undefined;
    expect(await log.append([event('evt-after')])).toMatchObject([{ seq: 3 }]);
    expect(await verifyDisk(disk, join(folder, 'copy'))).toMatchObject({
      verdict: 'ok, unanchored',
      seals: [{ seq: 2 }],
    });
    expect(disk.offences).toEqual([]);
  },
);

test('T20 the events of one write are all recorded, or none is', async () => {
  const { disk, folder, log } = openLog();
  disk.fault = failAt(['append'], { error: 'ENOSPC', share: 0.5 });
  const appended = Array.from({ length: 50 }, (_, index) =>
    log.append([event(`evt-${index}`), event(`evt-${index}-b`)]),
  );
  const settled = await Promise.allSettled(appended);
  expect(settled.map(({ status }) => status)).toEqual(settled.map(() => 'rejected'));
  disk.fault = () => undefined;
  expect(await log.append([event('evt-after')])).toMatchObject([{ seq: 1 }]);
  expect(await verifyDisk(disk, join(folder, 'copy'))).toMatchObject({ verdict: 'ok, unanchored', seq: 1 });
});

test.each([
  ['its folder is missing', (path: string) => rmSync(dirname(path), { recursive: true })],
  ['it is a folder', (path: string) => mkdirSync(path)],
  ['its lock file is a folder', (path: string) => mkdirSync(`${path}.lock`)],
  ['its lock file is damaged', (path: string) => writeFileSync(`${path}.lock`, 'x'.repeat(10_000))],
])('T20 a log cannot be written if %s, and can be written after a repair', async (_, spoil) => {
  const path = makeLogPath();
  spoil(path);
  const log = new AuditLog(path);
  onTestFinished(() => log.close());
  await expect(log.append([event('evt-refused')])).rejects.toMatchObject(UNAVAILABLE);
  for (const name of [path, `${path}.lock`]) rmSync(name, { recursive: true, force: true });
  mkdirSync(dirname(path), { recursive: true });
  expect(await log.append([event('evt-after')])).toMatchObject([{ seq: 1 }]);
});

// Root can write to read-only folders.
test.skipIf(process.getuid?.() === 0)(
  'T20 recording in a read-only folder fails, and works again when it is writable',
  async () => {
    const path = makeLogPath();
    chmodSync(dirname(path), 0o500);
    const log = new AuditLog(path);
    onTestFinished(() => log.close());
    await expect(log.append([event('evt-refused')])).rejects.toMatchObject(UNAVAILABLE);
    chmodSync(dirname(path), 0o700);
    expect(await log.append([event('evt-after')])).toMatchObject([{ seq: 1 }]);
  },
);
