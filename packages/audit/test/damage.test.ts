import { randomUUID } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { announceRandom, anyDraft, scaled } from '@agent-safe/testkit';
import { expect, onTestFinished, test } from 'vitest';
import { formatLine, prepareEvent } from '../src/format/line.ts';
import { shipLog } from '../src/ship/ship-log.ts';
import type { LogVerdict } from '../src/verify/log-verdict.ts';
import { verifyLog } from '../src/verify/verify.ts';
import { AuditLog } from '../src/write/audit-log.ts';
import { DAMAGES, expectVerdict, loseSectors, type WrittenLog, writeRandomLog } from './support/damage.ts';
import { makeLogPath } from './support/folder.ts';
import { headOf, joinLines, mintLines, START, sampleEvents } from './support/sample-log.ts';
import { readFixture, splitLines } from './support/subjects.ts';

const event = () => anyDraft({ event_type: 'decision', fields: { reason: 'x'.repeat(300) } });
const noDeadline = new AbortController().signal;

/** Appends one event in a new process. @returns whether it was recorded */
async function append(path: string): Promise<boolean> {
  const log = new AuditLog(path);
  onTestFinished(() => log.close());
  const isRecorded = await log.append([event()]).then(
    () => true,
    () => false,
  );
  await log.close();
  return isRecorded;
}

function verdictOf({ verdict }: LogVerdict): string {
  return verdict === 'ok, unanchored' ? 'ok' : verdict;
}

/** Law: a damaged log is never ok, is torn only if one unfinished write can leave it, and is never closed if it was tampered with. */
async function checkDamage(path: string, log: WrittenLog, damaged: Buffer, name: string): Promise<void> {
  const expected = expectVerdict(log, damaged);
  writeFileSync(path, damaged);
  const before = await verifyLog(path);
  expect(expected.split(' or '), `${name}: ${verdictOf(before)}`).toContain(verdictOf(before));
  const isRecorded = await append(path);
  const after = await verifyLog(path);
  if (before.verdict === 'tampered') {
    expect(after.verdict, name).toBe('tampered');
    expect(after.seals, `${name}: an append closed damage`).toHaveLength(before.seals.length);
    return;
  }
  expect(isRecorded, `${name}: ${verdictOf(before)}`).toBe(true);
  expect(after, name).toMatchObject({ verdict: 'ok, unanchored' });
}

const FORMATS = [
  { name: 'with write_seq', hasWriteSeq: true },
  { name: 'of an older version', hasWriteSeq: false },
];

test.each(FORMATS)('T49 random damage of a random log $name is torn only if one write can leave it', async (format) => {
  const random = announceRandom(`damage of logs ${format.name}`);
  const path = makeLogPath();
  for (let run = 0; run < scaled(6_000); run += 1) {
    const log = writeRandomLog(random, format.hasWriteSeq);
    const [name, damage] = random.pick(Object.entries(DAMAGES));
    await checkDamage(path, log, damage(log, random), `run ${run}, ${name}`);
  }
});

test.each(FORMATS)('T49 lost sectors of the last write of a log $name are torn, not tampered', async (format) => {
  const random = announceRandom(`lost sectors of logs ${format.name}`);
  const path = makeLogPath();
  for (let run = 0; run < scaled(3_000); run += 1) {
    const log = writeRandomLog(random, format.hasWriteSeq);
    writeFileSync(path, loseSectors(log, random));
    expect((await verifyLog(path)).verdict, `run ${run}`).not.toBe('tampered');
    expect(await append(path), `run ${run}`).toBe(true);
    expect(await verifyLog(path), `run ${run}`).toMatchObject({ verdict: 'ok, unanchored' });
  }
});

/** Records events one after the other, so that each is one write. */
async function recordLog(count: number): Promise<{ readonly path: string; readonly bytes: Buffer }> {
  const path = makeLogPath();
  const log = new AuditLog(path);
  onTestFinished(() => log.close());
  for (let index = 0; index < count; index += 1) await log.append([event()]);
  await log.close();
  return { path, bytes: readFileSync(path) };
}

/** Requires the verdict `tampered`. A writer must not close the damage, and shipping must not report success. */
async function requireTampered(path: string): Promise<void> {
  const before = await verifyLog(path);
  expect(before).toMatchObject({ verdict: 'tampered' });
  await append(path);
  expect(await verifyLog(path)).toMatchObject({ verdict: 'tampered', seq: before.seq, seals: [] });
  const shipped: number[] = [];
  const destination = {
    name: `collector ${randomUUID()}`,
    ship: async (events: readonly { readonly seq: number }[]) => void shipped.push(...events.map(({ seq }) => seq)),
  };
  await expect(shipLog(path, destination, noDeadline)).rejects.toMatchObject({ code: 'ERR_AUDIT_INVALID' });
  expect(shipped).toEqual(Array.from({ length: before.seq - 1 }, (_, index) => index + 1));
}

test('T49 a zeroed sector is tampering wherever whole events of a later write follow', async () => {
  const { bytes, path } = await recordLog(12);
  for (let sector = 0; (sector + 3) * 512 < bytes.length; sector += 1) {
    writeFileSync(path, Buffer.from(bytes).fill(0, sector * 512, (sector + 1) * 512));
    await requireTampered(path);
  }
});

test('T49 a zeroed sector of a log without write_seq is tampering if events of a later time follow', async () => {
  const path = makeLogPath();
  const bytes = joinLines(mintLines(sampleEvents(20)));
  for (let sector = 0; (sector + 3) * 512 < bytes.length; sector += 1) {
    writeFileSync(path, Buffer.from(bytes).fill(0, sector * 512, (sector + 1) * 512));
    await requireTampered(path);
  }
});

const LEGACY = splitLines(readFixture('hundred'));

test.each([2, 3, 10, 64, 100])(
  'T49 the last %i lines of a log of 0.11, edited and cut, are tampered',
  async (count) => {
    const path = makeLogPath();
    const kept = LEGACY.slice(0, LEGACY.length - count);
    const cut = LEGACY.slice(-count).map((line) => line.slice(0, -20).replace('"allow"', '"deny"'));
    writeFileSync(path, joinLines([...kept, ...cut]));
    await requireTampered(path);
  },
);

test('T49 a zeroed sector of a log of 0.11 is tampered', async () => {
  const path = makeLogPath();
  const bytes = readFixture('hundred');
  for (const sector of [0, 1, 7, 20]) {
    writeFileSync(path, Buffer.from(bytes).fill(0, sector * 512, (sector + 1) * 512));
    await requireTampered(path);
  }
});

test.each([1, 2, 63, 64, 100])(
  'T49 %i lines of a log of 0.11 with CR LF are tampered, and the reason says so',
  async (count) => {
    const path = makeLogPath();
    const converted = LEGACY.slice(0, count).map((line) => `${line}\r`);
    writeFileSync(path, joinLines(converted));
    await requireTampered(path);
    expect(await verifyLog(path)).toMatchObject({ problem: 'line_end_changed', seq: 1 });
    expect(await verifyLog(path)).toHaveProperty('reason', expect.stringContaining('CR LF'));
  },
);

test('T49 a closed file of a rotated log is never torn', async () => {
  const path = makeLogPath();
  const log = new AuditLog(path, { maxBytes: 2_000 });
  onTestFinished(() => log.close());
  for (let index = 0; index < 12; index += 1) await log.append([event()]);
  await log.close();
  const { files } = await verifyLog(path);
  const closed = files.at(-2) ?? '';
  const bytes = readFileSync(closed);
  writeFileSync(closed, bytes.subarray(0, -50));
  await requireTampered(path);
  // After a crash during a rotation, the last file is a closed one.
  writeFileSync(path, '');
  await requireTampered(path);
});

test.each([1, 2, 4, 9])(
  'T49 event 4 with write_seq %i breaks the chain, unless it begins a write',
  async (writeSeq) => {
    const path = makeLogPath();
    const { bytes } = await recordLog(3);
    const head = headOf(splitLines(bytes));
    const { line } = formatLine(prepareEvent({ event_type: 'decision', fields: {} }), 4, START, head.hash, {
      writeSeq,
    });
    writeFileSync(path, Buffer.concat([bytes, joinLines([line])]));
    expect(await verifyLog(path)).toMatchObject({ verdict: writeSeq === 4 ? 'ok, unanchored' : 'tampered' });
  },
);

test('T49 events that are recorded together have the number of the first one as write_seq', async () => {
  const path = makeLogPath();
  const log = new AuditLog(path);
  onTestFinished(() => log.close());
  await log.append([event()]);
  await Promise.all([log.append([event(), event()]), log.append([event()])]);
  await log.append([event()]);
  const lines = splitLines(readFileSync(path)).map((line) => JSON.parse(line) as { write_seq: number });
  expect(lines.map(({ write_seq }) => write_seq)).toEqual([1, 2, 2, 2, 5]);
});
