import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import { anyDraft } from '@agent-safe/testkit';
import { expect, onTestFinished, test } from 'vitest';
import { verifyLog } from '../src/verify/verify.ts';
import { AuditLog } from '../src/write/audit-log.ts';
import { makeLogPath } from './support/folder.ts';

const MAX_BYTES = 1_500;
const event = (event_id: string) => anyDraft({ event_id, event_type: 'decision', fields: { reason: 'x'.repeat(200) } });

/** Records one event in a new process. */
async function append(path: string, id: string, maxBytes = MAX_BYTES): Promise<void> {
  const log = new AuditLog(path, { maxBytes });
  onTestFinished(() => log.close());
  await log.append([event(id)]);
  await log.close();
}

const torn = (seq: number, length: number) => `{"v":1,"seq":${seq},"event_id":"evt-torn${'x'.repeat(length)}`;

test.each([
  ['with room for the closing event', 100],
  ['without room for the closing event', 1_400],
  ['which is longer than a file', 2_000],
])('T15 a tear at the end of a file %s is closed, and the log is rotated', async (_, length) => {
  const path = makeLogPath();
  await append(path, 'evt-1');
  appendFileSync(path, torn(2, length));
  for (let seq = 2; seq < 20; seq += 1) await append(path, `evt-${seq}`);
  expect(await verifyLog(path)).toMatchObject({ verdict: 'ok, unanchored', seq: 20, seals: [{ seq: 2 }] });
});

test('T15 a tear at the beginning of a log is closed, and the log is rotated', async () => {
  const path = makeLogPath();
  writeFileSync(path, torn(1, 100));
  for (let seq = 1; seq < 20; seq += 1) await append(path, `evt-${seq}`);
  expect(await verifyLog(path)).toMatchObject({ verdict: 'ok, unanchored', seq: 20, seals: [{ seq: 1 }] });
});

test('T15 a tear at the beginning of a later file is closed, and the log is rotated', async () => {
  const path = makeLogPath();
  for (let seq = 1; seq <= 3; seq += 1) await append(path, `evt-${seq}`, 1_000);
  await append(path, 'evt-4', 1);
  writeFileSync(path, torn(4, 100));
  for (let seq = 4; seq < 20; seq += 1) await append(path, `evt-${seq}`);
  expect(await verifyLog(path)).toMatchObject({ verdict: 'ok, unanchored', seq: 20, seals: [{ seq: 4 }] });
});

test.each([MAX_BYTES, 500, 1])(
  'T15 a last line without its line end is complete, and the log continues in files of %i bytes',
  async (maxBytes) => {
    const path = makeLogPath();
    for (let seq = 1; seq <= 12; seq += 1) {
      await append(path, `evt-${seq}`, maxBytes);
      if (seq % 3 === 0) writeFileSync(path, readFileSync(path, 'utf8').trimEnd());
    }
    await append(path, 'evt-13', maxBytes);
    expect(await verifyLog(path)).toMatchObject({ verdict: 'ok, unanchored', seq: 13, seals: [] });
  },
);
