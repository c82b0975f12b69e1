import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { AuditQuery, LogLine } from '@agent-safe/core';
import { announceRandom, anyDraft } from '@agent-safe/testkit';
import { makeFolder } from '@agent-safe/testkit/folders';
import { expect, test } from 'vitest';
import { openAuditLog } from '../src/index.ts';
import { findPlace } from '../src/read/find-place.ts';
import { readLogFiles } from '../src/read/log-sizes.ts';

const COUNT = 400;

/** Writes a log of events of different lengths, in several files. */
async function writeLog(maxBytes: number): Promise<string> {
  const path = join(makeFolder(), 'audit.jsonl');
  const log = openAuditLog(path, { maxBytes });
  const random = announceRandom('find-place');
  for (let left = COUNT; left > 0; left -= 50)
    await log.append(
      Array.from({ length: 50 }, () =>
        anyDraft({ event_type: 'decision', fields: { text: 'x'.repeat(random.below(9_000)) } }),
      ),
    );
  await log.close();
  return path;
}

async function read(path: string, query?: AuditQuery): Promise<readonly LogLine[]> {
  const log = openAuditLog(path);
  try {
    const lines: LogLine[] = [];
    for await (const line of log.readBackwards(query)) lines.push(line);
    return lines;
  } finally {
    await log.close();
  }
}

function numbers(lines: readonly LogLine[]): readonly unknown[] {
  return lines.map((line) => ('event' in line ? line.event.seq : 'damaged'));
}

test.each([10_000_000, 200_000])(
  'a page is found in a log with files of %i bytes, wherever it begins',
  async (maxBytes) => {
    const path = await writeLog(maxBytes);
    for (const before of [1, 2, 3, 57, 199, 200, 201, 399, 400, 401, 9_999]) {
      const expected = Array.from({ length: Math.min(before - 1, COUNT) }, (_, index) => index + 1).reverse();
      expect(numbers(await read(path, { before }))).toEqual(expected);
      expect(numbers(await read(path, { before, after: before - 4 }))).toEqual(
        expected.filter((seq) => seq > before - 4),
      );
    }
  },
);

test('the events after a page are not read', async () => {
  const path = await writeLog(10_000_000);
  const place = await findPlace(path, await readLogFiles(path), 200);
  expect(place?.seq).toBeGreaterThanOrEqual(200);
  expect(place?.seq).toBeLessThan(250);
  const bytes = readFileSync(path);
  // Damages every line after the place: a reader that needed them would find damaged lines.
  bytes.fill(0x78, (place?.offset ?? 0) + 60);
  writeFileSync(path, bytes);
  expect(numbers(await read(path, { before: 200 })).slice(0, 2)).toEqual([199, 198]);
});

test('a damaged line before the page is reported, and its number counts', async () => {
  const path = await writeLog(10_000_000);
  const lines = readFileSync(path, 'utf8').split('\n');
  lines[149] = 'damaged';
  writeFileSync(path, lines.join('\n'));
  expect(numbers(await read(path, { before: 152, after: 148 }))).toEqual([151, 'damaged', 149]);
  appendFileSync(path, 'damaged\n');
  expect(numbers(await read(path, { before: 152, after: 148 }))).toEqual([151, 'damaged', 149]);
});

test('an event is found by its id without parsing the others', async () => {
  const path = await writeLog(200_000);
  const log = openAuditLog(path);
  const [receipt] = await log.append([anyDraft({ event_type: 'decision', event_id: 'evt-näme "x"', fields: {} })]);
  expect(await log.find('evt-näme "x"')).toMatchObject({ seq: receipt?.seq });
  const [line] = await read(path, { before: 10 });
  expect(line).toHaveProperty('event.event_id', expect.any(String));
  const { event } = line as { readonly event: { readonly event_id: string } };
  expect(await log.find(event.event_id)).toMatchObject({ seq: 9 });
  expect(await log.find('evt-none')).toBeUndefined();
  await log.close();
});
