import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { announceRandom, anyDraft, scaled } from '@agent-safe/testkit';
import { expect, onTestFinished, test } from 'vitest';
import { Chain } from '../src/format/chain.ts';
import { readLines } from '../src/read/read-lines.ts';
import { verifyLog } from '../src/verify/verify.ts';
import { AuditLog } from '../src/write/audit-log.ts';
import { readChainState } from './support/chain-state.ts';
import { makeLogPath } from './support/folder.ts';
import { forge, makeHostile } from './support/hostile.ts';
import { headOf, joinLines, mintLines, sampleEvents } from './support/sample-log.ts';
import { makeSigner } from './support/signer.ts';

const lines = mintLines(sampleEvents(3));
const READ_BY_WRITER = 4 * 1024;
const VERDICTS = ['ok, unanchored', 'torn', 'tampered'];

test('T19 each of 10,000 hostile lines gets the verdict ok, torn or tampered', async () => {
  const random = announceRandom('hostile lines');
  const seen = new Set<string>();
  for (let run = 0; run < 10_000; run += 1) {
    const before = joinLines(lines.slice(0, random.below(4)));
    const bytes = Buffer.concat([before, makeHostile(random), joinLines(lines.slice(random.below(4)))]);
    seen.add(await readChainState(bytes));
  }
  expect([...seen].sort()).toEqual(['tampered', 'torn', 'whole']);
});

test('T19 verifying, reading backwards and recording survive hostile lines', async () => {
  const random = announceRandom('hostile files');
  const path = makeLogPath();
  const verifiers = [makeSigner()];
  for (let run = 0; run < scaled(3_000); run += 1) {
    const hostile = Buffer.concat([joinLines(lines.slice(0, random.below(4))), makeHostile(random)]);
    writeFileSync(path, hostile);
    const before = await verifyLog(path, { verifiers });
    expect(VERDICTS).toContain(before.verdict);
    const log = new AuditLog(path);
    const outcome = await log.append(sampleEvents(1)).then(
      () => 'recorded',
      (error: { name: string; code: string }) => `${error.name} ${error.code}`,
    );
    await log.close();
    expect(['recorded', 'AgentSafeError ERR_AUDIT_UNAVAILABLE']).toContain(outcome);
    // A writer closes a torn log and refuses a tampered one. It reads only the end of the log.
    const after = await verifyLog(path);
    // Some look torn, but no valid closing event for them exists.
    if (outcome !== 'recorded') {
      expect(['tampered', 'torn']).toContain(after.verdict);
      expect(statSync(path).size).toBe(hostile.length);
    }
    if (outcome === 'recorded' && hostile.length < READ_BY_WRITER)
      expect(after.verdict, hostile.toString('latin1')).toBe('ok, unanchored');
    expect(readFileSync(path).subarray(0, hostile.length).equals(hostile)).toBe(true);
  }
});

/** A huge file that exists only in memory: its bytes are generated on request and counted. */
async function measure(size: number, fill: (buffer: Uint8Array, position: number) => void) {
  const chain = new Chain();
  let [largest, read] = [0, 0];
  const source = {
    read: async (buffer: Uint8Array, position: number) => {
      largest = Math.max(largest, buffer.buffer.byteLength);
      fill(buffer, position);
      read = position + buffer.length;
      return buffer.length;
    },
  };
  await readLines(source, 0, size, (bytes, start, end, ended, offset) => {
    return chain.take(bytes, start, end, ended, { file: 'audit.jsonl', line: 1, offset }) !== 'tampered';
  });
  return { largest, read, state: chain.finish().state };
}

const MEGABYTE = 1024 * 1024;

test.each([
  ['a line', (buffer: Uint8Array) => buffer.fill(0x78)],
  ['a line that begins like an event', fillAfter(Buffer.from('{"v":1,"seq":1,"event_id":"'), 0x78)],
  ['zeros', (buffer: Uint8Array) => buffer.fill(0)],
] as const)('T19 %s of 1 GB is read only as far as necessary', async (_, fill) => {
  const { largest, read, state } = await measure(1024 * MEGABYTE, fill);
  expect(state).toBe('tampered');
  expect(largest).toBeLessThanOrEqual(16 * MEGABYTE);
  expect(read).toBeLessThanOrEqual(24 * MEGABYTE);
});

function fillAfter(beginning: Buffer, byte: number) {
  return (buffer: Uint8Array, position: number) => {
    buffer.fill(byte);
    if (position === 0) buffer.set(beginning);
  };
}

test('T19 many empty lines after a zero byte take little time and memory', async () => {
  const bytes = Buffer.alloc(MEGABYTE + 300_000, 0x0a);
  bytes.fill(0x78, 0, MEGABYTE);
  bytes.write('\n\0\n', MEGABYTE, 'latin1');
  const before = process.memoryUsage().arrayBuffers;
  const start = process.cpuUsage();
  expect(await readChainState(bytes)).toBe('tampered');
  const { user } = process.cpuUsage(start);
  expect(user / 1_000, 'milliseconds').toBeLessThan(2_000);
  expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(64 * MEGABYTE);
});

test('T19 a line of 0.11 with millions of escape sequences is read', async () => {
  for (const text of ['\\"'.repeat(2_000_000), '\\\\'.repeat(2_000_000), '{'.repeat(3_900_000)]) {
    const bytes = Buffer.from(`{"action": "${text}", "entry_hash": "${'0'.repeat(64)}", "prev_hash": ""}\n`);
    expect(['torn', 'tampered']).toContain(await readChainState(bytes));
  }
});

test('T19 events of any length are refused or read back', async () => {
  const path = makeLogPath();
  const log = new AuditLog(path);
  onTestFinished(() => log.close());
  const long = (length: number, text = 'x') => text.repeat(length);
  const drafts = [
    anyDraft({ event_type: 'decision', event_id: long(5 * MEGABYTE), fields: {} }),
    anyDraft({ event_type: 'decision', event_id: long(MEGABYTE, '\ud800'), fields: {} }),
    ...[-2_000, -1_100, -1_024, -500, -1, 0, 1, MEGABYTE].map((more) =>
      anyDraft({ event_type: 'decision', fields: { reason: long(4 * MEGABYTE + more) } }),
    ),
    anyDraft({ event_type: 'decision', fields: { reason: long(MEGABYTE, '\ud800') } }),
    anyDraft({ event_type: 'decision', fields: { reason: long(2 * MEGABYTE, '日') } }),
  ] as const;
  const outcomes = await Promise.allSettled([...drafts.map((draft) => log.append([draft])), log.append(drafts)]);
  const recorded = outcomes.filter(({ status }) => status === 'fulfilled').length;
  for (const outcome of outcomes) {
    if (outcome.status === 'rejected') expect(outcome.reason).toMatchObject({ code: 'ERR_AUDIT_UNAVAILABLE' });
  }
  expect(await verifyLog(path)).toMatchObject({ verdict: 'ok, unanchored', seq: recorded });
  expect(await log.append(sampleEvents(1))).toMatchObject([{ seq: recorded + 1 }]);
});

test('T19 an event cannot set a reserved member', async () => {
  const path = makeLogPath();
  const log = new AuditLog(path);
  onTestFinished(() => log.close());
  for (const name of ['v', 'seq', 'event_id', 'timestamp', 'event_type', 'prev_hash', 'entry_hash']) {
    const forged = log.append([anyDraft({ event_type: 'decision', fields: { [name]: 1 } })]);
    await expect(forged, name).rejects.toMatchObject({ code: 'ERR_AUDIT_UNAVAILABLE' });
  }
  const odd = JSON.parse('{"__proto__":{"seq":9},"constructor":1,"":null,"\\ud800":"\\udfff","x\\ny":"\\n\\u0000"}');
  const id = '"},"seq":7,"\n\u0000\ud800';
  await log.append([anyDraft({ event_id: id, event_type: 'decision', fields: odd })]);
  expect(await verifyLog(path)).toMatchObject({ verdict: 'ok, unanchored', seq: 1 });
  expect(JSON.parse(readFileSync(path, 'utf8'))).toMatchObject({ event_id: id, seq: 1 });
});

test('T19 a closing event without torn bytes is tampering, with any fields', async () => {
  const head = headOf(lines);
  for (const torn of [
    '{"offset":0,"length":0,"sha256":"x"}',
    `{"offset":${joinLines(lines).length},"length":0}`,
    'null',
  ]) {
    const line = forge(`"event_type":"log_sealed","torn":${torn}`, head);
    expect(await readChainState(joinLines([...lines, line])), torn).toBe('tampered');
  }
});
