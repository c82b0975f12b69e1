import { copyFileSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { anyDraft } from '@agent-safe/testkit';
import { expect, onTestFinished, test } from 'vitest';
import { followLog } from '../src/read/follow-log.ts';
import { AuditLog } from '../src/write/audit-log.ts';
import { makeLogPath } from './support/folder.ts';

test('following yields thousands of events in order, over all files that are filled at once', async () => {
  const path = makeLogPath();
  const log = new AuditLog(path, { maxBytes: 64 * 1_024 });
  onTestFinished(() => log.close());
  const record = (count: number) =>
    log.append(
      Array.from({ length: count }, () => anyDraft({ event_type: 'decision', fields: { text: 'x'.repeat(100) } })),
    );
  await record(1);
  const stop = new AbortController();
  const lines = followLog(path, stop.signal);
  const first = lines.next();
  for (let seq = 0; seq === 0; ) {
    await record(1);
    seq = await Promise.race([first.then(() => 1), new Promise<number>((resolve) => setImmediate(resolve, 0))]);
  }
  for (let batch = 0; batch < 5; batch += 1) await record(500);
  const last = (await record(1))[0]?.seq ?? 0;
  const seen = [await first];
  while (seqOf(seen.at(-1)) !== last) seen.push(await lines.next());
  const start = seqOf(seen[0]) ?? 0;
  expect(seen.map(seqOf)).toEqual(Array.from({ length: last - start + 1 }, (_, index) => start + index));
  stop.abort();
});

test('T48 following a log that another log replaces ends with an error', async () => {
  const path = makeLogPath();
  const log = new AuditLog(path);
  await log.append([anyDraft({ event_type: 'decision', fields: {} })]);
  await log.close();
  const longer = `${path}.other`;
  writeFileSync(longer, Buffer.concat([readFileSync(path), Buffer.from('{}\n')]));
  const lines = followLog(path, new AbortController().signal);
  const next = lines.next();
  const failed = expect(next).rejects.toMatchObject({ code: 'ERR_AUDIT_INVALID' });
  // The first read may come later than this rename. Then the next one finds the change.
  for (let isDone = false; !isDone; ) {
    copyFileSync(longer, `${longer}.next`);
    renameSync(`${longer}.next`, path);
    isDone = await Promise.race([
      next.then(
        () => true,
        () => true,
      ),
      new Promise<boolean>((resolve) => setImmediate(resolve, false)),
    ]);
  }
  await failed;
});

function seqOf(next: Awaited<ReturnType<ReturnType<typeof followLog>['next']>> | undefined): number | undefined {
  const line = next?.value;
  return line !== undefined && 'event' in line ? line.event.seq : undefined;
}
