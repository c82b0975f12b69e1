import { hash } from 'node:crypto';
import { appendFileSync, writeFileSync } from 'node:fs';
import { anyDraft } from '@agent-safe/testkit';
import { expect, onTestFinished, test } from 'vitest';
import { verifyLog } from '../src/verify/verify.ts';
import { AuditLog } from '../src/write/audit-log.ts';
import { readChainState } from './support/chain-state.ts';
import { makeLogPath } from './support/folder.ts';
import { headOf } from './support/sample-log.ts';
import { readFixture, splitLines } from './support/subjects.ts';

const whole = splitLines(readFixture('whole'));
const join = (lines: readonly string[]) => Buffer.from(lines.map((line) => `${line}\n`).join(''), 'utf8');
const event = (event_id: string) => anyDraft({ event_id, event_type: 'decision', fields: {} });

function openLog(path: string, maxBytes?: number): AuditLog {
  const log = new AuditLog(path, { maxBytes });
  onTestFinished(() => log.close());
  return log;
}

const MEMBER = /"entry_hash": "[0-9a-f]{64}", (?="event_id")/;

/** Returns a line in the format of 0.11 with the right hash for its text. */
function rehash(line: string): string {
  const found = MEMBER.exec(line);
  if (found === null) throw new Error('this is not a line of 0.11');
  const without = line.replace(MEMBER, '');
  return without.replace('"event_id"', `"entry_hash": "${hash('sha256', without)}", "event_id"`);
}

test.each(['whole', 'hundred'] as const)('a log of 0.11 verifies: %s', async (name) => {
  const path = makeLogPath();
  writeFileSync(path, readFixture(name));
  const count = splitLines(readFixture(name)).length;
  expect(await verifyLog(path)).toMatchObject({ verdict: 'ok, unanchored', seq: count, events: count, seals: [] });
});

test('the helper of these tests computes the hashes of 0.11', () => {
  for (const line of whole) expect(rehash(line)).toBe(line);
});

test('a last line of 0.11 that was truncated at any byte is torn, and the log continues', async () => {
  const last = Buffer.from(whole.at(-1) ?? '', 'utf8');
  const before = join(whole.slice(0, -1));
  const path = makeLogPath();
  for (let length = 1; length <= last.length; length += 1) {
    const cut = Buffer.concat([before, last.subarray(0, length)]);
    expect(await readChainState(cut), `${length} bytes`).toBe('torn');
    // Writing is slow, so only bytes where a token ends and some between are tried.
    if (length % 16 !== 0 && length < last.length - 2) continue;
    writeFileSync(path, cut);
    const log = openLog(path);
    await log.append([event('evt-after')]);
    await log.close();
    const seals = length === last.length ? [] : [{ seq: whole.length, length }];
    const verdict = await verifyLog(path);
    expect(verdict, `${length} bytes`).toMatchObject({ verdict: 'ok, unanchored', seq: whole.length + 1, seals });
  }
});

/** Changes of a line. Each is tried on every line that it changes. */
const EDITS: readonly { readonly name: string; readonly edit: (line: string) => string }[] = [
  { name: 'an edited value', edit: (line) => line.replace('"decision": "', '"decision": "x') },
  { name: 'an edited number', edit: (line) => line.replace(/: (\d)/, ': 1$1') },
  {
    name: 'an edited inner entry_hash',
    edit: (line) => line.replace(/("entry_hash": ")[0-9a-f](.*"entry_hash")/, '$1e$2'),
  },
  {
    name: 'an edited entry_hash',
    edit: (line) => line.replace(/"entry_hash": "[0-9a-f](?=[0-9a-f]{63}", "event_id")/, '"entry_hash": "x'),
  },
  {
    name: 'an entry_hash in capitals',
    edit: (line) => line.replace(MEMBER, (found) => found.toUpperCase().replace('ENTRY_HASH', 'entry_hash')),
  },
  { name: 'entry_hash as the first member', edit: (line) => move(line, '{', (member) => `{${member}, `) },
  {
    name: 'entry_hash one member later',
    edit: (line) => move(line, '"event_type"', (member) => `${member}, "event_type"`),
  },
  { name: 'entry_hash as the last member', edit: (line) => move(line.slice(0, -1), /$/, (member) => `, ${member}}`) },
  { name: 'a repeated entry_hash', edit: (line) => line.replace(MEMBER, (found) => found + found) },
  { name: 'no entry_hash', edit: (line) => line.replace(MEMBER, '') },
  { name: 'a repeated key', edit: (line) => line.replace('"caller": ', '"caller": "other", "caller": ') },
  {
    name: 'a repeated key, escaped',
    edit: (line) => line.replace('"caller": ', '"c\\u0061ller": "other", "caller": '),
  },
  { name: 'an escaped key entry_hash', edit: (line) => line.replace(MEMBER, (found) => found.replace('_', '\\u005f')) },
  { name: 'a removed space', edit: (line) => line.replace('": ', '":') },
  { name: 'an added space', edit: (line) => line.replace(MEMBER, (found) => found.replace(': ', ':  ')) },
  { name: 'a space after entry_hash', edit: (line) => line.replace(MEMBER, (found) => `${found} `) },
  { name: 'a decoded escape sequence', edit: (line) => line.replaceAll('\\u00ef', 'ï') },
  { name: 'a byte that is not UTF-8', edit: (line) => line.replace('\\ufffd', '\ufffd') },
];

function move(line: string, to: RegExp | string, write: (member: string) => string): string {
  const member = MEMBER.exec(line)?.[0].slice(0, -2) ?? '';
  return line.replace(MEMBER, '').replace(to, () => write(member));
}

test.each(EDITS)('T17 a line of 0.11 with $name is tampered', async ({ edit }) => {
  let count = 0;
  for (const [index, line] of whole.entries()) {
    const changed = edit(line);
    if (changed === line) continue;
    count += 1;
    expect(await readChainState(join(whole.with(index, changed))), changed).toMatch(/^(?:torn|tampered)$/);
  }
  expect(count).toBeGreaterThan(0);
});

test('T17 a log of 0.11 with a dropped line is tampered', async () => {
  for (const index of whole.slice(0, -1).keys())
    expect(await readChainState(join(whole.toSpliced(index, 1)))).toBe('tampered');
});

/** More events than fit into the first part of the end that is read. */
function makeMany(): readonly string[] {
  const lines: string[] = [];
  for (let index = 0; index < 200; index += 1) {
    lines.push(follow(headOf(lines).hash));
  }
  return lines;
}

test.each([
  ['small', whole],
  ['large', makeMany()],
  ['of one event', whole.slice(0, 1)],
])('a log of 0.11 continues with events of this version: %s', async (_, lines) => {
  const path = makeLogPath();
  writeFileSync(path, join(lines));
  for (let process = 1; process <= 3; process += 1) {
    const log = openLog(path);
    expect(await log.append([event(`evt-own-${process}`)])).toMatchObject([{ seq: lines.length + process }]);
    await log.close();
  }
  expect(await verifyLog(path)).toMatchObject({ verdict: 'ok, unanchored', seq: lines.length + 3 });
});

test('a log of 0.11 can be rotated', async () => {
  const path = makeLogPath();
  writeFileSync(path, join(whole));
  for (let process = 1; process <= 6; process += 1) {
    const log = openLog(path, 1_000);
    await log.append([event(`evt-a-${process}`), event(`evt-b-${process}`)]);
    await log.close();
  }
  const files = [1, whole.length + 1].map((seq) => expect.stringContaining(`audit.${String(seq).padStart(12, '0')}`));
  const verdict = await verifyLog(path);
  expect(verdict).toMatchObject({ verdict: 'ok, unanchored', seq: whole.length + 12 });
  expect(verdict.files.slice(0, 2)).toEqual(files);
});

/** Returns the line that 0.11 would append to a log of this version. */
function follow(prevHash: string): string {
  return rehash((whole[0] ?? '').replace(/"prev_hash": "[0-9a-f]{64}"/, `"prev_hash": "${prevHash}"`));
}

test.each([
  ['a new process', false, '\n'],
  ['a process that has the log open', true, '\n'],
  ['a new process, without a line end', false, ''],
])(
  'T17 a line of 0.11 after an event of this version is tampering, and %s does not append to it',
  async (_, isOpen, lineEnd) => {
    const path = makeLogPath();
    const first = openLog(path);
    const [receipt] = await first.append([event('evt-own')]);
    if (!isOpen) await first.close();
    appendFileSync(path, `${follow(receipt?.entry_hash ?? '')}${lineEnd}`);
    const log = isOpen ? first : openLog(path);
    const outcome = await log.append([event('evt-after')]).then(
      () => 'recorded',
      (error: { code: string }) => error.code,
    );
    const verdict = await verifyLog(path);
    // The append is refused, or the line is closed as torn bytes. No event is acknowledged in a log that does not verify.
    expect([outcome, verdict.verdict]).toEqual(
      outcome === 'recorded' ? ['recorded', 'ok, unanchored'] : ['ERR_AUDIT_UNAVAILABLE', 'tampered'],
    );
  },
);
