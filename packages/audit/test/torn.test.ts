import { join } from 'node:path';
import { anyDraft, makeRandom } from '@agent-safe/testkit';
import { expect, onTestFinished, test } from 'vitest';
import { AuditLog } from '../src/write/audit-log.ts';
import { makeFolder } from './support/folder.ts';
import { verifyDisk } from './support/power-loss.ts';
import { type Operation, SimulatedDisk } from './support/simulated-disk.ts';

const event = (event_id: string, length = 400) =>
  anyDraft({ event_id, event_type: 'decision', fields: { reason: 'x'.repeat(length) } });

interface Machine {
  readonly disk: SimulatedDisk;
  readonly folder: string;
  /** Records an event in a new process. */
  readonly start: (maxBytes?: number) => AuditLog;
}

function makeMachine(): Machine {
  const disk = new SimulatedDisk();
  const folder = makeFolder();
  const start = (maxBytes?: number) => {
    const log = new AuditLog(join(folder, 'audit.jsonl'), { files: disk, maxBytes });
    onTestFinished(() => log.close());
    return log;
  };
  return { disk, folder, start };
}

function failOnce(disk: SimulatedDisk, ...operations: readonly Operation[]): void {
  disk.fault = (operation) => (operations.includes(operation) ? { error: 'EIO', share: 1 } : undefined);
}

/** Random losses of bytes that are not durable. Durable events must survive all of them. */
const SEEDS = Array.from({ length: 40 }, (_, seed) => seed);

test.each(['syncFolder', 'open'] as const)(
  'T15 an event survives a loss of power if syncing the folder failed before (%s)',
  async (operation) => {
    for (const seed of SEEDS) {
      const { disk, start } = makeMachine();
      const log = start();
      failOnce(disk, operation);
      await expect(log.append([event('evt-refused')])).rejects.toMatchObject({ code: 'ERR_AUDIT_UNAVAILABLE' });
      disk.fault = () => undefined;
      await log.append([event('evt-acknowledged')]);
      await log.close();
      disk.loseNewest(makeRandom(seed));
      expect(disk.read().toString('utf8'), `seed ${seed}`).toContain('evt-acknowledged');
    }
  },
);

test('T15 events survive a loss of power in a file whose creator was killed after creating it', async () => {
  for (const seed of SEEDS) {
    const { disk, folder, start } = makeMachine();
    await (await disk.open(join(folder, 'audit.jsonl'))).close();
    const log = start();
    await log.append([event('evt-acknowledged')]);
    await log.close();
    disk.loseNewest(makeRandom(seed));
    expect(disk.read().toString('utf8'), `seed ${seed}`).toContain('evt-acknowledged');
  }
});

test('T20 no event is appended to bytes that a failed sync lost', async () => {
  for (const seed of SEEDS) {
    const { disk, folder, start } = makeMachine();
    const log = start();
    await log.append([event('evt-before')]);
    // The system dropped the bytes that it could not write, and reports success from now on.
    failOnce(disk, 'sync', 'truncate');
    await expect(log.append([event('evt-refused', 3_000)])).rejects.toMatchObject({ code: 'ERR_AUDIT_UNAVAILABLE' });
    disk.fault = () => undefined;
    await log.append([event('evt-acknowledged')]);
    await log.close();
    disk.loseNewest(makeRandom(seed));
    expect(disk.read().toString('utf8'), `seed ${seed}`).toContain('evt-acknowledged');
    const { verdict } = await verifyDisk(disk, join(folder, 'copy'));
    expect(verdict, `seed ${seed}`).toBe('ok, unanchored');
  }
});

test.each([2, 3])(
  'T15 a loss of power while %i events of the largest size are recorded in one write is not tampering',
  async (count) => {
    for (const seed of SEEDS.slice(0, 6)) {
      const { disk, folder, start } = makeMachine();
      const log = start();
      await log.append([event('evt-before')]);
      failOnce(disk, 'sync', 'truncate');
      const largest = Array.from({ length: count }, (_, index) => event(`evt-${index}`, 4 * 1024 * 1024 - 2_000));
      await expect(log.append(largest)).rejects.toMatchObject({ code: 'ERR_AUDIT_UNAVAILABLE' });
      disk.fault = () => undefined;
      await log.close();
      disk.loseNewest(makeRandom(seed));
      const { verdict } = await verifyDisk(disk, join(folder, 'copy'));
      expect(verdict, `seed ${seed}`).not.toBe('tampered');
      await start().append([event('evt-after')]);
      expect(await verifyDisk(disk, join(folder, 'copy'))).toMatchObject({ verdict: 'ok, unanchored' });
    }
  },
);

/** Logs with one event and the torn beginning of a second event, with and without lost sectors. */
const LEFT: readonly { readonly name: string; readonly bytes: Buffer }[] = [
  { name: 'a truncated line', bytes: Buffer.from(`{"v":1,"seq":2,"event_id":"evt-torn","x":"${'x'.repeat(100)}`) },
  { name: 'lost sectors to the end', bytes: Buffer.alloc(700) },
  { name: 'a lost sector and a remainder', bytes: Buffer.alloc(0) },
];

test.each(LEFT)('T15 a truncated or lost closing event of $name is closed by the next one', async ({ bytes, name }) => {
  for (const seed of SEEDS) {
    const { disk, folder, start } = makeMachine();
    const first = start();
    await first.append([event('evt-before')]);
    await first.close();
    const file = await disk.open(join(folder, 'audit.jsonl'));
    const { size } = await file.state();
    const rest = Buffer.from(`${'x'.repeat(200)}"}\n`);
    const left =
      name === 'a lost sector and a remainder' ? Buffer.concat([Buffer.alloc(512 - (size % 512)), rest]) : bytes;
    await file.append(left);
    await file.sync();
    await file.close();
    for (const round of [0, 1, 2]) {
      const log = start();
      disk.fault = (operation) =>
        operation === 'append' || operation === 'truncate' ? { error: 'EIO', share: 0.3 + 0.3 * round } : undefined;
      await expect(log.append([event('evt-refused')])).rejects.toMatchObject({ code: 'ERR_AUDIT_UNAVAILABLE' });
      disk.fault = () => undefined;
      await log.close();
      if (seed % 2 === 0) disk.loseNewest(makeRandom(seed + round));
      const { verdict } = await verifyDisk(disk, join(folder, 'copy'));
      expect(verdict, `seed ${seed}, round ${round}`).not.toBe('tampered');
    }
    await start().append([event('evt-after')]);
    expect(await verifyDisk(disk, join(folder, 'copy')), `seed ${seed}`).toMatchObject({ verdict: 'ok, unanchored' });
  }
});
