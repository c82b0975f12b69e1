import { appendFileSync, writeFileSync } from 'node:fs';
import { anyDraft } from '@agent-safe/testkit';
import { expect, onTestFinished, test } from 'vitest';
import { verifyLog } from '../src/verify/verify.ts';
import { AuditLog } from '../src/write/audit-log.ts';
import { makeLogPath } from './support/folder.ts';
import { joinLines, mintLines, sampleEvents } from './support/sample-log.ts';

const KILOBYTE = 1024;

/** Writes a log of events of that length. */
function writeLog(count: number, length: number): string {
  const path = makeLogPath();
  const events = sampleEvents(count).map((event) => ({ ...event, fields: { reason: 'x'.repeat(length) } }));
  writeFileSync(path, joinLines(mintLines(events)));
  return path;
}

/** Records one event in a new process. */
async function append(path: string): Promise<number | undefined> {
  const log = new AuditLog(path);
  onTestFinished(() => log.close());
  const [receipt] = await log.append([anyDraft({ event_type: 'decision', fields: {} })]);
  await log.close();
  return receipt?.seq;
}

test.each([
  ['of 100 kilobytes', 100, KILOBYTE],
  ['of 1 megabyte, in long events', 10, 100 * KILOBYTE],
  ['of 20 megabytes', 20, 1_000 * KILOBYTE],
  ['of 20 megabytes, in the longest events', 5, 4_090 * KILOBYTE],
])('T15 a torn log %s is closed, and each later process can record', async (_, count, length) => {
  const path = writeLog(count, length);
  for (let round = 0; round < 3; round += 1) {
    const seq = count + round * 3 + 1;
    appendFileSync(path, `{"v":1,"seq":${seq},"event_id":"evt-torn`);
    expect(await append(path)).toBe(seq + 1);
    expect(await append(path)).toBe(seq + 2);
  }
  const verdict = await verifyLog(path);
  expect(verdict).toMatchObject({ verdict: 'ok, unanchored', seq: count + 9 });
  expect(verdict.seals).toHaveLength(3);
});
