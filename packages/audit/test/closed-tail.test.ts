import { writeFileSync } from 'node:fs';
import { anyDraft } from '@agent-safe/testkit';
import { expect, onTestFinished, test } from 'vitest';
import { verifyLog } from '../src/verify/verify.ts';
import { AuditLog } from '../src/write/audit-log.ts';
import { readChainState } from './support/chain-state.ts';
import { makeLogPath } from './support/folder.ts';
import { headOf, joinLines, mintClosingEvent, mintLines, sampleEvents } from './support/sample-log.ts';

const lines = mintLines(sampleEvents(2));
const before = joinLines(lines);
const TORN = Buffer.from('{"v":1,"seq":3,"event_id":"evt-torn","reason":"x');

async function append(path: string): Promise<void> {
  const log = new AuditLog(path);
  onTestFinished(() => log.close());
  await log.append([anyDraft({ event_type: 'decision', fields: {} })]);
  await log.close();
}

/** The closing event that the writer appends. */
function writeOfClosingEvent(torn: Buffer): Buffer {
  return Buffer.from(`\n${mintClosingEvent(torn, before.length, headOf(lines))}\n`);
}

test('T15 a closing event that was truncated at any byte is closed with the torn bytes, and the log continues', async () => {
  const path = makeLogPath();
  const closing = writeOfClosingEvent(TORN);
  for (let length = 1; length < closing.length; length += 1) {
    const left = Buffer.concat([before, TORN, closing.subarray(0, length)]);
    expect(await readChainState(left), `${length} bytes of the closing event`).toBe('torn');
    // Writing is slow, so only bytes near both ends and some between are tried.
    if (length > 4 && length < closing.length - 4 && length % 16 !== 0) continue;
    writeFileSync(path, left);
    await append(path);
    expect(await verifyLog(path), `${length} bytes of the closing event`).toMatchObject({ verdict: 'ok, unanchored' });
  }
});

test.each([2, 6])('T15 %i truncated closing events are closed by the next one', async (count) => {
  const path = makeLogPath();
  let torn = TORN;
  for (let round = 0; round < count; round += 1) {
    torn = Buffer.concat([torn, writeOfClosingEvent(torn).subarray(0, 100)]);
    writeFileSync(path, Buffer.concat([before, torn]));
    expect(await verifyLog(path), `${round} closing events`).toMatchObject({ verdict: 'torn', seq: 3 });
  }
  await append(path);
  expect(await verifyLog(path)).toMatchObject({ verdict: 'ok, unanchored', seals: [{ seq: 3, length: torn.length }] });
});

test('T17 a closing event of no bytes is refused', async () => {
  const path = makeLogPath();
  writeFileSync(path, Buffer.concat([before, writeOfClosingEvent(TORN).subarray(1, -1)]));
  const outcome = await append(path).then(
    () => 'recorded',
    (error: { code: string }) => error.code,
  );
  const { verdict } = await verifyLog(path);
  expect([outcome, verdict]).not.toEqual(['recorded', 'tampered']);
});
