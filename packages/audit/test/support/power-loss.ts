import { join } from 'node:path';
import { anyDraft, makeRandom } from '@agent-safe/testkit';
import fc from 'fast-check';
import { expect } from 'vitest';
import type { LogVerdict } from '../../src/verify/log-verdict.ts';
import { verifyLog } from '../../src/verify/verify.ts';
import { AuditLog } from '../../src/write/audit-log.ts';
import { START } from './sample-log.ts';
import { SimulatedDisk } from './simulated-disk.ts';

/** A process that records events until it is stopped, on a simulated disk. */
export interface Round {
  /** Approximate lengths of the events in bytes. The events of an inner list are recorded concurrently. */
  readonly events: readonly (readonly number[])[];
  /** Number of the disk operation in which it is stopped. The operation may be done in part. */
  readonly stopAt: number;
  readonly share: number;
  /** Whether the machine loses power too, and with it all bytes that were not synced. */
  readonly losesPower: boolean;
  readonly seed: number;
}

export const rounds: fc.Arbitrary<readonly Round[]> = fc.array(
  fc.record({
    events: fc.array(fc.array(fc.nat({ max: 1_500 }), { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 5 }),
    stopAt: fc.integer({ min: 1, max: 40 }),
    share: fc.constantFrom(0, 0.2, 0.5, 0.9, 0.999, 1),
    losesPower: fc.boolean(),
    seed: fc.nat({ max: 1_000_000 }),
  }),
  { minLength: 1, maxLength: 5 },
);

/** Records events. Returns the ids of the acknowledged events. */
async function recordUntilStopped(
  disk: SimulatedDisk,
  path: string,
  round: Round,
  clock: () => number,
  maxBytes?: number,
): Promise<string[]> {
  const acknowledged: string[] = [];
  let operations = 0;
  disk.fault = () => {
    operations += 1;
    if (operations < round.stopAt) return undefined;
    // A stopped process does no further operation.
    return { error: 'KILLED', share: operations === round.stopAt ? round.share : 0 };
  };
  const log = new AuditLog(path, { files: disk, clock, maxBytes });
  for (const together of round.events) {
    const appended = together.map(async (length) => {
      const drafts = [anyDraft({ event_type: 'decision', fields: { reason: 'x'.repeat(length) } })];
      const [receipt] = await log.append(drafts).catch(() => []);
      if (receipt !== undefined) acknowledged.push(receipt.event_id);
    });
    await Promise.all(appended);
  }
  await log.close().catch(() => undefined);
  disk.fault = () => undefined;
  return acknowledged;
}

/** Verifies the log on the simulated disk. */
export async function verifyDisk(disk: SimulatedDisk, folder: string): Promise<LogVerdict> {
  disk.copyTo(folder);
  return verifyLog(join(folder, 'audit.jsonl'));
}

/** Law: after any stop, the log has every acknowledged event and can continue. */
export async function checkRounds(folder: string, all: readonly Round[], maxBytes?: number): Promise<void> {
  const disk = new SimulatedDisk();
  // Some writes of a log have the same time.
  let now = START;
  const clock = () => {
    now += 0.5;
    return Math.floor(now);
  };
  const path = join(folder, 'audit.jsonl');
  const acknowledged: string[] = [];
  for (const [index, round] of all.entries()) {
    acknowledged.push(...(await recordUntilStopped(disk, path, round, clock, maxBytes)));
    if (round.losesPower) disk.loseNewest(makeRandom(round.seed));
    expectAll(disk, acknowledged, `round ${index}`);
    if (disk.read().length === 0) continue;
    const verdict = await verifyDisk(disk, join(folder, `${index}`));
    expect(verdict.verdict, `round ${index}: ${JSON.stringify(verdict)}`).not.toBe('tampered');
  }
  const log = new AuditLog(path, { files: disk, clock, maxBytes });
  for (let count = 0; count < 3; count += 1) {
    const [receipt] = await log.append([anyDraft({ event_type: 'decision', fields: { reason: 'x'.repeat(800) } })]);
    acknowledged.push(receipt?.event_id ?? 'none');
  }
  await log.close();
  expectAll(disk, acknowledged, 'the end');
  expect(await verifyDisk(disk, join(folder, 'end'))).toMatchObject({ verdict: 'ok, unanchored' });
  expect(disk.offences).toEqual([]);
}

function expectAll(disk: SimulatedDisk, acknowledged: readonly string[], when: string): void {
  const text = disk.read().toString('latin1');
  const missing = acknowledged.filter((id) => !text.includes(`"event_id":"${id}"`));
  expect(missing, `lost acknowledged events, ${when}`).toEqual([]);
}
