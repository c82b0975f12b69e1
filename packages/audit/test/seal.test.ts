import { writeFileSync } from 'node:fs';
import { anyDraft } from '@agent-safe/testkit';
import { expect, onTestFinished, test } from 'vitest';
import { verifyLog } from '../src/verify/verify.ts';
import { AuditLog } from '../src/write/audit-log.ts';
import { readChainState } from './support/chain-state.ts';
import { makeLogPath } from './support/folder.ts';
import { headOf, joinLines, mintLines, mintSeal, sampleEvents } from './support/sample-log.ts';

const lines = mintLines(sampleEvents(2));
const before = joinLines(lines);
const TORN = Buffer.from('{"v":1,"seq":3,"event_id":"evt-torn","reason":"x');

async function append(path: string): Promise<void> {
  const log = new AuditLog(path);
  onTestFinished(() => log.close());
  await log.append([anyDraft({ event_type: 'decision', fields: {} })]);
  await log.close();
}

/** What the writer adds to seal the bytes. */
function writeOfSeal(torn: Buffer): Buffer {
  return Buffer.from(`\n${mintSeal(torn, before.length, headOf(lines))}\n`);
}

test('T15 a seal that was cut off at any byte is sealed with what it sealed, and the log goes on', async () => {
  const path = makeLogPath();
  const seal = writeOfSeal(TORN);
  for (let length = 1; length < seal.length; length += 1) {
    const left = Buffer.concat([before, TORN, seal.subarray(0, length)]);
    expect(await readChainState(left), `${length} bytes of the seal`).toBe('torn');
    // Writing is slower than reading: around both ends, and some between.
    if (length > 4 && length < seal.length - 4 && length % 16 !== 0) continue;
    writeFileSync(path, left);
    await append(path);
    expect(await verifyLog(path), `${length} bytes of the seal`).toMatchObject({ verdict: 'ok, unanchored' });
  }
});

test.each([2, 6])('T15 %i seals that were cut off are sealed in the end', async (count) => {
  const path = makeLogPath();
  let torn = TORN;
  for (let round = 0; round < count; round += 1) {
    torn = Buffer.concat([torn, writeOfSeal(torn).subarray(0, 100)]);
    writeFileSync(path, Buffer.concat([before, torn]));
    expect(await verifyLog(path), `${round} seals`).toMatchObject({ verdict: 'torn', seq: 3 });
  }
  await append(path);
  expect(await verifyLog(path)).toMatchObject({ verdict: 'ok, unanchored', seals: [{ seq: 3, length: torn.length }] });
});

test('T17 a seal of nothing is not built upon', async () => {
  const path = makeLogPath();
  writeFileSync(path, Buffer.concat([before, writeOfSeal(TORN).subarray(1, -1)]));
  const outcome = await append(path).then(
    () => 'recorded',
    (error: { code: string }) => error.code,
  );
  const { verdict } = await verifyLog(path);
  expect([outcome, verdict]).not.toEqual(['recorded', 'tampered']);
});
