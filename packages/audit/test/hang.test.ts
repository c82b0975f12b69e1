import { join } from 'node:path';
import { anyDraft } from '@agent-safe/testkit';
import { beforeEach, expect, onTestFinished, test, vi } from 'vitest';
import { AuditLog } from '../src/write/audit-log.ts';
import { makeFolder } from './support/folder.ts';
import { verifyDisk } from './support/power-loss.ts';
import { type Operation, SimulatedDisk } from './support/simulated-disk.ts';

const TIMEOUT = 5_000;
const UNAVAILABLE = { name: 'AgentSafeError', code: 'ERR_AUDIT_UNAVAILABLE' };

const event = (event_id: string) => anyDraft({ event_id, event_type: 'decision', fields: { reason: 'x'.repeat(300) } });

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  onTestFinished(() => {
    vi.useRealTimers();
  });
});

interface Hanging {
  readonly disk: SimulatedDisk;
  readonly log: AuditLog;
  readonly folder: string;
  /** Resolves when an operation hangs. */
  readonly hangs: Promise<void>;
  /** Makes the disk work again. */
  readonly release: () => void;
}

/** Opens a log with one event, or none, on a disk that hangs at an operation. */
async function openHanging(at: Operation, isNew = false): Promise<Hanging> {
  const disk = new SimulatedDisk();
  const folder = makeFolder();
  const log = new AuditLog(join(folder, 'audit.jsonl'), { files: disk, timeout: TIMEOUT });
  if (!isNew) await log.append([event('evt-before')]);
  const gate = Promise.withResolvers<void>();
  const reached = Promise.withResolvers<void>();
  disk.fault = (operation) => {
    if (operation !== at) return undefined;
    reached.resolve();
    return { until: gate.promise };
  };
  const release = () => {
    disk.fault = () => undefined;
    gate.resolve();
  };
  onTestFinished(() => {
    release();
    return log.close();
  });
  return { disk, log, folder, hangs: reached.promise, release };
}

/** Returns the results of appends, or their errors. The clock advances only in steps of the test. */
async function timeOut(...appended: readonly Promise<unknown>[]): Promise<readonly unknown[]> {
  const settled = Promise.all(appended.map((each) => each.catch((error: unknown) => error)));
  await vi.advanceTimersByTimeAsync(TIMEOUT + 1);
  return settled;
}

const OPERATIONS = [
  ['state', false],
  ['append', false],
  ['sync', false],
  ['open', true],
  ['list', true],
  ['syncFolder', true],
] as const;

test.each(OPERATIONS)(
  'T20 while %s hangs, every event is refused, and recording works again afterwards',
  async (at, isNew) => {
    const { disk, folder, hangs, log, release } = await openHanging(at, isNew);
    const first = log.append([event('evt-first')]);
    await hangs;
    const second = log.append([event('evt-second')]);
    expect(await timeOut(first, second)).toMatchObject([UNAVAILABLE, UNAVAILABLE]);
    expect(await timeOut(log.append([event('evt-third')]))).toMatchObject([UNAVAILABLE]);
    release();
    await log.append([event('evt-after')]);
    const text = disk.read().toString('utf8');
    expect(text).toContain('evt-after');
    for (const id of ['evt-second', 'evt-third']) expect(text).not.toContain(id);
    expect(await verifyDisk(disk, join(folder, 'copy'))).toMatchObject({ verdict: 'ok, unanchored' });
  },
);

test.each(OPERATIONS.filter(([at]) => at !== 'append' && at !== 'sync'))(
  'T20 an event that was refused while %s hung is not recorded afterwards',
  async (at, isNew) => {
    const { disk, hangs, log, release } = await openHanging(at, isNew);
    const first = log.append([event('evt-refused')]);
    await hangs;
    expect(await timeOut(first)).toMatchObject([UNAVAILABLE]);
    release();
    await log.append([event('evt-after')]);
    expect(disk.read().toString('utf8')).not.toContain('evt-refused');
  },
);

test('T20 an event that waits after a refused one is recorded', async () => {
  const { hangs, log, release } = await openHanging('state');
  const first = log.append([event('evt-first')]);
  await hangs;
  const after = log.appendAfter(async () => event('evt-after-given-up'));
  expect(await timeOut(first, after)).toMatchObject([UNAVAILABLE, UNAVAILABLE]);
  const last = log.append([event('evt-last')]);
  release();
  expect(await last).toMatchObject([{ event_id: 'evt-last' }]);
});

test('T20 while the disk hangs, the number of waiting events is limited', async () => {
  const { hangs, log, release } = await openHanging('sync');
  const appended = [log.append([event('evt-first')])];
  await hangs;
  for (let count = 0; count < 10_500; count += 1) appended.push(log.append([event(`evt-${count}`)]));
  for (const outcome of await timeOut(...appended)) expect(outcome).toMatchObject(UNAVAILABLE);
  release();
  // The refused events are removed when the disk works again.
  await vi.waitFor(() => log.append([event('evt-cleared')]), { timeout: 30_000 });
  expect(await log.append([event('evt-after')])).toMatchObject([{ event_id: 'evt-after' }]);
});
